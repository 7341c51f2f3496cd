"""The text of a file, and changes to it that leave every other row where it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from bench.accuracy.observing.rewriting import places_of


class Source:
    """One file's text with its tree and the places that are observed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.places = places_of(text)
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> tuple[int, int]:
        """Offsets of a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr | ast.stmt) -> str:
        """A node's text."""
        start, end = self.span(node)
        return self.text[start:end]

    def replaced(self, start: int, end: int, text: str) -> str:
        """The text with a range replaced, and as many rows as before."""
        rows = self.text.count("\n", start, end) - text.count("\n")
        return self.text[:start] + text + "\n" * rows + self.text[end:]

    def renamed(self, node: ast.Attribute, name: str) -> str:
        """The text with the name behind a dot replaced."""
        _, end = self.span(node)
        return self.replaced(end - len(node.attr), end, name)

    def with_keywords(self, call: ast.Call, settings: Mapping[str, str]) -> str:
        """The text with keywords of a call set: replaced where they are given, else put behind its other arguments."""
        changes: list[tuple[int, int, str]] = []
        given = {keyword.arg: keyword for keyword in call.keywords}
        new: list[str] = []
        for name, value in settings.items():
            if name in given:
                changes.append((*self.span(given[name].value), value))
            else:
                new.append(f"{name}={value}")
        if new:
            _, end = self.span(call)
            last = [*call.args, *call.keywords]
            after = max((self.span(each)[1] for each in last), default=None)
            if after is None:
                changes.append((end - 1, end - 1, ", ".join(new)))
            else:
                after = self._closed(after, end)
                changes.append((after, after, ", " + ", ".join(new)))
        text = self.text
        for start, end, value in sorted(changes, reverse=True):
            rows = text.count("\n", start, end) - value.count("\n")
            text = text[:start] + value + "\n" * rows + text[end:]
        return text

    def statement(self, row: int) -> range:
        """Rows of the innermost statement on a row; of one that holds others its head alone."""
        best: range | None = None
        for node in self.statements():
            end = node.end_lineno or node.lineno
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                end = max(node.lineno, body[0].lineno - 1)
            rows = range(node.lineno, end + 1)
            if row in rows and (best is None or len(rows) <= len(best)):
                best = rows
        return best or range(row, row + 1)

    def statements(self) -> Iterator[ast.stmt]:
        """All statements."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.stmt))

    def is_alone(self, node: ast.stmt) -> bool:
        """Whether a statement begins its line, so that another may be put before it on the line."""
        return not self._lines[node.lineno - 1].encode()[: node.col_offset].decode().strip()

    def is_last(self, node: ast.stmt) -> bool:
        """Whether a statement ends its line, so that another may follow it on the line."""
        assert node.end_lineno is not None
        rest = self._lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode().strip()
        return not rest or rest.startswith("#")

    def _closed(self, after: int, end: int) -> int:
        """Behind the parentheses that an argument itself stands in."""
        at = after
        for offset in range(after, end - 1):
            if self.text[offset] == ")":
                at = offset + 1
            elif self.text[offset] in ",#":
                break
        return at

    def _offset(self, row: int, column: int) -> int:
        return self._starts[row - 1] + len(self._lines[row - 1].encode()[:column].decode())
