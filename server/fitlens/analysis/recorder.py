"""Collects what is seen while the program is interpreted, one draft per place, and makes the facts of them.

A place may be interpreted several times (a loop's body, a function called from several places). What holds at the place is what
holds every time: classes add up, a state that differs is "maybe", and a receiver that was unknown once is not complete.
"""

from __future__ import annotations

import ast

from fitlens.analysis import repeated
from fitlens.analysis.drafts import (
    Drafts,
    StepNames,
    join_receivers,
    joined_candidates,
    joined_missing,
    joined_parts,
    public_paths,
    union,
)
from fitlens.analysis.facts import (
    Access,
    Choice,
    Composite,
    Construction,
    Facts,
    FunctionCall,
    Given,
    Handed,
    Key,
    MethodCall,
    Receiver,
    Reference,
    Settled,
    Site,
    Span,
    SplitResults,
    StepAccess,
)
from fitlens.analysis.journal import Journal
from fitlens.analysis.rows import Rows
from fitlens.analysis.sites import access_site, construction_sites, merged
from fitlens.analysis.values import Instance, join
from fitlens.source.document import Document


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
        self.watched: frozenset[ast.AST] = frozenset()
        """In the first turn of a loop: the attributes that it surely reads."""
        self.called: frozenset[ast.AST] = frozenset()
        """In a function that is followed: the attributes that each call of it surely reads."""
        self._first: dict[ast.AST, bool] = {}
        self._once: set[ast.AST] = set()
        self.asked: set[str] = set()
        """Attributes that the program asks for by `hasattr` or `getattr`: it knows that they may be missing."""
        self.seeded = False
        """Somewhere in the program a function is called that seeds random numbers, by its name."""
        self.changed: set[Rows] = set()
        """Rows that code that is not known got hold of: what is in them may be other than it was."""
        self.splits: dict[ast.AST, SplitResults] = {}
        """By the first of the names that they are bound to."""
        self.choices: dict[ast.stmt, Choice] = {}
        """By the statement that compares the scores."""
        self.step_names = StepNames()
        self._real, self._doubtful = Drafts(), Drafts()
        self._instances: dict[ast.AST, list[Instance]] = {}
        self._unknown: set[ast.AST] = set()
        self._doubted: set[ast.AST] = set()
        """The same, in code that did not run: it counts where that was never seen to run."""
        self._no_module: set[ast.AST] = set()
        self._takers: dict[ast.AST, list[Instance]] = {}
        self._parameters: dict[ast.AST, tuple[str, ...]] = {}
        self._unsure: set[Instance] = set()
        self._stored: set[str] = set()
        self._spans: dict[ast.AST, Span] = {}
        """A call is asked for its place by each fact about it."""

    @property
    def _drafts(self) -> Drafts:
        return self._doubtful if self.doubtful else self._real

    def span(self, node: ast.expr | ast.keyword | ast.stmt | ast.alias) -> Span:
        """The place of a node; of one in another module, the place in the document that leads to it."""
        if self.place is not None:
            return self.place
        known = self._spans.get(node)
        if known is None:
            known = self._spans[node] = Span(*self.document.extent(node))
        return known

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
            same = repeated.same_places(earlier.arguments, construction.arguments)
            construction = construction._replace(
                classes=union(earlier.classes, construction.classes),
                arguments=repeated.arguments(earlier.arguments, construction.arguments),
                exhaustive=earlier.exhaustive and construction.exhaustive and same,
                guards=earlier.guards | construction.guards,
                hidden=repeated.hidden(earlier.hidden, construction.hidden),
                open=earlier.open or construction.open or not same,
            )
        self._drafts.constructions[node] = construction

    def access(self, node: ast.Attribute, access: Access) -> None:
        """Record an access to an attribute of an estimator."""
        if not self.recording:
            return
        earlier = self._drafts.accesses.get(node)
        if earlier is not None:
            access = access._replace(
                receiver=join_receivers(earlier.receiver, access.receiver),
                guards=earlier.guards | access.guards,
                withheld=union(earlier.withheld, access.withheld) if earlier.withheld and access.withheld else (),
            )
        self._drafts.accesses[node] = access

    def receiver(self, node: ast.Attribute) -> Receiver | None:
        """What stands left of a dot, as far as it was seen; None where it was no estimator, at least once."""
        access = self._real.accesses.get(node)
        return None if access is None or node in self._unknown else access.receiver

    def first(self, node: ast.Attribute, receiver: Receiver) -> None:
        """Record what holds at an attribute in the first turn of the loop around it."""
        self._first[node] = _comes_too_early(node, receiver) and self._first.get(node, True)

    def once(self, node: ast.Attribute, receiver: Receiver) -> None:
        """Record what holds at an attribute in one call of the function around it."""
        if _comes_too_early(node, receiver):
            self._once.add(node)

    def stored(self, name: str) -> None:
        """Record that an attribute is set on something that is not known: anything may have it."""
        self._stored.add(name)

    def is_stored(self, name: str) -> bool:
        """Whether something that is not known may have got an attribute of that name."""
        return name in self._stored

    def unknown_access(self, node: ast.Attribute, *, of_module: bool = False) -> None:
        """Record that the receiver of an attribute was no estimator, this time, and no module of scikit-learn's either."""
        if self.recording:
            (self._doubted if self.doubtful else self._unknown).add(node)
            if not of_module:
                self._no_module.add(node)
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

    def hand(self, node: ast.expr, handed: Handed) -> None:
        """Record that an estimator was handed to what needs it fitted."""
        earlier = self._drafts.handed.get(node)
        if earlier is not None:
            handed = handed._replace(
                receiver=join_receivers(earlier.receiver, handed.receiver), guards=earlier.guards | handed.guards
            )
        self._drafts.handed[node] = handed

    def key(self, node: ast.AST, key: Key, taker: Instance | None, parameters: tuple[str, ...]) -> None:
        """Record a nested name, given to a search through some of its hyperparameters, or at once to a method."""
        if not self.recording:
            return
        if taker is not None and parameters:
            self._takers.setdefault(node, []).append(taker)
            self._parameters[node] = parameters
        earlier = self._drafts.keys.get(node)
        if earlier is not None:
            key = key._replace(
                missing=joined_missing(earlier.missing, key.missing),
                owners=union(earlier.owners, key.owners) if earlier.owners and key.owners else (),
                value=join(earlier.value, key.value),
                candidates=joined_candidates(earlier.candidates, key.candidates),
                alone=earlier.alone and key.alone,
                lists_only=earlier.lists_only and key.lists_only,
                failures_scored=earlier.failures_scored or key.failures_scored,
                guards=earlier.guards | key.guards,
            )
        self._drafts.keys[node] = key

    def composite(self, node: ast.AST, composite: Composite, taker: Instance) -> None:
        """Record what a composite was given."""
        if not self.recording or self.doubtful:
            return
        place = (node, composite.composition.parameter)
        self._instances.setdefault(node, []).append(taker)
        earlier = self._drafts.composites.get(place)
        if earlier is not None:
            composite = earlier._replace(
                parts=joined_parts(earlier, composite), guards=earlier.guards | composite.guards
            )
        self._drafts.composites[place] = composite

    def step(self, node: ast.AST, step: StepAccess | None) -> None:
        """Record that a step was asked for: by a name that none has, or (None) by one that there is or may be."""
        if self.recording and not self.doubtful:
            known = node not in self._drafts.steps or self._drafts.steps[node] is not None
            self._drafts.steps[node] = step if known else None

    def call(self, node: ast.AST, call: FunctionCall | MethodCall) -> None:
        """Record a call of a function of scikit-learn, or of a method of an estimator."""
        if not self.recording:
            return
        earlier = self._drafts.calls.get(node)
        if earlier is not None:
            arguments = repeated.arguments(earlier.arguments, call.arguments)
            exhaustive = earlier.exhaustive and call.exhaustive and len(earlier.arguments) == len(call.arguments)
            call = call._replace(arguments=arguments, exhaustive=exhaustive, guards=earlier.guards | call.guards)
            if isinstance(call, MethodCall):
                seen = earlier.owners if isinstance(earlier, MethodCall) else ()
                call = call._replace(owners=union(seen, call.owners) if seen and call.owners else ())
                before = earlier.seen if isinstance(earlier, MethodCall) else None
                if before is None or call.seen is None or not before.data.is_same(call.seen.data):
                    call = call._replace(seen=None)
            elif not isinstance(earlier, FunctionCall) or earlier.entry is not call.entry:
                call = call._replace(guards=frozenset("*"))
        self._drafts.calls[node] = call

    def reference(self, node: ast.expr | ast.alias, reference: Reference) -> None:
        """Record that something of scikit-learn's is named."""
        earlier = self._drafts.references.get(node)
        if earlier is not None:
            guards = earlier.guards | reference.guards
            reference = reference._replace(
                guards=guards if earlier.path == reference.path else frozenset("*"),
                lacking=reference.lacking if earlier.lacking == reference.lacking else None,
            )
        self._drafts.references[node] = reference

    def unsure(self, taker: Instance) -> None:
        """Record that what an instance was given is not known any more when a fit looks at it."""
        if self.recording:
            self._unsure.add(taker)

    def site(self, node: ast.AST, site: Site) -> None:
        """Record a labelled place that belongs to no other fact (a step's name, a grid key, a class's name)."""
        if not self.recording:
            return
        earlier = self._drafts.sites.get((node, site.role))
        if earlier is not None:
            classes = union(earlier.classes, site.classes)
            state = earlier.state if earlier.state == site.state else "maybe"
            site = site._replace(classes=classes, estimators=public_paths(classes), state=state)
        self._drafts.sites[node, site.role] = site

    def facts(self, journal: Journal, *, complete: bool) -> Facts:
        """All facts, in source order."""
        self._unknown |= {node for node in self._doubted if node not in self._real.accesses}
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
            if not (
                self._stored
                or node in self._unknown
                or node in self._first
                or node in self._once
                or access.name in self.asked
            ):
                accesses.append(access)  # as nearly all, where no attribute of what is not known is set
                continue
            assigned = receiver.assigned | self._stored
            accesses.append(
                access._replace(
                    guards=asked if access.name in self.asked else access.guards,
                    first=access.name not in self._stored and (self._first.get(node, False) or node in self._once),
                    receiver=receiver._replace(
                        assigned=assigned, complete=receiver.complete and node not in self._unknown
                    ),
                )
            )
        known = self.asked | self._stored
        references = [
            fact._replace(guards=asked if fact.path.rpartition(".")[2] in known else fact.guards)
            for node, fact in self._real.references.items()
            if node not in self._no_module
        ]
        calls = self._real.calls.values()
        sites = list(self._real.sites.values())
        for construction in constructions:
            sites.extend(construction_sites(construction))
        for access in accesses:
            site = access_site(access)
            if site is not None:
                sites.append(site)
        return Facts(
            constructions=tuple(sorted(constructions, key=lambda fact: fact.span)),
            accesses=tuple(sorted(accesses, key=lambda fact: fact.span)),
            given=tuple(sorted(given, key=lambda fact: fact.span)),
            sites=merged(sites),
            keys=tuple(
                sorted((self._settled_key(*each, journal, complete) for each in self._real.keys.items()), key=_at)
            ),
            composites=tuple(
                sorted(
                    (
                        fact._replace(
                            settled=self._seen(self._instances[node], (name, *_step_names(fact)), journal, complete)
                        )
                        for (node, name), fact in self._real.composites.items()
                    ),
                    key=_at,
                )
            ),
            steps=tuple(sorted((step for step in self._real.steps.values() if step is not None), key=_at)),
            references=tuple(sorted(references, key=_at)),
            calls=tuple(sorted((each for each in calls if isinstance(each, FunctionCall)), key=_at)),
            method_calls=tuple(sorted((each for each in calls if isinstance(each, MethodCall)), key=_at)),
            splits=tuple(sorted(self.splits.values(), key=lambda fact: fact.targets[0].span)),
            choices=tuple(sorted(self.choices.values(), key=_at)),
            step_names=self.step_names.facts(),
            handed=tuple(sorted(self._real.handed.values(), key=lambda fact: fact.span)),
            changed=frozenset(self.changed),
            complete=complete,
            seeded=self.seeded,
        )

    def _settled_key(self, node: ast.AST, key: Key, journal: Journal, complete: bool) -> Key:
        takers = self._takers.get(node)
        return (
            key if not takers else key._replace(settled=self._seen(takers, self._parameters[node], journal, complete))
        )

    def _seen(self, takers: list[Instance], names: tuple[str, ...], journal: Journal, complete: bool) -> Settled:
        """Whether a fit of those that took something sees it as it was recorded."""
        if not complete or not self._unsure.isdisjoint(takers):
            return "no"
        answers = {journal.settled(takers, name) for name in names}
        return "no" if "no" in answers else "pending" if "pending" in answers else "yes"

    def _settled(self, node: ast.AST, construction: Construction, journal: Journal, *, complete: bool) -> Construction:
        instances = self._instances[node]
        arguments = construction.arguments
        if complete and arguments:
            arguments = tuple(
                each if each.name is None else each._replace(settled=journal.settled(instances, each.name))
                for each in arguments
            )
        if not complete:
            return construction._replace(arguments=arguments)
        return construction._replace(
            arguments=arguments, later=journal.later(instances), early=journal.early(instances)
        )


def _comes_too_early(node: ast.Attribute, receiver: Receiver) -> bool:
    known = receiver.state == "unfitted" and receiver.complete and not receiver.is_class
    return known and node.attr not in receiver.assigned


def _step_names(fact: Composite) -> tuple[str, ...]:
    return tuple(part.name for part in fact.parts or () if part.name is not None)


def _at(fact: Key | Composite | StepAccess | FunctionCall | MethodCall | Reference | Choice) -> Span:
    return fact.span
