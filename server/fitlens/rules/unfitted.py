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
        and receiver.state == "unfitted"
        and access.name not in receiver.assigned
    )


def excused(access: Access, escapes: tuple[str, ...]) -> bool:
    """Whether a hyperparameter is set that was seen, or may be able, to make the estimator usable without a fit.

    The estimators inside a composite are known to be unfitted where the composite is: they excuse nothing.
    """
    receiver = access.receiver
    if any(_needs_data(parameter) for entry in receiver.classes for parameter in entry.parameters):
        return True
    inside = {composition.parameter for entry in receiver.classes for composition in entry.compositions}
    named = set(escapes) - inside
    return bool(named) and (receiver.open or not named.isdisjoint(name for name, _ in receiver.values))


def _needs_data(parameter: Parameter) -> bool:
    """Whether a hyperparameter must be given as an array: one that was made up for the observation shows less than a real one."""
    return parameter.required and any(
        constraint.kind == "array-like" or constraint.type == "numpy.ndarray"
        for constraint in parameter.constraints or ()
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
