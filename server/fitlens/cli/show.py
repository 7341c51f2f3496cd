"""`fitlens show`: what can be set on an estimator or given to a function, and what fit learns, as a table."""

from __future__ import annotations

import os
import sys
import textwrap
from ast import literal_eval
from collections.abc import Iterator, Sequence
from typing import Final

from fitlens.catalog.model import ClassEntry, Entry, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, literal
from fitlens.check.report.paint import Paint, for_stream
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.cli.opened import Choosing
from fitlens.cli.width import terminal_width

_NARROW: Final = 72


def run(name: str, *, target: str | None, python: str | None) -> int:
    """Prints the table of the one class or function that the name means, as of the current directory's scikit-learn."""
    with Choosing(target, python) as choose:
        catalog = choose(os.curdir).catalog
    entry = _meant(name, catalog)
    for line in page(entry, catalog, for_stream(sys.stdout), min(terminal_width(), 120)):
        print(line)
    return CLEAN


def _meant(name: str, catalog: Catalog) -> Entry:
    found = catalog.find(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{name!r} may mean {' or '.join(entry.path for entry in found)}: name one of them")
    near = " or ".join(catalog.nearest(name))
    hint = f"; did you mean {near}?" if near else ""
    raise UsageError(f"no class or function {name!r} in scikit-learn {catalog.version}{hint}")


def page(entry: Entry, catalog: Catalog, paint: Paint, width: int) -> Iterator[str]:
    """Lines no wider than `width`, but for a name or an address that is longer by itself."""
    yield paint("bold", entry.path)
    about = [f"scikit-learn {catalog.version}"]
    estimator = isinstance(entry, ClassEntry) and entry.kind == "estimator"
    if isinstance(entry, ClassEntry):
        about = [*(entry.tags or ((entry.kind,) if entry.kind != "other" else ())), *about]
    else:
        about = ["function", *about]
    yield from textwrap.wrap(", ".join(about), width)
    yield paint("dim", catalog.documentation_url(entry))
    yield ""
    yield paint("bold", "Hyperparameters, set before fit" if estimator else "Arguments")
    yield from _table(entry.parameters, paint, width)
    if isinstance(entry, ClassEntry) and entry.learned:
        yield ""
        yield paint("bold", "Learned parameters, set by fit")
        names = ", ".join(learned.name for learned in entry.learned if learned.documented)
        for line in textwrap.wrap(names, width - 2, break_long_words=False):
            yield "  " + paint("learned", line)


def _table(parameters: Sequence[Parameter], paint: Paint, width: int) -> Iterator[str]:
    rows = [
        (_signed(parameter), _default(parameter), accepted(parameter.constraints, mark="")) for parameter in parameters
    ]
    if not rows:
        yield "  none"
        return
    names = max(len(name) for name, _, _ in rows)
    defaults = min(max(len(default) for _, default, _ in rows), 24)
    margin = 2 + names + 2 + defaults + 2
    for name, default, words in rows:
        painted = paint("hyperparameter", name)
        if width < max(_NARROW, margin + 24):
            yield f"  {painted}  {default}"
            yield from (f"      {line}" for line in textwrap.wrap(words, width - 6))
            continue
        lines = textwrap.wrap(words, width - margin) or [""]
        if len(default) > defaults:
            yield f"  {painted}{' ' * (names - len(name))}  {default}"
            yield from (" " * margin + line for line in lines if line)
            continue
        yield f"  {painted}{' ' * (names - len(name))}  {default:{defaults}}  {lines[0]}".rstrip()
        yield from (" " * margin + line for line in lines[1:])


def _signed(parameter: Parameter) -> str:
    return {"var-positional": "*", "var-keyword": "**"}.get(parameter.kind, "") + parameter.name


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "(required)" if parameter.required else ""
    try:
        return literal(literal_eval(parameter.default))
    except (ValueError, SyntaxError):
        return parameter.default
