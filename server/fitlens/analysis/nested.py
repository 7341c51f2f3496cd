"""Where a nested name (`svc__gamma`) leads in what an estimator is known to hold, or at which part of it nothing is there.

An estimator answers the names of its hyperparameters and, where it is a composite of named estimators, of its steps. What
answers in a way of its own (kernels, other packages, classes that override `get_params`) is never said to lack a name.
"""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Missing
from fitlens.analysis.values import Constant, Instance, Value, members
from fitlens.catalog.model import ClassEntry

MOST = 2000
"""Nested names that are listed of one estimator."""

Lead = tuple[ClassEntry, ...] | Missing | None
"""The classes that have the last part of a name; where a part is missing; None where that is not known."""


def lookup(context: Context, value: Value, name: str) -> Lead:
    """Where a nested name leads."""
    lead = _lookup(context, value, name.split("__"), 0)
    if isinstance(lead, Missing):
        names: dict[str, ClassEntry] = {}
        for each, owner in _names(context, value):
            names.setdefault(each, owner)
        kept = sorted(names)[:MOST]
        return lead._replace(elsewhere=tuple(kept), beneath=tuple(names[each] for each in kept))
    return lead


def _lookup(context: Context, value: Value, parts: list[str], at: int) -> Lead:
    leads = [_of(context, member, parts, at) for member in members(value)]
    owners: dict[str, ClassEntry] = {}
    first = leads[0]
    for lead in leads:
        if lead is None or isinstance(lead, Missing) != isinstance(first, Missing):
            return None
        if isinstance(lead, Missing) and isinstance(first, Missing) and lead.path != first.path:
            return None
        owners.update((owner.path, owner) for owner in (lead.owners if isinstance(lead, Missing) else lead))
    if not isinstance(first, Missing):
        return tuple(owners.values())
    options = set(first.options).intersection(*(lead.options for lead in leads if isinstance(lead, Missing)))
    return first._replace(owners=tuple(owners.values()), options=tuple(sorted(options)))


def _of(context: Context, value: Value, parts: list[str], at: int) -> Lead:
    part, last = parts[at], at == len(parts) - 1
    if isinstance(value, Constant) and at:
        # "passthrough", "drop" or None where an estimator is meant
        return Missing(tuple(parts[:at]), part, (), (), (), (), holds=repr(value.value))
    if not isinstance(value, Instance) or at > composites.LEVELS:
        return None
    entry = value.entry
    steps, certain = _steps(context, value)
    parameter = entry.parameter_named(part)
    if part in steps:
        return (entry,) if last else _lookup(context, steps[part], parts, at + 1)
    if parameter is not None:
        if last:
            return (entry,)
        held = _held(context, value, part)
        return None if held is None else _lookup(context, held, parts, at + 1)
    if not certain or not _answers_plainly(value):
        return None
    options = sorted({*steps, *(parameter.name for parameter in entry.parameters)})
    return Missing(tuple(parts[:at]), part, (entry,), tuple(steps), tuple(options), ())


def _steps(context: Context, instance: Instance) -> tuple[dict[str, Value], bool]:
    """The named estimators inside, and whether these are all."""
    steps: dict[str, Value] = {}
    certain = True
    for composition, known in composites.inner(context, instance):
        if composition.form == "one":
            continue
        certain = certain and known is not None
        for part in known or []:
            if part.name is None:
                certain = False
            else:
                steps[part.name] = part.value
    return steps, certain


def _held(context: Context, instance: Instance, name: str) -> Value | None:
    """What a hyperparameter holds that may have hyperparameters of its own; None where that is not known."""
    record = context.state.record(instance)
    if context.journal.has_escaped(instance):
        return None
    given = record.parameters.get(name)
    if given is not None or record.open:
        return given
    parameter = instance.entry.parameter_named(name)
    return Constant(None) if parameter is not None and parameter.default == "None" else None


def _answers_plainly(instance: Instance) -> bool:
    """Whether the names it answers are those of its constructor's arguments and of its steps."""
    entry, user = instance.entry, instance.user
    if instance.node is None or entry.kind != "estimator" or entry.dynamic:
        return False
    if any(parameter.kind.startswith("var-") for parameter in entry.parameters):
        return False
    if user is None:
        return entry.path.startswith("sklearn.")
    names = ("get_params", "set_params", "_get_param_names", "__init_subclass__", "__new__")
    return (
        entry.method_named("fit") is not None  # a class without it stands in for something else, in a test
        and not entry.compositions
        and all(base.startswith("sklearn.") for base in entry.bases)
        and not any(user.method(name) for name in names)
    )


def _names(context: Context, value: Value, level: int = 0) -> Iterator[tuple[str, ClassEntry]]:
    """Every nested name of an estimator, and the class that its last part belongs to."""
    for member in members(value):
        if not isinstance(member, Instance) or level > composites.LEVELS:
            continue
        steps, _ = _steps(context, member)
        inside = dict(steps)
        for parameter in member.entry.parameters:
            yield parameter.name, member.entry
            held = _held(context, member, parameter.name)
            if held is not None:
                inside.setdefault(parameter.name, held)
        yield from ((name, member.entry) for name in steps)
        for name, each in inside.items():
            yield from ((f"{name}__{below}", owner) for below, owner in _names(context, each, level + 1))
