"""`fitlens/environments`: what a client may offer its user to choose from. The choice comes back as the option `interpreter`."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.environment.discover import Candidate, candidates
from fitlens.lsp.connection import FitLensServer, quiet

METHOD = "fitlens/environments"


def register(ls: FitLensServer, folders: Sequence[str]) -> None:
    """Registers the request, which has no parameters. folders: directories of the workspace."""

    @ls.feature(METHOD)
    @quiet(None)
    async def environments(ls: FitLensServer, _params: object) -> list[dict[str, str | None]]:
        return [_told(each) for each in await ls.answers.submit(lambda: candidates(folders))]


def _told(candidate: Candidate) -> dict[str, str | None]:
    return {"path": candidate.prefix, "source": candidate.source, "scikitLearn": candidate.scikit_learn}
