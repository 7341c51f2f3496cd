"""Whether an estimator is certainly unfitted at a place, and how rules explain it."""

from __future__ import annotations

from fitlens.analysis.facts import Access
from fitlens.catalog.model import Parameter
from fitlens.rules.model import Related
from fitlens.source.document import Document


def is_unfitted(access: Access) -> bool:
    """Whether what stands left of the dot is an estimator that nothing can have fitted."""
    receiver = access.receiver
    return (
        receiver.complete
        and not receiver.is_class
        and bool(receiver.classes)
        and (access.first or (receiver.state == "unfitted" and access.name not in receiver.assigned))
    )


def is_blocked(access: Access, escapes: tuple[str, ...]) -> bool:
    """Whether a method that hands data through all steps meets one that nothing can have fitted."""
    receiver = access.receiver
    return receiver.blocked and receiver.complete and bool(escapes)


def excused(access: Access, escapes: tuple[str, ...]) -> bool:
    """Whether a hyperparameter is set that was seen, or may be able, to make the estimator usable without a fit.

    The estimators inside a composite are known to be unfitted where the composite is: they excuse nothing.
    """
    receiver = access.receiver
    inside = {composition.parameter for entry in receiver.classes for composition in entry.compositions}
    observed = [entry for entry in receiver.classes if not entry.is_foreign]
    if any(_made_up(parameter, inside) for entry in observed for parameter in entry.parameters):
        return True
    named = set(escapes) - inside
    return bool(named) and (receiver.open or not named.isdisjoint(name for name, _ in receiver.values))


def rests_on_others(access: Access, escapes: tuple[str, ...]) -> bool:
    """Whether it may be read from one of the estimators before the last, which may be fitted."""
    return access.receiver.partly and bool(escapes)


def needs_last(access: Access) -> bool:
    """Whether a method of a composite that is unfitted for its last estimator is one that this one needs a fit for."""
    if not access.receiver.partly:
        return True
    last = dict(access.receiver.inner).get("[-1]", ())
    methods = [entry.method_named(access.name) for entry in last]
    return bool(methods) and all(method is not None and method.raises_unfitted for method in methods)


def _made_up(parameter: Parameter, inside: set[str]) -> bool:
    """Whether the observation had to make up a value, of which nothing or only that it is an array was known.

    A real one may answer more: up to 1.8 `SparseCoder` computed what it learns from the dictionary it is given.
    """
    constraints = parameter.constraints
    return (
        parameter.required
        and parameter.name not in inside
        and (constraints is None or any(c.kind == "array-like" or c.type == "numpy.ndarray" for c in constraints))
    )


def explanation(access: Access, document: Document) -> str:
    """What to do, and which call only looked like a fit."""
    receiver = access.receiver
    if receiver.copied:
        place = document.location(receiver.copied[-1].start)
        where = f"line {place.row}" if place.cell is None else f"line {place.row} of cell {place.cell}"
        return f"the call on {where} fitted a copy; call `{receiver.text}.fit(...)` first"
    return f"call `{receiver.text}.fit(...)` first"


def related(access: Access) -> tuple[Related, ...]:
    """Where the estimator was constructed, and where a copy of it was fitted."""
    receiver = access.receiver
    return (
        *(Related(span, "constructed here") for span in receiver.constructed[-1:]),
        *(Related(span, "a copy of it is fitted here") for span in receiver.copied[-1:]),
    )
