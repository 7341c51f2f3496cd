"""`fitlens catalog build`: asks an installed scikit-learn about itself, for those who build FitLens."""

from __future__ import annotations

from pathlib import Path

from fitlens.catalog.store import DATA, CatalogError
from fitlens.cli.exits import CLEAN, UsageError


def build(python: str, output: str | None) -> int:
    """Writes the catalog of the scikit-learn that the interpreter has; says what was written."""
    from fitlens.catalog.build.command import build as ask

    try:
        written = ask(python, Path(output or DATA))
    except CatalogError as error:
        raise UsageError(str(error)) from error
    print(
        f"scikit-learn {written.version}: {written.classes} classes and {written.functions} functions, "
        f"in {written.index} and {written.entries}"
    )
    return CLEAN
