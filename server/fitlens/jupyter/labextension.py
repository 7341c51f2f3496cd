"""Whether JupyterLab, as it is installed here, runs our extension."""
# Jupyter's packages are there where JupyterLab is, and not where FitLens is developed.
# pyright: basic, reportMissingImports=false

from __future__ import annotations

import json
import os

NAME = "fitlens-jupyterlab"


def is_enabled() -> bool:
    """Installed, and not switched off by `jupyter labextension disable`."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    if not any(os.path.exists(os.path.join(path, NAME, "package.json")) for path in jupyter_path("labextensions")):
        return False
    # The first that says something has the last word: the user's before the environment's before the system's.
    for directory in jupyter_config_path():
        try:
            with open(os.path.join(directory, "labconfig", "page_config.json"), encoding="utf-8") as file:
                said = json.load(file).get("disabledExtensions", {})
        except (OSError, ValueError, AttributeError):
            continue
        if isinstance(said, list):
            said = dict.fromkeys(said, True)
        if isinstance(said, dict) and NAME in said:
            return not said[NAME]
    return True
