"""Lines and positions: the tree's, the user's, and offsets between them agree, whatever characters a line holds."""

from __future__ import annotations

import ast

import pytest

from fitlens.source.document import Document, Location, document_from_cells, document_from_text


def name(document: Document, identifier: str) -> ast.Name:
    """The first place of a name in the tree."""
    nodes = ast.walk(document.tree.module)
    return next(node for node in nodes if isinstance(node, ast.Name) and node.id == identifier)


def offset_of(document: Document, identifier: str) -> int:
    node = name(document, identifier)
    return document.offset(node.lineno, node.col_offset)


@pytest.mark.parametrize(
    ("before", "row", "column"),
    [
        ("x = 1\n", 2, 1),
        ("x = 1\r\n", 2, 1),
        ("x = 1\r", 2, 1),
        ("x = 1\r\r\n\n", 4, 1),
        ("\f", 1, 2),
        ("x = 1\n\f", 2, 2),
        ("x = '\f \x0b \x1c \x85 \u2028 \u2029'\n", 2, 1),
        ("if x:\n\t", 2, 2),
        ("x = '😀 e\u0301 é'; ", 1, 15),
        ("'''\n😀\n'''; ", 3, 6),
        ("\ufeff", 1, 2),
        ("\ufeffé = 1; ", 1, 9),
    ],
)
def test_a_name_is_found_where_the_tree_says_it_is(before: str, row: int, column: int) -> None:
    document = document_from_text("a.py", before + "clf.fit(X)\n")
    offset = offset_of(document, "clf")
    assert offset == len(before)
    assert document.location(offset) == Location(None, row, column)
    assert document.line_of(offset) == row
    start, end = document.line_span(row)
    assert document.text[start:end] == before[start:] + "clf.fit(X)"
    assert not document.tree.problems


@pytest.mark.parametrize("spoiled", ["x = 'a\0b'; clf", "x = 'é\ud800'; clf"])
def test_characters_that_python_refuses_are_a_problem_and_move_nothing(spoiled: str) -> None:
    document = document_from_text("a.py", spoiled)
    assert offset_of(document, "clf") == spoiled.index("clf")
    assert [problem.offset for problem in document.tree.problems] == [6]


def test_positions_hold_in_lines_that_a_repair_changed() -> None:
    # A value for `C`, quotes and brackets are put in before the names that are looked up here.
    text = "é = '😀'; clf = SVC(C=, gamma=one).fit(X[1:, 'ü).predict(two"
    document = document_from_text("a.py", text)
    assert document.tree.repaired == ((1, 1),)
    for identifier in ("clf", "SVC", "one", "X"):
        assert offset_of(document, identifier) == text.index(identifier)
    (assign,) = [node for node in document.tree.module.body if isinstance(node, ast.Assign) and node.value != 0][1:]
    assert assign.end_lineno is not None
    assert document.offset(assign.end_lineno, assign.end_col_offset or 0) == len(text)


def test_offsets_and_lines_outside_the_text_count_for_its_ends() -> None:
    document = document_from_text("a.py", "x\nyy")
    assert document.offset(1, 99) == 1
    assert document.offset(99, 99) == 4
    assert document.location(-5) == (None, 1, 1)
    assert document.location(99) == (None, 2, 3)
    assert document.line_span(99) == (2, 4)


def test_an_empty_text_has_one_empty_line() -> None:
    document = document_from_text("a.py", "")
    assert document.tree.module.body == []
    assert document.location(0) == (None, 1, 1)
    assert document.line_span(1) == (0, 0)


def test_rows_of_a_notebook_count_within_their_cell() -> None:
    document = document_from_cells("a.ipynb", [(2, "x = 1"), (5, "y = 2\r\nz = 3\n")])
    assert document.text == "x = 1\ny = 2\r\nz = 3\n\n"
    assert document.location(document.text.index("z")) == (5, 2, 1)
    assert document.location(document.cells[0].end - 1) == (2, 1, 6)
    assert document.location(len(document.text)) == (5, 3, 1)


def test_a_notebook_without_code_has_a_place_all_the_same() -> None:
    document = document_from_cells("a.ipynb", [])
    assert document.location(0) == (None, 1, 1)
    assert document.tree.module.body == []
