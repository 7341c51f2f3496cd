"""The choice of scikit-learn as every command makes it, and the problems as every command tells them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import TracebackType

from fitlens.catalog.store import CatalogError
from fitlens.check.model import Problem
from fitlens.check.report.line import one_line
from fitlens.cli.exits import FAILED, UsageError
from fitlens.environment.choice import Chooser
from fitlens.settings.configuration import Configuration, Given
from fitlens.settings.layer import SettingsError


class Choosing:
    """What chooses the scikit-learn of each file, for the length of a `with` statement.

    At its end, what was found wrong goes to standard error. UsageError where there is no catalog that can be read.
    """

    def __init__(self, target: str | None, python: str | None, configuration: Configuration | None = None) -> None:
        """target, python: the flags that were given. configuration: the settings, where the command takes flags for them."""
        settings = configuration or opened_settings(Given())
        self._chooser = Chooser(target, python, demand=settings.demand, read_settings=settings.reads_files)

    def __enter__(self) -> Chooser:
        return self._chooser

    # A file of settings may come to light with any file that is looked at.
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        # One flag is at fault once, in however many projects.
        for problem in dict.fromkeys(problem for choice in self._chooser.choices for problem in choice.problems):
            print(f"fitlens: {one_line(problem)}", file=sys.stderr)
        if isinstance(error, CatalogError | SettingsError):
            raise UsageError(str(error)) from error


def opened_settings(given: Given) -> Configuration:
    """The settings of a run. UsageError where what is given cannot be used."""
    try:
        return Configuration(given)
    except SettingsError as error:
        raise UsageError(str(error)) from error


def tell(problems: Iterable[Problem]) -> None:
    """One line of standard error for each."""
    for problem in problems:
        print(f"fitlens: {one_line(str(problem))}", file=sys.stderr)


def worst(problems: Iterable[Problem], files: int, otherwise: int) -> int:
    """FAILED where nothing could be read, or FitLens itself failed at a file; else what the caller says."""
    problems = tuple(problems)
    failed = any(problem.internal for problem in problems) or (problems and not files)
    return FAILED if failed else otherwise
