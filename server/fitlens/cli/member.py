"""`fitlens show SVC.gamma`: one hyperparameter, learned parameter or method, with what became of it over the versions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from fitlens.catalog.history import Change, open_history
from fitlens.catalog.model import ClassEntry, Entry, LearnedParameter, Method, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, is_deprecated
from fitlens.check.report.paint import Paint
from fitlens.cli.exits import UsageError


class Member(NamedTuple):
    """Something of a class or function, by its name."""

    owner: Entry
    name: str
    what: Parameter | LearnedParameter | Method


def member_named(name: str, catalog: Catalog) -> Member | None:
    """The member that `SVC.gamma` or `sklearn.svm.SVC.gamma` means; None where no class or function stands before the dot.

    Raises UsageError where the class or function has no such member.
    """
    before, _, last = name.rpartition(".")
    owners = catalog.find(before) if before else ()
    if len(owners) != 1:
        return None
    owner = owners[0]
    found: Parameter | LearnedParameter | Method | None = owner.parameter_named(last)
    names = [parameter.name for parameter in owner.parameters]
    if isinstance(owner, ClassEntry):
        found = found or owner.learned_named(last) or owner.method_named(last)
        names += [*(each.name for each in owner.learned), *(each.name for each in owner.methods)]
    if found is not None:
        return Member(owner, last, found)
    from difflib import get_close_matches

    near = get_close_matches(last, names, n=3, cutoff=0.6)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    raise UsageError(f"{owner.name} has no hyperparameter, learned parameter or method {last!r}{hint}")


def page(member: Member, catalog: Catalog, paint: Paint, width: int) -> Iterator[str]:
    """Lines no wider than `width`, but for an address that is longer by itself."""
    owner, what = member.owner, member.what
    yield paint("bold", f"{owner.path}.{member.name}")
    estimator = isinstance(owner, ClassEntry) and owner.kind == "estimator"
    match what:
        case Parameter():
            kind = "hyperparameter" if estimator else "argument"
        case LearnedParameter():
            kind = "learned parameter"
        case Method():
            kind = "method"
    yield f"{kind} of {owner.name}, scikit-learn {catalog.version}"
    yield paint("dim", catalog.documentation_url(owner, member.name if isinstance(what, Method) else None))
    yield ""
    for label, text in _rows(member):
        yield from textwrap.wrap(text, width, initial_indent=f"{label:10}", subsequent_indent=" " * 10)
    lines = [line for change in open_history().member(owner.path, member.name) for line in _told(change)]
    if lines:
        yield ""
        yield paint("bold", "History")
        for line in lines:
            yield from textwrap.wrap(line, width - 2, initial_indent="  ", subsequent_indent="        ")


def _rows(member: Member) -> Iterator[tuple[str, str]]:
    what = member.what
    if isinstance(what, Parameter):
        if is_deprecated(what):
            yield "default", "deprecated: leave it out"
        else:
            yield "default", "must be given" if what.default is None else what.default
        words = accepted(what.constraints, mark="")
        if words:
            yield "accepts", words
        if what.kind == "keyword-only":
            yield "given", "by keyword only"
    elif isinstance(what, Method):
        yield "call", f"{what.name}({', '.join(each.name for each in what.parameters)})"
        if what.raises_unfitted:
            yield "unfitted", "raises NotFittedError"
        if what.conditional:
            yield "there", "under some hyperparameter values only"
    else:
        yield "unfitted", "not there: reading it raises AttributeError" if what.absent_unfitted else "may be there"


def _told(change: Change) -> Iterator[str]:
    name = change.value if change.kind == "value" and change.value else ""
    subject = f"{name} " if name else ""
    if change.added:
        yield f"{change.added:4}  {subject}added"
    if change.changed:
        before = "must be given" if change.old is None else change.old
        yield f"{change.changed:4}  default {before} → {change.new or 'must be given'}"
    if change.deprecated:
        yield f"{change.deprecated:4}  {subject}deprecated"
    if change.removed:
        how = "to go" if change.announced else f"{subject}removed"
        instead = f"; instead: {change.renamed or change.replacement}" if change.renamed or change.replacement else ""
        yield f"{change.removed:4}  {how}{instead}"
