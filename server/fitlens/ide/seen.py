"""What scikit-learn was seen to do with a name under the cursor, beside the values that are known there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from fitlens.analysis.facts import Construction, Site
from fitlens.analysis.known import Known, is_runtime_option, known_at, known_at_fit
from fitlens.analysis.values import Constant
from fitlens.catalog import phrases
from fitlens.catalog.model import Conditions, Form, Setting
from fitlens.catalog.wording import is_deprecated, literal
from fitlens.ide.markup import Piece, code, joined, text

_MOST_REFUSED: Final = 3
_MOST: Final = 10
"""Values of a condition that are named."""


def observed(site: Site) -> bool:
    """Whether it is of one class that was observed itself: what was seen of its bases need not hold of another."""
    return len(site.classes) == 1 and bool(site.classes[0].evidence)


def met(site: Site, conditions: Conditions) -> bool | None:
    """Whether the values known here are such; None where that cannot be told."""
    known = known_at(site)
    return None if known is None or not conditions else known.meets_any(conditions)


def exists(site: Site, conditions: Conditions) -> Piece:
    """Under which values it was seen to be there, and whether they are those of this place."""
    if not conditions:
        return text("")
    told = Piece(
        f"exists {phrases.only(conditions, mark='`', most=_MOST)}",
        f"exists {phrases.only(conditions, most=_MOST)}",
    )
    known = known_at(site)
    holds = met(site, conditions)
    if known is None or holds is None:
        return told
    if holds:
        return told + text(", as here")
    return told + text("; here ") + _values(known, [each for settings in conditions for each in settings])


def nature(forms: Sequence[Form]) -> Piece:
    """What a learned parameter was seen to be."""
    return Piece(phrases.alternatives(forms, mark="`"), phrases.alternatives(forms))


def effect(site: Site, name: str) -> Piece:
    """What is to be said where setting it changes nothing, at all or beside the other values that are known here."""
    if is_runtime_option(site):
        return text(phrases.RUNTIME_OPTION.capitalize())
    found = _disarmed(known_at(site), name)
    if found is not None:
        return text("No effect here: with ") + _values(*found) + text(" it is not used")
    found = _disarmed(known_at(site, defaults=True), name)
    if found is not None:
        return text("No effect with ") + _values(*found)  # not "here": what is not given may be set later
    return text("")


def refused(known: Known | None, name: str) -> Piece:
    """With which values of others the value that a hyperparameter is given was refused, though each is accepted alone."""
    given = known.given.get(name) if known is not None else None
    if known is None or not isinstance(given, Constant):
        return text("")
    told: list[Piece] = []
    for each in known.entry.conflicts:
        for mine, other in ((each.first, each.second), (each.second, each.first)):
            if mine.parameter == name and mine.holds(given.value):
                beside = _together((other,))
                if each.unless:
                    beside += text(" unless ") + joined([_together((setting,)) for setting in each.unless], " or ")
                told.append(beside)
    if not told:
        return text("")
    more = text(", …") if len(told) > _MOST_REFUSED else text("")
    return code(f"{name}={literal(given.value)}") + text(" is refused with ") + joined(told[:_MOST_REFUSED]) + more


def _together(settings: tuple[Setting, ...]) -> Piece:
    return Piece(phrases.together(settings, mark="`", most=_MOST), phrases.together(settings, most=_MOST))


def is_idle(site: Site) -> bool:
    """Whether the hyperparameter that a site names is known to do nothing beside the other values here."""
    name = site.name if site.parameter is None else site.parameter.name
    known = known_at_fit(site.fact) if isinstance(site.fact, Construction) else known_at(site)
    return _disarmed(known, name) is not None


def _disarmed(known: Known | None, name: str) -> tuple[Known, tuple[Setting, ...]] | None:
    """The settings that are known to hold and under which a hyperparameter was seen to do nothing."""
    if known is None:
        return None
    facts = (each.under for each in known.entry.ineffective if each.parameter == name)
    under = next((each for each in facts if known.meets_all(each)), None)
    return None if under is None else (known, under)


def _values(known: Known, settings: Iterable[Setting]) -> Piece:
    """What those hyperparameters have here, as far as that is known."""
    told: list[Piece] = []
    for name in dict.fromkeys(each.parameter for each in settings):
        value, parameter = known.constant(name), known.entry.parameter_named(name)
        if value is None or parameter is None:
            continue
        if name not in known.given and is_deprecated(parameter):
            told.append(code(name) + text(" not set"))
        else:
            told.append(code(f"{name}={literal(value.value)}") + text("" if name in known.given else " (default)"))
    return joined(told, " and ")
