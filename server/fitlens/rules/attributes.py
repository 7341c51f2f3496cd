"""Questions that several rules ask about an attribute of an estimator."""

from __future__ import annotations

from fitlens.analysis.facts import Access
from fitlens.catalog.model import ClassEntry
from fitlens.rules import lives


def is_unknown(access: Access, *, private: bool = False) -> bool:
    """Whether the attribute is one that no instance of any class that may stand there has.

    private: names that begin with an underscore too; what scikit-learn's own classes have of those is not all known.
    """
    receiver = access.receiver
    return (
        receiver.complete
        and receiver.exact
        and not receiver.is_class
        and access.context in ("read", "call")
        and bool(receiver.classes)
        and all(entry.kind == "estimator" and not entry.known_attribute(access.name) for entry in receiver.classes)
        and access.name not in receiver.assigned
        and (private or not access.name.startswith("_"))
        # metadata routing makes a setter of this name for whatever a class says that it requests
        and not (access.name.startswith("set_") and access.name.endswith("_request"))
    )


def never_was(access: Access, version: str) -> bool:
    """As `is_unknown`, and no other version has it either: of what one had or will have, SKL404 and SKL405 know more."""
    return is_unknown(access) and not lives.elsewhere(
        lives.paths(access.receiver.classes), access.name, lives.ATTRIBUTE, version
    )


def without_underscore(access: Access) -> str | None:
    """The hyperparameter that `C_` means."""
    name = access.name[:-1]
    if access.name.endswith("_") and all(entry.parameter_named(name) for entry in access.receiver.classes):
        return name
    return None


def with_underscore(access: Access) -> str | None:
    """The learned parameter that `coef` means."""
    name = f"{access.name}_"
    return name if all(entry.learned_named(name) for entry in access.receiver.classes) else None


def path_inside(access: Access) -> tuple[str, tuple[ClassEntry, ...]] | None:
    """Where inside a composite the attribute lives, as code to put before it (`[-1]`, `.best_estimator_`), and on what."""
    for path, classes in access.receiver.inner:
        if all(entry.learned_named(access.name) for entry in classes):
            return path, classes
    return None


def names(classes: tuple[ClassEntry, ...]) -> frozenset[str]:
    """The hyperparameters, methods and learned parameters that each of the classes has."""
    found = [{each.name for each in (*entry.parameters, *entry.methods, *entry.learned)} for entry in classes]
    return frozenset(set[str].intersection(*found)) if found else frozenset()
