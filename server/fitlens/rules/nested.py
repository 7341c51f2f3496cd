"""How rules speak of a nested name that leads to nothing, and which one was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fitlens.analysis.facts import Facts, Key, Missing
from fitlens.analysis.values import Instance, members
from fitlens.catalog.history import Change
from fitlens.record import NamedTuple
from fitlens.rules import lives
from fitlens.rules.model import Edit, Fix
from fitlens.rules.naming import class_names, nearest, verb
from fitlens.rules.surfacing import surfaces

MOST = 3
"""Names that are offered where one of several may be meant."""


class Meant(NamedTuple):
    """What a name was meant to be, as far as that can be told."""

    name: str | None
    """The one whole name."""
    help: str


def replaces_step(key: Key, missing: Missing) -> bool:
    """Whether an estimator is put where a step of that name is meant to be."""
    found = members(key.value)
    return (
        not key.searched
        and bool(missing.steps)
        and missing.part == key.name.rpartition("__")[2]
        and all(isinstance(member, Instance) and member.entry.kind == "estimator" for member in found)
    )


def what_is_missing(missing: Missing) -> str:
    """The sentence that says so."""
    prefix = f"`{'__'.join((*missing.path, missing.part))}`: " if missing.path else ""
    if not missing.owners:
        return f"{prefix}`{missing.path[-1]}` is `{missing.holds}`, which has no hyperparameters"
    kind = "step or hyperparameter" if missing.steps else "hyperparameter"
    has = verb(missing.owners, "has", "have")
    return f"{prefix}{class_names(missing.owners)} {has} no {kind} `{missing.part}`"


def meant_by(key: Key, missing: Missing) -> Meant:
    """The name that was meant: with the step it lacks, without one too many, or the nearest."""
    known = missing.elsewhere
    lacking = [name for name in known if name.endswith(f"__{key.name}")]
    if lacking and not missing.path:
        listed = " or ".join(f"`{name}`" for name in lacking[:MOST])
        return Meant(lacking[0] if len(lacking) == 1 else None, f"did you mean {listed}?")
    joined = [name for name in known if "__" in name and _joined(name) == _joined(key.name)]
    if len(joined) == 1:
        return Meant(joined[0], f"did you mean `{joined[0]}`?")
    near = nearest(missing.part, missing.options)
    if near is not None:
        rest = key.name.split("__")[len(missing.path) + 1 :]
        whole = "__".join((*missing.path, near, *rest))
        return Meant(whole if whole in known else None, f"did you mean `{whole if whole in known else near}`?")
    inner = key.name.partition("__")[2]
    if inner and inner in known and not missing.path:
        return Meant(inner, f"did you mean `{inner}`?")
    if missing.steps:
        return Meant(None, f"the steps are {', '.join(f'`{name}`' for name in missing.steps)}")
    return Meant(None, "")


def _joined(name: str) -> str:
    """`svc__C` and `svc_C` alike: the second underscore is easily left out."""
    return name.replace("__", "_")


def rename(key: Key, meant: Meant) -> Fix | None:
    """The fix that puts the name that was meant."""
    return renamed(key, meant.name)


class Elsewhere(NamedTuple):
    """A part of a nested name that another version has, and the judged one has not."""

    name: str
    change: Change
    new: str | None
    """The whole name, as the judged version has it."""


def elsewhere(facts: Facts, state: Literal["removed", "not yet"]) -> Iterator[tuple[Key, Elsewhere]]:
    """The keys that lead to nothing because a hyperparameter on their way went, or is not there yet."""
    for key in facts.keys:
        missing = key.missing
        if missing is None or key.settled == "no" or not surfaces(key, "ValueError") or replaces_step(key, missing):
            continue
        found = of_another_version(missing, facts.version)
        if found is None or found[1].state(facts.version) != state:
            continue
        path, change = found
        names = [{parameter.name for parameter in owner.parameters} for owner in missing.owners]
        new = lives.new_name(path, change, lives.PARAMETER, set[str].intersection(*names), facts.version)
        rest = key.name.split("__")[len(missing.path) + 1 :]
        whole = None if new is None else "__".join((*missing.path, new, *rest))
        yield key, Elsewhere(missing.part, change, whole)


def of_another_version(missing: Missing, version: str) -> tuple[str, Change] | None:
    """The life by which another version has the part that is not there."""
    return lives.elsewhere(lives.paths(missing.owners), missing.part, lives.PARAMETER, version)


def renamed(key: Key, name: str | None) -> Fix | None:
    """The fix that puts a whole new name."""
    return None if name is None else Fix(f"Rename to `{name}`", (Edit(key.span, name),))
