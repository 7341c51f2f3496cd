"""Which hyperparameter is the seed of random numbers."""

from __future__ import annotations

from fitlens.catalog.model import ClassEntry, Parameter


def is_seed(parameter: Parameter) -> bool:
    """Whether it takes what a generator of random numbers is made of.

    Where scikit-learn validates nothing (splitters), its convention for the name stands in.
    """
    if parameter.constraints is None:
        return parameter.name == "random_state"
    return any(constraint.kind == "random-state" for constraint in parameter.constraints)


def seed_of(entry: ClassEntry) -> Parameter | None:
    """The seed of a class, where it has one."""
    return next((parameter for parameter in entry.parameters if is_seed(parameter)), None)
