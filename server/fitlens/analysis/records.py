"""Records of the document: dataclasses and named tuples, whose constructor is made of their fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis import functions
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    Declared,
    External,
    Field,
    UserClass,
    UserObject,
    Value,
)
from fitlens.catalog.model import Parameter

DATACLASS = "dataclasses.dataclass"
NAMED_TUPLE = "typing.NamedTuple"


def options(context: Context, decorator: ast.expr, value: Value) -> dict[str, bool] | None:
    """What a class decorator was told, where it is `dataclass`; None where it is another, or not known."""
    if not isinstance(decorator, ast.Call):
        return {} if isinstance(value, External) and value.path == DATACLASS else None
    with context.unrecorded():
        called = context.evaluate(decorator.func)
    if not (isinstance(called, External) and called.path == DATACLASS) or decorator.args:
        return None
    found: dict[str, bool] = {}
    for keyword in decorator.keywords:
        if keyword.arg is None or not isinstance(keyword.value, ast.Constant):
            return None
        found[keyword.arg] = bool(keyword.value.value)
    return found


def declare(context: Context, user: UserClass, told: dict[str, bool]) -> None:
    """Give a class its fields, in the scope of its body, after that ran."""
    fields: dict[str, Field] = {}
    for base in reversed(user.bases):
        fields.update((each.name, each) for each in _inherited(base))
    for each in _own(context, user, keyword_only=told.get("kw_only", False)):
        fields[each.name] = each
    if told.get("init", True):
        user.fields = tuple(fields.values())
    else:
        user.opaque = True


def _inherited(user: UserClass) -> Iterator[Field]:
    if user.fields is not None:
        yield from user.fields
        return
    for base in reversed(user.bases):
        yield from _inherited(base)


def _own(context: Context, user: UserClass, *, keyword_only: bool) -> Iterator[Field]:
    for statement in user.node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        name, annotation = statement.target.id, _parsed(statement.annotation)
        kind = _special(context, annotation)
        if kind == "KW_ONLY":
            keyword_only = True
        if kind in ("KW_ONLY", "ClassVar"):
            continue
        value = None if statement.value is None else context.state.value((context.scope.index, name)) or UNKNOWN
        field = value.field if isinstance(value, Declared) else Field(name, default=value, source=statement.value)
        given = "keyword" if keyword_only and field.given == "any" else field.given
        yield field._replace(name=name, annotation=annotation, given=given, kept=kind != "InitVar")


def _parsed(annotation: ast.expr) -> ast.expr:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return ast.parse(annotation.value, mode="eval").body
        except (SyntaxError, ValueError):
            return annotation
    return annotation


def _special(context: Context, annotation: ast.expr) -> str:
    """`ClassVar`, `InitVar`, `KW_ONLY`, or nothing."""
    head = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if not isinstance(head, (ast.Name, ast.Attribute)):
        return ""
    with context.unrecorded():
        value = context.evaluate(head)
    return value.path.rpartition(".")[2] if isinstance(value, External) else ""


def parameters(context: Context, user: UserClass) -> tuple[Parameter, ...]:
    """The arguments of a record's constructor."""
    found: list[Parameter] = []
    for each in user.fields or ():
        if each.given == "never":
            continue
        default = None
        if each.default is not None or each.factory is not None:
            default = "..." if each.source is None else context.source(each.source, user.scope)
        found.append(Parameter(each.name, default, "keyword-only" if each.given == "keyword" else "positional"))
    return tuple(found)


def construct(context: Context, created: UserObject, record: UserClass, arguments: Arguments) -> None:
    """Fill a new object as the constructor of a record does."""
    positional = [] if arguments.unknown else [value for _, value in arguments.positional]
    if arguments.unknown:
        for value in arguments.values():
            context.escape(value)
    named = arguments.by_name()
    passed_on: list[Value] = []
    place = 0
    for field in record.fields or ():
        value: Value | None = None
        if field.given == "any":
            value = positional[place] if place < len(positional) else None
            place += 1
        if value is None and field.given != "never":
            value = named.get(field.name, UNKNOWN if arguments.unknown else None)
        if value is None:
            value = _default(context, field, record, arguments)
        if field.kept:
            _keep(context, created, field.name, value)
        else:
            passed_on.append(value)
    after = created.user.method("__post_init__")
    if after is not None and not record.tuple:
        rest = Arguments(arguments.node, [(arguments.node, value) for value in passed_on])
        functions.follow(context, after, rest, created)


def _keep(context: Context, owner: UserObject, name: str, value: Value) -> None:
    context.attributes.setdefault(owner, set()).add(name)
    context.state.set((owner, name), value)


def _default(context: Context, field: Field, record: UserClass, arguments: Arguments) -> Value:
    if field.factory is None:
        return UNKNOWN if field.default is None else field.default
    if not isinstance(field.factory, Class) or field.source is None:
        return context.invoke(field.factory, Arguments(arguments.node))
    # it is made where the class is named, and the call that leads there is no construction of it
    made = ast.copy_location(ast.Call(field.source, [], []), field.source)
    with context.unrecorded(), context.within(context.root(record.scope), arguments.node):
        return context.invoke(field.factory, Arguments(made))


def fill_with_any(context: Context, this: UserObject, record: UserClass) -> None:
    """An object of which only the fields' annotations are known."""
    outer = context.scope
    context.scope = context.scopes[record.scope]
    try:
        with context.unrecorded():
            for field in record.fields or ():
                if field.kept:
                    _keep(context, this, field.name, functions.annotated(context, field.annotation))
    finally:
        context.scope = outer
    after = this.user.method("__post_init__")
    if after is not None and not record.tuple:
        functions.run_with_any(context, after, this)


def elements(context: Context, value: UserObject) -> tuple[Value, ...] | None:
    """What a named tuple holds, in order; None where the object is none."""
    record = value.user.constructor()
    if not isinstance(record, UserClass) or not record.tuple or record.fields is None:
        return None
    return tuple(context.state.value((value, field.name)) or UNKNOWN for field in record.fields)


def changed(context: Context, value: UserObject, arguments: Arguments) -> Value:
    """`replace(record, field=...)`: another record, with these fields and otherwise the same."""
    record = value.user.constructor()
    if not isinstance(record, UserClass) or record.fields is None or arguments.unknown:
        context.escape(value)
        for each in arguments.values():
            context.escape(each)
        return UNKNOWN
    given = Arguments(arguments.node)
    for field in record.fields:
        if field.given != "never" and field.kept:
            given.hidden[field.name] = context.state.value((value, field.name)) or UNKNOWN
    given.hidden.update(arguments.by_name())
    made = UserObject(value.user)
    construct(context, made, record, given)
    return made


def named_tuple(context: Context, arguments: Arguments) -> Value:
    """`namedtuple("Result", ["name", "model"])`."""
    if arguments.starred or len(arguments.positional) != 2:
        return UNKNOWN
    (_, title), (_, names) = arguments.positional
    found = _field_names(context, names)
    if found is None or not isinstance(title, Constant) or not isinstance(title.value, str):
        return UNKNOWN
    given = arguments.by_name()
    defaults = given.pop("defaults", None)
    items = context.state.items(defaults) if isinstance(defaults, Collection) else Items()
    if set(given) - {"module"} or not items.exact or (defaults is not None and not isinstance(defaults, Collection)):
        return UNKNOWN
    tail = found[len(found) - len(items.values) :]
    by_name = dict(zip(tail, items.values, strict=True))
    node = ast.copy_location(ast.ClassDef(title.value, [], [], [], []), arguments.node)
    user = UserClass(node, context.scope.index)
    user.tuple = True
    user.fields = tuple(Field(name, default=by_name.get(name)) for name in found)
    return Class(None, user)


def _field_names(context: Context, names: Value) -> list[str] | None:
    """The field names, written as one text, as a list of texts, or as a list of (name, type)."""
    if isinstance(names, Constant) and isinstance(names.value, str):
        return names.value.replace(",", " ").split()
    if not isinstance(names, Collection) or not context.state.items(names).exact:
        return None
    found: list[str] = []
    for each in context.state.items(names).values:
        inner = context.state.items(each).values if isinstance(each, Collection) else (each,)
        if not inner or not isinstance(inner[0], Constant) or not isinstance(inner[0].value, str):
            return None
        found.append(inner[0].value)
    return found
