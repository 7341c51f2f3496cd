"""A program read while it is typed: nothing raises, and what was complete before the broken place stays."""

from __future__ import annotations

import ast
import os
import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitlens.source.document import Document, document_from_cells, document_from_text

PROGRAM = '''\
"""Tunes a classifier on the iris data."""
import numpy as np
from sklearn import datasets, svm as machines
from sklearn.model_selection import (
    GridSearchCV,
    train_test_split,
)
from sklearn.pipeline import Pipeline

X, y = datasets.load_iris(return_X_y=True)  # 150 flowers
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)


class Report:
    """Says how well a model does."""

    def __init__(self, model, digits=3):
        self.model = model.fit(X_train, y_train)
        self.digits = digits

    @property
    def score(self):
        try:
            return round(self.model.score(X_test, y_test), self.digits)
        except ValueError as error:
            print(f"no score: {error!r:>{self.digits}}")
            raise


pipe = Pipeline([("scale", None), ("svc", machines.SVC(C=1.0, kernel="rbf"))])
grid = {"svc__C": [1, 10], "svc__gamma": np.logspace(-3, 3, 7)[::2], 'svc__kernel': ["rbf", "linear"]}
search = GridSearchCV(
    pipe, grid, cv=5,
)
if search is not None and len(X) > 1:
    for name in sorted(grid):
        with open(name) as file, open("😀é") as other:
            print(name, file.read() if file else other, sep="\\n")
elif X.shape[0] % 2:
    rest = [x for x in X if x[0] > 1]
else:
    pass
print(Report(search).score, search.best_estimator_["svc"].support_vectors_.shape)
key = lambda model, *rest: -model.C ** 2
'''


def statements(code: str) -> list[str]:
    """Each top-level statement with its positions."""
    return [ast.dump(node, include_attributes=True) for node in ast.parse(code).body]


def check_tree(document: Document) -> None:
    """What holds for each document, however broken."""
    assert len(document.code) == len(document.text)
    tree = document.tree
    assert bool(tree.problems) == bool(tree.repaired)
    for node in ast.walk(tree.module):
        if isinstance(node, ast.expr | ast.stmt):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = document.offset(node.lineno, node.col_offset)
            end = document.offset(node.end_lineno, node.end_col_offset)
            assert 0 <= start <= end <= len(document.text)
            # Text that is ours never moves the user's: a name stands where the tree says.
            if isinstance(node, ast.Name) and node.id.strip("_"):
                # Python knows names by their normal form.
                written = unicodedata.normalize("NFKC", document.code[start:end])
                assert re.sub("[\ud800-\udfff]", "_", written) == node.id


def test_every_prefix_of_a_program_keeps_the_statements_before_its_end() -> None:
    whole = ast.parse(PROGRAM).body
    dumps = statements(PROGRAM)
    lines = PROGRAM.splitlines(keepends=True)
    ends = [sum(map(len, lines[: node.end_lineno])) for node in whole]
    for length in range(len(PROGRAM) + 1):
        document = document_from_text("program.py", PROGRAM[:length])
        check_tree(document)
        complete = sum(end <= length for end in ends)
        kept = [ast.dump(node, include_attributes=True) for node in document.tree.module.body[:complete]]
        # An `if` may still be followed by its `else`: all but the last statement must be as they will be.
        assert kept[: complete - 1] == dumps[: max(0, complete - 1)], PROGRAM[:length]


def test_statements_behind_the_broken_place_are_kept_too() -> None:
    """Each statement of the program cut short in turn, the others whole."""
    nodes = ast.parse(PROGRAM).body
    lines = PROGRAM.splitlines(keepends=True)
    for broken, node in enumerate(nodes):
        first = node.lineno - 1
        assert node.end_lineno is not None
        text = "".join(lines[first : node.end_lineno])
        for length in range(1, len(text) - 1, 3):
            cut = text[:length] + "\n"
            document = document_from_text(
                "program.py", "".join(lines[:first]) + cut + "".join(lines[node.end_lineno :])
            )
            body = [ast.dump(statement) for statement in document.tree.module.body]
            for other, expected in enumerate(nodes):
                # What stands right behind an open string or decorator may be taken for a part of it.
                if other < broken:
                    assert ast.dump(expected) == body[other]
                elif other > broken + 1:
                    assert ast.dump(expected) in body, (cut, ast.unparse(expected))


SIGNS = "()[]{}'\"\\#:;,.=@%!?\n\r\t\f\0 é😀\u0301\u2028\ufeff\ud800"
WORDS = (
    "\"\"\"|'''|f'{|\r\n|def f(|class |try:|else:|    |import |lambda |match x:\n case|_|0|async |not |**|for |from "
)
PIECES = st.sampled_from([*SIGNS, *WORDS.split("|")])


@st.composite
def mutated(draw: st.DrawFn) -> str:
    begin, end = sorted((draw(st.integers(0, len(PROGRAM))), draw(st.integers(0, len(PROGRAM)))))
    text = PROGRAM[begin:end]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        kind = draw(st.sampled_from(["insert", "cut", "paste", "text"]))
        if kind == "insert":
            text = text[:at] + draw(PIECES) + text[at:]
        elif kind == "cut":
            text = text[:at] + text[at + draw(st.integers(1, 60)) :]
        elif kind == "paste":
            begin = draw(st.integers(0, len(PROGRAM)))
            text = text[:at] + PROGRAM[begin : begin + draw(st.integers(1, 80))] + text[at:]
        else:
            text = text[:at] + draw(st.text(max_size=5)) + text[at:]
    return text


EXAMPLES = int(os.environ.get("FITLENS_FUZZ", "300"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES == 300,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@given(mutated())
@FUZZ
def test_no_mutation_of_a_program_raises(text: str) -> None:
    check_tree(document_from_text("program.py", text))


@given(st.lists(st.tuples(mutated(), st.sampled_from(["", "%time ", "%%bash\n", "!ls\n", "x = %timeit ", "  "]))))
@settings(FUZZ, max_examples=max(20, EXAMPLES // 10))
def test_no_mutation_of_a_notebook_raises(cells: list[tuple[str, str]]) -> None:
    document = document_from_cells("book.ipynb", [(i, magic + text) for i, (text, magic) in enumerate(cells, 1)])
    check_tree(document)
    for cell in document.cells:
        assert document.location(cell.start)[:2] == (cell.number, 1)
