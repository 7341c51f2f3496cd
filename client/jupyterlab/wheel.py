"""Hatchling's build hook: puts the JupyterLab extension into the wheel, where it has been built (`make wheel` does).

A build never calls Node.js by itself: who installs from a clone to check code in CI shall not wait for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
BUILT = HERE / "labextension"
TARGET = "share/jupyter/labextensions/fitlens-jupyterlab"


class JupyterLabExtension(BuildHookInterface):
    """Adds files that Jupyter looks for below the environment's prefix."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """version: `standard` or `editable`. build_data: what goes into the wheel."""
        if version != "standard":
            return
        if not (BUILT / "package.json").exists():
            self.app.display_warning("this wheel is without the JupyterLab extension, which `make wheel` builds")
            return
        build_data["shared_data"] |= {
            str(BUILT): TARGET,
            str(HERE / "jupyter" / "install.json"): f"{TARGET}/install.json",
            str(HERE / "jupyter" / "server.json"): "etc/jupyter/jupyter_server_config.d/fitlens.json",
            str(HERE / "jupyter" / "overrides.json"): "share/jupyter/lab/settings/overrides.d/fitlens.json",
        }
