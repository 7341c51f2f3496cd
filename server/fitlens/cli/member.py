"""`fitlens show SVC.gamma`: one hyperparameter, learned parameter or method, with what became of it over the versions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from fitlens.catalog import phrases
from fitlens.catalog.history import Change, open_history
from fitlens.catalog.model import ClassEntry, Conditions, Entry, LearnedParameter, Method, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, is_deprecated
from fitlens.check.report.paint import Paint
from fitlens.cli.elsewhere import member_elsewhere
from fitlens.cli.exits import UsageError
from fitlens.cli.observed import SEED, disarmed
from fitlens.record import NamedTuple


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
    told = member_elsewhere(owner, last, catalog)
    if told is not None:
        raise UsageError(told)
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
    before = ""
    for label, text in _rows(member):
        shown = "" if label == before else label
        before = label
        yield from textwrap.wrap(
            text, width, initial_indent=f"{shown:10}", subsequent_indent=" " * 10, break_on_hyphens=False
        )
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
        if isinstance(member.owner, ClassEntry):
            yield from _influence(member.owner, what.name)
        elif what.name in member.owner.needs_fitted:
            yield "unfitted", "raises NotFittedError"
    elif isinstance(what, Method):
        yield "call", f"{what.name}({', '.join(each.name for each in what.parameters)})"
        if what.raises_unfitted:
            yield "unfitted", "raises NotFittedError"
        if what.needs_fitted:
            yield "fitted", phrases.beforehand(what.needs_fitted)
        if what.conditional or what.conditions:
            yield "there", phrases.only(what.conditions) or "under some hyperparameter values only"
    else:
        for form in what.forms:
            on = f", on data: {phrases.kinds(form.data)}" if form.data else ""
            yield "is", phrases.form(form) + on
        if what.conditions:
            yield "there", phrases.only(what.conditions)
        yield "unfitted", "not there: reading it raises AttributeError" if what.absent_unfitted else "may be there"


def _influence(entry: ClassEntry, name: str) -> Iterator[tuple[str, str]]:
    """What a hyperparameter was seen to do, alone and to others."""
    if name in entry.runtime:
        yield "effect", phrases.RUNTIME_OPTION
    for each in entry.ineffective:
        if each.parameter == name:
            yield "effect", f"none with {phrases.together(each.under)}"
    if name == SEED and entry.evidence:
        yield "effect", f"random numbers are {phrases.drawn(entry.draws)}"
    for each in entry.compositions:
        if each.prefit and (name == each.parameter or _mentioned(name, each.prefit)):
            yield "fitted", phrases.beforehand([each.parameter], each.prefit)
    for each in entry.conflicts:
        if name in (each.first.parameter, each.second.parameter, *(setting.parameter for setting in each.unless)):
            yield "conflict", phrases.conflict(each, first=name)
    there: dict[Conditions, list[str]] = {}
    for each in (*entry.learned, *entry.methods):
        if _mentioned(name, each.conditions):
            there.setdefault(each.conditions, []).append(each.name)
    for conditions, names in there.items():
        verb = "is" if len(names) == 1 else "are"
        yield "decides", f"{phrases.listed(names, 'and')} {verb} there {phrases.only(conditions)}"
    for under, names in disarmed(entry).items():
        if _mentioned(name, (under,)):
            yield "decides", phrases.without_effect(names, under)
    if entry.draws and _mentioned(name, entry.draws):
        yield "decides", f"random numbers are {phrases.drawn(entry.draws)}"


def _mentioned(name: str, conditions: Conditions) -> bool:
    return any(setting.parameter == name for settings in conditions for setting in settings)


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
