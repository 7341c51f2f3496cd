"""`fitlens/status`: what runs here, what each open document is judged by and why, and which text of it the server has."""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version

from fitlens import __version__
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.session import Snapshot

METHOD = "fitlens/status"
_PARTS = ("pygls", "lsprotocol", "jedi", "parso")


def register(ls: FitLensServer) -> None:
    """Registers the request, which has no parameters. It waits for the analysis of no document."""

    @ls.feature(METHOD)
    @quiet(None)
    async def status(ls: FitLensServer, _params: object) -> dict[str, object]:
        snapshots = ls.session.snapshots()
        known = {each.uri: ls.analysed(each.uri) for each in snapshots}
        found = await ls.answers.submit(lambda: [_document(each, known[each.uri]) for each in snapshots])
        return {
            "fitlens": __version__,
            "python": platform.python_version(),
            "packages": {name: _version(name) for name in _PARTS},
            "positionEncoding": ls.session.encoding.value,
            "jedi": "given up" if ls.jedi.given_up else "running" if ls.jedi.pid is not None else "not started",
            "documents": found,
        }


def _document(snapshot: Snapshot, analysis: Analysis | None) -> dict[str, object]:
    return {
        "uri": snapshot.uri,
        "texts": [
            {
                "uri": each.uri,
                "version": each.version,
                "sha256": hashlib.sha256(each.text.encode("utf-8", "surrogatepass")).hexdigest(),
            }
            for each in snapshot.texts
        ],
        "judgedBy": None if analysis is None else _judged_by(analysis),
    }


def _judged_by(analysis: Analysis) -> dict[str, object]:
    choice = analysis.knowledge.choice
    installation = choice.installation
    return {
        "scikitLearn": choice.version,
        "catalog": choice.catalog.version,
        "reason": choice.reason,
        "source": choice.source or None,
        "packages": None if installation is None else installation.directory,
        "installed": None if installation is None else installation.version,
        "project": choice.project.root or None,
        "problems": list(choice.problems),
        "complete": analysis.facts.complete,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
