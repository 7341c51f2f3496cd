"""`fitlens config`: which scikit-learn a program is judged by, what was looked at to find out, and what is beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Literal

from fitlens.check.report.paint import Paint, for_stream
from fitlens.check.report.summary import plural
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.cli.opened import Choosing
from fitlens.environment.choice import Choice
from fitlens.environment.step import Step, shown
from fitlens.environment.third_party import ThirdParty
from fitlens.environment.third_party.packages import packages
from fitlens.record import NamedTuple

_SECONDS = 5.0


class Beside(NamedTuple):
    """A package with estimators."""

    name: str
    version: str
    modules: tuple[str, ...]
    estimators: int
    """How many were found in its source."""
    problems: tuple[str, ...]


def run(path: str, *, output: Literal["text", "json"], target: str | None, python: str | None) -> int:
    """Prints what was chosen for a file or directory; returns the exit code."""
    if not os.path.exists(path):
        raise UsageError(f"{path}: no such file or directory; check the path")
    with Choosing(target, python) as choose:
        choice = choose(path)
    beside = _beside(choice)
    if output == "json":
        import json

        print(json.dumps(record(choice, beside), indent=2))
    else:
        for line in page(choice, beside, for_stream(sys.stdout)):
            print(line)
    return CLEAN


def _beside(choice: Choice) -> list[Beside]:
    found: list[Beside] = []
    installation = choice.installation
    if installation is None:
        return found
    for package in packages(installation.directory):
        reader = ThirdParty(installation.directory, choice.catalog)
        count = sum(1 for module in package.modules for _ in reader.estimators(module, _SECONDS))
        if count or reader.problems:
            found.append(Beside(package.name, package.version, package.modules, count, reader.problems))
    return found


def record(choice: Choice, beside: list[Beside]) -> dict[str, object]:
    """The choice as JSON."""
    installation = choice.installation
    return {
        "version": choice.version,
        "catalog": choice.catalog.version,
        "exact": choice.exact,
        "source": choice.origin or None,
        "line": choice.line,
        "reason": choice.reason,
        "declared_minimum": choice.declared_minimum,
        "project": choice.project.root or None,
        "installed": None if installation is None else installation._asdict(),
        "sources": [
            {
                "source": step.source,
                "line": step.line,
                "says": step.says,
                "decides": _decides(step, choice),
                "broken": step.broken,
            }
            for step in choice.steps()
        ],
        "packages": [each._asdict() for each in beside],
        "problems": list(choice.problems),
    }


def page(choice: Choice, beside: list[Beside], paint: Paint) -> Iterator[str]:
    """The choice for a reader."""
    origin = f"from {choice.source}" if choice.source else "the newest covered"
    yield paint("bold", f"scikit-learn {choice.version}, {origin}")
    yield f"  {choice.reason}"
    if choice.exact:
        yield f"  judged by the catalog of {choice.catalog.version}"
    else:
        yield f"  judged by the catalog of {choice.catalog.version}: {choice.version} is not covered, this is the nearest"
    if choice.declared_minimum is not None:
        yield f"  the project says that it works with {choice.declared_minimum} and newer"
    yield ""
    root = (
        shown(choice.project.root) if choice.project.levels else "none: no project file in this directory or above it"
    )
    yield f"{paint('bold', 'Project')}  {root}"
    installation = choice.installation
    where = (
        f"scikit-learn {installation.version} in {installation.directory}" if installation is not None else "none found"
    )
    yield f"{paint('bold', 'Installed')}  {where}"
    yield ""
    yield paint("bold", "Looked at, the first that names a version decides")
    steps = list(choice.steps())
    width = max((len(step.place) for step in steps), default=0)
    for step in steps:
        mark = "->" if _decides(step, choice) else " !" if step.broken else "  "
        yield f"  {mark} {paint('place', step.place)}{' ' * (width - len(step.place))}  {step.says}"
    if not steps:
        yield "     nothing: no flag, no environment, no project file"
    yield ""
    yield paint("bold", "Other packages with estimators")
    for each in beside:
        imported = f" ({', '.join(each.modules)})" if each.modules else ""
        yield f"     {each.name} {each.version}{imported}: {plural(each.estimators, 'estimator')}"
        yield from (f"   ! {problem}" for problem in each.problems)
    if not beside:
        yield "     none found"


def _decides(step: Step, choice: Choice) -> bool:
    return step.decides and (step.source, step.line) == (choice.origin, choice.line)
