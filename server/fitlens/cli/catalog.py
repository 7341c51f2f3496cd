"""`fitlens catalog build` and `build-all`: ask scikit-learn about itself, for those who build FitLens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fitlens.catalog.store import DATA, CatalogError
from fitlens.cli.exits import CLEAN, FAILED, FOUND, UsageError

if TYPE_CHECKING:
    from fitlens.catalog.build.every import Outcome


def build(python: str, output: str | None, *, check: bool) -> int:
    """Writes the catalog of the scikit-learn that the interpreter has, or only names the files that would change."""
    from fitlens.catalog.build import command

    directory = Path(output or DATA)
    try:
        if check:
            changed = command.check(python, directory)
            for file in changed:
                print(f"{file}: not what scikit-learn says now; build it anew")
            return FOUND if changed else CLEAN
        written = command.build(python, directory)
    except CatalogError as error:
        raise UsageError(str(error)) from error
    print(
        f"scikit-learn {written.version}: {written.classes} classes and {written.functions} functions, "
        f"in {written.index} and {written.entries}"
    )
    for path in written.unfitted:
        print(f"  {path}: no kind of data suits it")
    return CLEAN


def build_all(names: Sequence[str], *, cache: str | None, output: str | None, python: str | None) -> int:
    """Writes the catalogs of all versions, or of those named, each asked in an environment of its own."""
    from fitlens.catalog.build.environments import default_cache
    from fitlens.catalog.build.every import build_every, chosen

    directory = Path(output or DATA)
    failed: list[Outcome] = []

    def tell(what: Outcome | str) -> None:
        if isinstance(what, str):
            print(what, flush=True)
            return
        if what.error is not None:
            failed.append(what)
        print(f"scikit-learn {what.release.version}: {_told(what)}", flush=True)

    try:
        releases = chosen(names)
        written = build_every(
            releases,
            cache=Path(cache).absolute() if cache else default_cache(),
            output=directory,
            python=python,
            tell=tell,
        )
    except CatalogError as error:
        raise UsageError(str(error)) from error
    print(f"{len(written)} of {len(releases)} catalogs written to {directory}")
    for outcome in failed:
        print(f"failed: {outcome.error}")
    return FAILED if failed else CLEAN


def _told(outcome: Outcome) -> str:
    if outcome.answer is None:
        return f"failed after {outcome.seconds:.0f} s"
    entries = f"{len(outcome.answer['entries'])} classes and functions"
    return f"{entries}, as kept from before" if outcome.kept else f"{entries} in {outcome.seconds:.0f} s"
