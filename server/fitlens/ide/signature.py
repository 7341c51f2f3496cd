"""What a call takes, at the cursor inside its brackets: each argument with its role and what it accepts."""

from __future__ import annotations

from dataclasses import dataclass

from fitlens.analysis.facts import Construction, MethodCall
from fitlens.analysis.known import Known, known_when_made
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.completion.asking import HERE, Analyse, Asked, Place
from fitlens.ide.completion.explained import acceptance
from fitlens.ide.completion.given import Call, parameters_of
from fitlens.ide.completion.order import disarmed
from fitlens.ide.markup import Piece, page, strong, text
from fitlens.ide.spelled import assignment, default_of, role_of
from fitlens.source.cursor import Bracket
from fitlens.source.document import Document


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument in the label of a signature."""

    start: int
    """Where it begins in the label."""
    end: int
    explained: Piece


@dataclass(frozen=True, slots=True)
class Signature:
    """What one call takes."""

    label: str
    arguments: tuple[Argument, ...]
    active: int | None
    """The number of the argument that the cursor stands in; None where it is none of them."""


def signature(document: Document, offset: int, analyse: Analyse) -> Signature | None:
    """The signature of the innermost call around a 0-based offset, if that is one of scikit-learn's or of an estimator."""
    if "sklearn" not in document.code and "import" not in document.code:
        return None
    place = Place(document, offset, analyse)
    cursor = place.cursor
    calls = [each for each in cursor.brackets if each.of == "call"] if cursor is not None else []
    if cursor is None or not calls:
        return None
    inner = calls[-1]
    asked = place.ask(
        *(("",) if cursor.quote or inner is not cursor.brackets[-1] or inner.keyword else ("=0", "=0,", ""))
    )
    call = _call(asked, inner.offset + asked.shift)
    return _signature(call, inner) if call is not None else None


def _call(asked: Asked, bracket: int) -> Call | None:
    """The call whose arguments begin at a bracket."""
    facts = asked.facts
    for call in (*facts.constructions, *facts.calls, *facts.method_calls):
        start = call.span.start if isinstance(call, MethodCall) else call.name_span.end
        if start <= bracket < call.span.end and asked.is_within(call.span) and _opens(call, bracket):
            return call
    return None


def _opens(call: Call, bracket: int) -> bool:
    if isinstance(call, MethodCall):
        return all(argument.value_span.start > bracket for argument in call.arguments)
    return call.name_span.end == bracket


def _signature(call: Call, bracket: Bracket) -> Signature | None:
    owned = [(each, owner) for each, owner in parameters_of(call) if _is_shown(call, each)]
    if all(parameter.kind.startswith("var-") for parameter, _ in owned):
        return None
    known = known_when_made(_without_ours(call)) if isinstance(call, Construction) else None
    first = owned[0][1]
    label = f"{first.name}.{call.name}(" if isinstance(call, MethodCall) else f"{first.name}("
    arguments: list[Argument] = []
    keyword_only = False
    for parameter, owner in owned:
        if arguments:
            label += ", "
        if parameter.kind == "keyword-only" and not keyword_only:
            keyword_only = True
            label += "*, "
        keyword_only = keyword_only or parameter.kind == "var-positional"
        start = len(label)
        label += assignment(parameter)
        arguments.append(Argument(start, len(label), _explained(call, owner, parameter, known)))
    return Signature(f"{label})", tuple(arguments), _active([each for each, _ in owned], bracket))


def _without_ours(call: Construction) -> Construction:
    return call._replace(arguments=tuple(each for each in call.arguments if each.name not in (HERE, None)))


def _is_shown(call: Call, parameter: Parameter) -> bool:
    """What is deprecated only where it is given."""
    return not is_deprecated(parameter) or any(argument.name == parameter.name for argument in call.arguments)


def _active(parameters: list[Parameter], bracket: Bracket) -> int | None:
    if bracket.keyword is not None:
        return next((number for number, each in enumerate(parameters) if each.name == bracket.keyword), None)
    for number, each in enumerate(parameters):
        if each.kind == "var-positional" or (number == bracket.before and each.kind.startswith("positional")):
            return number
    return None


def _explained(call: Call, owner: ClassEntry | FunctionEntry, parameter: Parameter, known: Known | None) -> Piece:
    made = isinstance(call, Construction) and isinstance(owner, ClassEntry)
    role = role_of(owner, parameter.name) if made and isinstance(owner, ClassEntry) else "argument"
    head = strong(parameter.name) + text(f" · {role}, {default_of(parameter)}")
    without = disarmed(owner, parameter.name, known) if made and isinstance(owner, ClassEntry) else ""
    return page([head, text(without[:1].upper() + without[1:]), acceptance(parameter)])
