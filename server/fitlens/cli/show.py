"""`fitlens show`: what can be set on an estimator or given to a function, and what fit learns, as a table."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from ast import literal_eval
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, Entry, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, literal
from fitlens.check.report.paint import Paint, for_stream
from fitlens.cli import member, observed
from fitlens.cli.elsewhere import path_elsewhere
from fitlens.cli.exits import CLEAN, FOUND, UsageError
from fitlens.cli.member import Member
from fitlens.cli.opened import Choosing
from fitlens.cli.width import terminal_width

if TYPE_CHECKING:
    from fitlens.cli.why import Reasons

_NARROW: Final = 72
_FEW: Final = 3
"""Names that are suggested at most."""


def run(
    name: str,
    output_format: str = "text",
    *,
    target: str | None,
    python: str | None,
    why: bool = False,
    rerun: str | None = None,
) -> int:
    """Prints what the class, function, module or member of one that the name means is, as of the current directory's version.

    why: with the evidence behind it. rerun: an interpreter to run that again with; FOUND where it does not come out so.
    """
    with Choosing(target, python) as choose:
        catalog = choose(os.curdir).catalog
        meant = _meant(name, catalog)
        reasons = _reasons(meant, catalog, rerun) if why or rerun is not None else None
    code = CLEAN if reasons is None or reasons.holds else FOUND
    if output_format == "json":
        data = _data(meant, catalog)
        if reasons is not None:
            data["evidence"] = [each.record() for each in reasons.shown]
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return code
    paint, width = for_stream(sys.stdout), min(terminal_width(), 120)
    if isinstance(meant, Member):
        lines = member.page(meant, catalog, paint, width)
    else:
        lines = listing(meant, catalog, paint) if isinstance(meant, str) else page(meant, catalog, paint, width)
    for line in lines:
        print(line)
    for line in reasons.page(paint, width) if reasons is not None else ():
        print(line)
    return code


def _reasons(meant: Entry | Member | str, catalog: Catalog, rerun: str | None) -> Reasons:
    from fitlens.cli.why import reasons

    entry, name = (meant.owner, meant.name) if isinstance(meant, Member) else (meant, None)
    if not isinstance(entry, ClassEntry):
        path = entry if isinstance(entry, str) else entry.path
        raise UsageError(f"{path}: only of classes and their members there is evidence; name one, such as SVC.coef_")
    return reasons(entry, name, catalog, rerun)


def _data(meant: Entry | Member | str, catalog: Catalog) -> dict[str, object]:
    """The record as JSON writes it: fields by name, those that have their default included."""
    if isinstance(meant, str):
        return {"version": catalog.version, "path": meant, "names": list(catalog.members(meant))}
    if isinstance(meant, Member):
        return {"version": catalog.version, "path": f"{meant.owner.path}.{meant.name}", **_plain(meant.what)}
    return {"version": catalog.version, **_plain(meant)}


def _plain(record: Any) -> Any:
    if hasattr(record, "_asdict"):
        return {name: _plain(value) for name, value in record._asdict().items()}
    if isinstance(record, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", record)]
    return record


def _meant(name: str, catalog: Catalog) -> Entry | Member | str:
    """The entry, the member of one, or the path of the module."""
    found = catalog.find(name) or _any_case(name, catalog)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{name!r} may mean {', '.join(entry.path for entry in found)}: name one of them")
    for path in (name, f"sklearn.{name}"):
        module = catalog.resolve(path)
        if isinstance(module, str):
            return module
    of_one = member.member_named(name, catalog)
    if of_one is not None:
        return of_one
    told = path_elsewhere(name, catalog)
    if told is not None:
        raise UsageError(told)
    near = ", ".join((_near_modules(name, catalog) or catalog.nearest(name))[:_FEW])
    hint = f"; did you mean {near}?" if near else ""
    raise UsageError(f"no class, function or module {name!r} in scikit-learn {catalog.version}{hint}")


def _any_case(name: str, catalog: Catalog) -> tuple[Entry, ...]:
    end = f".{name.lower()}"
    entries = (*catalog.classes(), *catalog.functions())
    return tuple(entry for entry in entries if f".{entry.path.lower()}".endswith(end))


def _near_modules(name: str, catalog: Catalog) -> list[str]:
    """Modules of a path that begins like one: `sklearn.ensembel`."""
    if not name.lower().startswith("sklearn."):
        return []
    from difflib import get_close_matches

    paths = (f"sklearn.{member}" for member in catalog.members("sklearn") if not member.startswith("_"))
    modules = [path for path in paths if isinstance(catalog.resolve(path), str)]
    return get_close_matches(name.lower(), modules, n=_FEW, cutoff=0.8)


def listing(module: str, catalog: Catalog, paint: Paint) -> Iterator[str]:
    """A module's public names, what each is beside it; of a module that only others import from, all that it holds."""
    rows = [(name, catalog.resolve(f"{module}.{name}")) for name in catalog.members(module) if not name.startswith("_")]
    own = [(name, meant) for name, meant in rows if _path(meant) == f"{module}.{name}"]
    yield paint("bold", module)
    yield f"module, scikit-learn {catalog.version}"
    yield ""
    widest = max((len(name) for name, _ in own or rows), default=0)
    for name, meant in own or rows:
        yield f"  {name:{widest}}  {paint('dim', _kind(meant))}".rstrip()
    if not rows:
        yield "  no public names"


def _path(meant: Entry | str | None) -> str | None:
    return meant if isinstance(meant, str) or meant is None else meant.path


def _kind(meant: Entry | str | None) -> str:
    if isinstance(meant, ClassEntry):
        return ", ".join(meant.tags) or ("class" if meant.kind == "other" else meant.kind)
    return "module" if isinstance(meant, str) else "function"


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
    runtime = entry.runtime if isinstance(entry, ClassEntry) else ()
    yield ""
    yield paint("bold", "Hyperparameters, set before fit" if estimator else "Arguments")
    columns = _columns(entry.parameters)
    yield from _table([each for each in entry.parameters if each.name not in runtime], columns, paint, width)
    if runtime:
        yield ""
        for line in textwrap.wrap("Runtime options, hyperparameters that do not change what is learned", width):
            yield paint("bold", line)
        yield from _table([each for each in entry.parameters if each.name in runtime], columns, paint, width)
    if isinstance(entry, ClassEntry):
        yield from observed.sections(entry, paint, width)
    elif entry.needs_fitted:
        yield ""
        yield paint("bold", "Given estimators")
        yield f"  {phrases.beforehand(entry.needs_fitted)}"


def _columns(parameters: Sequence[Parameter]) -> tuple[int, int]:
    """How wide names and defaults are."""
    return (
        max((len(_signed(each)) for each in parameters), default=0),
        min(max((len(_default(each)) for each in parameters), default=0), 24),
    )


def _table(parameters: Sequence[Parameter], columns: tuple[int, int], paint: Paint, width: int) -> Iterator[str]:
    if not parameters:
        yield "  none"
    names, defaults = columns
    margin = 2 + names + 2 + defaults + 2
    for parameter in parameters:
        name, default, words = _signed(parameter), _default(parameter), accepted(parameter.constraints, mark="")
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
