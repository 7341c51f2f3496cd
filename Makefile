# Every target sets up what it needs: `.venv`, from the locked versions, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

# What VS Code's packager and its server need is newer than the Node of many systems.
NODE := build/node/.ready
export PATH := $(CURDIR)/build/node/node_modules/.bin:$(PATH)
EDITOR := build/editors/vscode/.ready
VSIX := build/fitlens.vsix
LABEXTENSION := client/jupyterlab/labextension/package.json
LAB := build/jupyterlab

.PHONY: help demo test lint format bench bench-accuracy bench-speed bench-lsp catalog catalogs schema manifest vsix wheel lab screenshots lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

$(READY): .ci/requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"FitLens needs Python 3.11 or newer, but $(PYTHON) is {sys.version.split()[0]}: run make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement .ci/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	$(BIN)/python -m compileall -q server/fitlens
	@touch $@

demo: $(READY) ## Show the labels of one example, then what is wrong in all of them
	$(BIN)/fitlens inspect examples/linear_regression.py
	@echo
	$(BIN)/fitlens check --exit-zero examples/

$(NODE):
	@mkdir -p $(@D)
	@node --version | grep -q '^v24' || (cd $(@D) && echo '{"private":true}' > package.json && npm install --silent "node-$$(node -p 'process.platform + "-" + process.arch')@24.21.0")
	@touch $@

node_modules/.ready: package-lock.json $(NODE)
	npm ci --silent
	@touch $@

$(EDITOR): tests/clients/vscode/editor.sh $(NODE)
	bash tests/clients/vscode/editor.sh $(@D)
	@touch $@

$(VSIX): package.json README.md CHANGELOG.md $(shell find client/vscode server/fitlens -type f -not -name '*.pyc') node_modules/.ready $(READY)
	npm run --silent build
	$(BIN)/python client/vscode/python/bundle.py
	npx vsce package --no-dependencies --no-rewrite-relative-links --allow-missing-repository --allow-package-all-secrets --allow-package-env-file --out $@ >/dev/null

vsix: $(VSIX) ## Pack the extension for VS Code, with the server in it: build/fitlens.vsix

screenshots: $(VSIX) $(EDITOR) ## Take the pictures of the extension anew, in client/vscode/walkthrough
	$(BIN)/python -m tests.clients.vscode.screenshots

test: $(READY) $(VSIX) $(EDITOR) $(LABEXTENSION) $(LAB)/.ready ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(READY) node_modules/.ready ## Check format, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	npm run --silent check

format: $(READY) ## Format the source and apply safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Measure start-up and speed on this machine
	$(BIN)/python -m bench.speed --parts start,analysis --anew

bench-accuracy: $(READY) ## Measure how often FitLens is right, beside other checkers; writes docs/accuracy.md
	$(BIN)/python -m bench.accuracy --output docs --cache build/accuracy --json build/accuracy.json

bench-speed: $(READY) ## Measure how long FitLens takes, beside other checkers; writes docs/speed.md
	$(BIN)/python -m bench.speed --output docs

bench-lsp: $(READY) ## Measure language servers while someone types; writes docs/editor.md
	$(BIN)/python -m bench.lsp --memory-edits 5000 --output docs

catalog: $(READY) ## Build the catalog of one version anew, from the scikit-learn in .venv
	$(BIN)/fitlens catalog build --python $(BIN)/python

catalogs: $(READY) ## Build the catalogs of all versions, each in an environment of its own
	$(BIN)/fitlens catalog build-all

manifest: $(READY) ## Write the settings of VS Code's extension, in package.json, anew
	$(BIN)/python client/vscode/manifest.py

schema: $(READY) ## Write the JSON schema of the settings anew
	$(BIN)/fitlens config --schema > server/fitlens/settings/fitlens.schema.json

client/jupyterlab/node_modules/.package-lock.json: client/jupyterlab/package-lock.json $(NODE)
	cd client/jupyterlab && npm ci --ignore-scripts --silent

$(LABEXTENSION): client/jupyterlab/node_modules/.package-lock.json client/jupyterlab/package.json $(wildcard client/jupyterlab/s*/*)
	cd client/jupyterlab && npm run build

wheel: $(READY) $(LABEXTENSION) ## Build the wheel, the JupyterLab extension in it (takes Node.js 20 or newer)
	$(BIN)/python -m build --no-isolation --wheel

$(LAB)/.ready: .ci/jupyterlab.lock
	$(PYTHON) -m venv --clear $(LAB)
	$(LAB)/bin/python -m pip install --quiet --disable-pip-version-check --requirement .ci/jupyterlab.lock
	@touch $@

lab: $(LABEXTENSION) $(LAB)/.ready ## Set up what tests/clients/test_jupyterlab.py needs besides Chromium

lock: $(READY) ## Write .ci/requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group dev --output-file .ci/requirements.lock $(LOCK_FLAGS) pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group jupyterlab --output-file .ci/jupyterlab.lock $(LOCK_FLAGS) pyproject.toml

clean: ## Remove the virtual environment and what tools left behind
	rm -rf $(VENV) .hypothesis .import_linter_cache .pytest_cache .ruff_cache build dist node_modules
