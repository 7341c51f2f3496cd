"""The catalog as every command opens it, and the problems as every command tells them."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from fitlens.catalog.store import Catalog, CatalogError, open_catalog
from fitlens.check.model import Problem
from fitlens.cli.exits import FAILED, UsageError


def opened() -> Catalog:
    """The newest catalog; UsageError where there is none that can be read."""
    try:
        return open_catalog()
    except CatalogError as error:
        raise UsageError(str(error)) from error


def tell(problems: Iterable[Problem]) -> None:
    """One line of standard error for each."""
    for problem in problems:
        print(f"fitlens: {problem}", file=sys.stderr)


def worst(problems: Iterable[Problem], files: int, otherwise: int) -> int:
    """FAILED where nothing could be read, or FitLens itself failed at a file; else what the caller says."""
    problems = tuple(problems)
    failed = any(problem.internal for problem in problems) or (problems and not files)
    return FAILED if failed else otherwise
