"""What a Jupyter server is told of FitLens: the address its own extension speaks to, and a language server for jupyter-lsp.

Both are found by names that Jupyter decides: an extension by `etc/jupyter/jupyter_server_config.d`, a language server by
the entry point `jupyter_lsp_spec_v1`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitlens.jupyter.extension import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:  # pyright: ignore[reportUnusedFunction]
    return [{"module": "fitlens.jupyter"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:  # pyright: ignore[reportUnusedFunction]
    from fitlens.jupyter.extension import load

    load(app)


def language_servers(_manager: object) -> Mapping[str, Mapping[str, object]]:
    """For jupyter-lsp: FitLens as a language server of Python; none where JupyterLab has our own extension.

    jupyterlab-lsp asks one server per language. With our extension it may keep the one it has, and nothing is said twice.
    """
    from fitlens.jupyter.labextension import is_enabled
    from fitlens.jupyter.process import COMMAND

    if is_enabled():
        return {}
    return {
        "fitlens": {
            "version": 2,
            "argv": list(COMMAND),
            "languages": ["python"],
            "mime_types": ["text/x-python", "text/python", "text/x-ipython"],
            "display_name": "FitLens",
            "urls": {},
            # What is open is told, and what is imported lies where it is.
            "requires_documents_on_disk": False,
        }
    }
