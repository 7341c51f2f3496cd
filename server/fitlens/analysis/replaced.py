"""Steps of a composite replaced after it was made: by `set_params`, by assignment, by the candidates of a search."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items
from fitlens.analysis.tried import Tried
from fitlens.analysis.values import UNKNOWN, Collection, Instance, OneOf, Value, members


def with_step(context: Context, instance: Instance, name: str, value: Value) -> bool:
    """Put an estimator in the place of the step of that name; false where there is none that is known.

    The composite gets a list of its own, as in scikit-learn: the one that it was given stays as it is.
    """
    record = context.state.record(instance)
    for composition, found in composites.inner(context, instance):
        if composition.form == "one" or found is None:
            continue
        at = next((index for index, part in enumerate(found) if part.name == name), None)
        given = record.parameters.get(composition.parameter)
        if at is None or not isinstance(given, Collection):
            continue
        pairs = list(context.state.items(given).values)
        pair = pairs[at]
        assert isinstance(pair, Collection)
        first, _, *rest = context.state.items(pair).values
        pairs[at] = context.pair_like(pair, Items((first, value, *rest)))
        steps = context.collection("list", Items(tuple(pairs)))
        context.update(instance, parameters={**record.parameters, composition.parameter: steps})
        return True
    return False


def last_is_unfitted(context: Context, instance: Instance) -> bool:
    """Whether the last step, which speaks for the whole, certainly needs a fit: then so does the whole.

    Which composites let their steps speak for them was observed: they are usable once their steps are.
    """
    if instance.user is not None:
        return False
    for composition in instance.entry.compositions:
        if not composition.by_position or not composites.usable_through_parts(instance.entry, composition):
            continue
        found = composites.parts(context, instance, composition)
        last = found[-1].value if found else UNKNOWN
        if isinstance(last, (Instance, OneOf)) and context.state.record(last).fitted == "unfitted":
            return all(
                isinstance(m, Instance) and not m.entry.dynamic and composites.needs_fit(context, m)
                for m in members(last)
            )
    return False


def is_blocked(context: Context, instance: Instance) -> bool:
    """Whether a step before the last certainly needs a fit: no data comes through to the last, fitted or not."""
    if instance.user is not None:
        return False
    for composition in instance.entry.compositions:
        if composition.by_position and composites.usable_through_parts(instance.entry, composition):
            found = composites.parts(context, instance, composition) or []
            return any(_stops_data(context, part.value) for part in found[:-1])
    return False


def _stops_data(context: Context, step: Value) -> bool:
    if not isinstance(step, Instance) or step.entry.dynamic or context.state.record(step).fitted != "unfitted":
        return False
    # a step that has no `transform` (a resampler) may be left out
    transform = step.entry.method_named("transform")
    return transform is not None and transform.raises_unfitted and composites.needs_fit(context, step)


def find(context: Context, target: Value, path: Sequence[str], steps: Tried) -> Value | None:
    """The estimator that a nested name leads to, as `composites.find`, where steps may be replaced."""
    for length in range(len(path), 0, -1):
        instead = steps.get("__".join(path[:length]))
        if instead is not None:
            return composites.find(context, instead, list(path[length:]))
    return composites.find(context, target, list(path))
