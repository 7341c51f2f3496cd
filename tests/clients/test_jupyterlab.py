"""A real JupyterLab in a real browser, with the wheel installed in it as users have it.

What is asserted in the page stands in client/jupyterlab/tests; here is what JupyterLab is like meanwhile.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAB = ROOT / "build" / "jupyterlab"
CLIENT = ROOT / "client" / "jupyterlab"
MISSING = [
    each
    for each, there in {
        "`make lab`": (LAB / ".ready").exists() and (CLIENT / "labextension").exists(),
        "Chromium": shutil.which("chromium"),
        "Node.js": shutil.which("node"),
    }.items()
    if not there
]

pytestmark = pytest.mark.skipif(
    bool(MISSING) and os.environ.get("FITLENS_CLIENTS") != "required", reason=f"takes {', '.join(MISSING)}"
)


@pytest.fixture(scope="module", autouse=True)
def _wheel(tmp_path_factory):
    """The wheel, built and installed."""
    where = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", where, ROOT], check=True)
    pip = [LAB / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--force-reinstall", *where.glob("*.whl")], check=True)


def cell(text, kind="code"):
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text, **more}


def notebook(*cells):
    numbered = [{"id": f"cell-{number}", **each} for number, each in enumerate(cells)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


NOTEBOOK = notebook(
    cell(
        "%load_ext autoreload\n"
        "from sklearn.datasets import load_iris\n"
        "from sklearn.svm import SVC\n"
        "X, y = load_iris(return_X_y=True)\n"
        "clf = SVC(kernel='linear', gamma=0.1, verbose=False)"
    ),
    cell("# A model", "markdown"),
    cell("print('📈', clf.coef_)"),
    cell("clf.fit(X, y)\nclf.coef_\nclf.support_vectors_"),
)
SCRIPT = """\
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

clf = SVC(gama=0.1)
log = LogisticRegression(penalty="l2")
"""


@contextmanager
def jupyterlab(home, *, disabled=(), settings=None, path=""):
    """A running JupyterLab: its address, and the process's id.

    disabled: extensions that are switched off; settings: the user's, by plugin; path: a directory of Python modules.
    """
    files = {
        "ws/notebook.ipynb": NOTEBOOK,
        "ws/broken.ipynb": NOTEBOOK[:-9],
        "ws/a folder/modèle.py": SCRIPT,
        "config/labconfig/page_config.json": json.dumps({"disabledExtensions": dict.fromkeys(disabled, True)}),
    }
    quiet = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        # What one page does to a notebook is not for the next one.
        "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    }
    for plugin, chosen in {**quiet, **(settings or {})}.items():
        files[f"settings/{plugin.replace(':', '/')}.jupyterlab-settings"] = json.dumps(chosen)
    for name, text in files.items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHON"))},
        "HOME": str(home),
        "PATH": f"{LAB / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        **({"PYTHONPATH": path} if path else {}),
    }
    arguments = {
        "ip": "127.0.0.1",
        "port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": home / "ws",
        "IdentityProvider.token": "",
        "ServerApp.password": "",
        "LabApp.extension_manager": "readonly",
        "LabApp.expose_app_in_browser": True,
    }
    command = [LAB / "bin" / "jupyter-lab", "--no-browser", "--allow-root"]
    command += [f"--{key}={value}" for key, value in arguments.items()]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/lsp/status", timeout=30)
                break
            except OSError:
                assert server.poll() is None, (home / "log").read_text()
                time.sleep(0.25)
        yield address, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def in_the_page(name, lab):
    """Runs the tests in a file of client/jupyterlab/tests."""
    address, process = lab
    environment = {**os.environ, "FITLENS_LAB": address, "FITLENS_LAB_PROCESS": str(process)}
    command = ["node", "--test", "--test-reporter=spec", f"tests/{name}.test.mjs"]
    ran = subprocess.run(command, cwd=CLIENT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab beside jupyterlab-lsp, which has jedi's language server."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.mark.parametrize("name", ["notebook", "script", "live", "restarted"])
def test_beside_jupyterlab_lsp(lab, name):
    in_the_page(name, lab)


def test_without_jupyterlab_lsp(tmp_path):
    settings = {"fitlens-jupyterlab:plugin": {"labels": {"runtime": False}}}
    with jupyterlab(tmp_path, disabled=["@jupyter-lsp/jupyterlab-lsp"], settings=settings) as lab:
        in_the_page("alone", lab)


def test_jupyterlab_lsp_without_our_extension(tmp_path):
    """By its rules: one document, one language server for Python, the one that the user prefers."""
    servers = {"language_servers": {"fitlens": {"priority": 1000}}}
    settings = {"@jupyter-lsp/jupyterlab-lsp:plugin": servers}
    with jupyterlab(tmp_path, disabled=["fitlens-jupyterlab"], settings=settings) as lab:
        in_the_page("theirs", lab)


def test_a_language_server_that_cannot_start(tmp_path):
    (tmp_path / "pygls.py").write_text("raise SystemExit('broken on purpose')\n")
    with jupyterlab(tmp_path, path=str(tmp_path)) as lab:
        in_the_page("broken", lab)
