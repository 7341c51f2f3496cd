"""Estimators: constructing them, reading their attributes, calling their methods."""

from __future__ import annotations

import ast

from fitlens.analysis import (
    composites,
    datasets,
    delegation,
    escapes,
    functions,
    grids,
    objects,
    receivers,
    spaces,
    steps,
    sub_estimators,
    wholes,
)
from fitlens.analysis.context import Arguments, Context, root
from fitlens.analysis.facts import Access, AccessContext, Construction, MethodCall, Span
from fitlens.analysis.state import Items, Record, changed
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    Instance,
    Method,
    OneOf,
    UserClass,
    UserFunction,
    Value,
    members,
)
from fitlens.analysis.written import arguments_of
from fitlens.catalog.model import ClassEntry, Parameter


def construct(context: Context, classes: tuple[Class, ...], arguments: Arguments) -> Value:
    """The instance that a call of an estimator class (or of one of several) makes."""
    node = arguments.node
    if any(each.user in context.patched for each in classes):
        for value in arguments.values():
            context.escape(value)
        return UNKNOWN
    entries = tuple(each.entry for each in classes if each.entry is not None)
    instances: list[Instance] = []
    for each, entry in zip(classes, entries, strict=True):
        given = dict(_by_name(entry, arguments))
        fitted = "unfitted" if each.user is None or starts_unfitted(each.user) else "maybe"
        if entry.dynamic and any(_is_maybe_fitted(context, value) for value in given.values()):
            fitted = "maybe"  # what answers for what it is given (`FrozenEstimator`) is what that is
        if each.user is not None:
            for value in given.values():
                _entrust(context, value)
        elif entry.is_foreign:
            # what a class of another package does with the estimators it is given is only known where it has that
            # from scikit-learn
            known = {composition.parameter for composition in entry.compositions}
            for name, value in given.items():
                if name not in known:
                    context.escape(value)
        made = context.instance(Instance(entry, node, each.user), Record(fitted, given, arguments.unknown))
        instances.append(made)
        if each.user is not None:
            context.made.add(each.user)
    if context.recorder.recording:
        context.recorder.construction(node, _construction(context, entries, arguments), instances)
    for instance in instances:
        steps.record_all(context, instance, arguments)
        wholes.record(context, instance)
        grids.record_search(context, instance)
        spaces.record_search(context, instance)
        spaces.record_space(context, instance)
    return context.one_of(tuple(instances))


def _entrust(context: Context, value: Value, level: int = 0) -> None:
    """A class of the program's keeps an estimator: it may set its hyperparameters before it fits it, or a copy of it."""
    for member in members(value):
        if isinstance(member, Instance) and level <= composites.LEVELS:
            context.journal.escaped(member)
            for inner in context.state.record(member).parameters.values():
                _entrust(context, inner, level + 1)
        elif isinstance(member, Collection) and level <= composites.LEVELS:
            for inner in context.state.items(member).values:
                _entrust(context, inner, level + 1)


def _is_maybe_fitted(context: Context, value: Value) -> bool:
    return isinstance(value, (Instance, OneOf)) and context.state.record(value).fitted != "unfitted"


def _by_name(entry: ClassEntry, arguments: Arguments) -> list[tuple[str, Value]]:
    found = [(name, value) for name, (_, value) in zip(entry.positional, arguments.positional, strict=False)]
    found.extend(arguments.by_name().items())
    return found


def _construction(context: Context, entries: tuple[ClassEntry, ...], arguments: Arguments) -> Construction:
    recorder = context.recorder
    node = arguments.node
    found = arguments_of(context, arguments, lambda position: _positional_name(entries, position))
    span = recorder.span(node)
    return Construction(
        span=span,
        name_span=recorder.name_span(node.func),
        classes=entries,
        arguments=tuple(found),
        exhaustive=not arguments.starred,
        open_end=span.end - 1,
        guards=context.guards,
        trusted=context.trusted(node),
        hidden=tuple(arguments.hidden.items()),
        open=arguments.unknown,
    )


def _positional_name(entries: tuple[ClassEntry, ...], position: int) -> str | None:
    names: set[str | None] = set()
    for entry in entries:
        names.add(entry.positional[position] if position < len(entry.positional) else None)
    return names.pop() if len(names) == 1 else None


def attribute(context: Context, node: ast.Attribute, value: Value, call: ast.Call | None) -> Value:
    """An attribute of an instance (or of one of several, or of a class), recorded as an access."""
    recorder = context.recorder
    name = node.attr
    watched, called = node in recorder.watched, node in recorder.called
    if recorder.recording or watched or called:
        receiver = receivers.receiver(context, value, _text(context, node.value))
        if watched:
            recorder.first(node, receiver)
        if called:
            recorder.once(node, receiver)
    else:
        receiver = None
    if recorder.recording and receiver is not None:
        start = recorder.span(node).end - len(name)
        spread = call is not None and any(isinstance(a, ast.Starred) for a in call.args)
        spread = spread or (call is not None and any(k.arg is None for k in call.keywords))
        recorder.access(
            node,
            Access(
                span=Span(start, start + len(name)),
                name=name,
                context=_context(node, call),
                receiver=receiver,
                call_span=None if call is None else recorder.span(call),
                positional=None if call is None or spread else len(call.args),
                keywords=() if call is None else tuple(k.arg for k in call.keywords if k.arg is not None),
                guards=context.guards | {"*"} if context.doubted and root(node) in context.doubted else context.guards,
                trusted=context.trusted(node),
                withheld=delegation.withheld(context, value, name),
            ),
        )
    if name == "__dict__":
        context.escape(value)
        for member in members(value):
            if isinstance(member, Instance):
                context.journal.opened(member)
    results = [attribute_of(context, member, name, node) for member in members(value)]
    # an attribute that is not known is still called on its owner
    if all(isinstance(result, Method) or (call is not None and result is UNKNOWN) for result in results):
        return Method(value, name)
    return context.one_of(tuple(results))


def _context(node: ast.Attribute, call: ast.Call | None) -> AccessContext:
    if call is not None:
        return "call"
    return "store" if isinstance(node.ctx, ast.Store) else "delete" if isinstance(node.ctx, ast.Del) else "read"


def starts_unfitted(user: UserClass) -> bool:
    """Whether a new instance has learned nothing: its `__init__`, if it has one, only stores its arguments."""
    init = user.method("__init__")
    if init is None or isinstance(init.node, ast.Lambda):
        return True
    return all(_stores_argument(statement) for statement in init.node.body)


def _stores_argument(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Attribute(attr=attr)]):
            return not attr.endswith("_")
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="__init__"))):
            return True
        case _:
            return False


def replaced(context: Context, value: Value) -> None:
    """It is taken out of where it stood: the fit that would validate it there will not."""
    for member in members(value):
        if isinstance(member, Instance):
            context.journal.opened(member)
        elif isinstance(member, Collection) and member.kind == "tuple":
            for each in context.state.items(member).values:
                replaced(context, each)


def _text(context: Context, node: ast.expr) -> str:
    span = context.recorder.span(node)
    return context.document.text[span.start : span.end]


def attribute_of(context: Context, value: Value, name: str, node: ast.expr | None = None) -> Value:
    """What an attribute of one instance or class holds; `node` is where it is read."""
    if isinstance(value, Class):
        return Constant(value.entry.name) if name == "__name__" and value.entry is not None else Method(value, name)
    if not isinstance(value, Instance):
        return UNKNOWN
    if name == "__class__":
        return UNKNOWN if value.node is None else Class(value.entry, value.user)
    record = context.state.record(value)
    if name in record.assigned and (value.user is None or value.user.method(name) is not None):
        return UNKNOWN
    own = value.user.method(name) if value.user is not None else None
    if own is not None:
        return objects.computed(context, value, own, node) if functions.is_decorated(own) else Method(value, name)
    parameter = value.entry.parameter_named(name)
    if parameter is not None:
        given = record.parameters.get(name)
        if given is not None:
            return given
        return UNKNOWN if record.open else default_of(parameter)
    if value.user is not None:
        kept = None if escapes.may_change(context, value, name) else context.state.value((value, name))
        if kept is not None or name in record.assigned:
            return kept or sub_estimators.written(context, value.user, name)
    held = sub_estimators.observed(context, value, name) or composites.held(context, value, name)
    if held is not None:
        return held
    if value.entry.method_named(name) is not None:
        return Method(value, name)
    return UNKNOWN if value.user is None else sub_estimators.written(context, value.user, name)


def default_of(parameter: Parameter) -> Value:
    """The default of a hyperparameter, where it is a literal."""
    if parameter.default is None:
        return UNKNOWN
    try:
        value: object = ast.literal_eval(parameter.default)
    except (ValueError, SyntaxError):
        return UNKNOWN
    return Constant(value) if value is None or isinstance(value, (bool, int, float, str)) else UNKNOWN


def call_method(context: Context, method: Method, arguments: Arguments) -> Value:
    """A call of a method of scikit-learn's on an instance, or on one of several."""
    target, name = method.receiver, method.name
    instances = [m for m in members(target) if isinstance(m, Instance)]
    _record_call(context, method, instances, arguments)
    if name != "set_params":
        spaces.record_passed(context, target, arguments)
    if isinstance(target, (Instance, OneOf)) and is_fit(name):
        for value in arguments.values():
            context.lend(value)
        if isinstance(target, Instance) and target.user is not None and name.startswith("fit_"):
            own = target.user.method("fit")
            if own is not None and own.kind == "plain":
                return _fit_and_more(context, target, own, name, arguments)
        for instance in instances:
            escapes.used_unseen(context, instance)
        composites.mark_fitted(context, target, context.recorder.span(arguments.node).start)
        context.note_call(arguments.node)
        found = datasets.of_method(context, target, name, arguments) if isinstance(target, Instance) else UNKNOWN
        return target if name in ("fit", "partial_fit") else found
    if name == "set_params":
        spaces.record_keywords(context, target, name, arguments)
        grids.set_params(context, instances, target, arguments)
        return target
    for value in arguments.values():
        context.lend(value)
    for instance in instances:
        # (a loop's first pass is there to find out effects: what its body does not survive has none)
        if _may_fit(instance.entry, name) and not (context.dry and _raises_unfitted(instance.entry, name)):
            context.maybe_fitted(instance)
        escapes.used_unseen(context, instance)
    if isinstance(target, OneOf) and isinstance(context.state.get(target), Record):
        context.maybe_fitted(target)
    if isinstance(target, Instance) and not name.startswith("set_"):
        return datasets.of_method(context, target, name, arguments)
    return target if name.startswith("set_") else UNKNOWN


def _may_fit(entry: ClassEntry, name: str) -> bool:
    """Whether a method by another name than fit may have fitted it, or shows that it was.

    What is private may fit; what needs a fit and did not raise had one, in a way not known here. What methods of other
    packages do is not known either.
    """
    if entry.method_named(name) is None or _raises_unfitted(entry, name):
        return True
    others = entry.is_foreign or any("." in base and not base.startswith("sklearn.") for base in entry.bases)
    return others and not name.startswith(("get_", "set_"))


def _raises_unfitted(entry: ClassEntry, name: str) -> bool:
    method = entry.method_named(name)
    return method is not None and method.raises_unfitted


def _record_call(context: Context, method: Method, instances: list[Instance], arguments: Arguments) -> None:
    owners = receivers.distinct(instances)
    entries = [entry.method_named(method.name) for entry in owners]
    found = [[p.name for p in each.parameters if p.kind != "keyword-only"] for each in entries if each is not None]
    same = len(found) == len(entries) and all(names == found[0] for names in found)
    names = found[0] if same and found else []
    node = arguments.node
    call = MethodCall(
        span=context.recorder.span(node),
        name_span=context.recorder.name_span(node.func),
        name=method.name,
        owners=owners if len(instances) == len(members(method.receiver)) else (),
        arguments=tuple(arguments_of(context, arguments, lambda at: names[at] if at < len(names) else None)),
        exhaustive=not arguments.starred,
        guards=context.guards | {"*"} if context.doubted and root(node.func) in context.doubted else context.guards,
        trusted=context.trusted(node),
        seen=context.state.record(instances[0]).seen if instances and method.receiver is instances[0] else None,
    )
    context.recorder.call(node, call)


def _fit_and_more(context: Context, instance: Instance, fit: UserFunction, name: str, arguments: Arguments) -> Value:
    """An inherited `fit_transform` or `fit_predict`: it runs the `fit` that the class has in the document, then the other."""
    functions.follow(context, fit, arguments, instance)
    composites.mark_fitted(context, instance, context.recorder.span(arguments.node).start)
    context.note_call(arguments.node)
    other = None if instance.user is None else instance.user.method(name.removeprefix("fit_"))
    if other is None or other.kind != "plain":
        escapes.used_unseen(context, instance)
        return UNKNOWN
    return functions.follow(context, other, Arguments(arguments.node, arguments.positional[:1]), instance)


def is_fit(name: str) -> bool:
    """Whether a method of this name fits: scikit-learn's convention."""
    return name == "fit" or name.startswith(("fit_", "partial_fit"))


def store_attribute(context: Context, target: Value, name: str, value: Value) -> None:
    """`clf.C = value`: sets a hyperparameter, or anything else by hand."""
    for member in members(target):
        if not isinstance(member, Instance):
            continue
        record = context.state.record(member)
        certain = member is target
        if member.entry.parameter_named(name) is not None:
            context.journal.set_again(member, name)
            context.state.set(member, changed(record, name, value if certain else UNKNOWN))
            continue
        fitted = record.fitted
        if name.endswith("_") and not name.startswith("_") and fitted == "unfitted":
            fitted = "maybe"  # learned by hand: whether that is enough to predict is the class's own affair
        context.update(member, assigned=record.assigned | {name}, fitted=fitted)
        if certain and member.user is not None:
            context.attributes.setdefault(member, set()).add(name)
            context.state.set((member, name), value)


def item(context: Context, node: ast.Subscript, value: Instance, key: Value | slice) -> Value:
    """`pipe["svc"]`, `pipe[-1]`, `pipe[:-1]`."""
    for composition in value.entry.compositions:
        found = composites.parts(context, value, composition)
        if found is None:
            continue
        if isinstance(key, slice) and composition.by_position:
            pairs = [
                context.pair_like(part.pair, Items((UNKNOWN if part.name is None else Constant(part.name), part.value)))
                for part in found[key]
            ]
            steps = context.collection("list", Items(tuple(pairs)))
            record = context.state.record(value)
            parameters = {**record.parameters, composition.parameter: steps}
            made = Instance(value.entry, value.node, value.user)
            context.derived(made, value)
            return context.instance(made, Record(record.fitted, parameters, record.open, exposed=record.exposed))
        if isinstance(key, Constant) and isinstance(key.value, int) and composition.by_position:
            return found[key.value].value if -len(found) <= key.value < len(found) else UNKNOWN
        if isinstance(key, Constant) and isinstance(key.value, str) and composition.by_name:
            wholes.record_step(context, node, node.slice, key.value, value)
            value_there = next((part.value for part in found if part.name == key.value), UNKNOWN)
            return composites.copy_of(context, value_there, fitted=True) if composition.fits == "copy" else value_there
    return UNKNOWN
