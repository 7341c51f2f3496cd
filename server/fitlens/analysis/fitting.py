"""What the `fit` of an estimator class of the document returns, sets and overwrites, and what its other methods take to be there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis.constructing import insertion
from fitlens.analysis.context import Context
from fitlens.analysis.contract import Overwritten, Returned, Unchecked
from fitlens.analysis.facts import Span
from fitlens.analysis.lineage import Lineage
from fitlens.analysis.values import External, Function, Module, UserFunction
from fitlens.analysis.ways_out import comes_to_its_end, is_generator, returns
from fitlens.catalog.model import ClassEntry
from fitlens.nodes import nodes

FIT = "fit"
_FITTING = (FIT, "fit_transform", "fit_predict", "partial_fit")
_SAYS_FITTED = "__sklearn_is_fitted__"
_TAGS = ("__sklearn_tags__", "_more_tags", "_get_tags")
_NO_FIT = frozenset({"requires_fit", "stateless"})
"""What tags say of estimators that need no fit."""
_COPYING = frozenset({"copy", "deepcopy", "dict", "list", "set", "tuple"})
_PIPELINE = "sklearn.pipeline.Pipeline"


def needs_no_fit(lineage: Lineage) -> bool:
    """Whether the class says itself when it is fitted, or that it need not be."""
    if lineage.defines(_SAYS_FITTED) or any("stateless" in entry.tags for entry in lineage.entries):
        return True
    for each in lineage.own:
        for name in _TAGS:
            function = each.methods.get(name)
            if function is not None and any(
                (isinstance(node, ast.Attribute) and node.attr in _NO_FIT)
                or (isinstance(node, ast.Constant) and node.value in _NO_FIT)
                or (isinstance(node, ast.keyword) and node.arg in _NO_FIT)
                for node in nodes(function.node)
            ):
                return True
    return False


def name_span(context: Context, node: ast.FunctionDef) -> Span:
    """The name in a `def`."""
    document = context.document
    start = document.text.find(node.name, document.offset(node.lineno, node.col_offset) + len("def"))
    return Span(start, start + len(node.name))


# what fit returns


def returned(context: Context, lineage: Lineage) -> Iterator[Returned]:
    """The ways out of the class's own `fit` on which it surely does not return its instance."""
    function = lineage.user.methods.get(FIT)
    node = None if function is None else function.node
    if function is None or not isinstance(node, ast.FunctionDef) or node.name != FIT or is_generator(node):
        return
    if not _is_plain(context, function) or _is_abstract(lineage, node):
        return
    this = lineage.use(node).this
    if not this:
        return
    exits = list(returns(node))
    # one that returns a result otherwise may mean its None
    meant = any(not _is_nothing(each.value) and not _is_named(each.value, this) for each in exits)
    for each in exits:
        span = context.recorder.span(each)
        if each.value is None or _is_nothing(each.value):
            yield Returned(span, "nothing", "", None if meant else (span, f"return {this}"))
        elif _is_other(context, lineage, function, each.value, frozenset({function})):
            value = context.recorder.span(each.value)
            yield Returned(value, "other", context.document.text[value.start : value.end])
    if comes_to_its_end(node.body, lambda call: _stops(lineage, this, call)):
        yield Returned(name_span(context, node), "end", "", None if meant else _return_at_end(context, node, this))


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _is_named(value: ast.expr | None, name: str) -> bool:
    return isinstance(value, ast.Name) and value.id == name


def _return_at_end(context: Context, node: ast.FunctionDef, this: str) -> tuple[Span, str] | None:
    last = node.body[-1]
    if isinstance(last, ast.Pass):
        return context.recorder.span(last), f"return {this}"
    place = insertion(context, node, last)
    return None if place is None else (Span(place.offset, place.offset), f"{place.before}return {this}")


def _is_plain(context: Context, function: UserFunction) -> bool:
    """Whether calling a method runs its body and gives what that returns: scikit-learn's own decorators leave that as it is."""
    node = function.node
    for decorator in [] if isinstance(node, ast.Lambda) else node.decorator_list:
        root = decorator
        while isinstance(root, (ast.Call, ast.Attribute)):
            root = root.func if isinstance(root, ast.Call) else root.value
        found = context.resolve(function.scope, root.id)[1] if isinstance(root, ast.Name) else None
        path = found.path if isinstance(found, (External, Module)) else ""
        if not isinstance(found, Function) and path.partition(".")[0] != "sklearn":
            return False
    return function.kind in ("plain", "opaque")


def _is_abstract(lineage: Lineage, node: ast.FunctionDef) -> bool:
    """Whether a method is there to be overridden."""
    body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    if not body:
        return True
    if all(isinstance(s, ast.Pass) for s in body):
        return lineage.user.extended or is_abstract(lineage)
    # all that it does is to call something else, which may be what says that it is missing
    return len(body) == 1 and isinstance(body[0], ast.Expr) and _calls_function(body[0].value)


def _calls_function(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def is_abstract(lineage: Lineage) -> bool:
    """Whether a method of the class is declared for those to write who derive from it."""
    for each in lineage.own:
        for function in each.methods.values():
            decorators = [] if isinstance(function.node, ast.Lambda) else function.node.decorator_list
            for decorator in decorators:
                name = decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")
                if name.startswith("abstract"):
                    return True
    return False


def _stops(lineage: Lineage, this: str, call: ast.Call) -> bool:
    """Whether a call surely raises: of a method of the class that does."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == this:
            found = lineage.method(name)
            node = None if found is None else found.node
            return (
                isinstance(node, ast.FunctionDef)
                and not comes_to_its_end(node.body, lambda _: False)
                and not any(returns(node))
            )
        case ast.Attribute(attr="exit") | ast.Name(id="exit" | "quit"):
            return True
        case _:
            return False


def _is_other(
    context: Context, lineage: Lineage, function: UserFunction, value: ast.expr, seen: frozenset[UserFunction]
) -> bool:
    """Whether a value that a method returns is surely not its instance."""
    node = function.node
    this = "" if isinstance(node, ast.Lambda) else lineage.use(node).this
    match value:
        case ast.Tuple(elts=[ast.Name(), *_] as items) if all(isinstance(each, ast.Name) for each in items):
            # data that it checked, handed to those who derive from the class
            return any(isinstance(each, ast.Name) and each.id == this for each in items)
        case ast.Constant() | ast.Tuple() | ast.List() | ast.Dict() | ast.Set() | ast.JoinedStr() | ast.Compare():
            return True
        case (
            ast.ListComp()
            | ast.DictComp()
            | ast.SetComp()
            | ast.GeneratorExp()
            | ast.Lambda()
            | ast.UnaryOp(op=ast.Not())
        ):
            return True
        case ast.Name(id=name):
            bound = {n.id for n in nodes(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            arguments = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
            return name in arguments and name != this and name not in bound
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == this:
            return name.endswith("_") and not name.startswith("_") and not lineage.binds(name)
        case ast.IfExp(body=body, orelse=orelse):
            return all(_is_other(context, lineage, function, each, seen) for each in (body, orelse))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)) if owner == this:
            called = lineage.method(name)
            if called is None or called in seen or not isinstance(called.node, ast.FunctionDef):
                return False
            values = [each.value for each in returns(called.node)]
            if is_generator(called.node) or (not values and not comes_to_its_end(called.node.body, lambda _: False)):
                return False
            return all(
                each is None or _is_other(context, lineage, called, each, seen | {called}) for each in values
            ) and not _is_abstract(lineage, called.node)
        case ast.Call(func=ast.Attribute(attr=name) as called) if name == FIT:
            receiver = context.recorder.receiver(called)
            return (
                receiver is not None
                and receiver.complete
                and not receiver.is_class
                and bool(receiver.classes)
                and all(entry.kind == "estimator" and entry is not lineage.user.entry for entry in receiver.classes)
            )
        case _:
            return False


# what it sets


def unlearned(context: Context, lineage: Lineage) -> Span | None:
    """The name of the class's own `fit`, where no method of it sets a learned parameter."""
    function = lineage.user.methods.get(FIT)
    node = None if function is None else function.node
    if (
        function is None
        or not isinstance(node, ast.FunctionDef)
        or node.name != FIT
        or not _is_plain(context, function)
    ):
        return None
    if _is_abstract(lineage, node) or is_abstract(lineage) or needs_no_fit(lineage):
        return None
    if any(not (entry.kind == "mixin" or entry.is_foreign) for entry in lineage.entries) or _only_raises(node):
        return None
    if lineage.strange or any(entry.learned or not {*_TAGS}.isdisjoint(entry.defines) for entry in lineage.foreign):
        return None
    if not any(lineage.method(name) for name in _asked_of_last_step(context)):
        return None
    if lineage.defines("__getattr__", "__getattribute__", "__setattr__"):
        return None
    reached, unknown = lineage.reached([function])
    if unknown or any(
        (use := lineage.use(each.node)).given or use.above for each in reached if not isinstance(each.node, ast.Lambda)
    ):
        return None
    learned = {
        name for _, use in lineage.uses() for name in use.stores if name.endswith("_") and not name.startswith("__")
    }
    return None if learned else name_span(context, node)


def _asked_of_last_step(context: Context) -> Iterator[str]:
    """The methods that a pipeline has where its last step has them."""
    pipeline = context.catalog.resolve(_PIPELINE)
    for method in pipeline.methods if isinstance(pipeline, ClassEntry) else ():
        if method.conditional and not method.name.startswith(FIT):
            yield method.name


def _only_raises(node: ast.FunctionDef) -> bool:
    return not comes_to_its_end(node.body, lambda _: False) and not any(returns(node))


def overwritten(context: Context, lineage: Lineage) -> Iterator[Overwritten]:
    """Hyperparameters that the class's own methods set while they fit."""
    entry = lineage.user.entry
    if entry is None or lineage.defines("get_params", "_get_param_names", "__setattr__", "__sklearn_clone__"):
        return
    names = {each.name for each in entry.parameters if not each.kind.startswith("var-")}
    seen: set[ast.AST] = set()
    for start in _FITTING:
        function = lineage.user.methods.get(start)
        if function is None or function.kind not in ("plain", "opaque"):
            continue
        for each in lineage.reached([function])[0]:
            node = each.node
            if each.owner is not lineage.user or not isinstance(node, ast.FunctionDef) or node in seen:
                continue
            seen.add(node)
            use = lineage.use(node)
            for name, place in use.stores.items():
                if name not in names or lineage.binds(name) or not isinstance(place, ast.Attribute):
                    continue
                if node.name != "__init__" and not _gives_back(node, use.this, name):
                    yield Overwritten(name, context.recorder.span(place), node.name, start)


def _gives_back(node: ast.FunctionDef, this: str, name: str) -> bool:
    """Whether a method sets an attribute to what it was before, or to a copy of that, at some place."""
    kept = {
        target.id
        for each in nodes(node)
        if isinstance(each, ast.Assign) and _reads(each.value, this, name)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for each in nodes(node):
        if isinstance(each, (ast.Try, ast.TryStar)) and any(
            _is_own(n, this, name) for s in each.finalbody for n in nodes(s)
        ):
            return True
        if isinstance(each, ast.Delete) and any(_is_own(target, this, name) for target in each.targets):
            return True
        if isinstance(each, ast.Assign) and any(_is_own(target, this, name) for target in each.targets):
            value = each.value
            if _is_own(value, this, name) or _copies(value, this, name):
                return True
            if isinstance(value, ast.Name) and value.id in kept:
                return True
    return False


def _reads(value: ast.expr, this: str, name: str) -> bool:
    """Whether a value is an attribute, or a copy of it."""
    return any(_is_own(each, this, name) for each in (value, *getattr(value, "args", ())))


def _copies(value: ast.expr, this: str, name: str) -> bool:
    """Whether a value is another of the same content: `list(self.steps)`."""
    match value:
        case ast.Call(func=ast.Name(id=function), args=[only], keywords=[]) if _is_own(only, this, name):
            return function in _COPYING
        case _:
            return False


def _is_own(node: ast.AST, this: str, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == this
    )


# what other methods take to be there


def unchecked(context: Context, lineage: Lineage) -> Iterator[Unchecked]:
    """Public methods that read what `fit` sets, without a question before whether it did."""
    fit = lineage.user.methods.get(FIT)
    if fit is None or lineage.defines(_SAYS_FITTED, "__getattr__", "__getattribute__"):
        return
    set_by_fit = {
        name
        for function in lineage.reached([fit])[0]
        if not isinstance(function.node, ast.Lambda)
        for name in lineage.use(function.node).stores
        if name.endswith("_") and not name.startswith("_")
    }
    for name, function in lineage.user.methods.items():
        node = function.node
        if name.startswith(("_", FIT)) or name in _FITTING or not isinstance(node, ast.FunctionDef):
            continue
        if function.kind not in ("plain", "opaque") or not _is_plain(context, function):
            continue
        reached, unknown = lineage.reached([function])
        uses = [lineage.use(each.node) for each in reached if not isinstance(each.node, ast.Lambda)]
        if unknown or any(use.given or use.asks or use.above or set_by_fit & use.stores.keys() for use in uses):
            continue
        if any(isinstance(each, ast.Try) for each in nodes(node)):
            continue
        first = next(((n, place) for n, place in uses[0].reads.items() if n in set_by_fit), None)
        if first is not None:
            yield Unchecked(name, first[0], context.recorder.span(first[1]))
