"""Faults of order: an estimator is read or used before it is fitted, or a copy of it is fitted in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.accuracy.faults.attributes import fits
from bench.accuracy.faults.model import Fault, Ground, Kind

_UNFITTED = ("NotFittedError", "AttributeError")
_USES = ("predict", "transform", "predict_proba", "decision_function", "score")


def before_fit(ground: Ground) -> Iterator[Fault]:
    """A read and a use put before a fit, a fit left out, a copy fitted instead."""
    for statement, receiver, path, call in fits(ground):
        entry = ground.entry(path)
        start, end = ground.source.span(statement)
        if entry is not None and isinstance(statement, ast.Expr) and call.args:
            learned = [each.name for each in entry.learned if each.documented and each.absent_unfitted]
            if learned:
                name = ground.random.choice(learned)
                text = ground.source.replaced(start, start, f"print({receiver}.{name}); ")
                yield ground.fault("read before fit", text, statement.lineno, f"{entry.name}.{name}", _UNFITTED)
            uses = [name for name in _USES if (method := entry.method_named(name)) and method.raises_unfitted]
            if uses:
                name = ground.random.choice(uses)
                arguments = [ground.source.of(each) for each in call.args[: 2 if name == "score" else 1]]
                if not any("\n" in each for each in arguments):
                    use = f"{receiver}.{name}({', '.join(arguments)}); "
                    text = ground.source.replaced(start, start, use)
                    yield ground.fault(
                        "use before fit", text, statement.lineno, f"{entry.name}.{name}", ("NotFittedError",)
                    )
        kinds = _what_follows(ground, statement)
        if isinstance(statement, ast.Expr):
            for kind in kinds:
                text = ground.source.replaced(start, end, "pass")
                yield ground.fault(kind, text, statement.lineno, f"{receiver}.fit left out", _UNFITTED, here=False)
                text = _importing(ground, start, end, f"clone({receiver})", call)
                if text is not None:
                    what = f"clone({receiver}) fitted"
                    yield ground.fault(kind, text, statement.lineno, what, _UNFITTED, here=False)
        elif isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
            for kind in kinds:
                text = ground.source.replaced(ground.source.span(call.func.value)[1], end, "")
                yield ground.fault(kind, text, statement.lineno, f"{receiver}: fit left out", _UNFITTED, here=False)


def _importing(ground: Ground, start: int, end: int, receiver: str, call: ast.Call) -> str | None:
    """The text with `clone` imported, and called on what is fitted."""
    first = next(
        (
            node
            for node in ground.source.tree.body
            if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module != "__future__")
        ),
        None,
    )
    if first is None or not isinstance(call.func, ast.Attribute):
        return None
    at, _ = ground.source.span(first)
    if at >= start:
        return None
    rest = ground.source.text[ground.source.span(call.func.value)[1] : end]
    text = ground.source.replaced(start, end, receiver + rest)
    return text[:at] + "from sklearn.base import clone; " + text[at:]


def _what_follows(ground: Ground, statement: ast.stmt) -> set[Kind]:
    """What is first done to an estimator behind the statement that fits it: whether it is read or used."""
    rows: dict[int, set[Kind]] = {}
    for number, node in enumerate(ground.source.places.reads):
        if node.lineno > (statement.end_lineno or statement.lineno):
            if ground.one_class(number, "learned"):
                rows.setdefault(node.lineno, set()).add("read before fit")
            elif ground.one_class(number, "method"):
                rows.setdefault(node.lineno, set()).add("use before fit")
    return rows[min(rows)] if rows and len(rows[min(rows)]) == 1 else set()
