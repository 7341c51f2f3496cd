"""What an expression may be, as far as it is known. Everything else is UNKNOWN, and an unknown value is never judged.

Values compare by identity: an `Instance` *is* one created object, a `Collection` one created list. What changes over time
(whether an instance is fitted, what a list holds) is not here but in the `State`, under the value as key, or in the `Context`:
the values of a module are shared by all analyses of files that import it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.analysis.arguments import Arguments
    from fitlens.analysis.exports import Exports
    from fitlens.catalog.model import ClassEntry, FunctionEntry


class Value:
    """Base of all values."""

    __slots__ = ()

    def is_same(self, other: Value) -> bool:
        """Whether another value of its kind, and another object, is the same one. Those that do not say so never are."""
        return False


class Unknown(Value):
    """Nothing is known."""

    __slots__ = ()


UNKNOWN = Unknown()


class Constant(Value):
    """A literal: None, a boolean, a number, a string, bytes."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class Module(Value):
    """A module of scikit-learn."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class LocalModule(Value):
    """A module of the project; what its names are bound to is in the state, under `exports.scope`."""

    __slots__ = ("exports", "path")

    def __init__(self, exports: Exports, path: str) -> None:
        self.exports = exports
        self.path = path
        """Dotted; empty where it was imported relatively."""


class External(Value):
    """Something of another package or of Python itself, known by its dotted path only."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path


class Release(Value):
    """scikit-learn's version, or one it is compared with: the text, what a parser makes of it, or a tuple of its numbers.

    `parts` are all its numbers where it is `exact`, else those it begins with.
    """

    __slots__ = ("exact", "form", "parts")

    def __init__(self, parts: tuple[int, ...], form: Literal["text", "parsed", "tuple"], *, exact: bool) -> None:
        self.parts = parts
        self.form: Literal["text", "parsed", "tuple"] = form
        self.exact = exact


class Function(Value):
    """A public function of scikit-learn."""

    __slots__ = ("entry",)

    def __init__(self, entry: FunctionEntry) -> None:
        self.entry = entry


FunctionKind = Literal["plain", "static", "class", "property", "cached", "context", "opaque"]
"""What decorators made of a function; "cached": a property that is computed once; "opaque": not known."""


class UserFunction(Value):
    """A function, method or lambda of the document. `scope` is where it was defined.

    `guards` and `doubtful` are what held there: a fallback defined under `except ImportError` stays one whenever it runs.
    """

    __slots__ = ("doubtful", "guards", "kind", "node", "owner", "scope")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        scope: int,
        owner: UserClass | None = None,
        kind: FunctionKind = "plain",
        *,
        guards: frozenset[str] = frozenset(),
        doubtful: bool = False,
    ) -> None:
        self.node = node
        self.guards = guards
        self.doubtful = doubtful
        self.scope = scope
        self.owner = owner
        self.kind: FunctionKind = kind


class Field(NamedTuple):
    """One field of a record."""

    name: str
    annotation: ast.expr | None = None
    default: Value | None = None
    factory: Value | None = None
    """What is called for the default."""
    source: ast.expr | None = None
    """Where the factory stands."""
    given: Literal["any", "keyword", "never"] = "any"
    """How the constructor takes it."""
    kept: bool = True
    """It is an attribute; else it is passed on to `__post_init__` only."""


class Declared(Value):
    """What `field(...)` says of a field of a dataclass."""

    __slots__ = ("field",)

    def __init__(self, field: Field) -> None:
        self.field = field


class UserClass:
    """A class statement of the document. `entry` is set where it is an estimator."""

    __slots__ = (
        "attributes",
        "bases",
        "direct",
        "entry",
        "extended",
        "fields",
        "guards",
        "methods",
        "name",
        "node",
        "opaque",
        "overridden",
        "scope",
        "tuple",
    )

    def __init__(self, node: ast.ClassDef, scope: int) -> None:
        self.node = node
        self.name = node.name
        self.scope = scope
        self.methods: dict[str, UserFunction] = {}
        self.attributes: dict[str, Value] = {}
        """What its body binds beside methods, as far as nothing can be done to it."""
        self.bases: tuple[UserClass, ...] = ()
        self.direct: tuple[Class | None, ...] = ()
        """The bases as they are written, None for those that are not known or bare; `bases` are those of the program."""
        self.guards: frozenset[str] = frozenset()  # what was caught around the class statement
        self.entry: ClassEntry | None = None
        self.opaque = False
        """A base or decorator is unknown: it may have any attribute."""
        self.fields: tuple[Field, ...] | None = None
        """Those of a dataclass or named tuple, inherited ones first, whose constructor is made of them; None for others."""
        self.extended = False
        """Another class of the document derives from it."""
        self.overridden: set[str] = set()
        """Names that classes of the document which derive from it have of their own."""
        self.tuple = False
        """Its objects are tuples of the fields."""

    def method(self, name: str) -> UserFunction | None:
        """The method an instance answers to, own or inherited within the document."""
        if name in self.methods:
            return self.methods[name]
        for base in self.bases:
            found = base.method(name)
            if found is not None:
                return found
        return None

    def attribute(self, name: str) -> Value | None:
        """What the class has under a name, own or inherited within the document."""
        if name in self.attributes:
            return self.attributes[name]
        for base in self.bases:
            found = base.attribute(name)
            if found is not None:
                return found
        return None

    def constructor(self) -> UserFunction | UserClass | None:
        """The `__init__` that a call runs, or the record whose fields it takes; own or inherited within the document."""
        if "__init__" in self.methods:
            return self.methods["__init__"]
        if self.fields is not None:
            return self
        for base in self.bases:
            found = base.constructor()
            if found is not None:
                return found
        return None


class Class(Value):
    """A class: scikit-learn's (`entry` alone), or the document's own (`user`, with `entry` where it is an estimator)."""

    __slots__ = ("entry", "user")

    def __init__(self, entry: ClassEntry | None, user: UserClass | None = None) -> None:
        self.entry = entry
        self.user = user


class Instance(Value):
    """One created estimator (or splitter, kernel ...); its `Record` is in the state.

    `node` is the call that created it, the class statement of which `self` surely is one, or the name of the class whose fit
    made it. Without one only its class is known (`self`, an annotated parameter), and it may be of a subclass that has more.
    """

    __slots__ = ("entry", "node", "user")

    def __init__(self, entry: ClassEntry, node: ast.AST | None, user: UserClass | None = None) -> None:
        self.entry = entry
        self.node = node
        self.user = user


class UserObject(Value):
    """One object of a class of the document that is no estimator; its attributes are in the state."""

    __slots__ = ("user",)

    def __init__(self, user: UserClass) -> None:
        self.user = user


class Managed(Value):
    """What a function under `contextmanager` gives: `given` is what `with ... as` binds."""

    __slots__ = ("given", "swallows")

    def __init__(self, given: Value, swallows: bool) -> None:
        self.given = given
        self.swallows = swallows
        """It may keep errors from the program."""


class Partial(Value):
    """`partial(function, ...)`. `root` is the module in which the arguments stand."""

    __slots__ = ("arguments", "function", "root")

    def __init__(self, function: Value, arguments: Arguments, root: int) -> None:
        self.function = function
        self.arguments = arguments
        self.root = root


class File(Value):
    """An open file, or a buffer in memory. `number` tells it from others that are open on the same path."""

    __slots__ = ("number", "path")

    def __init__(self, path: str, number: int) -> None:
        self.path = path
        self.number = number


class Pickled(Value):
    """The bytes of something that was pickled: `content` is a copy of it, as it was then."""

    __slots__ = ("content",)

    def __init__(self, content: Value) -> None:
        self.content = content


CollectionKind = Literal["list", "tuple", "set", "dict"]


class Collection(Value):
    """One created list, tuple, set or dict; its items are in the state."""

    __slots__ = ("kind",)

    def __init__(self, kind: CollectionKind) -> None:
        self.kind: CollectionKind = kind


class Named(Value):
    """A view on the named estimators of a composite (`pipe.named_steps`): by key and by attribute."""

    __slots__ = ("items", "others", "owner")

    def __init__(self, items: tuple[tuple[str, Value], ...], owner: Instance, *, others: bool) -> None:
        self.items = items
        self.owner = owner
        self.others = others
        """There may be more of them."""


class Super(Value):
    """`super()` in a method of a class of the document: its receiver, seen as one of the bases."""

    __slots__ = ("owner", "receiver")

    def __init__(self, receiver: Value, owner: UserClass) -> None:
        self.receiver = receiver
        self.owner = owner


class Method(Value):
    """A method taken from a value, not yet called."""

    __slots__ = ("name", "receiver")

    def __init__(self, receiver: Value, name: str) -> None:
        self.receiver = receiver
        self.name = name


class OneOf(Value):
    """One of several values, each known. It has an identity of its own: what is done through it happens to whichever it is."""

    __slots__ = ("members",)

    def __init__(self, members: tuple[Value, ...]) -> None:
        self.members = members


ALTERNATIVES = 32
"""More alternatives than this are UNKNOWN."""


_COMPARED = frozenset({Constant, Module, External, LocalModule, Release, Function, Class, Method})
"""Values that need not be one object to be the same."""


def same(a: Value, b: Value) -> bool:
    """Whether two values are surely the same one."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if type(a) not in _COMPARED:
        return a.is_same(b)
    if isinstance(a, Constant) and isinstance(b, Constant):
        return type(a.value) is type(b.value) and a.value == b.value
    if isinstance(a, (Module, External)):
        return a.path == b.path  # type: ignore[attr-defined]
    if isinstance(a, LocalModule) and isinstance(b, LocalModule):
        return a.exports is b.exports
    if isinstance(a, Release) and isinstance(b, Release):
        return a.parts == b.parts and a.form == b.form and a.exact == b.exact
    if isinstance(a, Function) and isinstance(b, Function):
        return a.entry is b.entry
    if isinstance(a, Class) and isinstance(b, Class):
        return a.entry is b.entry and a.user is b.user
    if isinstance(a, Method) and isinstance(b, Method):
        return a.name == b.name and same(a.receiver, b.receiver)
    return False


def members(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value: itself, where there is but one."""
    return value.members if isinstance(value, OneOf) else (value,)


def join(a: Value, b: Value) -> Value:
    """What holds where either of two values may stand."""
    if a is b:
        return a
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN
    if same(a, b):
        return a
    return one_of((*members(a), *members(b)))


def one_of(values: tuple[Value, ...]) -> Value:
    """What holds where any of the values may stand; UNKNOWN for none."""
    if len(values) == 1:
        return values[0]
    kept: dict[Value, None] = {}
    for value in values:
        for member in value.members if type(value) is OneOf else (value,):
            if member is UNKNOWN:
                return UNKNOWN
            kind = type(member)
            compared = kind in _COMPARED or kind.is_same is not Value.is_same
            if member not in kept and not (
                compared and any(same(member, other) for other in kept if type(other) is kind)
            ):
                kept[member] = None
    if not kept or len(kept) > ALTERNATIVES:
        return UNKNOWN
    return next(iter(kept)) if len(kept) == 1 else OneOf(tuple(kept))


def without_none(value: Value) -> Value:
    """The value without its None alternative, since using None raises before anything else can."""
    if not isinstance(value, OneOf):
        return value
    kept = tuple(m for m in value.members if not (isinstance(m, Constant) and m.value is None))
    return value if len(kept) == len(value.members) else one_of(kept)
