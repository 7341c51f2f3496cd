"""Classes as their source tells them: bases in the order that Python asks them, and what they define."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fitlens.catalog.build.wheels.namespaces import Definition, External, Namespaces
from fitlens.catalog.build.wheels.signatures import decorator_names


@dataclass(slots=True, eq=False)
class SourceClass:
    """One `class` statement."""

    definition: Definition
    mro: list[SourceClass | str] = field(default_factory=list["SourceClass | str"])
    """Itself first; classes of other packages by path, `object` left out."""
    methods: dict[str, ast.FunctionDef] = field(default_factory=dict[str, ast.FunctionDef])
    others: dict[str, ast.expr | None] = field(default_factory=dict[str, "ast.expr | None"])
    """Other names that its body binds, with what is assigned."""
    abc: bool = False
    """Its own metaclass is ABCMeta."""

    @property
    def node(self) -> ast.ClassDef:
        """Its statement."""
        assert isinstance(self.definition.node, ast.ClassDef)
        return self.definition.node

    @property
    def known(self) -> list[SourceClass]:
        """Those of its MRO that have a source."""
        return [each for each in self.mro if isinstance(each, SourceClass)]

    def derives_from(self, path: str) -> bool:
        """Whether the class defined at that path is in its MRO."""
        return any(each.definition.path == path for each in self.known)

    def method(self, name: str) -> tuple[SourceClass, ast.FunctionDef] | None:
        """The `def` that an instance uses, and the class it stands in."""
        for each in self.known:
            if name in each.methods:
                return each, each.methods[name]
            if name in each.others:
                return None
        return None

    @property
    def abstract(self) -> bool:
        """Whether Python refuses to make an instance."""
        if not any(each.abc for each in self.known) and "abc.ABC" not in self.mro:
            return False
        names = {name for each in self.known for name, node in each.methods.items() if _is_abstract(node)}
        return any((found := self.method(name)) is not None and _is_abstract(found[1]) for name in names)


class Classes:
    """All classes, made when first asked for."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._made: dict[Definition, SourceClass] = {}

    def of(self, definition: Definition) -> SourceClass:
        """The class of a `class` statement."""
        made = self._made.get(definition)
        if made is None:
            made = self._made[definition] = SourceClass(definition)
            made.mro = [made]  # for a class that names itself among its bases
            _fill(made, made.node.body)
            bases = list(self._bases(made))
            made.mro = [made, *_merged([[*_mro(base)] for base in bases] + [bases])]
        return made

    def _bases(self, found: SourceClass) -> Iterator[SourceClass | str]:
        module, node = found.definition.module, found.node
        expressions = list(node.bases)
        if any(each.arg == "metaclass" and "ABCMeta" in ast.unparse(each.value) for each in node.keywords):
            found.abc = True
        for index, each in enumerate(expressions):
            # `six.with_metaclass(ABCMeta, BaseEstimator)`, as long as Python 2 was supported
            if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("with_metaclass"):
                found.abc = found.abc or "ABCMeta" in ast.unparse(each.args[0])
                expressions[index : index + 1] = each.args[1:]
        for each in expressions:
            match self._namespaces.evaluate(module, each.func if isinstance(each, ast.Call) else each):
                case Definition(node=ast.ClassDef()) as base:
                    yield self.of(base)
                case External(path="object"):
                    pass
                case External(path):
                    yield path
                case _:
                    yield ast.unparse(each)


def builtin_class(path: str) -> type | None:
    """Python's own class of that name."""
    found = getattr(builtins, path, None)
    return found if isinstance(found, type) else None


def _mro(base: SourceClass | str) -> Sequence[SourceClass | str]:
    if isinstance(base, SourceClass):
        return base.mro
    known = builtin_class(base)
    return [base] if known is None else [each.__name__ for each in known.__mro__ if each is not object]


def _merged(sequences: list[list[SourceClass | str]]) -> Iterator[SourceClass | str]:
    """The order in which Python asks the bases (C3); where it would refuse them, some order."""
    while sequences := [each for each in sequences if each]:
        heads = [each[0] for each in sequences]
        tails = [one for each in sequences for one in each[1:]]
        chosen = next((head for head in heads if head not in tails), heads[0])
        yield chosen
        sequences = [[one for one in each if one is not chosen and one != chosen] for each in sequences]


def _fill(found: SourceClass, body: Sequence[ast.stmt]) -> None:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) if not {"setter", "deleter"}.intersection(decorator_names(node)):
                found.others.pop(name, None)
                found.methods[name] = node
            case ast.ClassDef(name=name):
                found.others[name] = None
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for each in ast.walk(target):
                        if isinstance(each, ast.Name):
                            found.others[each.id] = value
                            found.methods.pop(each.id, None)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found.others[name] = value
            case ast.For(target=ast.Name(id=name), body=inner):
                found.others[name] = None
                _fill(found, inner)
            case ast.If(test=test, body=inner, orelse=otherwise):
                # What is only there for type checkers is not there.
                _fill(found, otherwise if "TYPE_CHECKING" in ast.unparse(test) else [*otherwise, *inner])
            case ast.Try(body=inner, handlers=handlers):
                _fill(found, [statement for handler in handlers for statement in handler.body] + inner)
            case _:
                pass


def _is_abstract(node: ast.FunctionDef) -> bool:
    return any(name.startswith("abstract") for name in decorator_names(node))
