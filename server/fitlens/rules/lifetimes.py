"""Values of hyperparameters and arguments whose life another version tells: refused here, or about to be."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Construction, Facts, FunctionCall, Key, Span
from fitlens.analysis.values import Constant, Value
from fitlens.catalog.history import Change
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.record import NamedTuple
from fitlens.rules import lives
from fitlens.rules.model import Edit, Fix, Severity
from fitlens.rules.passed import entries
from fitlens.rules.surfacing import surfaces, warns

Entries = tuple[ClassEntry | FunctionEntry, ...]


class Place(NamedTuple):
    """One value where it stands: an argument, or a candidate of a search."""

    owners: Entries
    """What may take it."""
    name: str
    value: Value
    text: str
    """As it is written; empty where it stands nowhere as an expression of its own."""
    span: Span
    severity: Severity
    """Of its refusal: an error where a fit in the document is sure to meet it, and nothing else is tried."""

    is_candidate: bool = False

    @property
    def written(self) -> str:
        """`loss="log"`."""
        return f"{self.name}={self.text}"


class Told(NamedTuple):
    """A value's life, and the hyperparameter or argument that it is a value of."""

    parameter: Parameter
    change: Change


def places(facts: Facts) -> Iterator[Place]:
    """Each value with a history that a fit, or the function it is given to, sees, where nothing expects its refusal."""
    for fact in (*facts.constructions, *facts.calls):
        if surfaces(fact, "ValueError"):
            yield from _arguments(fact)
    for key in facts.keys:
        if surfaces(key, "ValueError"):
            yield from _candidates(key)


def quiet_places(facts: Facts) -> Iterator[Place]:
    """Those of them where a warning is news."""
    for fact in (*facts.constructions, *facts.calls):
        if warns(fact):
            yield from _arguments(fact)
    for key in facts.keys:
        if warns(key):
            yield from _candidates(key)


def _arguments(fact: Construction | FunctionCall) -> Iterator[Place]:
    owners = entries(fact)
    called = isinstance(fact, FunctionCall)
    for argument in fact.arguments:
        if argument.name is None or not all(lives.tells_of(owner.path, argument.name) for owner in owners):
            continue
        if called or argument.settled != "no":
            # where no fit is in sight, nothing raises here: it will where the estimator is fitted
            severity: Severity = "error" if called or argument.settled == "yes" else "warning"
            yield _place(owners, argument, argument.name, severity)


def _place(owners: Entries, argument: Argument, name: str, severity: Severity) -> Place:
    return Place(owners, name, argument.value, argument.text, argument.value_span, severity)


def _candidates(key: Key) -> Iterator[Place]:
    if not key.searched or key.settled == "no" or not key.owners or key.missing is not None:
        return
    name = key.name.rpartition("__")[2]
    candidates = key.candidates or ()
    # a search goes on with the candidates that are accepted
    everything = key.alone and all(
        parameter is not None and accepts(parameter.constraints, each.value) is False
        for each in candidates
        for parameter in (owner.parameter_named(name) for owner in key.owners)
    )
    for each in candidates:
        severity: Severity = "error" if everything and key.settled == "yes" else "warning"
        if each.span is not None:
            yield Place(key.owners, name, each.value, each.text, each.span, severity, is_candidate=True)


def refused(owners: Entries, name: str, value: Value, version: str) -> Told | None:
    """Why the judged version refuses a value that another version takes; None where it may take it, or none did.

    Where the constraints are not known, or another value than the given one meets them, what was announced to go is taken
    to be refused since it went.
    """
    found: Told | None = None
    if not isinstance(value, Constant):
        return None
    for entry in owners:
        parameter = entry.parameter_named(name)
        change = lives.of_value(entry.path, name, value)
        if parameter is None or change is None or change.state(version) not in ("removed", "not yet"):
            return None
        if isinstance(entry, ClassEntry) and entry.kind != "estimator":
            return None
        unsure = parameter.constraints is None or _is_replaced(entry, name)
        taken = None if unsure else accepts(parameter.constraints, value)
        told = unsure and change.deprecated is not None and change.state(version) == "removed"
        if taken is not False and not told:
            return None
        found = Told(parameter, change)
    return found


def dropped(place: Place, version: str) -> Told | None:
    """The life of a value that each that may take it has announced to refuse, and which is not given anyway."""
    found: Told | None = None
    for entry in place.owners:
        parameter = entry.parameter_named(place.name)
        change = lives.of_value(entry.path, place.name, place.value)
        if parameter is None or change is None or change.state(version) != "deprecated":
            return None
        if not _is_replaced(entry, place.name) and accepts(parameter.constraints, place.value) is False:
            return None
        if lives.is_written(place.value, parameter.default):
            return None
        found = found or Told(parameter, change)
    return found


def _is_replaced(entry: ClassEntry | FunctionEntry, name: str) -> bool:
    return isinstance(entry, ClassEntry) and name in entry.rewritten


def successor(told: Told) -> str | None:
    """The value that means the same today, as source text; None where none is told, or it is refused too."""
    new = told.change.renamed
    value = None if new is None else lives.constant(new)
    accepted = value is not None and accepts(told.parameter.constraints, value) is not False
    return new if accepted else None


def like(place: Place, source: str) -> str:
    """A value's source text, in the quotes that the place is written in."""
    quote = place.text[:1]
    return f"{quote}{source[1:-1]}{quote}" if quote in ('"', "'") and source[:1] in ('"', "'") else source


def replacement(place: Place, old: str | None, new: str | None) -> Fix | None:
    """Puts a new value, where the old one itself is written there and not the name of a constant."""
    written = lives.constant(place.text)
    if new is None or old is None or written is None or repr(written.value) != old:
        return None
    text = like(place, new)
    return Fix(f"Replace with {text}", (Edit(place.span, text),))
