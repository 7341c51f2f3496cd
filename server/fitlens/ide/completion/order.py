"""In which order hyperparameters are offered: those first that change most what is learned, runtime options last."""

from __future__ import annotations

from fitlens.analysis.known import Known
from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.ide.completion.item import Item, Subject
from fitlens.ide.spelled import default_of, role_of


def rank(entry: ClassEntry, parameter: Parameter, known: Known | None = None) -> tuple[int, int]:
    """What comes first has the smaller rank."""
    name = parameter.name
    if parameter.required:
        return 0, 0
    if name in entry.runtime:
        return 4, 0
    if disarmed(entry, name, known):
        return 3, 0
    return (1, entry.influence.index(name)) if name in entry.influence else (2, 0)


def disarmed(entry: ClassEntry, name: str, known: Known | None) -> str:
    """`no effect with kernel="linear"`, where that is known to hold; else empty."""
    if known is None:
        return ""
    under = next((e.under for e in entry.ineffective if e.parameter == name and known.meets_all(e.under)), None)
    return "" if under is None else f"no effect with {phrases.together(under, most=3)}"


def described(entry: ClassEntry, parameter: Parameter, known: Known | None = None) -> str:
    """`hyperparameter of SVC, default "scale", no effect with kernel="linear"`."""
    role = role_of(entry, parameter.name)
    told = (f"{role} of {entry.name}", default_of(parameter), disarmed(entry, parameter.name, known))
    return ", ".join(each for each in told if each)


def hyperparameter(label: str, entry: ClassEntry, parameter: Parameter, known: Known | None = None) -> Item:
    """The item for a hyperparameter, however it is addressed."""
    return Item(
        label=label,
        kind="hyperparameter",
        detail=described(entry, parameter, known),
        brief=role_of(entry, parameter.name),
        subject=Subject(entry.path, parameter.name),
    )
