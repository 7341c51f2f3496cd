"""What each format prints for the same run."""

import json
from textwrap import dedent

import pytest

from fitlens.analysis.facts import Span
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.check.report import Format, lines
from fitlens.check.report.paint import Paint
from fitlens.check.report.summary import summary
from fitlens.rules.model import Edit, Finding, Fix, Related
from fitlens.source.document import Document, document_from_cells, document_from_text

SCRIPT = """\
from sklearn.svm import SVC

clf = SVC(kernel="rbf")
clf.fit(X, y)
print("🦊", clf.coef_)
"""


def span(document: Document, text: str) -> Span:
    start = document.text.index(text)
    return Span(start, start + len(text))


def absent(document: Document) -> Finding:
    place = span(document, "coef_")
    return Finding(
        code="SKL203",
        name="absent-learned-parameter",
        severity="error",
        message='`coef_` does not exist on `SVC(kernel="rbf")`',
        span=place,
        label='learned only with kernel="linear"',
        help='use kernel="linear"',
        fix=Fix('Set kernel="linear"', (Edit(span(document, '"rbf"'), '"linear"'),), safe=False),
        related=(Related(span(document, 'SVC(kernel="rbf")'), "constructed here"),),
    )


def printed(report: Report, output: Format) -> str:
    return "\n".join(lines(report, output, Paint())) + "\n"


def run_of(document: Document, finding: Finding) -> Report:
    return Report(
        files=3, estimators=2, judged=(Judged("1.9", "requirements.txt"),), checked=(Checked(document, (finding,)),)
    )


@pytest.fixture
def script() -> Report:
    document = document_from_text("model.py", SCRIPT)
    return run_of(document, absent(document))


@pytest.fixture
def notebook() -> Report:
    document = document_from_cells("study.ipynb", [(2, 'clf = SVC(kernel="rbf")'), (3, "clf.fit(X, y)\nclf.coef_")])
    return run_of(document, absent(document))


def test_full_shows_the_source_and_what_to_do(script: Report) -> None:
    # The caret stands under the name although the emoji before it is one character in two columns.
    assert printed(script, "full") == dedent("""\
        model.py:5:16: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`  [fixable]
          |
        3 | clf = SVC(kernel="rbf")
          |       ----------------- constructed here
        4 | clf.fit(X, y)
        5 | print("🦊", clf.coef_)
          |                 ^^^^^ learned only with kernel="linear"
          |
          = help: use kernel="linear"
          = docs: fitlens rule SKL203

        """)


def test_full_of_a_notebook_counts_within_cells(notebook: Report) -> None:
    assert printed(notebook, "full") == dedent("""\
        study.ipynb:cell 3:2:5: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`  [fixable]
          |
        1 | clf = SVC(kernel="rbf")
          |       ----------------- constructed here
          : cell 3
        1 | clf.fit(X, y)
        2 | clf.coef_
          |     ^^^^^ learned only with kernel="linear"
          |
          = help: use kernel="linear"
          = docs: fitlens rule SKL203

        """)


def test_concise_is_one_line_each(script: Report, notebook: Report) -> None:
    assert printed(script, "concise") == 'model.py:5:16: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`\n'
    assert printed(notebook, "concise").startswith("study.ipynb:cell 3:2:5: SKL203 ")


def test_a_finding_is_named_in_one_line_whatever_its_file_and_values_hold() -> None:
    document = document_from_text("mo\ndel.py", SCRIPT)
    broken = absent(document)._replace(message='`kernel="ra\u2028dial\x1b[2J"` is\r\nwrong', fix=None)
    named = 'mo\\ndel.py:5:16: SKL203 `kernel="ra\\u2028dial\\x1b[2J"` is\\r\\nwrong'
    assert printed(run_of(document, broken), "concise") == named + "\n"
    assert printed(run_of(document, broken), "full").split("\n")[:2] == [named, "  |"]


def test_json_has_ruffs_fields_with_columns_in_code_points(script: Report) -> None:
    assert json.loads(printed(script, "json")) == [
        {
            "code": "SKL203",
            "name": "absent-learned-parameter",
            "message": '`coef_` does not exist on `SVC(kernel="rbf")`',
            "severity": "error",
            "filename": "model.py",
            "cell": None,
            "location": {"row": 5, "column": 16},
            "end_location": {"row": 5, "column": 21},
            "fix": {
                "applicability": "unsafe",
                "message": 'Set kernel="linear"',
                "edits": [
                    {
                        "content": '"linear"',
                        "location": {"row": 3, "column": 18},
                        "end_location": {"row": 3, "column": 23},
                    }
                ],
            },
            "url": None,
        }
    ]


def test_json_of_a_notebook_and_of_nothing(notebook: Report) -> None:
    (record,) = json.loads(printed(notebook, "json"))
    assert (record["cell"], record["location"]) == (3, {"row": 2, "column": 5})
    assert json.loads(printed(Report(1, 0), "json")) == []


def test_github_escapes_and_says_a_notebooks_place_in_words(script: Report, notebook: Report) -> None:
    assert printed(script, "github") == (
        "::error title=FitLens (SKL203),file=model.py,line=5,col=16,endLine=5,endColumn=21"
        '::model.py:5:16: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`\n'
    )
    assert "file=study.ipynb::study.ipynb:cell 3:2:5: " in printed(notebook, "github")
    problem = Report(0, 0, problems=(Problem("a,b:c.py", "100 % wrong\nhere"),))
    assert printed(problem, "github") == "::error title=FitLens,file=a%2Cb%3Ac.py::a,b:c.py: 100 %25 wrong%0Ahere\n"


def test_a_long_or_strange_line_stays_readable() -> None:
    text = f"x = [{'1, ' * 200}]\ty.coef_\x1b[31m\n"
    document = document_from_text("wide.py", text)
    finding = Finding("SKL202", "unknown", "error", "wrong", span(document, "coef_"))
    *_, source, carets, _bar, _docs, _empty = printed(run_of(document, finding), "full").split("\n")[:-1]
    assert len(source) < 160
    assert "\x1b" not in source
    at = carets.index("^")
    assert source[at : at + 5] == "coef_"


def test_the_summary_counts(script: Report) -> None:
    assert (
        summary(script, Paint())
        == "Found 1 error in 1 of 3 files (1 fixable with --fix --unsafe-fixes), judged by scikit-learn 1.9 from requirements.txt."
    )
    assert (
        summary(Report(120, 34, (Judged("1.9"),)), Paint())
        == "All checks passed: 120 files, 34 estimators, scikit-learn 1.9."
    )
    missing = (Problem("x.py", "no such file"),)
    unread = "1 path could not be checked: x.py."
    assert summary(Report(2, 0, problems=missing), Paint()) == f"No findings in 2 files, but {unread}"
    assert summary(script._replace(problems=missing), Paint()).endswith(f" from requirements.txt. {unread}")
    assert summary(script._replace(problems=missing * 5), Paint()).endswith(
        " 5 paths could not be checked: x.py, x.py, x.py and 2 more."
    )
    assert summary(Report(0, 0, problems=missing), Paint()) == "Nothing could be checked."
    assert summary(Report(0, 0), Paint()) == "No Python files or notebooks found under the given paths."


def test_the_summary_names_the_scikit_learn_of_each_project(script: Report) -> None:
    judged = (Judged("1.9", "a/uv.lock"), Judged("1.2", "b/requirements.txt", "1.0.2"), Judged("1.9"))
    line = summary(script._replace(judged=judged), Paint())
    assert line.endswith(
        "judged by scikit-learn 1.9 from a/uv.lock and 1.2, nearest to 1.0.2 from b/requirements.txt and 1.9."
    )
    clean = summary(script._replace(judged=judged, checked=()), Paint())
    assert clean == "All checks passed: 3 files, 2 estimators, scikit-learn 1.9 and 1.2."
