"""What the body of one class in a source file says: its constructor, methods, and the attributes it sets on `self`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from fitlens.catalog.model import Method, Parameter
from fitlens.environment.third_party.modules import dotted
from fitlens.nodes import nodes
from fitlens.record import NamedTuple

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_READERS = frozenset(
    {"isinstance", "hasattr", "getattr", "type", "id", "repr", "str", "len", "super", "callable", "hash"}
)
_UNPLAIN = frozenset({"__new__", "__getattr__", "__getattribute__", "__sklearn_is_fitted__"})
_TAGS, _REQUIRES = ("__sklearn_tags__", "_more_tags"), "requires_fit"
_ABSTRACT = frozenset({"ABCMeta", "abc.ABCMeta"})
"""What makes classes as `type` does."""
_SWITCHES = frozenset({"available_if", "if_delegate_has_method"})


class Forwarded(NamedTuple):
    """A constructor's `**kwargs` that go on to the next class's."""

    given: frozenset[str]
    """Arguments that it passes on itself: they are not for the user to give."""


class Constructor(NamedTuple):
    """An `__init__`."""

    parameters: tuple[Parameter, ...]
    forwards: Forwarded | None


class Passed(NamedTuple):
    """A function that a method hands its instance to."""

    function: str
    """As it is written, dotted; with `:` before its full path where the method itself imports it."""
    argument: int | str
    """Position or keyword."""


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
    passed: frozenset[Passed] = frozenset()
    functions: Mapping[str, ast.FunctionDef | ast.AsyncFunctionDef] = MappingProxyType({})
    """Everything that is defined by a `def`, properties included."""
    bound: frozenset[str] = frozenset()
    """Names that every instance has: properties, and what the class's body or constructor sets."""
    set_later: frozenset[str] = frozenset()
    """Names that methods other than the constructor set on `self`."""
    in_body: frozenset[str] = frozenset()
    """Names that the class's body binds otherwise than by a `def`."""
    plain: bool = True
    """The constructor does no more than to keep its arguments, and that no fit is needed is said nowhere."""


def members(node: ast.ClassDef) -> Members:
    """Reads one class."""
    constructor: Constructor | None = None
    methods: dict[str, Method] = {}
    learned = dict.fromkeys((name for name in _documented(node) if _is_learned(name)), True)
    attributes = {name for name in _documented(node) if not _is_learned(name)}
    calls: set[str] = set()
    is_open = any(each.arg == "metaclass" and dotted(each.value) not in _ABSTRACT for each in node.keywords)
    kind: str | None = None
    passed: set[Passed] = set()
    functions: dict[str, _Function] = {}
    bound: set[str] = set()
    in_body: set[str] = set()
    later: set[str] = set()
    plain = True
    for statement in _statements(node.body):
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                name = statement.name
                functions[name] = statement
                plain = plain and name not in _UNPLAIN and not _says_no_fit(statement)
                decorators = [(dotted(_called(d)) or "?").rpartition(".")[2] for d in statement.decorator_list]
                is_property = any("property" in decorator for decorator in decorators)
                if name == "__init__":
                    constructor = _constructor(statement)
                elif name in ("__getattr__", "__getattribute__"):
                    is_open = True
                elif is_property or "setter" in decorators:
                    bound.add(name)
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
                use = Use(statement, first_argument(statement))
                is_open = is_open or use.open
                calls |= use.calls
                passed |= use.passed
                if name == "__init__":
                    plain = plain and not (use.calls or use.open or use.passed or any(map(_is_learned, use.assigned)))
                    bound |= use.assigned
                else:
                    later |= use.assigned
                for each in use.assigned:
                    if _is_learned(each) and name != "__init__":
                        learned.setdefault(each, False)
                    else:
                        attributes.add(each)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    names = {n.id for n in nodes(target) if isinstance(n, ast.Name)}
                    attributes |= names
                    bound |= names
                    in_body |= names
                    if isinstance(target, ast.Name) and target.id == "_estimator_type":
                        kind = value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
            case ast.AnnAssign(target=ast.Name(id=name)):
                attributes.add(name)
                bound.add(name)
                in_body.add(name)
            case ast.ClassDef(name=name):
                attributes.add(name)
                in_body.add(name)
            case _:
                names = {n.id for n in nodes(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
                attributes |= names
                bound |= names
                in_body |= names
    return Members(
        constructor,
        methods,
        learned,
        frozenset(attributes),
        frozenset(calls),
        is_open,
        kind,
        frozenset(passed),
        functions,
        frozenset(bound),
        frozenset(later),
        frozenset(in_body),
        plain,
    )


def made_from_fields(node: ast.ClassDef) -> bool:
    """Whether a decorator writes the constructor (`@dataclass`)."""
    names = [(dotted(_called(decorator)) or "").rpartition(".")[2] for decorator in node.decorator_list]
    return any(name in ("dataclass", "define", "attrs", "s", "frozen") for name in names)


class Use:
    """What code does with the object that a name stands for."""

    def __init__(self, code: ast.stmt, this: str) -> None:
        self.assigned: set[str] = set()
        self.calls: set[str] = set()
        self.above: set[str] = set()
        """Methods that are called on `super()`."""
        self.passed: set[Passed] = set()
        self.open = False
        looked_into = _looked_into(code)
        self._imported = {
            alias.asname or alias.name: f":{node.module}.{alias.name}"
            for node in nodes(code)
            if isinstance(node, ast.ImportFrom) and not node.level
            for alias in node.names
        }
        for node in nodes(code):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == this:
                if isinstance(node.ctx, ast.Store):
                    self.assigned.add(node.attr)
                elif node.attr == "__dict__" and node not in looked_into:
                    self.open = True
            elif isinstance(node, ast.Call):
                self._call(node, this, code)

    def _call(self, node: ast.Call, this: str, code: ast.stmt) -> None:
        called = node.func
        if isinstance(called, ast.Attribute):
            receiver = called.value
            if isinstance(receiver, ast.Name) and receiver.id == this:
                self.calls.add(called.attr)
            if isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Name) and receiver.func.id == "super":
                self.above.add(called.attr)
                return  # `super().fit(X)`: a class that is read itself
            if called.attr.startswith("__"):
                return  # `Base.__init__(self)`, another
        if isinstance(called, ast.Name) and called.id in _READERS:
            return
        match node:
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=owner), name, _]) if owner == this:
                texts = _texts(name, code)
                self.open = self.open or texts is None
                self.assigned.update(texts or ())
                return
            case _:
                pass
        given = [*enumerate(node.args), *((keyword.arg or "", keyword.value) for keyword in node.keywords)]
        spread = any(isinstance(each, ast.Starred) for each in node.args)
        for place, each in given:
            if isinstance(each, ast.Name) and each.id == this:
                path = dotted(_later(called))
                if path is None or (spread and isinstance(place, int)):
                    self.open = True
                else:
                    self.passed.add(Passed(self._imported.get(path, path), place))


def _looked_into(code: ast.stmt) -> set[ast.expr]:
    """What is only asked whether it holds something: `name in self.__dict__`."""
    return {each for node in nodes(code) if isinstance(node, ast.Compare) for each in node.comparators}


def _texts(name: ast.expr, code: ast.stmt) -> list[str] | None:
    """What a name that is set may be: written out, or the variable of a loop over names that are."""
    if isinstance(name, ast.Constant):
        return [name.value] if isinstance(name.value, str) else None
    if not isinstance(name, ast.Name):
        return None
    stores = [n for n in nodes(code) if isinstance(n, ast.Name) and n.id == name.id and isinstance(n.ctx, ast.Store)]
    loops = [n for n in nodes(code) if isinstance(n, ast.For) and n.target in stores]
    items = [each for loop in loops if isinstance(loop.iter, (ast.Tuple, ast.List)) for each in loop.iter.elts]
    texts = [each.value for each in items if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return texts if len(stores) == len(loops) == 1 and len(texts) == len(items) > 0 else None


def _later(called: ast.expr) -> ast.expr:
    """What is called in the end: `f`, of `delayed(f)(...)`."""
    if isinstance(called, ast.Call) and len(called.args) == 1 and dotted(called.func) == "delayed":
        return called.args[0]
    return called


def first_argument(function: _Function) -> str:
    """What a method calls its instance; empty where it takes nothing."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    return arguments[0].arg if arguments else ""


def _says_no_fit(function: _Function) -> bool:
    """Whether it is about tags, and among them about whether a fit is needed."""
    return function.name in _TAGS and any(
        (isinstance(node, ast.Attribute) and node.attr == _REQUIRES)
        or (isinstance(node, ast.Constant) and node.value == _REQUIRES)
        for node in nodes(function)
    )


def _constructor(function: _Function) -> Constructor:
    parameters = _parameters(function.args)
    forwards: Forwarded | None = None
    rest = function.args.kwarg
    if rest is not None:
        for node in nodes(function):
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


def _is_learned(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__") and not name.startswith("_")
