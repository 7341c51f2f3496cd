"""A transformer and a model that are used one behind the other and nowhere else, so that a pipeline of both means the same.

Asked for one place, when a user asks. Everything that could tell the two apart stands against it: a further use of either or
of what was transformed, a second fit, code in between that is not known, a loop, a branch.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from fitlens.analysis.blocks import SOMETIMES, Block, Made
from fitlens.analysis.facts import Facts, Span
from fitlens.catalog.model import ClassEntry
from fitlens.nodes import nodes
from fitlens.record import NamedTuple
from fitlens.source.document import Document

_FITTED: Final = "fit_transform"
_APPLIED: Final = "transform"
_HARMLESS: Final = frozenset(
    [
        "abs",
        "bool",
        "float",
        "int",
        "len",
        "list",
        "max",
        "min",
        "print",
        "range",
        "repr",
        "round",
        "str",
        "sum",
        "tuple",
    ]
)
"""Builtins that change nothing they are given."""


class Chain(NamedTuple):
    """What a pipeline would replace."""

    transformer: Span
    """The call that makes it."""
    model: Span
    """The call that makes it."""
    removed: tuple[Span, ...]
    """Statements that are not needed any more."""
    inputs: tuple[tuple[Span, Span], ...]
    """What the model is given, and what that was transformed from."""
    local: bool
    """All of it stands in a function: no other file can know."""


class _Given(NamedTuple):
    """One call of the transformer: `X_new = scaler.transform(X)`, or the call alone in the model's brackets."""

    method: str
    source: ast.Name
    call: ast.Call
    bound: ast.Assign | None

    @property
    def target(self) -> ast.Name | None:
        """The name that the result is bound to."""
        target = self.bound.targets[0] if self.bound is not None else None
        return target if isinstance(target, ast.Name) else None


def chain_at(document: Document, facts: Facts, place: Span, pipeline: ClassEntry) -> Chain | None:
    """The chain whose transformer or model is made in the statement at a place; None where there is none that is certain."""
    if document.tree.problems or not facts.complete:
        return None
    block = Block(document, facts, place)
    if block.is_seen_through:
        return None
    made = list(block.made())
    for transformer in made:
        for model in made:
            here = block.holds(transformer.statement, place) or block.holds(model.statement, place)
            if here and transformer is not model:
                found = _Reading(block, transformer, model, pipeline).chain()
                if found is not None:
                    return found
    return None


class _Reading:
    """Looks at every use of both and of what is transformed."""

    def __init__(self, block: Block, transformer: Made, model: Made, pipeline: ClassEntry) -> None:
        self._block = block
        self._transformer = transformer
        self._model = model
        self._pipeline = pipeline

    def chain(self) -> Chain | None:
        entry = self._transformer.fact.classes[0]
        if "transformer" not in entry.tags or entry.compositions or not _is_reproducible(self._transformer):
            return None
        given = self._transformed()
        uses = self._used() if given else None
        if not given or not uses:
            return None
        pairs: list[tuple[ast.Call, _Given]] = []
        for use in uses:
            source = self._input(use, given)
            if source is None:
                return None
            pairs.append((use, source))
        if not self._is_in_order(pairs, given) or not all(self._is_as_it_was(*pair, uses) for pair in pairs):
            return None
        number, span = self._block.number, self._block.span
        begun, ended = min(number(each.call) for each in given), max(number(use) for use in uses)
        ours = {self._transformer.call, self._model.call, *uses, *(each.call for each in given)}
        if not all(self._is_harmless(each, ours) for each in self._block.statements[begun : ended + 1]):
            return None
        bound = [each.bound for each in given if each.bound is not None]
        return Chain(
            span(self._transformer.call),
            span(self._model.call),
            tuple(sorted(span(each) for each in (self._transformer.statement, *bound))),
            tuple(sorted((span(use.args[0]), span(each.source)) for use, each in pairs)),
            self._block.statements is not self._block.module.body,
        )

    def _is_in_order(self, pairs: Sequence[tuple[ast.Call, _Given]], given: Sequence[_Given]) -> bool:
        """Whether both are fitted once, one with the other, and used only then."""
        fits = [each for each in given if each.method == _FITTED]
        trained = [use for use, _ in pairs if _method(use) == "fit"]
        if len(fits) != 1 or len(trained) != 1:
            return False
        learned = self._block.number(trained[0])
        return all(
            # what was fitted and transformed at once need not be what is transformed later
            (use is trained[0]) is (each is fits[0]) and self._block.number(use) >= learned
            for use, each in pairs
        ) and all(each.bound is not None or any(use.args[0] is each.call for use, _ in pairs) for each in given)

    def _transformed(self) -> list[_Given] | None:
        """Every call of the transformer; None where it is used in any other way."""
        found: list[_Given] = []
        for call in self._calls_of(self._transformer):
            if call is None or self._block.number(call) < 0 or call.keywords or len(call.args) != 1:
                return None
            source, parent = call.args[0], self._block.parents[call]
            if not isinstance(source, ast.Name) or _method(call) not in (_FITTED, _APPLIED):
                return None
            bound = parent if isinstance(parent, ast.Assign) else None
            if bound is not None and not (len(bound.targets) == 1 and isinstance(bound.targets[0], ast.Name)):
                return None
            found.append(_Given(_method(call), source, call, bound))
        return found

    def _used(self) -> list[ast.Call] | None:
        """Every call of the model that is given data; None where it is used in any other way."""
        found = [] if self._model.fitted is None else [self._model.fitted]
        for call in self._calls_of(self._model):
            if call is None:
                return None
            found.append(call)
        for call in found:
            method = _method(call)
            if (
                call.keywords
                or not 1 <= len(call.args) <= 2
                or any(isinstance(each, ast.Starred) for each in call.args)
            ):
                return None
            if self._block.number(call) < 0 or self._pipeline.method_named(method) is None:
                return None
            # another fit would fit the transformer again, and back through the model is back through both
            if (method != "fit" and "fit" in method.split("_")) or method.startswith(("inverse_", "set_", "get_")):
                return None
        return found

    def _calls_of(self, made: Made) -> Iterator[ast.Call | None]:
        """The calls of its methods, None for every other use of its name."""
        for name in self._block.names[made.name]:
            if name is made.statement.targets[0]:
                continue
            attribute = self._block.parents[name]
            call = self._block.parents[attribute]
            called = isinstance(attribute, ast.Attribute) and isinstance(call, ast.Call) and call.func is attribute
            later = called and self._block.number(call) > self._block.number(made.statement)
            yield call if later and isinstance(call, ast.Call) else None

    def _input(self, use: ast.Call, given: Sequence[_Given]) -> _Given | None:
        """What of the transformer's a call of the model is given."""
        first = use.args[0]
        if isinstance(first, ast.Call):
            return next((each for each in given if each.call is first), None)
        if not isinstance(first, ast.Name):
            return None
        bound = [each for each in given if each.target is not None and each.target.id == first.id]
        return bound[0] if len(bound) == 1 and self._block.number(bound[0].call) < self._block.number(use) else None

    def _is_as_it_was(self, use: ast.Call, given: _Given, uses: Sequence[ast.Call]) -> bool:
        """Whether the name of what was transformed still means that where the model is used, and the model alone uses the result."""
        block, target = self._block, given.target
        number, end = block.number, block.span(given.call).end
        sources, results = block.names[given.source.id], [] if target is None else block.names[target.id]
        inside = block.function_of(self._transformer.statement)
        if any(block.function_of(each) is not inside for each in (*sources, *results)):
            return False
        for each in results:
            call = block.parents[each]
            ours = (
                each is target
                or call is given.call
                or (call in uses and isinstance(call, ast.Call) and call.args[0] is each)
            )
            if not ours and block.span(each).start > end:
                return False
        if target is None or target.id == given.source.id:
            return True
        transformed = [call for call in self._calls_of(self._transformer) if call is not None]
        return all(
            block.parents[each] in transformed
            for each in sources
            if number(each) < 0 or number(given.call) <= number(each) <= number(use)
            if block.span(each).start > end
        )

    def _is_harmless(self, statement: ast.stmt, ours: set[ast.Call]) -> bool:
        """Whether a statement changes nothing but the names that it binds."""
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                return True
            case ast.Assign(targets=targets):
                bound = [name for each in targets for name in (each.elts if isinstance(each, ast.Tuple) else [each])]
                if not all(isinstance(each, ast.Name) for each in bound):
                    return False
            case ast.Expr() | ast.Return():
                pass
            case _:
                return False
        return all(
            not isinstance(node, SOMETIMES) and (not isinstance(node, ast.Call) or node in ours or self._is_known(node))
            for node in nodes(statement)
        )

    def _is_known(self, call: ast.Call) -> bool:
        span = self._block.span(call)
        if span in self._block.calls:
            # told not to copy, it may change what it is given
            return not any(isinstance(each, ast.Constant) and each.value is False for each in nodes(call))
        if span in self._block.constructions:
            return True
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        return name in _HARMLESS and all(isinstance(each.ctx, ast.Load) for each in self._block.names[name])


def _is_reproducible(made: Made) -> bool:
    """Whether it comes to the same wherever in the program it is made and fitted."""
    entry = made.fact.classes[0]
    seeds = {each.name for each in entry.parameters if any(c.kind == "random-state" for c in each.constraints or ())}
    seeded = False
    for name, value in made.arguments():
        try:
            given: object = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError):
            return False
        if given is False and name in entry.runtime:
            return False  # told not to copy, it changes what it is given
        seeded = seeded or (name in seeds and isinstance(given, int))
    return entry.draws is None or seeded


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
