"""Broken code: what the tree holds in place of each kind of breakage, and what it says of it."""

from __future__ import annotations

import ast
import time

import pytest

from fitlens.source.document import document_from_cells, document_from_text


def read(text: str) -> str:
    """What the tree holds, as code."""
    return ast.unparse(document_from_text("a.py", text).tree.module)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        # Calls, brackets, strings.
        ("clf.fit(X, ", "clf.fit(X)"),
        ("clf = SVC(C=", "clf = SVC(C=_)"),
        ("SVC(C=, gamma=2).fit(X)", "SVC(C=_, gamma=2).fit(X)"),
        ("SVC(C=1, ker", "SVC(C=1)"),
        ("SVC(C=1, ker)", "SVC(C=1)"),
        ("SVC(C=1, ker, gamma=2)", "SVC(C=1, gamma=2)"),
        ("SVC(C=1 gamma=2)", "SVC(C=1, gamma=2)"),
        ("SVC(C=1,\n    ker\n    gamma=2,\n)", "SVC(C=1, gamma=2)"),
        ("SVC(C: 1)", "SVC(C=1)"),
        ("SVC(C=1, class", "SVC(C=1)"),
        ("f(a.b=1, c)", "f(c)"),
        ("f(a,, b))", "f(a, b)"),
        ("SVC(kernel='rb)", "SVC(kernel='rb')"),
        ('SVC(kernel="', "SVC(kernel='')"),
        ("x = 'it\\", "x = 'it '"),
        ("clf.", "clf"),
        ("clf.\nclf.fit(X)", "clf\nclf.fit(X)"),
        ("print(clf.  # comment", "print(clf)"),
        ("pipe[", "pipe[_]"),
        ("pipe[1:", "pipe[1:]"),
        ('{"svc__C": [1, 10], "svc__', "{'svc__C': [1, 10], 'svc__': _}"),
        ('{"a": 1, "b": }', "{'a': 1, 'b': _}"),
        ("{'a' 1, 'b'=2}", "{'a': 1, 'b': 2}"),
        ("[x for x in y if", "[x for x in y if _]"),
        ("[(1, 2\n", "[(1, 2)]"),
        # Expressions.
        ("x = ", "x = _"),
        ("x = a +", "x = a + _"),
        ("x = a if", "x = a if _ else _"),
        ("x = not", "x = not _"),
        ("x = lambda a", "x = lambda a: _"),
        ("x =\u00a0$1", "x = 1"),
        ("del", "del _"),
        ('print(f"{clf.} {x:.3f}")', "print(f'{clf} {x:.3f}')"),
        ("print(f'{clf.co", "print(f'{clf.co}')"),
        # Imports.
        ("from sklearn.svm import ", "from sklearn.svm import _"),
        ("from sklearn.", "from sklearn import _"),
        ("from sklearn.svm imp", "from sklearn.svm import _"),
        ("from sklearn.svm import (SVC, ", "from sklearn.svm import SVC"),
        ("from sklearn.svm import SVC as", "from sklearn.svm import SVC as _"),
        ("from . import", "from . import _"),
        ("import sklearn.svm as ", "import sklearn.svm as _"),
        ("import sklearn.", "import sklearn"),
        # Headers and their bodies.
        ("if x", "if x:\n    pass"),
        ("if x:  # why", "if x:\n    pass"),
        ("for m in ", "for m in _:\n    pass"),
        ("for", "for _ in _:\n    pass"),
        ("with open(x) as", "with open(x) as _:\n    pass"),
        ("def f(a", "def f(a):\n    pass"),
        ("def f(a=1, b", "def f(a=1, b=_):\n    pass"),
        ("class A(B", "class A(B):\n    pass"),
        ("async def f", "async def f():\n    pass"),
        ("try:\n    x = 1\n\ny = 2", "if _:\n    x = 1\ny = 2"),
        ("try: x = 1", "if _:\n    x = 1"),
        ("try:\n  a\nexcept E as", "try:\n    a\nexcept E as _:\n    pass"),
        ("match x:\n  case 1:\n    a\n  case", "match x:\n    case 1:\n        a\n    case _:\n        pass"),
        ("match x:\n  y = 1", "if _:\n    y = 1"),
        ("else:\n  x", "if _:\n    x"),
        ("elif x:\n  y", "if x:\n    y"),
        ("@cached\nx = 1", "+cached\nx = 1"),
        # Indentation.
        ("  x = 1\ny", "x = 1\ny"),
        ("if x:\n    a\n  b\nc", "if x:\n    a\nb\nc"),
        ("if x:\n    a\n      b\nc", "if x:\n    a\n    b\nc"),
        ("if x:\n        a\n\tb\n", "if x:\n    a\n    b"),
        # What makes no sense.
        ("clf fit X\ny = 1", "pass\ny = 1"),
        ("if x:\n    clf fit\n    y = 1", "if x:\n    pass\n    y = 1"),
        ("def 1f(a b c: d\n    return 1", "def _():\n    return 1"),
        ("for x + in y z:\n    x", "for _ in _:\n    x"),
    ],
)
def test_what_is_half_typed_is_completed(typed: str, understood: str) -> None:
    assert read(typed) == understood


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("clf = SVC(C=\nx = 3\nclf.fit(X)", "clf = SVC(C=_)\nx = 3\nclf.fit(X)"),
        ("clf.fit(\nimport b", "clf.fit()\nimport b"),
        ("clf.fit(X\n@cached\ndef f():\n    pass", "clf.fit(X)\n\n@cached\ndef f():\n    pass"),
        ("x = [1,\nfor m in ms:\n    m.fit(x)", "x = [1]\nfor m in ms:\n    m.fit(x)"),
        ("def f(a, b\n    clf = SVC()\n    return clf", "def f(a, b):\n    clf = SVC()\n    return clf"),
        ("def f():\n    SVC(C=\n    clf.fit(X)\nx = 1", "def f():\n    SVC(C=_)\n    clf.fit(X)\nx = 1"),
        ("g(\n    SVC(C=\n    cv=5,\n)\nx = 1", "g(SVC(C=_), cv=5)\nx = 1"),
        ("if f(X[a, b):\n    warn(\n        c\n    )\nx = 1", "if f(X[a, b]):\n    warn(c)\nx = 1"),
        ("while f(X[a:\n    g(a)\nx = 1", "while f(X[a:]):\n    g(a)\nx = 1"),
        # Data at column 0 is no statement, and what is whole is not cut.
        ("x = [\n1,\n2\n]\ny = (", "x = [1, 2]\ny = ()"),
        ("x = f(\na\n)\ny = (", "x = f(a)\ny = ()"),
    ],
)
def test_an_open_bracket_ends_before_the_next_statement(typed: str, understood: str) -> None:
    assert read(typed) == understood


def test_an_open_triple_quote_ends_with_its_line_where_it_would_swallow_statements() -> None:
    text = 'x = 1\n"""\nclf = SVC()\n\ndef f():\n    """Says."""\n    return 1\n'
    document = document_from_text("a.py", text)
    assert ast.unparse(document.tree.module) == 'x = 1\nclf = SVC()\n\ndef f():\n    """Says."""\n    return 1'
    (problem,) = document.tree.problems
    assert (problem.offset, problem.message) == (6, "unterminated triple-quoted string literal (detected at line 8)")


def test_blanked_code_leaves_the_names_it_mentions() -> None:
    tree = document_from_text("a.py", "x = 1\nif x:\n    clf.fit X  # y\n    print f'{z}'\n").tree
    assert tree.holes == {3: frozenset({"clf", "fit", "X"}), 4: frozenset({"print", "z"})}


def test_each_bad_block_has_its_own_problem_and_only_changed_lines_count_as_repaired() -> None:
    text = "a = 1\nb = (\nc = 3\ndef f():\n    x = 1\n    y y\n    z = 'é\n\nd = 4\n"
    document = document_from_text("a.py", text)
    problems = [(document.location(problem.offset)[1:], problem.message) for problem in document.tree.problems]
    assert problems == [((2, 5), "'(' was never closed"), ((7, 9), "unterminated string literal (detected at line 4)")]
    assert document.tree.repaired == ((2, 2), (6, 7))


def test_a_block_that_is_broken_leaves_the_trees_of_all_others() -> None:
    good = "def f(x):\n    return [\n        x,\n    ]\n"
    tree = document_from_text("a.py", good + "f(]\n" + good + "f f\n" + good).tree
    kept = [ast.dump(node) for node in tree.module.body if isinstance(node, ast.FunctionDef)]
    assert kept == [ast.dump(ast.parse(good).body[0])] * 3


def test_a_broken_cell_leaves_the_other_cells_alone() -> None:
    cells = ["clf = SVC(C=[1, 2\n", "clf.fit(X, y)", "'''text", "if x:", "clf.predict(X)"]
    document = document_from_cells("book.ipynb", list(enumerate(cells, 1)))
    body = [ast.unparse(node) for node in document.tree.module.body]
    assert body == ["clf = SVC(C=[1, 2])", "clf.fit(X, y)", "'text'", "if x:\n    pass", "clf.predict(X)"]


def test_no_warning_of_python_is_shown_or_raised(recwarn: pytest.WarningsRecorder) -> None:
    tree = document_from_text("a.py", "x = '\\d'; y = 1 is 1\nz = (").tree
    assert len(tree.problems) == 1
    assert not recwarn.list


@pytest.mark.parametrize(
    "noise",
    [
        "(" * 10_000,
        "(" * 5_000 + ")" * 5_000,
        "x = " + "not " * 20_000 + "x",
        "x" + ".b" * 50_000,
        "[x for x in " * 3_000,
        "f'{" * 3_000,
        '"""' * 5_001,
        " (\n" * 5_000,
        "".join(" " * depth + "if x:\n" for depth in range(300)),
        "if a:\n x(\n" + "elif b:\n x\n" * 2_000,
        bytes(range(256)).decode("latin-1") * 40,
        "\0" * 10_000,
    ],
    ids=lambda noise: repr(noise[:12]),
)
def test_noise_is_read_in_bounded_time(noise: str) -> None:
    document = document_from_text("a.py", "x = 1\n" + noise + "\ny = 2\n")
    began = time.process_time()
    tree = document.tree
    assert time.process_time() - began < 2
    assert tree.problems
    assert ast.unparse(tree.module.body[0]) == "x = 1"


def test_one_error_in_a_long_file_costs_a_few_times_its_parsing() -> None:
    good = "def train(X, y):\n    clf = make_pipeline(SVC(C=1.0, kernel='rbf'))\n    return clf.fit(X, y)\n\n\n"
    code = good * 2_000
    # The same collector pauses for both.
    began = time.process_time()
    document_from_text("a.py", code).tree  # noqa: B018
    once = time.process_time() - began
    for broken in (f"clf = SVC(C=\n{code}", f"{code}clf. fit(X y\n", f"{code}'''\n{code}"):
        document = document_from_text("a.py", broken)
        began = time.process_time()
        assert len(document.tree.problems) == 1
        assert time.process_time() - began < (3 * once + 0.2) * len(broken) / len(code)
