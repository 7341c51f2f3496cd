"""One class of another package as the catalog's record, put together from its ancestors in their order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from fitlens.catalog.model import ClassEntry, Composition, LearnedParameter, Method, Parameter
from fitlens.environment.third_party.ancestry import Ancestor, covered
from fitlens.environment.third_party.fitting import Fitting
from fitlens.environment.third_party.handed import Handed
from fitlens.environment.third_party.taking import FindFunction, Taking

BASE = "sklearn.base.BaseEstimator"
_DUCK = ("fit", "get_params", "set_params")
_ANYTHING = (Parameter("args", kind="var-positional"), Parameter("kwargs", kind="var-keyword"))


def entry_of(
    node: ast.ClassDef,
    path: str,
    file: str,
    defined: str,
    ancestors: Sequence[Ancestor],
    handed: Handed,
    function: FindFunction,
) -> ClassEntry | None:
    """The record of a class, itself the first of its ancestors; None where it is no estimator.

    What is inherited from scikit-learn was observed there and not here: what holds here is what the source says of it.
    """
    reached = covered(ancestors)
    fitting = Fitting(reached, handed)
    methods: dict[str, Method] = {}
    learned: dict[str, LearnedParameter] = {}
    attributes: set[str] = set()
    tags: dict[str, None] = {}
    defines: set[str] = set()
    for ancestor in reached:
        if ancestor.members is not None:
            found = ancestor.members
            for method in found.methods.values():
                # The line is one of another file where the class inherits it.
                line = method.line if ancestor is reached[0] else None
                methods.setdefault(method.name, method._replace(raises_unfitted=fitting.raises(method.name), line=line))
            for name, documented in found.learned.items():
                learned.setdefault(name, LearnedParameter(name, documented))
            defines |= found.functions.keys() | found.in_body
            attributes |= found.attributes | found.calls | (ancestor.added or frozenset())
            if found.type is not None:
                tags.setdefault(found.type.replace("_", "-"))
        elif ancestor.entry is not None:
            for method in ancestor.entry.methods:
                raises = fitting.raises(method.name)
                methods.setdefault(method.name, method._replace(raises_unfitted=raises, line=None))
            for each in ancestor.entry.learned:
                learned.setdefault(each.name, LearnedParameter(each.name, each.documented, escapes=each.escapes))
            # A subclass with other arguments still keeps those of the constructor that it calls.
            attributes.update(ancestor.entry.attributes, (each.name for each in ancestor.entry.parameters))
            tags.update(dict.fromkeys(ancestor.entry.tags))
    derives = any(ancestor.path == BASE for ancestor in ancestors)
    if not derives and not all(name in methods for name in _DUCK):
        return None
    refits = _defines(reached, "fit")
    if refits:
        tags.pop("stateless", None)
    if "transform" in methods and not any(a.entry is not None and a.entry.kind == "estimator" for a in reached):
        tags.setdefault("transformer")
    learned = {
        name: each._replace(absent_unfitted=fitting.is_absent(name))
        for name, each in learned.items()
        if name not in methods
    }
    parameters = _constructor(ancestors)
    names = [each.name for each in parameters]
    inherited = tuple(_inherited(reached, set(names), refits))
    known = {each.parameter for each in inherited}
    taking = Taking(reached, handed, function)
    return ClassEntry(
        path=path,
        kind="estimator",
        defined=defined,
        file=file,
        line=node.lineno,
        bases=tuple(ancestor.path for ancestor in ancestors[1:] if ancestor.path),
        parameters=parameters if not refits else tuple(each._replace(constraints=None) for each in parameters),
        methods=tuple(methods.values()),
        learned=tuple(learned.values()),
        attributes=tuple(sorted(attributes - learned.keys() - methods.keys())),
        dynamic=any(a.unknown or a.added is None or (a.members is not None and a.members.open) for a in reached),
        tags=tuple(tags),
        defines=tuple(sorted(defines)),
        compositions=(*inherited, *taking.compositions([name for name in names if name not in known])),
    )


def _constructor(ancestors: Sequence[Ancestor]) -> tuple[Parameter, ...]:
    """The arguments of the first `__init__`; where it hands `**kwargs` on, those of the next one too."""
    found: tuple[Parameter, ...] = ()
    given: set[str] = set()
    following = False
    for ancestor in covered(ancestors):
        if ancestor.unknown or ancestor.generated:
            return _combined(found, _ANYTHING, given) if following else _ANYTHING
        if ancestor.entry is not None:
            if not ancestor.entry.parameters:
                continue
            return _combined(found, ancestor.entry.parameters, given) if following else ancestor.entry.parameters
        constructor = ancestor.members.constructor if ancestor.members is not None else None
        if constructor is None:
            continue
        found = _combined(found, constructor.parameters, given) if following else constructor.parameters
        if constructor.forwards is None:
            return found
        given |= constructor.forwards.given
        following = True
    return found


def _combined(found: Sequence[Parameter], inherited: Sequence[Parameter], given: set[str]) -> tuple[Parameter, ...]:
    """The arguments of a constructor with `**kwargs`, and behind them those it hands on: by keyword only."""
    own = [each for each in found if each.kind != "var-keyword"]
    names = {each.name for each in own} | given
    further = [
        each._replace(kind="keyword-only") if each.kind in ("positional", "positional-only") else each
        for each in inherited
        if each.kind != "var-positional" and each.name not in names
    ]
    return (*own, *further)


def _defines(ancestors: Sequence[Ancestor], name: str) -> bool:
    return any(each.members is not None and name in each.members.methods for each in ancestors)


def _inherited(ancestors: Sequence[Ancestor], names: set[str], refits: bool) -> Iterator[Composition]:
    """How it takes estimators, where it has that from scikit-learn. What its own fit does with them is not known."""
    for ancestor in ancestors:
        if ancestor.entry is not None and ancestor.entry.compositions:
            for composition in ancestor.entry.compositions:
                if composition.parameter in names:
                    yield composition._replace(fits="unknown") if refits else composition
            return
