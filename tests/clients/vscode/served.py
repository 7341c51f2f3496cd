"""A clean VS Code with the .vsix in it, served on this machine for one folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[3]
EDITOR = ROOT / "build" / "editors" / "vscode"
VSIX = ROOT / "build" / "fitlens.vsix"
_ENTRY = EDITOR / "node_modules" / "code-server" / "out" / "node" / "entry.js"
_NODE = ROOT / "build" / "node" / "node_modules" / ".bin"
_TRIES = 8
"""It gives up where its own second process is not there within ten seconds, as on a machine that is busy."""
_SETTINGS = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "files.autoSave": "off",
    "files.hotExit": "off",
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "update.mode": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
}


def environment(directory: Path, python: str) -> dict[str, str]:
    """What every process is given. directory: for all that the editor keeps. python: the interpreter that is selected."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium is not None, "no Chromium on PATH, which the tests in VS Code need: apt-get install chromium"
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))},
        "EXTENSIONS_GALLERY": json.dumps({"serviceUrl": "http://127.0.0.1:9/none"}),
        "FITLENS_CHROMIUM": chromium,
        "FITLENS_TEST_PYTHON": python,
        "HOME": str(directory / "home"),
        "PATH": f"{_NODE}{os.pathsep}{os.environ['PATH']}",
    }


@contextmanager
def served(directory: Path, env: Mapping[str, str], settings: Mapping[str, object] | None = None) -> Iterator[int]:
    """The port of a VS Code with the extension installed; it ends with the context."""
    for needed in (_ENTRY, VSIX):
        assert needed.exists(), f"{needed.relative_to(ROOT)} is missing: `make test` and `make screenshots` build it"
    data, extensions = directory / "data", directory / "extensions"
    (data / "User").mkdir(parents=True)
    (directory / "home").mkdir(exist_ok=True)
    (data / "User" / "settings.json").write_text(json.dumps({**_SETTINGS, **(settings or {})}))
    command = ["node", str(_ENTRY), "--user-data-dir", str(data), "--extensions-dir", str(extensions)]
    subprocess.run([*command, "--install-extension", str(VSIX)], env=env, check=True, capture_output=True, timeout=400)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command += ["--bind-addr", f"127.0.0.1:{port}", "--auth", "none", "--disable-telemetry", "--disable-update-check"]
    command += ["--disable-workspace-trust", "--disable-getting-started-override"]
    with (directory / "server.log").open("wb") as log:
        process = _started(command, env, port, log)
        try:
            yield port
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def _started(command: list[str], env: Mapping[str, str], port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    for _ in range(_TRIES):
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        while process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    return process
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.25)
    raise AssertionError(f"code-server ended {_TRIES} times before it answered")
