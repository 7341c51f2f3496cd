"""Several fixes at once, in rounds, and what becomes of those that cannot be made."""

import re
from collections.abc import Sequence

import pytest

from fitlens.analysis.facts import Span
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.rounds import MOST, Judge, Mended, mend
from fitlens.source.document import Document, document_from_cells, document_from_text


def finding(start: int, end: int, new: str, *more: Edit, safe: bool = True, severity: Severity = "error") -> Finding:
    """One whose fix replaces a range."""
    fix = Fix("Replace it", (Edit(Span(start, end), new), *more), safe)
    return Finding("SKL101", "unknown-hyperparameter", severity, "wrong", Span(start, end), fix=fix)


def replacing(**words: str) -> Judge:
    """Finds words, in order, whose fix is another word."""

    def judge(document: Document) -> Sequence[Finding]:
        return [
            finding(match.start(), match.end(), new)
            for old, new in words.items()
            for match in re.finditer(rf"\b{old}\b", document.text)
        ]

    return judge


def mended(document: Document | str, judge: Judge, *, unsafe: bool = False) -> Mended:
    if isinstance(document, str):
        document = document_from_text("case.py", document)
    return mend(document, judge(document), judge, unsafe=unsafe)


def once(*findings: Finding) -> Judge:
    """These at first, and then none."""
    left = [list(findings)]
    return lambda _document: left.pop() if left else []


def test_what_does_not_meet_is_done_at_once_and_a_fix_may_need_another_first() -> None:
    done = mended("f(a, b, a)\n", replacing(a="b", b="c"))
    assert done.document.text == "f(c, c, c)\n"
    assert (len(done.rounds), len(done.settled)) == (2, 5)


def test_of_two_that_meet_the_worse_is_done_and_the_other_judged_again() -> None:
    worse = once(finding(2, 5, "b", severity="warning"), finding(2, 4, "c"))
    assert mended("f(old)\n", worse).document.text == "f(cd)\n"
    inserted = once(finding(2, 2, "1, "), finding(2, 2, "2, "))
    assert mended("f(old)\n", inserted).document.text == "f(1, old)\n"
    side_by_side = once(finding(3, 6, ""), finding(6, 9, ""))
    assert mended("f(1, b, c)\n", side_by_side).document.text == "f(1)\n"


def test_unsafe_ones_only_when_asked_for() -> None:
    judge = once(finding(0, 1, "g", safe=False))
    assert mended("f(1)\n", judge).document.text == "f(1)\n"
    assert mended("f(1)\n", once(finding(0, 1, "g", safe=False)), unsafe=True).document.text == "g(1)\n"


@pytest.mark.parametrize(
    ("code", "part", "bad"),
    [("f(1)\n", "1", ")"), ("f(1)\n", "1", "'"), ("f(a=1, b=2)\n", "a", "b"), ("x = f(1)\n", "x = ", "return ")],
)
def test_what_would_be_no_python_is_left_out_and_the_rest_done(code: str, part: str, bad: str) -> None:
    code += "old\n"
    at = code.index(part)

    def judge(document: Document) -> Sequence[Finding]:
        return [finding(at, at + len(part), bad), *replacing(old="new")(document)]

    done = mended(code, judge)
    assert done.document.text == code.replace("old", "new")
    assert [each.span.start for each in done.refused] == [at]


def test_fixes_that_fit_alone_but_not_together() -> None:
    def judge(document: Document) -> Sequence[Finding]:
        return [finding(match.start(), match.end(), "c") for match in re.finditer(r"\b[ab]\b", document.text)]

    done = mended("f(a=1, b=2)\n", judge)
    assert done.document.text == "f(c=1, b=2)\n"
    assert len(done.refused) == 1


def test_code_that_is_broken_elsewhere_is_fixed_where_it_is_not() -> None:
    done = mended("f(old)\nx = (\n\ndef g():\n    old\n", replacing(old="new"))
    assert done.document.text == "f(new)\nx = (\n\ndef g():\n    new\n"
    assert mended("x = (old\n", replacing(old="new")).document.text == "x = (old\n"


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    done = mended("a\n", _back_and_forth)
    assert done.restless
    assert done.document.text == "b\n"
    growing = mended("a\n", lambda document: [finding(0, 0, "a + ")])
    assert growing.restless
    assert len(growing.rounds) == MOST


def _back_and_forth(document: Document) -> Sequence[Finding]:
    return [finding(0, 1, "b" if document.text.startswith("a") else "a")]


def test_new_lines_end_as_those_around_them() -> None:
    judge = once(finding(2, 5, "1,\n  2"))
    assert mended("f(old)\r\ng()\n", judge).document.text == "f(1,\r\n  2)\r\ng()\n"


def test_a_fix_reaches_from_cell_to_cell_but_no_edit_does() -> None:
    notebook = document_from_cells("study.ipynb", [(1, "a = 1"), (4, "%time b = a")])
    both = finding(0, 1, "new", Edit(Span(16, 17), "new"))
    assert notebook.text == "a = 1\n%time b = a\n"
    done = mended(notebook, once(both))
    assert done.document.text == "new = 1\n%time b = new\n"
    assert [cell.number for cell in done.document.cells] == [1, 4]
    assert mended(notebook, once(finding(4, 8, ""))).rounds == ()


class TestImports:
    """Those that were needed until a fix was made."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("from m import old\n\nold()  # rather than old\n", "\nnew()  # rather than old\n"),
            ("from m import a, old, b\nold(a, b)\n", "from m import a, b\nnew(a, b)\n"),
            ("from m import old, b\nold(b)\n", "from m import b\nnew(b)\n"),
            ("from m import (\n    b,\n    old,\n)\nold(b)\n", "from m import (\n    b,\n)\nnew(b)\n"),
            ("import os\nimport old\nold.f(os)\n", "import os\nnew.f(os)\n"),
            ("def f():\n    import old\n    return old\n", "def f():\n    return new\n"),
        ],
    )
    def test_go(self, before: str, after: str) -> None:
        assert mended(before, _uses).document.text == after

    @pytest.mark.parametrize(
        "kept",
        [
            "from m import old  # noqa: F401\nold()\n",
            "from m import (\n    a,  # first\n    old,\n)\nold(a)\n",
            "try:\n    import old\nexcept ImportError:\n    pass\nold()\n",
            "import old; x = 1\nold()\n",
            "if x:\n    import old\nold()\n",
            "from m import old\n__all__ = ['old']\nold()\n",
            "from m import unused\nold()\n",
            "from m import *\nold()\n",
        ],
    )
    def test_stay(self, kept: str) -> None:
        head, found, tail = kept.rpartition("old(")
        assert mended(kept, _uses).document.text == head + found.replace("old", "new") + tail

    def test_of_a_notebook(self) -> None:
        notebook = document_from_cells("study.ipynb", [(1, "import a\nfrom m import old"), (2, "old(a)")])
        assert mended(notebook, _uses).document.text == "import a\nnew(a)\n"
        notebook = document_from_cells("study.ipynb", [(1, "from m import old"), (2, "old()")])
        assert mended(notebook, _uses).document.text == "\nnew()\n"


def _uses(document: Document) -> Sequence[Finding]:
    """Calls, attributes and returns of `old`."""
    pattern = r"\bold(?=\()|\bold(?=\.)|(?<=return )old\b"
    return [finding(match.start(), match.end(), "new") for match in re.finditer(pattern, document.text)]
