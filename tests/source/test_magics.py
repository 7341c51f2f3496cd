"""IPython syntax: what of a cell is left for Python to read, at the same columns."""

from __future__ import annotations

import ast

import pytest

from fitlens.source.document import document_from_cells, document_from_text


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        # A magic that runs a statement leaves it where it is.
        ("%time model.fit(X)", "0    ;model.fit(X)"),
        ("%timeit -n 1 f()", "0           ;f()"),
        ("%timeit -n1 -r 3 -o f(-x)", "0                  ;f(-x)"),
        ("%prun -l 5 -s cumulative f(x)", "0                       ;f(x)"),
        ("%time -x", "0    ;-x"),
        ("%time x = f(a, \\\n    b)", "0    ;x = f(a, \\\n    b)"),
        ("x = %timeit -o f()", "x = 0         ;f()"),
        # A compound statement cannot follow a semicolon: the form feed sets its indentation back.
        ("%time for m in ms: m.fit(X)", "     \ffor m in ms: m.fit(X)"),
        ("if a:\n    %time for m in ms: m", "if a:\n     \f    for m in ms: m"),
        # Any other stands for a statement that does nothing.
        ("%matplotlib inline\nx", "0                 \nx"),
        ("%time", "0    "),
        ("!ls -l '\nx", "0       \nx"),
        ("!!ls", "0   "),
        ("%run a.py \\\n  --b 'c\nx", "0          \n        \nx"),
        ("if a:\n    !ls\nelse:\n\t%cd ..", "if a:\n    0  \nelse:\n\t0     "),
        ("x = !ls '\ny", "x = 0    \ny"),
        ("d['a'].b = %who", "d['a'].b = 0   "),
        ("?obj", "0   "),
        ("obj?", "0   "),
        ("obj.fit??  # how\nx", "0               \nx"),
        ("f(a,\n  b)?", "0   \n     "),
        ("pip install scikit-learn", "0" + " " * 23),
        (",f a", "0   "),
        # Cell magics: those that run the cell keep it, others have it to themselves.
        ("%%time\nx = 1", "      \nx = 1"),
        ("\n%%capture out\n%%time\nx", "\n             \n      \nx"),
        # What stands behind %%timeit runs before the cell's body.
        ("%%timeit -n 3 f()\nx", "0            ;f()\nx"),
        ("%%bash\nls '", "      \n    "),
        ("%%writefile a.py\nclf = SVC()", "                \n           "),
        ("# not on top\n%%time\nx", "# not on top\n0     \nx"),
        # A cell may be indented as a whole.
        ("    x = 1\n    %who\n    if x:\n        y", "   \fx = 1\n   \f0   \n   \fif x:\n   \f    y"),
        # What only looks like it.
        ("x = (a\n%b)", "x = (a\n%b)"),
        ("x = a \\\n  % b", "x = a \\\n  % b"),
        ("s = '''\n%time\n!ls\nwhy?\n'''", "s = '''\n%time\n!ls\nwhy?\n'''"),
        ("x = a != b  # why?", "x = a != b  # why?"),
        ("'%d' % x; y = f'{x!r}?'", "'%d' % x; y = f'{x!r}?'"),
    ],
)
def test_what_python_reads_of_a_cell(cell: str, code: str) -> None:
    document = document_from_cells("a.ipynb", [(1, cell)])
    assert document.code == code + "\n"
    assert not document.tree.problems


def test_the_columns_of_a_timed_statement_are_the_users() -> None:
    document = document_from_cells("a.ipynb", [(1, "é = 1"), (2, "%time clf.fit(X)")])
    call = document.tree.module.body[-1]
    assert document.location(document.offset(call.lineno, call.col_offset)) == (2, 1, 7)


def test_an_open_bracket_does_not_hide_the_magics_behind_it() -> None:
    document = document_from_cells("a.ipynb", [(1, "SVC(\nx = 1\n%matplotlib 'inline\n")])
    assert [ast.unparse(node) for node in document.tree.module.body] == ["SVC()", "x = 1", "0"]


def test_scripts_have_no_magics() -> None:
    text = "# %% a cell\nx = 1\n%time f()\n"
    document = document_from_text("a.py", text)
    assert document.code == text
    assert [problem.offset for problem in document.tree.problems] == [text.index("%time")]
