"""Runs a program and writes down what each constructor keyword and each attribute read really was.

The source is rewritten so that every call with keywords and every read of a name with a trailing underscore passes through
a recording function; nothing else about the program changes.
"""

from __future__ import annotations

import ast
import contextlib
import io
import warnings
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Trace:
    """What was seen at each place, a place being (row, column) of the name, both 1-based, columns in code points."""

    keywords: dict[tuple[int, int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Constructor keywords of estimators -> the classes constructed, by the path that defines them."""
    learned: dict[tuple[int, int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Reads of existing attributes with a trailing underscore -> the classes read from."""
    error: str | None = None
    """Why the program did not run to its end."""


class _Rewriter(ast.NodeTransformer):
    def __init__(self) -> None:
        self.calls: list[ast.Call] = []
        self.reads: list[ast.Attribute] = []

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if any(keyword.arg for keyword in node.keywords):
            self.calls.append(node)
            index = len(self.calls) - 1
            self.generic_visit(node)
            seen = ast.Call(ast.Name("__seen_call__", ast.Load()), [ast.Constant(index), node.func], [])
            return ast.copy_location(ast.Call(seen, node.args, node.keywords), node)
        self.generic_visit(node)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and node.attr.endswith("_") and not node.attr.startswith("_"):
            self.reads.append(node)
            call = ast.Call(
                ast.Name("__seen_read__", ast.Load()),
                [ast.Constant(len(self.reads) - 1), node.value, ast.Constant(node.attr)],
                [],
            )
            return ast.copy_location(call, node)
        return node


def trace(text: str) -> Trace:
    """Execute a program and tell what was seen. Its output is dropped."""
    from sklearn.base import BaseEstimator

    found = Trace()
    lines = text.split("\n")
    tree = ast.parse(text)
    rewriter = _Rewriter()
    rewritten = ast.fix_missing_locations(rewriter.visit(tree))

    def place(line: int, byte_column: int, name: str) -> tuple[int, int, str]:
        return line, len(lines[line - 1].encode()[:byte_column].decode()) + 1, name

    def seen_call(index: int, function: object) -> object:
        if isinstance(function, type) and issubclass(function, BaseEstimator):
            for keyword in rewriter.calls[index].keywords:
                if keyword.arg:
                    key = place(keyword.lineno, keyword.col_offset, keyword.arg)
                    found.keywords[key].add(f"{function.__module__}.{function.__qualname__}")
        return function

    def seen_read(index: int, owner: object, name: str) -> object:
        value = getattr(owner, name)
        if isinstance(owner, BaseEstimator):
            node = rewriter.reads[index]
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            key = place(node.end_lineno, node.end_col_offset - len(name.encode()), name)
            found.learned[key].add(f"{type(owner).__module__}.{type(owner).__qualname__}")
        return value

    namespace = {"__name__": "__main__", "__seen_call__": seen_call, "__seen_read__": seen_read}
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        try:
            exec(compile(rewritten, "<example>", "exec"), namespace)
        except Exception as error:
            found.error = f"{type(error).__name__}: {error}"
        except SystemExit as error:
            found.error = f"SystemExit: {error}"
    return found
