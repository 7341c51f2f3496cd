"""Which methods of a package's class certainly raise before fit: they call `check_is_fitted` first, as their source says."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from fitlens.catalog.model import ClassEntry
from fitlens.environment.third_party.ancestry import Ancestor
from fitlens.environment.third_party.certain import certain_calls, leaves
from fitlens.environment.third_party.handed import Handed
from fitlens.environment.third_party.members import Use, first_argument
from fitlens.environment.third_party.modules import Module, dotted
from fitlens.nodes import nodes

_CHECK = "check_is_fitted"
_FITTED = "__sklearn_is_fitted__"
_SWITCHES = frozenset({"available_if", "if_delegate_has_method", "property"})
"""Decorators that leave the method as it is."""


class Fitting:
    """One class, by its ancestors."""

    def __init__(self, ancestors: Sequence[Ancestor], handed: Handed) -> None:
        self._ancestors = ancestors
        self._handed = handed
        self._asked: dict[tuple[str, int], bool] = {}
        self.learned = frozenset(
            name
            for ancestor in ancestors
            if ancestor.members is not None
            for name in ancestor.members.set_later
            if _is_learned(name)
        )
        """What is set on the instance after its construction."""
        self.starts_unfitted = all(map(_starts_unfitted, ancestors)) and not any(
            ancestor.unknown for ancestor in ancestors
        )
        """A new instance has learned nothing, and nothing but that is asked for when it is checked."""

    def raises(self, name: str) -> bool:
        """Whether a method, called on a new instance, certainly raises that it is not fitted."""
        return self.starts_unfitted and not _fits(name) and self._raises(name, 0)

    def is_absent(self, name: str) -> bool:
        """Whether a new instance certainly has no attribute of that name, which fit sets."""
        if not self.starts_unfitted:
            return False
        sets = False
        for ancestor in self._ancestors:
            if ancestor.members is not None:
                if name in ancestor.members.bound or name in ancestor.members.methods:
                    return False
                sets = sets or name in ancestor.members.set_later
            elif ancestor.entry is not None:
                learned = ancestor.entry.learned_named(name)
                if learned is not None:
                    return learned.absent_unfitted and not learned.escapes and _is_as_observed(ancestor.entry)
                if ancestor.entry.known_attribute(name) and not name.endswith("_in_"):
                    return False
        return sets

    def _raises(self, name: str, start: int) -> bool:
        key = (name, start)
        if key not in self._asked:
            self._asked[key] = False  # a method that calls itself
            self._asked[key] = self._found(name, start)
        return self._asked[key]

    def _found(self, name: str, start: int) -> bool:
        for at in range(start, len(self._ancestors)):
            ancestor = self._ancestors[at]
            if ancestor.members is not None and ancestor.module is not None:
                function = ancestor.members.functions.get(name)
                if function is not None:
                    return self._checks_first(function, ancestor.module, at)
                if name in ancestor.members.attributes:
                    return False
            elif ancestor.entry is not None:
                method = ancestor.entry.method_named(name)
                if method is not None:
                    if not method.raises_unfitted or method.escapes or not _is_as_observed(ancestor.entry):
                        return False
                    return self._is_untouched(ancestor.entry, at) or self._checks_there(ancestor.entry, name, at)
                if ancestor.entry.known_attribute(name):
                    return False
        return False

    def _is_untouched(self, entry: ClassEntry, at: int) -> bool:
        """Whether what was observed of a class of scikit-learn's holds of this one: it has no other parts."""
        for ancestor in self._ancestors[:at]:
            for name in ancestor.members.functions if ancestor.members is not None else ():
                if name.startswith("__") or not entry.known_attribute(name) or _fits(name):
                    continue
                if not self._raises(name, 0):
                    return False
        return True

    def _checks_there(self, entry: ClassEntry, name: str, at: int) -> bool:
        """Whether a method of scikit-learn's checks before any of the parts that this class has instead is asked."""
        for path in (f"{entry.defined}.{entry.name}", *entry.bases):
            found = self._handed.class_at(path)
            for node in found[1].body if found is not None else ():
                if isinstance(node, ast.FunctionDef) and node.name == name and found is not None:
                    return self._checks_first(node, found[0], at)
        return False

    def _checks_first(self, function: ast.FunctionDef | ast.AsyncFunctionDef, module: Module, at: int) -> bool:
        named = [(dotted(d.func if isinstance(d, ast.Call) else d) or "?") for d in function.decorator_list]
        this = first_argument(function)
        if not this or not all(name.rpartition(".")[2] in _SWITCHES for name in named):
            return False
        if isinstance(function, ast.AsyncFunctionDef) or any(
            isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes(function)
        ):
            return False  # nothing of it runs when it is called
        for statement in function.body:
            for call in certain_calls(statement):
                if self._is_check(call, this, module, at):
                    return True
            if self._may_learn(statement, this, module, ()):
                return False
            if not isinstance(
                statement, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass, ast.Assert)
            ) and (not isinstance(statement, (ast.If, ast.For)) or leaves(statement)):
                return False
        return False

    def _is_check(self, call: ast.Call, this: str, module: Module, at: int) -> bool:
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == this:
                return self._raises(name, 0)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr=name):
                return self._raises(name, at + 1)
            case _:
                pass
        path = dotted(call.func)
        if path is None or not call.args or not isinstance(call.args[0], ast.Name) or call.args[0].id != this:
            return False
        targets = list(self._handed.targets(module, path))
        if not targets or not all(isinstance(each, str) and each.rpartition(".")[2] == _CHECK for each in targets):
            return False
        return all(self._asks_for_learned(argument) for argument in call.args[1:]) and all(
            keyword.arg in ("attributes", "msg") and (keyword.arg == "msg" or self._asks_for_learned(keyword.value))
            for keyword in call.keywords
        )

    def _may_learn(self, node: ast.stmt, this: str, module: Module, asked: tuple[str, ...]) -> bool:
        """Whether code sets something on the instance that fit sets as well, or what it calls does."""
        use = Use(node, this)
        if use.open or use.above or any(map(_is_learned, use.assigned)):
            return True
        handed = self._handed.names(module, sorted(use.passed, key=str), within=True)
        if handed is None or any(map(_is_learned, handed)):
            return True
        return any(self._method_may_learn(name, asked) for name in use.calls)

    def _method_may_learn(self, name: str, asked: tuple[str, ...]) -> bool:
        if name in asked:
            return False
        for ancestor in self._ancestors:
            function = None if ancestor.members is None else ancestor.members.functions.get(name)
            if function is not None and ancestor.module is not None:
                this, asked = first_argument(function), (*asked, name)
                return any(self._may_learn(each, this, ancestor.module, asked) for each in function.body)
            if ancestor.entry is not None and ancestor.entry.known_attribute(name):
                return _fits(name)
        return True

    def _asks_for_learned(self, node: ast.expr) -> bool:
        """Whether what a check is told to look for is only there after fit."""
        names = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
        texts = [each.value for each in names if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        return len(texts) == len(names) > 0 and all(self.is_absent(each) for each in texts)


def _starts_unfitted(ancestor: Ancestor) -> bool:
    if ancestor.members is not None:
        return ancestor.members.plain and _FITTED not in ancestor.members.attributes
    entry = ancestor.entry
    if entry is None or entry.kind != "estimator" or not entry.parameters:
        return True
    # what is usable through what it holds, or needs no fit at all, has a way of its own to tell
    through = any(each.escapes for each in entry.methods)
    return "stateless" not in entry.tags and not through and any(each.raises_unfitted for each in entry.methods)


def _is_as_observed(entry: ClassEntry) -> bool:
    """Whether it was observed with values as good as any: none had to be made up."""
    taken = {each.parameter for each in entry.compositions}
    return bool(entry.evidence) and not any(each.required and each.name not in taken for each in entry.parameters)


def _fits(name: str) -> bool:
    return name.lstrip("_").startswith(("fit", "partial_fit"))


def _is_learned(name: str) -> bool:
    return name.endswith("_") and not name.startswith("__")
