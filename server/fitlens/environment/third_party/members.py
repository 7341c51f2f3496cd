"""What the body of one class in a source file says: its constructor, methods, and the attributes it sets on `self`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from fitlens.catalog.model import Method, Parameter
from fitlens.environment.third_party.modules import dotted
from fitlens.record import NamedTuple

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_READERS = frozenset(
    {"isinstance", "hasattr", "getattr", "type", "id", "repr", "str", "len", "super", "callable", "hash"}
)
_SWITCHES = frozenset({"available_if", "if_delegate_has_method"})


class Forwarded(NamedTuple):
    """A constructor's `**kwargs` that go on to the next class's."""

    given: frozenset[str]
    """Arguments that it passes on itself: they are not for the user to give."""


class Constructor(NamedTuple):
    """An `__init__`."""

    parameters: tuple[Parameter, ...]
    forwards: Forwarded | None


class Members(NamedTuple):
    """What one class adds to those it derives from."""

    constructor: Constructor | None
    methods: dict[str, Method]
    learned: dict[str, bool]
    """Names that end in one underscore and are set behind the constructor, or documented, or properties; whether they
    are documented."""
    attributes: frozenset[str]
    calls: frozenset[str]
    """Methods that are called on `self`."""
    open: bool
    """Other names may be set, or answered, that cannot be seen here."""
    type: str | None
    """What `_estimator_type` says."""


def members(node: ast.ClassDef) -> Members:
    """Reads one class."""
    constructor: Constructor | None = None
    methods: dict[str, Method] = {}
    learned = dict.fromkeys((name for name in _documented(node) if _is_learned(name)), True)
    attributes = {name for name in _documented(node) if not _is_learned(name)}
    calls: set[str] = set()
    is_open = any(not _is_harmless(decorator) for decorator in node.decorator_list)
    kind: str | None = None
    for statement in _statements(node.body):
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                name = statement.name
                decorators = [(dotted(_called(d)) or "?").rpartition(".")[2] for d in statement.decorator_list]
                is_property = any("property" in decorator for decorator in decorators)
                if name == "__init__":
                    constructor = _constructor(statement)
                elif name in ("__getattr__", "__getattribute__"):
                    is_open = True
                elif is_property or "setter" in decorators:
                    if _is_learned(name):
                        learned.setdefault(name, False)
                    else:
                        attributes.add(name)
                elif not name.startswith("_"):
                    methods[name] = _method(statement, decorators)
                else:
                    attributes.add(name)
                if "staticmethod" in decorators or "classmethod" in decorators:
                    continue
                use = _Use(statement)
                is_open = is_open or use.open
                calls |= use.calls
                for each in use.assigned:
                    if _is_learned(each) and name != "__init__":
                        learned.setdefault(each, False)
                    else:
                        attributes.add(each)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    attributes |= {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
                    if isinstance(target, ast.Name) and target.id == "_estimator_type":
                        kind = value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
            case ast.AnnAssign(target=ast.Name(id=name)):
                attributes.add(name)
            case ast.ClassDef(name=name):
                attributes.add(name)
            case _:
                pass
    return Members(constructor, methods, learned, frozenset(attributes), frozenset(calls), is_open, kind)


def made_from_fields(node: ast.ClassDef) -> bool:
    """Whether a decorator writes the constructor (`@dataclass`)."""
    names = [(dotted(_called(decorator)) or "").rpartition(".")[2] for decorator in node.decorator_list]
    return any(name in ("dataclass", "define", "attrs", "s", "frozen") for name in names)


class _Use:
    """What one method does with its first argument."""

    def __init__(self, function: _Function) -> None:
        self.assigned: set[str] = set()
        self.calls: set[str] = set()
        self.open = False
        arguments = [*function.args.posonlyargs, *function.args.args]
        if arguments:
            self._look(function, arguments[0].arg)

    def _look(self, function: _Function, this: str) -> None:
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == this:
                if isinstance(node.ctx, ast.Store):
                    self.assigned.add(node.attr)
                elif node.attr == "__dict__":
                    self.open = True
            elif isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute):
                    receiver = called.value
                    if isinstance(receiver, ast.Name) and receiver.id == this:
                        self.calls.add(called.attr)
                    if called.attr == "__init__" or (
                        isinstance(receiver, ast.Call)
                        and isinstance(receiver.func, ast.Name)
                        and receiver.func.id == "super"
                    ):
                        continue  # `Base.__init__(self)`, `super().fit(X)`: a class that is read itself
                if isinstance(called, ast.Name) and called.id in _READERS:
                    continue
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                self.open = self.open or any(isinstance(each, ast.Name) and each.id == this for each in given)


def _constructor(function: _Function) -> Constructor:
    parameters = _parameters(function.args)
    forwards: Forwarded | None = None
    rest = function.args.kwarg
    if rest is not None:
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "__init__"
                and any(
                    k.arg is None and isinstance(k.value, ast.Name) and k.value.id == rest.arg for k in node.keywords
                )
            ):
                forwards = Forwarded(frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None))
    return Constructor(parameters, forwards)


def _method(function: _Function, decorators: Sequence[str]) -> Method:
    kind = "static" if "staticmethod" in decorators else "class" if "classmethod" in decorators else "instance"
    parameters = _parameters(function.args, bound=kind != "static")
    conditional = not _SWITCHES.isdisjoint(decorators)
    return Method(function.name, parameters, conditional=conditional, kind=kind, line=function.lineno)


def _parameters(spec: ast.arguments, bound: bool = True) -> tuple[Parameter, ...]:
    """As `inspect.signature` lists them; bound: without the first, which is the instance."""
    positional = [*spec.posonlyargs, *spec.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults)) + list(spec.defaults)
    found: list[Parameter] = []
    for number, (argument, default) in enumerate(zip(positional, defaults, strict=True)):
        kind = "positional-only" if number < len(spec.posonlyargs) else "positional"
        found.append(Parameter(argument.arg, _source(default), kind))
    if bound and found:
        del found[0]
    if spec.vararg is not None:
        found.append(Parameter(spec.vararg.arg, kind="var-positional"))
    for argument, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        found.append(Parameter(argument.arg, _source(default), "keyword-only"))
    if spec.kwarg is not None:
        found.append(Parameter(spec.kwarg.arg, kind="var-keyword"))
    return tuple(found)


def _source(node: ast.expr | None) -> str | None:
    return None if node is None else ast.unparse(node)


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Those of a class body, the ones under a condition too."""
    for statement in body:
        match statement:
            case ast.If():
                yield from _statements(statement.body)
                yield from _statements(statement.orelse)
            case ast.Try():
                yield from _statements(statement.body)
            case _:
                yield statement


def _documented(node: ast.ClassDef) -> list[str]:
    """The names in the Attributes section of a numpydoc text."""
    lines = (ast.get_docstring(node) or "").splitlines()
    found: list[str] = []
    inside = False
    for number, line in enumerate(lines):
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        if len(follows) > 2 and not follows.strip("-= "):
            inside = line.strip() == "Attributes"
        elif inside and line and not line[0].isspace():
            names = line.partition(":")[0].replace("`", "").split(",")
            found += [name.strip() for name in names if name.strip().isidentifier()]
    return found


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _is_harmless(decorator: ast.expr) -> bool:
    return (dotted(_called(decorator)) or "").rpartition(".")[2] in ("total_ordering", "final", "runtime_checkable")


def _is_learned(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__") and not name.startswith("_")
