"""What is known of hyperparameters where a label stands, and what the catalog's conditions come to with it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from fitlens.analysis.facts import Access, Construction, Receiver, Site
from fitlens.analysis.values import UNKNOWN, Constant, Value
from fitlens.catalog.model import ClassEntry, Conditions, Setting
from fitlens.record import NamedTuple


class Known(NamedTuple):
    """The hyperparameters of one estimator at one place."""

    entry: ClassEntry
    given: Mapping[str, Value]
    defaults: bool
    """Those that are not given have their defaults."""

    def constant(self, name: str) -> Constant | None:
        """The value of a hyperparameter; None where it is not known, or no constant."""
        value = self.given.get(name)
        if value is not None:
            return value if isinstance(value, Constant) else None
        parameter = self.entry.parameter_named(name) if self.defaults else None
        if parameter is None or parameter.default is None:
            return None
        try:
            return Constant(ast.literal_eval(parameter.default))
        except (SyntaxError, ValueError):
            return None

    def meets(self, setting: Setting) -> bool | None:
        """Whether the hyperparameter has such a value; None where that is not known."""
        found = self.constant(setting.parameter)
        if found is None:
            return None
        value = found.value
        if any(type(each) is type(value) and each == value for each in setting.values):
            return not setting.other
        if any(each == value for each in setting.values):
            return None  # 1 where 1.0 was tried, 0 where False was: it may be taken for it or refused
        if setting.other:
            return True
        # Of numbers only some were tried: another may do as well.
        return False if value is None or isinstance(value, str | bool) else None

    def meets_all(self, settings: Iterable[Setting]) -> bool | None:
        """Whether all of them hold."""
        found = [self.meets(each) for each in settings]
        return False if False in found else None if None in found else True

    def meets_any(self, conditions: Conditions) -> bool | None:
        """Whether the conditions hold; without any they do."""
        found = [self.meets_all(each) for each in conditions]
        return True if True in found or not found else None if None in found else False


def known_of(receiver: Receiver) -> Known | None:
    """What is known of what stands left of a dot, if that is of one class that was observed.

    What was seen of a class need not hold of one derived from it, which has no evidence of its own.
    """
    if len(receiver.classes) != 1 or not receiver.classes[0].evidence or receiver.is_class:
        return None
    if receiver.exposed:
        return Known(receiver.classes[0], {}, defaults=False)
    given = {**dict(receiver.values), **dict.fromkeys(receiver.late, UNKNOWN)}
    return Known(receiver.classes[0], given, not receiver.open)


def known_when_made(fact: Construction) -> Known | None:
    """What is known at the moment of a construction: what is given, and else the defaults."""
    if len(fact.classes) != 1 or not fact.classes[0].evidence:
        return None
    given = {**dict(fact.hidden), **{each.name: each.value for each in fact.arguments if each.name}}
    return Known(fact.classes[0], given, not fact.open)


def known_at_fit(fact: Construction, *, first: bool = False) -> Known | None:
    """What is known of the hyperparameters that a fit will see: those of a construction that nothing sets again.

    first: what the first fit will see, where that is not what others see.
    """
    made = known_when_made(fact)
    if made is None:
        return None
    unsettled = {each.name for each in fact.arguments if each.name and each.settled == "no"}
    again = fact.early if first else fact.later
    given = {**made.given, **dict.fromkeys(unsettled | again, UNKNOWN)}
    return Known(made.entry, given, made.defaults and "*" not in again)


def known_at(site: Site, *, defaults: bool = False) -> Known | None:
    """What is known at a site, as `known_of` says.

    Of a construction only what is given and not set again, unless `defaults`: what is not given may be set later.
    """
    if isinstance(site.fact, Access):
        return known_of(site.fact.receiver)
    if site.fact is None or len(site.classes) != 1 or not site.classes[0].evidence:
        return None
    given = {each.name: UNKNOWN if each.settled == "no" else each.value for each in site.fact.arguments if each.name}
    return Known(site.classes[0], given, defaults and site.fact.exhaustive)


def is_runtime_option(site: Site) -> bool:
    """Whether it names a hyperparameter that no class it may be of was seen to learn anything else by."""
    if site.parameter is None or site.role not in ("hyperparameter", "grid-key"):
        return False
    return all(site.parameter.name in entry.runtime for entry in site.classes)
