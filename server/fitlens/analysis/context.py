"""Where the interpretation stands: the document, the state, the scope, what is caught around it, and how much may still be done."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fitlens.analysis.arguments import Arguments
from fitlens.analysis.entering import Entered, Guarded, Layer
from fitlens.analysis.facts import NOWHERE, Span
from fitlens.analysis.journal import Journal
from fitlens.analysis.recorder import Recorder
from fitlens.analysis.rows import Rows
from fitlens.analysis.scopes import Scope, ScopeKind, numbers
from fitlens.analysis.state import Content, Items, Key, Record, State
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    CollectionKind,
    Instance,
    OneOf,
    UserClass,
    UserFunction,
    UserObject,
    Value,
    one_of,
)
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog
from fitlens.source.document import Document

if TYPE_CHECKING:
    from fitlens.analysis.exports import Exports
    from fitlens.analysis.followed import Outcome, Trace
    from fitlens.analysis.library import Library, Lookup, Uses
    from fitlens.analysis.sub_estimators import Held
    from fitlens.analysis.widening import Narrowed

Packages = Callable[[str], ClassEntry | None]
"""The estimator class that a dotted path of another package leads to, where one is installed; of a path that ends in `()`, what
calling the function there gives."""
ABROAD = 5_000
"""Expressions and statements in other modules that are interpreted for any document; for a long one more, an eighth of its length."""
NODES = 600_000
"""Expressions and statements interpreted before the analysis ends with what it has: over 100,000 lines, some five seconds."""
DEPTH = 60
"""Nesting of expressions and followed calls beyond which a value is unknown."""


class BudgetSpent(Exception):
    """The analysis has done as much as it may."""


def root(node: ast.expr) -> str | None:
    """The name that a chain of attributes, items and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


class Context:
    """The running interpretation of one document."""

    def __init__(
        self, document: Document, catalog: Catalog, packages: Packages | None, library: Library | None = None
    ) -> None:
        self.document = document
        """The one whose code is interpreted: another module's while a function of it is followed."""
        self.catalog = catalog
        self.packages = packages
        self.library = library
        """The modules of the project, where there is one."""
        self.recorder = Recorder(document)
        self.journal = Journal()
        self.state = State()
        self._bottom = self.state
        self.scope = Scope(next(numbers), None, "module")
        self.home = self.scope.index
        """The module scope of the document that is analysed."""
        self.scopes: dict[int, Scope] = {self.home: self.scope}
        self.documents: dict[int, Document] = {self.home: document}
        """By module scope: the document, and the modules that it imports, directly or not."""
        self.grafted: dict[int, Exports] = {}
        """The modules whose values are here, by their scope."""
        self.imported: dict[int, Exports] = {}
        """Those among them that the document itself imports."""
        self.lookups: dict[tuple[str, str, int], Lookup] = {}
        """What was looked for in the project."""
        self.foreign: set[Instance] = set()
        """Instances that were made in other modules."""
        self.guards: frozenset[str] = frozenset()
        self.labelled = True
        """Whether facts are wanted; of an imported module only what it leaves behind is."""
        self.in_order = True
        """Whether code is interpreted in the order in which it runs."""
        self.left = NODES
        self._abroad = ABROAD + len(document.code) // 8
        """How much of it may be spent on code of other modules."""
        self._home_at = 0
        """Of `left`, while code of another module is interpreted: there it is spent."""
        self.depth = 0
        self.dry = False
        self.alternatives: set[tuple[int, str]] = set()
        """Variables of whose values one alternative was known, and another not."""
        self.narrowed: list[Narrowed] = []
        """What the tests around narrowed, to be widened behind them."""
        self.turns = 1
        """How often the code here is gone through, for the loops around whose turns are taken one by one."""
        self.breaks: list[tuple[State, list[Mapping[Key, Content]]]] = []
        """For each loop around: the state before the iteration, and what had been written where it was left."""
        self.instances: list[Instance] = []
        self.classes: list[UserClass] = []
        self.functions: dict[ast.AST, UserFunction] = {}
        """Every function defined so far, by its node; the latest definition of each."""
        self.followed: dict[object, int] = {}
        """How often a function's body was interpreted; it is interpreted once more at the end where it never was."""
        self.expected: set[ast.AST] = set()
        """Functions given to `raises(...)`: what they raise is meant to be raised."""
        self.calling: list[UserFunction] = []
        self.trace: Trace | None = None
        """What the innermost followed call hangs on, where its outcome may be good for others."""
        self.epoch = 0
        """Counts whenever names of the module may mean something else than before."""
        self.handings = 0
        """How often a function was handed out."""
        self.outcomes: dict[tuple[object, ...], list[Outcome]] = {}
        """What came of calls that will come again, by what was asked."""
        self.literals: dict[Collection, ast.Dict | ast.List | ast.Tuple | ast.Call] = {}
        """The display that made a collection, or the call of `dict`."""
        self.pairs: dict[Collection, ast.expr] = {}
        """Where the estimator stands in a pair that `make_pipeline` or its like made."""
        self.origins: dict[Collection, Collection] = {}
        """For a pair in a copy of a composite: the pair that names the step."""
        self.added: dict[Collection, dict[str, ast.expr]] = {}
        """Where the keys stand that were put into a dict later."""
        self.factories: dict[Collection, str] = {}
        """What a `defaultdict` calls for a key that it does not have."""
        self._calls: dict[int, Span] = {}
        self.first_reads: dict[ast.stmt, frozenset[ast.AST]] = {}
        """What the first turn of a loop surely reads, by the first statement of its body."""
        self.asked: dict[ast.expr, tuple[frozenset[str], frozenset[str]]] = {}
        """What tests ask, as far as they were looked at (`narrowing.guards`, `narrowing.doubts`)."""
        self.touched: dict[ast.AST, object] = {}
        """What the code of each function touches, as far as it was asked (`escapes.touched`)."""
        self.watched: set[tuple[int, str]] = set()
        """Variables that code handed out reads: it gets hold of what they are bound to, whenever that is."""
        self.rebound: set[tuple[int, str]] = set()
        """Variables that code handed out binds anew: what they hold is not known."""
        self.handed_out: set[UserObject | Instance] = set()
        """Objects that code that is not known holds: what is put on them is in that code's hands."""
        self.shared: set[Collection] = set()
        """Lists and dicts that code that is not known holds: what is put in later is in that code's hands as well."""
        self.written: dict[UserClass, dict[str, Held | None]] = {}
        """What the methods of estimator classes put under attributes, as far as it was asked."""
        self.written_now = False
        """It is being found out."""
        self.unnamed: set[UserObject] = set()
        """Objects on which attributes were set whose names are not known."""
        self.attributes: dict[UserObject | Instance, set[str]] = {}
        """Every attribute ever assigned on an object."""
        self.made: set[UserClass] = set()
        """Estimator classes of which an instance was made."""
        self.of_any_class: set[UserObject] = set()
        """Objects that may be of a class derived from theirs: what such a class has of its own is not known of them."""
        self.patched: set[UserClass] = set()
        """Classes on which something was set from outside."""
        self.tries: list[tuple[State, list[Mapping[Key, Content]]]] = []
        """For each `try` around: the state before it, and what had been written where its body was left early."""
        self.parts: dict[Instance, tuple[Mapping[str, Value], tuple[ClassEntry, ...]]] = {}
        """The classes of the estimators inside of composites, with the hyperparameters that they were found in."""
        self.refilled: set[Rows] = set()
        """Rows of which some array was set anew in the Bunch that holds them."""
        self.doubted: frozenset[str] = frozenset()
        """Names that a test around asked something about that could not be followed: what is done with them is not judged."""
        self.evaluate: Callable[[ast.expr], Value]
        self.escape: Callable[[Value], None]
        """Hand a value to code that is not known."""
        self.lend: Callable[[Value], None]
        """Hand a value to scikit-learn, which may fit it but leaves lists and dicts as they are."""
        self.execute: Callable[[Sequence[ast.stmt]], None]
        self.validate: Callable[[Instance], None]
        """A fit looks at what this instance was given."""
        self.invoke: Callable[[Value, Arguments], Value]
        """Call a value."""
        repaired = document.tree.repaired
        self._repaired = frozenset(line for first, last in repaired for line in range(first, last + 1))

    def spend(self, steps: int = 1) -> None:
        """Count what is done; raises BudgetSpent when there is nothing left."""
        self.left -= steps
        if self.left < 0:
            raise BudgetSpent

    def trusted(self, node: ast.expr | ast.stmt | ast.keyword) -> bool:
        """Whether the code of a node is as the user wrote it."""
        if not self._repaired:
            return True
        return self._repaired.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1))

    def note_call(self, node: ast.Call) -> None:
        """Remember where a call stands, by its start."""
        span = self.recorder.span(node)
        self._calls[span.start] = span

    def call_span(self, offset: int) -> Span:
        """The place of a call that was noted, by its start."""
        return self._calls.get(offset, Span(offset, offset))

    def next_scope(self) -> int:
        """Scopes that are entered from here on have higher numbers."""
        return next(numbers)

    def hangs_on_more(self) -> None:
        """What is done here hangs on what may change between two calls of the same function."""
        if self.trace is not None:
            self.trace.spoilt = True

    # names

    def lookup(self, name: str) -> Value | None:
        """What a name is bound to, or None where it is not bound by the document."""
        if self.trace is not None:
            return self._find(self.scope, name)[1]
        # as `_find`, which says what it found as well: half of all that is evaluated are names
        scope, get, first = self.scope, self.state.value, True
        while True:
            if first or scope.kind != "class":
                if scope.redirected:
                    found = get((scope.redirected.get(name, scope.index), name))
                elif scope.parent is None or name in scope.bound:
                    found = get((scope.index, name))
                else:
                    found = None
                if found is not None:
                    return found
            first = first and scope.kind == "comprehension"
            if scope.parent is None:
                return None
            scope = self.scopes[scope.parent]

    def resolve(self, index: int, name: str) -> tuple[tuple[int, str], Value | None]:
        """The variable that a name means in a scope, and what it is bound to; the module's, where it is not bound yet."""
        return self._find(self.scopes[index], name)

    def _find(self, start: Scope, name: str) -> tuple[tuple[int, str], Value | None]:
        scope = start
        first = True
        while True:
            if first or scope.kind != "class":
                key = (scope.redirected.get(name, scope.index) if scope.redirected else scope.index, name)
                known = scope.redirected or scope.parent is None or name in scope.bound
                found = self.state.value(key) if known else None
                if self.trace is not None and key[0] < self.trace.first:
                    self.trace.read(key, found)
                if found is not None:
                    return key, found
            first = first and scope.kind == "comprehension"
            if scope.parent is None:
                return (scope.index, name), None
            scope = self.scopes[scope.parent]

    def root(self, index: int) -> int:
        """The module that a scope belongs to."""
        scope = self.scopes[index]
        while scope.parent is not None:
            scope = self.scopes[scope.parent]
        return scope.index

    def source(self, node: ast.expr, scope: int) -> str:
        """The text of a node of the module that a scope belongs to."""
        document = self.documents[self.root(scope)]
        start, end = document.extent(node)
        return document.text[start:end]

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the current scope."""
        self._bind(self.scope, name, value)

    def bind_outside_comprehension(self, name: str, value: Value) -> None:
        """Bind a name where `:=` does."""
        scope = self.scope
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = self.scopes[scope.parent]
        self._bind(scope, name, value)

    def _bind(self, scope: Scope, name: str, value: Value) -> None:
        key = (scope.redirected.get(name, scope.index), name)
        scope.bound.add(name)
        if key in self.watched:
            self.escape(value)
        if self.alternatives:
            self.alternatives.discard(key)
        if key[0] <= self.home:
            self.epoch += 1
        self.state.set(key, UNKNOWN if key in self.rebound else value)

    def left_early(self) -> None:
        """The code is left here: a `try` around may go on with what was written so far."""
        for base, written in self.tries:
            written.append(self.state.since(base))

    # modules of the project

    def below(self) -> dict[Key, Content]:
        """The cells beneath all layers: what was there before the document began."""
        if self._bottom.parent is None:
            self._bottom.parent = self._bottom.beneath = State()
        return self._bottom.parent.cells

    @property
    def uses(self) -> Uses:
        """The modules of the project that the analysis rests on, so far."""
        from fitlens.analysis.library import Uses

        return Uses(tuple(self.lookups.values()), tuple(self.imported.values()))

    # layers

    def layer(self) -> Layer:
        """Interpret in a layer of its own, which the caller joins or drops."""
        return Layer(self)

    def entered(self, parent: int, kind: ScopeKind) -> Entered:
        """Interpret in a new scope."""
        return Entered(self, parent, kind)

    def guarded(self, names: frozenset[str]) -> Guarded:
        """Interpret code around which the program catches these exceptions ("*": any)."""
        return Guarded(self, names)

    @contextmanager
    def doubtful(self) -> Generator[None, None, None]:
        """Interpret code that does not run with the values at hand: it gets labels, no findings."""
        outer, self.recorder.doubtful = self.recorder.doubtful, True
        try:
            yield
        finally:
            self.recorder.doubtful = outer

    @contextmanager
    def not_taken(self) -> Generator[None, None, None]:
        """Interpret a branch that is not taken: it gets labels, and how it is left makes no difference."""
        scope = self.scope
        kept: list[list[Any]] = [scope.returned, scope.exits, *(left for _, left in (*self.breaks, *self.tries))]
        lengths = [len(each) for each in kept]
        with self.doubtful():
            yield
        for each, length in zip(kept, lengths, strict=True):
            del each[length:]

    @contextmanager
    def unrecorded(self) -> Generator[None, None, None]:
        """Interpret to find out the effect only; loops within are gone through once."""
        recorder = self.recorder
        outer = recorder.recording, recorder.recorded, self.dry
        recorder.recording, recorder.recorded, self.dry = False, False, True
        try:
            yield
        finally:
            recorder.recording, recorder.recorded, self.dry = outer

    def may_go_abroad(self, root: int) -> bool:
        """Whether code of a module may be interpreted: where it is another than the document, or a call from another, within bounds."""
        if self.recorder.place is not None:
            return self.left > self._home_at
        return root == self.home or self._abroad > 0

    @contextmanager
    def within(self, root: int, call: ast.expr | None) -> Generator[None, None, None]:
        """Interpret code of another module, which a call leads to: it carries no labels here."""
        outer, recorder = self.document, self.recorder
        recording, place = recorder.recording, recorder.place
        leaving, home_at = place is None and root != self.home, self._home_at
        self.document = self.documents[root]
        if root == self.home:
            recorder.recording, recorder.place = recorder.recorded, None
        else:
            if leaving:
                self._home_at = self.left - self._abroad
                recorder.recorded = recording
                recorder.place = NOWHERE if call is None else recorder.span(call)
            recorder.recording = False
        try:
            yield
        finally:
            if leaving:
                self._abroad = self.left - self._home_at
                self._home_at = home_at
            self.document, recorder.recording, recorder.place = outer, recording, place

    # objects

    def collection(self, kind: CollectionKind, items: Items) -> Collection:
        """A new collection."""
        made = Collection(kind)
        self.state.set(made, items)
        return made

    def pair_like(self, origin: Collection | None, items: Items) -> Collection:
        """A new pair of a step's name and estimator, for a step that another pair named."""
        made = self.collection("tuple", items)
        if origin is not None:
            self.origins[made] = origin
        return made

    def instance(self, instance: Instance, record: Record) -> Instance:
        """A new instance."""
        self.instances.append(instance)
        if self.recorder.place is not None:
            self.foreign.add(instance)
        self.state.set(instance, record)
        return instance

    def derived(self, copy: Instance, origin: Instance) -> None:
        """`copy` is made of `origin`, with its hyperparameters."""
        self.journal.derived(copy, origin)
        if origin in self.foreign:
            self.foreign.add(copy)

    def one_of(self, values: tuple[Value, ...]) -> Value:
        """What holds where any of the values may stand. Where one is unknown, what is done to it may be done to the others."""
        result = one_of(values)
        if result is UNKNOWN:
            for value in values:
                self.state.lose(value)
        return result

    def item(self, items: Items) -> Value:
        """Any one item of a collection."""
        return self.one_of((*items.values, UNKNOWN) if items.open else items.values)

    def update(self, target: Instance | OneOf, **changes: Any) -> None:
        """Change fields of what is known of an instance."""
        self.state.set(target, self.state.record(target)._replace(**changes))

    def maybe_fitted(self, target: Instance | OneOf) -> None:
        """It may have been fitted meanwhile."""
        if self.state.record(target).fitted == "unfitted":
            self.update(target, fitted="maybe")

    def maybe_refitted(self, target: Instance | OneOf) -> None:
        """It may have been fitted meanwhile, on whatever."""
        self.maybe_fitted(target)
        if self.state.record(target).seen is not None:
            self.update(target, seen=None)

    def forget_world(self, through: ast.expr) -> None:
        """Something was stored through an expression such as `globals()` or `vars(x)`: any name may be bound anew."""
        if isinstance(through, ast.Call):
            self.guards |= {"*"}

    def forget_states(self) -> None:
        """Anything may have been fitted meanwhile, with other hyperparameters."""
        for instance in self.instances:
            self.maybe_refitted(instance)
            if not self.state.record(instance).exposed:
                self.update(instance, exposed=True)
