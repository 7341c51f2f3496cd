"""Facts while they are collected, one draft per place, and what holds at a place after another visit."""

from __future__ import annotations

import ast

from fitlens.analysis.facts import (
    Access,
    Argument,
    Candidate,
    Composite,
    Construction,
    FunctionCall,
    Given,
    Handed,
    Key,
    MethodCall,
    Missing,
    Part,
    Receiver,
    Reference,
    Site,
    Span,
    StepAccess,
    StepForm,
    StepName,
)
from fitlens.analysis.values import UNKNOWN, Value, join
from fitlens.catalog.model import ClassEntry


class Drafts:
    """What was seen so far, by place."""

    def __init__(self) -> None:
        self.constructions: dict[ast.AST, Construction] = {}
        self.accesses: dict[ast.AST, Access] = {}
        self.given: dict[ast.AST, Given] = {}
        self.handed: dict[ast.AST, Handed] = {}
        self.sites: dict[tuple[ast.AST, str], Site] = {}
        self.keys: dict[ast.AST, Key] = {}
        self.composites: dict[tuple[ast.AST, str], Composite] = {}
        self.steps: dict[ast.AST, StepAccess | None] = {}
        self.references: dict[ast.AST, Reference] = {}
        self.calls: dict[ast.AST, FunctionCall | MethodCall] = {}

    def complete_with(self, doubtful: Drafts) -> None:
        """Add what was seen only in code that does not run with the values at hand: no finding may come of it."""
        any_ = frozenset("*")
        for node, construction in doubtful.constructions.items():
            self.constructions.setdefault(node, construction._replace(guards=any_))
        for node, access in doubtful.accesses.items():
            receiver = access.receiver._replace(state="maybe")
            self.accesses.setdefault(node, access._replace(guards=any_, receiver=receiver))
        for node, given in doubtful.given.items():
            self.given.setdefault(node, given._replace(guards=any_))
        for node, key in doubtful.keys.items():
            self.keys.setdefault(node, key._replace(guards=any_))
        for node, call in doubtful.calls.items():
            self.calls.setdefault(node, call._replace(guards=any_))
        for node, reference in doubtful.references.items():
            self.references.setdefault(node, reference._replace(guards=any_))
        for place, site in doubtful.sites.items():
            self.sites.setdefault(place, site)


class StepNames:
    """Places that name steps, each joined over every visit."""

    def __init__(self) -> None:
        self._found: dict[tuple[ast.AST, Span, StepForm], StepName] = {}
        self._elsewhere: set[ast.AST] = set()

    def add(self, node: ast.AST, found: StepName) -> None:
        """Record what a place names at one visit."""
        place = (node, found.span, found.form)
        earlier = self._found.get(place)
        if earlier is not None:
            steps = tuple(sorted({*earlier.steps, *found.steps}))
            found = found._replace(steps=steps, certain=earlier.certain and found.certain)
        self._found[place] = found

    def unknown(self, node: ast.AST) -> None:
        """Record that at one visit it is not known what a name is looked up in."""
        self._elsewhere.add(node)

    def facts(self) -> tuple[StepName, ...]:
        """All of them, in source order."""
        return tuple(
            sorted(
                found._replace(certain=found.certain and node not in self._elsewhere)
                for (node, _, _), found in self._found.items()
                if found.steps
            )
        )


def joined_candidates(a: tuple[Candidate, ...] | None, b: tuple[Candidate, ...] | None) -> tuple[Candidate, ...] | None:
    """What may stand at each place of lists seen at two visits; None where their lengths differ."""
    if a is None or b is None or len(a) != len(b):
        return None
    return tuple(x._replace(value=join(x.value, y.value)) for x, y in zip(a, b, strict=True))


def joined_parts(a: Composite, b: Composite) -> tuple[Part, ...] | None:
    """What a composite was given at two visits; None where the names differ."""
    if a.parts is None or b.parts is None or [part.name for part in a.parts] != [part.name for part in b.parts]:
        return None
    return tuple(x._replace(value=join(x.value, y.value)) for x, y in zip(a.parts, b.parts, strict=True))


def joined_missing(a: Missing | None, b: Missing | None) -> Missing | None:
    """What a nested name missed at both of two visits; None where it led to something at one of them, or elsewhere."""
    if a is None or b is None or bool(a.owners) is not bool(b.owners):
        return None
    if (a.path, a.part, a.steps, a.holds) != (b.path, b.part, b.steps, b.holds):
        return None
    known = dict(zip(a.elsewhere, a.beneath, strict=True))
    return b._replace(
        owners=union(a.owners, b.owners),
        options=tuple(each for each in a.options if each in b.options),
        elsewhere=tuple(each for each in b.elsewhere if each in known),
        beneath=tuple(known[each] for each in b.elsewhere if each in known),
    )


def union(a: tuple[ClassEntry, ...], b: tuple[ClassEntry, ...]) -> tuple[ClassEntry, ...]:
    """The classes of both, each once."""
    return (*a, *(entry for entry in b if all(entry is not other for other in a)))


def public_paths(classes: tuple[ClassEntry, ...]) -> tuple[str, ...]:
    """Public paths, sorted."""
    return tuple(sorted({entry.path for entry in classes}))


def join_receivers(a: Receiver, b: Receiver) -> Receiver:
    """What is known of a receiver at both of two visits."""
    values = dict[str, Value]()
    mine, others = dict(a.values), dict(b.values)
    for name in dict.fromkeys((*mine, *others)):
        # Given once and left to its default another time, it is not known.
        values[name] = join(mine[name], others[name]) if name in mine and name in others else UNKNOWN
    return b._replace(
        classes=union(a.classes, b.classes),
        state=a.state if a.state == b.state else "maybe",
        partly=a.partly or b.partly,
        blocked=(a.blocked or a.state == "unfitted") and (b.blocked or b.state == "unfitted"),
        frozen=a.frozen and b.frozen,
        is_class=a.is_class and b.is_class,
        complete=a.complete and b.complete,
        exact=a.exact and b.exact,
        constructed=tuple(dict.fromkeys((*a.constructed, *b.constructed))),
        fitted=tuple(dict.fromkeys((*a.fitted, *b.fitted))),
        copied=tuple(dict.fromkeys((*a.copied, *b.copied))),
        assigned=a.assigned | b.assigned,
        open=a.open or b.open,
        late=a.late | b.late,
        exposed=a.exposed or b.exposed,
        values=tuple(values.items()),
        inner=tuple(pair for pair in a.inner if pair in b.inner),
    )


def joined_argument(a: Argument, b: Argument) -> Argument:
    """What was given at two visits."""
    items = joined_candidates(a.items, b.items)
    return b._replace(value=join(a.value, b.value), items=items)
