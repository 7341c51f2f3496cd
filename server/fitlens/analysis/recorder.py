"""Collects what is seen while the program is interpreted, one draft per place, and makes the facts of them.

A place may be interpreted several times (a loop's body, a function called from several places). What holds at the place is what
holds every time: classes add up, a state that differs is "maybe", and a receiver that was unknown once is not complete.
"""

from __future__ import annotations

import ast

from fitlens.analysis.facts import Access, Construction, Facts, Given, Receiver, Role, Site, Span
from fitlens.analysis.journal import Journal
from fitlens.analysis.values import UNKNOWN, Instance, Value, join
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.source.document import Document


class _Drafts:
    """What was seen so far, by place."""

    def __init__(self) -> None:
        self.constructions: dict[ast.AST, Construction] = {}
        self.accesses: dict[ast.AST, Access] = {}
        self.given: dict[ast.AST, Given] = {}
        self.sites: dict[tuple[ast.AST, str], Site] = {}

    def complete_with(self, doubtful: _Drafts) -> None:
        """Add what was seen only in code that does not run with the values at hand: no finding may come of it."""
        any_ = frozenset("*")
        for node, construction in doubtful.constructions.items():
            self.constructions.setdefault(node, construction._replace(guards=any_))
        for node, access in doubtful.accesses.items():
            receiver = access.receiver._replace(state="maybe")
            self.accesses.setdefault(node, access._replace(guards=any_, receiver=receiver))
        for node, given in doubtful.given.items():
            self.given.setdefault(node, given._replace(guards=any_))
        for key, site in doubtful.sites.items():
            self.sites.setdefault(key, site)


class Recorder:
    """Drafts of facts.

    `recording` is off while a loop's effect is found out, so that only settled states are recorded. `doubtful` is on in
    branches that are not taken with the values at hand.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.recording = True
        self.recorded = True
        """Whether `recording` was on where the code of another module was entered."""
        self.place: Span | None = None
        """While code of another module is interpreted: the call of the document that leads to it."""
        self.doubtful = False
        self.asked: set[str] = set()
        """Attributes that the program asks for by `hasattr` or `getattr`: it knows that they may be missing."""
        self.seeded = False
        """Somewhere in the program a function is called that seeds random numbers, by its name."""
        self._real, self._doubtful = _Drafts(), _Drafts()
        self._instances: dict[ast.AST, list[Instance]] = {}
        self._unknown: set[ast.AST] = set()
        self._takers: dict[ast.AST, list[Instance]] = {}
        self._stored: set[str] = set()

    @property
    def _drafts(self) -> _Drafts:
        return self._doubtful if self.doubtful else self._real

    def span(self, node: ast.expr | ast.keyword | ast.stmt) -> Span:
        """The place of a node; of one in another module, the place in the document that leads to it."""
        if self.place is not None:
            return self.place
        offset = self.document.offset
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return Span(offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset))

    def name_span(self, node: ast.expr) -> Span:
        """The place of the last name of `a.b.c` or `c`."""
        span = self.span(node)
        if self.place is not None:
            return span
        return Span(span.end - len(node.attr), span.end) if isinstance(node, ast.Attribute) else span

    def construction(self, node: ast.Call, construction: Construction, instances: list[Instance]) -> None:
        """Record a construction."""
        if not self.recording:
            return
        self._instances.setdefault(node, []).extend(instances)
        earlier = self._drafts.constructions.get(node)
        if earlier is not None:
            arguments = tuple(
                mine._replace(value=join(before.value, mine.value))
                for before, mine in zip(earlier.arguments, construction.arguments, strict=True)
            )
            construction = construction._replace(
                classes=_union(earlier.classes, construction.classes),
                arguments=arguments,
                guards=earlier.guards | construction.guards,
            )
        self._drafts.constructions[node] = construction

    def access(self, node: ast.Attribute, access: Access) -> None:
        """Record an access to an attribute of an estimator."""
        if not self.recording:
            return
        earlier = self._drafts.accesses.get(node)
        if earlier is not None:
            access = access._replace(
                receiver=_join_receivers(earlier.receiver, access.receiver),
                guards=earlier.guards | access.guards,
            )
        self._drafts.accesses[node] = access

    def stored(self, name: str) -> None:
        """Record that an attribute is set on something that is not known: anything may have it."""
        self._stored.add(name)

    def unknown_access(self, node: ast.Attribute) -> None:
        """Record that the receiver of an attribute was unknown, this time."""
        if self.recording:
            self._unknown.add(node)
        if isinstance(node.ctx, ast.Store):
            self._stored.add(node.attr)

    def given(self, node: ast.expr, given: Given, taker: Instance | None) -> None:
        """Record that something was given where an estimator is taken, by an instance or (None) by a function."""
        if self.recording:
            if taker is not None:
                self._takers.setdefault(node, []).append(taker)
            earlier = self._drafts.given.get(node)
            self._drafts.given[node] = (
                given if earlier is None else given._replace(value=join(earlier.value, given.value))
            )

    def site(self, node: ast.AST, site: Site) -> None:
        """Record a labelled place that belongs to no other fact (a step's name, a grid key, a class's name)."""
        if not self.recording:
            return
        earlier = self._drafts.sites.get((node, site.role))
        if earlier is not None:
            classes = _union(earlier.classes, site.classes)
            state = earlier.state if earlier.state == site.state else "maybe"
            site = site._replace(classes=classes, estimators=_paths(classes), state=state)
        self._drafts.sites[node, site.role] = site

    def facts(self, journal: Journal, *, complete: bool) -> Facts:
        """All facts, in source order."""
        self._real.complete_with(self._doubtful)
        asked = frozenset("*")
        constructions = [
            self._settled(node, fact, journal, complete=complete) for node, fact in self._real.constructions.items()
        ]
        given = [
            fact._replace(settled=journal.settled(self._takers.get(node, []), fact.parameter) if complete else "no")
            for node, fact in self._real.given.items()
        ]
        accesses: list[Access] = []
        for node, access in self._real.accesses.items():
            receiver = access.receiver
            assigned = receiver.assigned | self._stored
            accesses.append(
                access._replace(
                    guards=asked if access.name in self.asked else access.guards,
                    receiver=receiver._replace(
                        assigned=assigned, complete=receiver.complete and node not in self._unknown
                    ),
                )
            )
        sites = list(self._real.sites.values())
        for construction in constructions:
            sites.extend(_construction_sites(construction))
        for access in accesses:
            site = _access_site(access)
            if site is not None:
                sites.append(site)
        return Facts(
            constructions=tuple(sorted(constructions, key=lambda fact: fact.span)),
            accesses=tuple(sorted(accesses, key=lambda fact: fact.span)),
            given=tuple(sorted(given, key=lambda fact: fact.span)),
            sites=_merged(sites),
            complete=complete,
            seeded=self.seeded,
        )

    def _settled(self, node: ast.AST, construction: Construction, journal: Journal, *, complete: bool) -> Construction:
        instances = self._instances[node]
        arguments = tuple(
            argument._replace(
                settled=journal.settled(instances, argument.name) if complete and argument.name is not None else "no"
            )
            for argument in construction.arguments
        )
        later = journal.later(instances) if complete else frozenset("*")
        return construction._replace(arguments=arguments, later=later)


def _merged(sites: list[Site]) -> tuple[Site, ...]:
    """Sites in source order; one place that means the same of several estimators (settings that they share) is one."""
    found: dict[tuple[Span, Role, str], Site] = {}
    for site in sorted(sites, key=lambda site: site.span):
        key = (site.span, site.role, site.name)
        earlier = found.get(key)
        if earlier is None:
            found[key] = site
            continue
        classes = _union(earlier.classes, site.classes)
        state = site.state if site.state == earlier.state else "maybe"
        found[key] = earlier._replace(classes=classes, estimators=_paths(classes), state=state)
    return tuple(found.values())


def _union(a: tuple[ClassEntry, ...], b: tuple[ClassEntry, ...]) -> tuple[ClassEntry, ...]:
    return (*a, *(entry for entry in b if all(entry is not other for other in a)))


def _paths(classes: tuple[ClassEntry, ...]) -> tuple[str, ...]:
    return tuple(sorted({entry.path for entry in classes}))


def _join_receivers(a: Receiver, b: Receiver) -> Receiver:
    values = dict[str, Value]()
    mine, others = dict(a.values), dict(b.values)
    for name in dict.fromkeys((*mine, *others)):
        # Given once and left to its default another time, it is not known.
        values[name] = join(mine[name], others[name]) if name in mine and name in others else UNKNOWN
    return b._replace(
        classes=_union(a.classes, b.classes),
        state=a.state if a.state == b.state else "maybe",
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


def _estimators(classes: tuple[ClassEntry, ...]) -> bool:
    return bool(classes) and all(entry.kind == "estimator" for entry in classes)


def _construction_sites(fact: Construction) -> list[Site]:
    if not _estimators(fact.classes):
        return []
    paths = _paths(fact.classes)
    found: list[Site] = []
    for argument in fact.arguments:
        if not argument.keyword or argument.name is None:
            continue
        parameters = [p for p in (entry.parameter_named(argument.name) for entry in fact.classes) if p is not None]
        if len(parameters) == len(fact.classes):
            found.append(
                Site(
                    argument.span, "hyperparameter", paths, argument.name, "unfitted", fact.classes, parameters[0], fact
                )
            )
    return found


def _access_site(access: Access) -> Site | None:
    receiver = access.receiver
    if not receiver.complete or not _estimators(receiver.classes):
        return None
    name, classes = access.name, receiver.classes
    role: Role
    parameter: Parameter | None = None
    if all(entry.parameter_named(name) for entry in classes):
        role, parameter = "hyperparameter", classes[0].parameter_named(name)
    elif all(entry.learned_named(name) for entry in classes):
        role = "learned-parameter"
    elif all(entry.method_named(name) for entry in classes):
        role = "method"
    else:
        return None
    return Site(access.span, role, _paths(classes), name, receiver.state, classes, parameter, access)
