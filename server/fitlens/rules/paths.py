"""What became of the modules, classes and functions that a program names by their path, and what repairs the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from fitlens.analysis.facts import Facts, Reference, Span
from fitlens.catalog.history import Change, open_history
from fitlens.catalog.store import Catalog, open_catalog
from fitlens.record import NamedTuple
from fitlens.rules.lives import instead
from fitlens.rules.model import Edit, Fix
from fitlens.rules.surfacing import surfaces, warns
from fitlens.source.document import Document

_MEMBER = re.compile(r"([A-Z]\w*)\.(\w+)")
"""A replacement that says: this method of this class."""
_STAND_IN = re.compile(r"\bmodules\[\s*(['\"])sklearn\b")
"""The program puts a module of its own in the place of one of scikit-learn's."""


class Fate(NamedTuple):
    """A path that the judged version does not have, or is about to drop."""

    reference: Reference
    """Of several that one import takes from a module, the first."""
    span: Span
    """The part of it that this is about: a module's path in an import, else the name."""
    change: Change
    together: tuple[Reference, ...]
    """All names that the statement brings."""

    @property
    def name(self) -> str:
        """What is told of, as users write it: modules with their path, others by their name."""
        path = self.change.target
        return path if self.change.kind == "module" else path.rpartition(".")[2]


def fates(
    facts: Facts, document: Document, state: Literal["removed", "not yet", "deprecated"]
) -> Iterator[tuple[Fate, Catalog]]:
    """Each such name that is surely reached, once for one import statement where its module is meant."""
    if not facts.references or not facts.version:
        return
    if state != "deprecated" and "modules" in document.text and _STAND_IN.search(document.text):
        return
    catalog = open_catalog(facts.version)
    told: set[Span] = set()
    for reference in facts.references:
        if reference.form == "name" or not _is_reached(reference, state):
            continue
        change = _life(reference.path, catalog, state)
        if change is None:
            continue
        inside = change.target == reference.path
        span = reference.span if inside or reference.module_span is None else reference.module_span
        if span in told:
            continue
        told.add(span)
        together = tuple(each for each in facts.references if each.statement == reference.statement)
        yield Fate(reference, span, change, together), catalog


def _is_reached(reference: Reference, state: str) -> bool:
    if state == "deprecated":
        return warns(reference)
    return surfaces(reference, "AttributeError" if reference.form == "attribute" else "ImportError")


def _life(path: str, catalog: Catalog, state: str) -> Change | None:
    """The outermost life on the way to a path that is in this state, if the catalog says so too."""
    for change in open_history().along(path):
        if change.state(catalog.version) != state:
            continue
        there = catalog.resolve(change.target) is not None or _is_exported(change.target, catalog)
        if there == (state == "deprecated"):
            return change
    return None


def _is_exported(path: str, catalog: Catalog) -> bool:
    module, _, name = path.rpartition(".")
    return name in catalog.exports(module)


def repair(fate: Fate, catalog: Catalog, facts: Facts, document: Document) -> Fix | None:
    """What puts the new home or name of what went, where it has one."""
    reference = fate.reference
    match reference.form:
        case "from":
            return _member_of_class(fate, catalog, facts, document) or _moved_import(fate, catalog, document)
        case "import":
            new = _new_home(reference.path, catalog)
            # without `as` the statement binds the root, by which the rest of the program reaches it
            if new is None or (reference.alias is None and new.partition(".")[0] != "sklearn"):
                return None
            # what it has become is found under another path than that by which the program goes on to name it
            parent = reference.path.rpartition(".")[0]
            named = len(re.findall(rf"(?<![\w.]){re.escape(reference.path)}\b", document.text)) > 1
            if reference.alias is None and named and not new.startswith(f"{parent}."):
                return None
            return Fix(f"Import `{new}`", (Edit(reference.span, new),))
        case _:
            new = _new_home(fate.change.target, catalog) or _member_path(fate, catalog)
            parent = reference.path.rpartition(".")[0]
            if new is None or not new.startswith(f"{parent}.") or fate.change.target != reference.path:
                return None
            return Fix(f"Rename to `{new[len(parent) + 1 :]}`", (Edit(reference.span, new[len(parent) + 1 :]),))


def help_of(fate: Fate, catalog: Catalog) -> str:
    """What to use instead."""
    alone = fate.reference.form != "attribute" and len(fate.together) == 1
    return instead(fate.change, _new_home(fate.reference.path, catalog) if alone else fate.change.renamed)


def _new_home(path: str, catalog: Catalog) -> str | None:
    """Where a path is to be found in the judged version, under the same meaning."""
    if _is_there(path, catalog) and _life(path, catalog, "deprecated") is None:
        return path
    history = open_history()
    own = history.module(path) or history.entry(path)
    if own is not None and own.renamed is not None:
        return own.renamed if _is_there(own.renamed, catalog) else None
    if own is not None and own.kind != "module" and own.state(catalog.version) in ("removed", "deprecated"):
        return None
    module, _, name = path.rpartition(".")
    if not module:
        return None
    if name == "*":
        moved = history.module(module)
        return f"{moved.renamed}.*" if moved is not None and moved.renamed is not None else None
    outer = _new_home(module, catalog)
    found = None if outer is None or outer == module else f"{outer}.{name}"
    return found if found is not None and _is_there(found, catalog) else None


def _is_there(path: str, catalog: Catalog) -> bool:
    """Whether a path can be imported; of another package's, that is not known and taken to be so."""
    if path.partition(".")[0] != "sklearn":
        return True
    found = catalog.resolve(path)
    return found is not None or _is_exported(path, catalog)


def _moved_import(fate: Fate, catalog: Catalog, document: Document) -> Fix | None:
    """`from old import a, b as c` with each name from its new home."""
    homes = [(each, _new_home(each.path, catalog) or _left_behind(each, fate, catalog)) for each in fate.together]
    if len(homes) != fate.reference.names or fate.reference.statement is None:
        return None
    lines: dict[str, list[str]] = {}
    moved: list[str] = []
    for each, home in homes:
        if home is None:
            return None
        if home != each.path and home not in moved:
            moved.append(home)
        parent, _, name = home.rpartition(".")
        bound = each.alias or each.path.rpartition(".")[2]
        if not parent:
            lines.setdefault("", []).append(f"import {name}" + (f" as {bound}" if bound != name else ""))
        else:
            lines.setdefault(parent, []).append(name if name in (bound, "*") else f"{name} as {bound}")
    title = f"Import `{moved[0]}`" if len(moved) == 1 else "Import from the new places"
    safe = not any(each.path.endswith(".*") for each in fate.together)
    edits = _in_place(homes, lines, fate.reference) or _rewritten(lines, fate.reference.statement, document)
    return None if edits is None else Fix(title, edits, safe=safe)


def _left_behind(reference: Reference, fate: Fate, catalog: Catalog) -> str | None:
    """Where a name of the same statement stays that is another finding's, or none of ours."""
    module = reference.path.rpartition(".")[0]
    stays = reference.path != fate.change.target and catalog.resolve(module) is not None
    return reference.path if stays else None


def _in_place(
    homes: list[tuple[Reference, str | None]], lines: dict[str, list[str]], reference: Reference
) -> tuple[Edit, ...] | None:
    """Edits of the names alone, where one module has them all."""
    if len(lines) != 1 or "" in lines or reference.module_span is None:
        return None
    edits: list[Edit] = []
    parent = next(iter(lines))
    if parent != reference.path.rpartition(".")[0]:
        edits.append(Edit(reference.module_span, parent))
    for (each, _), text in zip(homes, lines[parent], strict=True):
        name = text.partition(" ")[0]
        if name != each.path.rpartition(".")[2]:
            edits.append(Edit(each.span, text if each.alias is None else name))
    return tuple(edits)


def _rewritten(lines: dict[str, list[str]], statement: Span, document: Document) -> tuple[Edit, ...] | None:
    """The whole statement anew, one for each module; None where it shares its line or holds a comment."""
    text = document.text
    start = text.rfind("\n", 0, statement.start) + 1
    end = text.find("\n", statement.end)
    indent = text[start : statement.start]
    rest = text[statement.end : len(text) if end < 0 else end].partition("#")[0]
    if indent.strip() or rest.strip() or "#" in text[statement.start : statement.end]:
        return None
    written: list[str] = []
    for parent, names in lines.items():
        written += names if not parent else [f"from {parent} import {', '.join(names)}"]
    return (Edit(statement, f"\n{indent}".join(written)),)


def _member_path(fate: Fate, catalog: Catalog) -> str | None:
    """`sklearn.metrics.RocCurveDisplay.from_estimator` of a function that a method of a class replaces."""
    match = _MEMBER.fullmatch(fate.change.replacement or "")
    module = fate.change.target.rpartition(".")[0]
    if match is None or catalog.resolve(f"{module}.{match[1]}") is None:
        return None
    return f"{module}.{match[0]}"


def _member_of_class(fate: Fate, catalog: Catalog, facts: Facts, document: Document) -> Fix | None:
    """The class imported instead of the function, and its method called wherever the function was."""
    reference, path = fate.reference, _member_path(fate, catalog)
    if path is None or reference.alias is not None:
        return None
    _, member, method = path.rsplit(".", 2)
    uses = [each for each in facts.references if each.form == "name" and each.path == reference.path]
    name = re.escape(reference.path.rpartition(".")[2])
    # each place of the name must be known: one that is not would be left without its function
    if len(re.findall(rf"\b{name}\b", document.text)) != len(uses) + 1:
        return None
    edits = (Edit(reference.span, member), *(Edit(each.span, f"{member}.{method}") for each in uses))
    return Fix(f"Use `{member}.{method}`", edits)
