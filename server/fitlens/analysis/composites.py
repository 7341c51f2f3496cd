"""Meta-estimators and pipelines: which estimators they hold, under which names, and what becomes of them at fit.

How a class takes estimators and where it keeps them is the catalog's to tell (`Composition`, observed); here it is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from fitlens.analysis import escapes, own_fits
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, Record, with_calls
from fitlens.analysis.tried import Tried, tried_in
from fitlens.analysis.values import UNKNOWN, Class, Collection, Constant, Instance, Named, OneOf, Value, members, one_of
from fitlens.catalog.model import ClassEntry, Composition, Holder
from fitlens.record import NamedTuple

MEMORY = "memory"
"""What scikit-learn calls the argument that says where the results of steps are kept."""
LEVELS = 6
"""Composites nested deeper than this are not looked into."""


class Part(NamedTuple):
    """One estimator inside a composite."""

    name: str | None
    """Its step name; None where it has none that is known."""
    value: Value
    pair: Collection | None = None
    """What it was given in, with its name."""


def parts(context: Context, instance: Instance, composition: Composition) -> list[Part] | None:
    """The estimators given to a composite, in order; None where they are not known."""
    record = context.state.record(instance)
    given = record.parameters.get(composition.parameter)
    if given is None:
        return None if record.open else []
    if composition.form == "one":
        return None if given is UNKNOWN else [Part(None, given)]
    if not isinstance(given, Collection):
        return None
    items = context.state.items(given)
    if not items.exact:
        return None
    found: list[Part] = []
    for step in items.values:
        if not isinstance(step, Collection):
            return None
        pair = context.state.items(step)
        if not pair.exact or len(pair.values) < 2:
            return None
        name = pair.values[0]
        text = name.value if isinstance(name, Constant) and isinstance(name.value, str) else None
        found.append(Part(text, pair.values[1], step))
    return found


def inner(context: Context, instance: Instance) -> Iterator[tuple[Composition, list[Part] | None]]:
    """All that a composite was given, by hyperparameter."""
    for composition in instance.entry.compositions:
        yield composition, parts(context, instance, composition)


def usable_through_parts(entry: ClassEntry, composition: Composition) -> bool:
    """Whether fitted estimators inside were seen to make the composite usable without a fit of its own."""
    return any(composition.parameter in each.escapes for each in (*entry.methods, *entry.learned))


def may_be_fitted_inside(context: Context, instance: Instance, level: int = 0) -> bool:
    """Whether the composite may be usable without a fit of its own, for what it holds."""
    if level > LEVELS:
        return True
    for composition, found in inner(context, instance):
        if not usable_through_parts(instance.entry, composition):
            continue
        if found is None:
            return True
        inside = [value for part in found for value in members(part.value)]
        # where all are passed over or left out, nothing is there that a fit would teach
        if all(isinstance(each, Constant) for each in inside) or any(
            _may_be_usable(context, each, level) for each in inside
        ):
            return True
    return False


def needs_fit(context: Context, instance: Instance) -> bool:
    """Whether it is certainly unusable as it is."""
    return not _may_be_usable(context, instance, 0)


def _may_be_usable(context: Context, value: Value, level: int) -> bool:
    if not isinstance(value, Instance):
        return not isinstance(value, (Constant, Class))
    # a class of the document, or one without a state, may need no fit
    if value.user is not None or "stateless" in value.entry.tags:
        return True
    return context.state.record(value).fitted != "unfitted" or may_be_fitted_inside(context, value, level + 1)


def fit_inside(context: Context, instance: Instance, offset: int, level: int = 0) -> None:
    """What a fit of the composite does to the estimators it was given."""
    if level > LEVELS:
        return
    record = context.state.record(instance)
    if MEMORY in record.parameters:
        from fitlens.analysis import caching

        if caching.fit(context, instance, offset, level):
            return
    for composition, found in inner(context, instance):
        plain = set(record.parameters) <= {composition.parameter} and not record.open
        for part in found or []:
            for value in members(part.value):
                if not isinstance(value, Instance):
                    continue
                # what is fitted, as it is or as a clone, is what was given: what may be done to it then comes too late
                if composition.fits != "unknown":
                    note_fit(context, value, level + 1)
                if composition.fits == "copy":
                    inside = context.state.record(value)
                    context.update(value, copies=with_calls(inside.copies, (offset,)))
                elif composition.fits == "given" and plain and part.value is value:
                    if not own_fits.run(context, value):
                        escapes.used_unseen(context, value)
                    mark_fitted(context, value, offset, level + 1)
                else:
                    # seen only with the other hyperparameters at their defaults (memory, n_jobs ... make it fit clones)
                    context.escape(value)
                if composition.fits == "unknown":
                    note_fit(context, value, level + 1)
        if found is None:
            context.escape(record.parameters.get(composition.parameter, UNKNOWN))


def note_fit(context: Context, instance: Instance, level: int = 0) -> None:
    """The journal's side of a fit: the hyperparameters of this instance, and of all inside, are validated."""
    if level > LEVELS:
        return
    in_order = context.in_order and not context.doubted and not context.recorder.doubtful
    context.journal.fitted(instance, guarded=bool(context.guards), in_order=in_order)
    context.validate(instance)
    for _, found in inner(context, instance):
        for part in found or []:
            for value in members(part.value):
                if isinstance(value, Instance):
                    note_fit(context, value, level + 1)


def mark_fitted(context: Context, target: Instance | OneOf, offset: int, level: int = 0) -> None:
    """A fit of the instance, or of whichever instance it is, succeeded."""
    record = context.state.record(target)
    fits = with_calls(record.fits, (offset,))
    context.update(target, fitted="fitted", fits=fits, late=frozenset(), seen=None)
    if isinstance(target, OneOf):
        for member in target.members:
            if isinstance(member, Instance):
                context.maybe_fitted(member)
                note_fit(context, member, level)
                fit_maybe_inside(context, member)
        return
    note_fit(context, target, level)
    fit_inside(context, target, offset, level)


def fit_maybe_inside(context: Context, instance: Instance) -> None:
    """The composite may have been fitted: so may be what it holds."""
    for composition, found in inner(context, instance):
        if composition.fits == "copy":
            continue
        for part in found or []:
            context.escape(part.value)


def copy_of(
    context: Context,
    value: Value,
    *,
    fitted: bool,
    forget: frozenset[str] | None = frozenset(),
    instead: Tried = MappingProxyType({}),
    level: int = 0,
) -> Value:
    """A clone of an estimator (and of all inside it), fitted or not.

    `forget` names hyperparameters that may have got other values (`svc__C` for nested ones); None: any may have. `instead`
    tells what has come in the place of those among them that are steps.
    """
    if isinstance(value, OneOf):
        copies = (
            copy_of(context, m, fitted=fitted, forget=forget, instead=instead, level=level) for m in value.members
        )
        return one_of(tuple(copies))
    if not isinstance(value, Instance) or level > LEVELS:
        return value if isinstance(value, (Constant, Class)) else UNKNOWN
    before = context.state.record(value)
    made = Instance(value.entry, value.node, value.user)
    context.derived(made, value)
    parameters: dict[str, Value] = {}
    for name, given in before.parameters.items():
        parameters[name] = UNKNOWN if forget is not None and name in forget else given
    # A default may have got another value as well.
    parameters.update((name, UNKNOWN) for name in forget or () if value.entry.parameter_named(name) is not None)
    for composition, found in inner(context, value):
        name = composition.parameter
        if found is None or name not in parameters or parameters[name] is UNKNOWN:
            continue
        parameters[name] = _copied_parts(
            context, composition, found, fitted=fitted, forget=forget, instead=instead, level=level
        )
    # Whether the copy was made before or after they were set is not known.
    parameters.update((name, UNKNOWN) for name in before.late)
    open_ = before.open or forget is None
    state = "fitted" if fitted else "unfitted"
    return context.instance(made, Record(state, parameters, open_, fits=before.copies, exposed=before.exposed))


def _copied_parts(
    context: Context,
    composition: Composition,
    found: list[Part],
    *,
    fitted: bool,
    forget: frozenset[str] | None,
    instead: Tried,
    level: int,
) -> Value:
    made: list[Value] = []
    for part in found:
        prefix = f"{composition.parameter if part.name is None else part.name}__"
        if forget is None:
            inside = None
        else:
            inside = frozenset(name.removeprefix(prefix) for name in forget if name.startswith(prefix))
        value = part.value
        if forget is not None and part.name in forget:
            value = instead.get(part.name, UNKNOWN)
        within = {key.removeprefix(prefix): each for key, each in instead.items() if key.startswith(prefix)}
        copied = copy_of(context, value, fitted=fitted, forget=inside, instead=within, level=level + 1)
        if composition.form == "one":
            return copied
        name = UNKNOWN if part.name is None else Constant(part.name)
        made.append(context.pair_like(part.pair, Items((name, copied))))
    return context.collection("list", Items(tuple(made)))


def held(context: Context, instance: Instance, name: str) -> Value | None:
    """What an attribute of a composite holds (`named_steps`, `best_estimator_`, `estimators_`); None where it is no holder."""
    for composition in instance.entry.compositions:
        for holder in composition.holders:
            if holder.name == name:
                return _held(context, instance, composition, holder)
    return None


def _held(context: Context, instance: Instance, composition: Composition, holder: Holder) -> Value:
    found = parts(context, instance, composition)
    if found is None:
        return UNKNOWN
    values = [part.value for part in found]
    if holder.copy:
        forget = changed_by_search(context, instance)
        instead: Tried = _tried_by_search(context, instance) if forget else {}
        values = [copy_of(context, value, fitted=True, forget=forget, instead=instead) for value in values]
    if holder.form == "one":
        return values[0] if len(values) == 1 else UNKNOWN
    if holder.form == "mapping":
        return Named(
            tuple((part.name, value) for part, value in zip(found, values, strict=True) if part.name is not None),
            instance,
            others=composition.form == "one" or any(part.name is None for part in found),
        )
    if holder.form == "list":
        # how many clones there are depends on the data (folds, classes, rounds), except where each step has its own
        exact = composition.form != "one" and not any(isinstance(value, Constant) for value in values)
        return context.collection("list", Items(tuple(values), exact=exact))
    columns = (UNKNOWN,) if composition.form == "triples" else ()
    if holder.learned:  # what stands for an estimator by its name ("passthrough") fit may replace by one
        values = [UNKNOWN if isinstance(value, Constant) else value for value in values]
    pairs = [
        context.pair_like(part.pair, Items((UNKNOWN if part.name is None else Constant(part.name), value, *columns)))
        for part, value in zip(found, values, strict=True)
    ]
    if not holder.learned:
        return context.collection("list", Items(tuple(pairs)))
    # what fit makes of them may hold more at its end (the columns that remain)
    placed = len(pairs) if holder.copy else 0
    return context.collection("list", Items(tuple(pairs), exact=False, open=True, placed=placed))


def changed_by_search(context: Context, instance: Instance) -> frozenset[str] | None:
    """The hyperparameters that a search tries on its estimator; None where they are not known, none where it is no search."""
    if not instance.entry.compositions:
        return frozenset()
    record = context.state.record(instance)
    searched: set[str] = set()
    for entry_parameter in instance.entry.parameters:
        if not is_search_space(instance.entry, entry_parameter.name):
            continue
        given = record.parameters.get(entry_parameter.name)
        keys = None if given is None else grid_keys(context, given)
        if keys is None:
            return None
        searched |= keys
    return frozenset(searched)


def _tried_by_search(context: Context, instance: Instance) -> Tried:
    found: dict[str, Value] = {}
    parameters = context.state.record(instance).parameters
    searched = next(c.parameter for c in instance.entry.compositions if c.form == "one")

    def given(name: str) -> Value | None:
        return find(context, instance, [searched, *name.split("__")])

    for name, space in parameters.items():
        if is_search_space(instance.entry, name):
            found.update(tried_in(context, space, given))
    return found


def is_search_space(entry: ClassEntry, name: str) -> bool:
    """Whether a hyperparameter takes a space to search (`param_grid`, `param_distributions`): required beside the estimator."""
    if not entry.compositions:
        return False
    parameter = entry.parameter_named(name)
    takes = {composition.parameter for composition in entry.compositions if composition.form == "one"}
    return (
        parameter is not None
        and parameter.required
        and bool(takes)
        and name not in takes
        and parameter.constraints is not None
        and any(c.kind == "instance" and c.type == "dict" for c in parameter.constraints)
    )


def grid_keys(context: Context, grid: Value) -> set[str] | None:
    """The keys of a search space, or of each of a list of them; None where they are not known."""
    if not isinstance(grid, Collection):
        return None
    items = context.state.items(grid)
    if not items.exact:
        return None
    keys: set[str] = set()
    if grid.kind == "dict":
        for key in items.keys:
            if not (isinstance(key, Constant) and isinstance(key.value, str)):
                return None
            keys.add(key.value)
        return keys
    for each in items.values:
        more = grid_keys(context, each)
        if more is None:
            return None
        keys |= more
    return keys


def find(context: Context, value: Value, path: list[str], level: int = 0) -> Value | None:
    """The estimator inside a composite that a nested name leads to (`["svc"]`); None where there is none, UNKNOWN where not known."""
    if not path:
        return value
    if isinstance(value, OneOf):
        found = [find(context, m, path, level) for m in value.members]
        return None if any(f is None for f in found) else one_of(tuple(f for f in found if f is not None))
    if not isinstance(value, Instance) or level > LEVELS:
        return UNKNOWN
    unknown = value.entry.dynamic or context.state.record(value).open
    for composition, known in inner(context, value):
        if composition.form == "one" and composition.parameter == path[0]:
            return UNKNOWN if known is None or not known else find(context, known[0].value, path[1:], level + 1)
        if known is None:
            unknown = True
            continue
        for part in known:
            if part.name == path[0]:
                return find(context, part.value, path[1:], level + 1)
            unknown = unknown or (part.name is None and composition.form != "one")
    if not unknown:
        record = context.state.record(value)
        given = record.parameters.get(path[0])
        if given is not None:  # a hyperparameter that holds something with hyperparameters of its own
            return find(context, given, path[1:], level + 1)
        if any(p.name == path[0] for p in value.entry.parameters):
            return UNKNOWN
    return UNKNOWN if unknown else None
