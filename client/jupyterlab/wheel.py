"""Hatchling's build hook: puts the JupyterLab extension into the wheel, built by Node.js unless it was built before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
BUILT = HERE / "labextension"
OLDEST_NODE = 20


class JupyterLabExtension(BuildHookInterface):
    """Adds files that Jupyter looks for below the environment's prefix. An editable install has none and needs no Node.js."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """version: `standard` or `editable`. build_data: what goes into the wheel."""
        if version != "standard" or self.target_name != "wheel" or not (BUILT.is_dir() or self._build()):
            return
        labextension = "share/jupyter/labextensions/fitlens-jupyterlab"
        build_data["shared_data"] |= {
            str(BUILT): labextension,
            str(HERE / "jupyter" / "install.json"): f"{labextension}/install.json",
            str(HERE / "jupyter" / "server.json"): "etc/jupyter/jupyter_server_config.d/fitlens.json",
            str(HERE / "jupyter" / "overrides.json"): "share/jupyter/lab/settings/overrides.d/fitlens.json",
        }

    def _build(self) -> bool:
        npm = shutil.which("npm")
        if npm is None or not _node_is_new_enough():
            self.app.display_warning(
                f"the JupyterLab extension is left out of this wheel: it takes Node.js {OLDEST_NODE} or newer to build it"
            )
            return False
        for arguments in (["ci", "--ignore-scripts"], ["run", "build"]):
            subprocess.run([npm, *arguments], cwd=HERE, check=True, stdout=sys.stderr)
        return True


def _node_is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return told.startswith("v") and int(told[1:].partition(".")[0]) >= OLDEST_NODE
