# Every target sets up what it needs: `.venv`, from the locked versions, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

.PHONY: help demo test lint format bench bench-accuracy bench-lsp catalog catalogs schema lock clean

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

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(READY) ## Check format, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

format: $(READY) ## Format the source and apply safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Measure start-up and speed on this machine
	$(BIN)/python -m bench.speed

bench-accuracy: $(READY) ## Measure how often FitLens is right, beside type checkers; writes docs/accuracy.md
	$(BIN)/python -m bench.accuracy --output docs --cache build/accuracy --json build/accuracy.json

bench-lsp: $(READY) ## Measure language servers while someone types; writes docs/editor.md
	$(BIN)/python -m bench.lsp --memory-edits 5000 --output docs

catalog: $(READY) ## Build the catalog of one version anew, from the scikit-learn in .venv
	$(BIN)/fitlens catalog build --python $(BIN)/python

catalogs: $(READY) ## Build the catalogs of all versions, each in an environment of its own
	$(BIN)/fitlens catalog build-all

schema: $(READY) ## Write the JSON schema of the settings anew
	$(BIN)/fitlens config --schema > server/fitlens/settings/fitlens.schema.json

lock: $(READY) ## Write .ci/requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group dev --output-file .ci/requirements.lock $(LOCK_FLAGS) pyproject.toml

clean: ## Remove the virtual environment and what tools left behind
	rm -rf $(VENV) .hypothesis .import_linter_cache .pytest_cache .ruff_cache build dist
