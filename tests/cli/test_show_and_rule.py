"""`fitlens show` and `fitlens rule`: what is known of scikit-learn, and what is looked for."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from fitlens import __version__
from fitlens.catalog.build.again import Again
from fitlens.catalog.evidence import Trial
from fitlens.catalog.model import ClassEntry
from fitlens.cli import show, why

Fitlens = Callable[..., subprocess.CompletedProcess[str]]


def test_an_estimator_is_a_table_of_what_can_be_set_and_what_is_learned(fitlens: Fitlens) -> None:
    shown = fitlens("show", "sklearn.svm.SVC", COLUMNS="110").stdout
    assert shown.startswith("sklearn.svm.SVC\n")
    assert re.search(r"^  C +1\.0 +a number > 0$", shown, re.MULTILINE)
    assert re.search(r'^  gamma +"scale" +"auto", "scale" or a number ≥ 0$', shown, re.MULTILINE)
    assert "support_vectors_" in shown.partition("Learned parameters, set by fit")[2]
    assert fitlens("show", "SVC", COLUMNS="110").stdout == shown


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_table_fits_the_terminal(fitlens: Fitlens, width: int) -> None:
    shown = fitlens("show", "HistGradientBoostingClassifier", "--why", COLUMNS=str(width)).stdout
    # Its path and the address of its page are longer than the narrow ones.
    lines = [line for line in shown.splitlines() if "sklearn.ensemble" not in line]
    assert max(map(len, lines)) <= width


def test_a_function_and_a_required_argument(fitlens: Fitlens) -> None:
    assert re.search(r"^  estimator +\(required\)", fitlens("show", "cross_val_score").stdout, re.MULTILINE)


def test_one_hyperparameter_with_its_history(fitlens: Fitlens) -> None:
    shown = fitlens("show", "SVC.gamma").stdout.splitlines()
    assert shown[:2] == ["sklearn.svm.SVC.gamma", "hyperparameter of SVC, scikit-learn 1.9"]
    assert "default   'scale'" in shown
    assert 'accepts   "auto", "scale" or a number ≥ 0' in shown
    assert "  0.22  default 'auto' → 'scale'" in shown
    assert "deprecated: leave it out" in fitlens("show", "SVC.probability").stdout


def test_a_learned_parameter_a_method_and_what_is_neither(fitlens: Fitlens) -> None:
    assert "learned parameter of GridSearchCV" in fitlens("show", "GridSearchCV.best_estimator_").stdout
    assert "raises NotFittedError" in fitlens("show", "sklearn.svm.SVC.predict").stdout
    done = fitlens("show", "SVC.gama")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "fitlens: SVC has no hyperparameter, learned parameter or method 'gama'; did you mean gamma"
    )


def test_what_another_version_has(fitlens: Fitlens) -> None:
    def told(*arguments: str) -> str:
        return fitlens("show", *arguments).stderr

    removed = "was removed in scikit-learn"
    assert told("load_boston").startswith(f"fitlens: sklearn.datasets.load_boston {removed} 1.2; instead: ")
    assert told("sklearn.cross_validation").startswith(f"fitlens: sklearn.cross_validation {removed} 0.20; instead: ")
    assert told("OneHotEncoder.sparse") == f"fitlens: OneHotEncoder.sparse {removed} 1.4; instead: sparse_output\n"
    new = "fitlens: sklearn.metrics.root_mean_squared_error is new in scikit-learn 1.4\n"
    assert told("root_mean_squared_error", "--target-version", "1.3") == new


def test_a_class_tells_what_was_seen_of_it(fitlens: Fitlens) -> None:
    shown = fitlens("show", "SVC", "--target-version", "1.9", COLUMNS="110").stdout
    to_tune, _, rest = shown.partition("Runtime options, hyperparameters that do not change what is learned\n")
    assert re.search(r"^  cache_size +200 +a number > 0$", rest, re.MULTILINE)
    assert "cache_size" not in to_tune
    assert re.search(
        r"^  coef_ +float64 \(n_classes · \(n_classes − 1\) / 2, n_features\)\n +only with kernel=\"linear\"$",
        rest,
        re.MULTILINE,
    )
    assert re.search(r"^  predict_proba +only with probability=True$", rest, re.MULTILINE)
    assert 'gamma has no effect with kernel="linear" or "precomputed"' in rest
    assert "Random numbers\n  drawn only with probability=True\n" in rest
    assert "Seen to fit on\n  multiclass, binary, " in rest
    assert "Scale of the features\n  one column multiplied by a number changes predictions\n" in rest
    conflict = 'penalty="l1" is refused with loss="hinge": ValueError at fit, unless multi_class="crammer_singer"'
    assert conflict in fitlens("show", "LinearSVC", "--target-version", "1.9", COLUMNS="110").stdout


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("SVC.gamma", 'effect    none with kernel="linear" or "precomputed"'),
        ("SVC.cache_size", "effect    runtime option: does not change what is learned"),
        ("SVC.kernel", 'decides   coef_ is there only with kernel="linear"'),
        ("SVC.coef_", "is        array of float64, (n_classes · (n_classes − 1) / 2, n_features)"),
        ("SVC.coef_", 'there     only with kernel="linear"'),
        ("SVC.predict_proba", "there     only with probability=True"),
        ("GridSearchCV.best_estimator_", "there     only with refit other than False"),
        ("SelectFromModel.prefit", "fitted    estimator must be fitted before with prefit=True"),
        ("RocCurveDisplay.from_estimator", "fitted    estimator must be fitted before"),
        ("plot_tree.decision_tree", "unfitted  raises NotFittedError"),
        (
            "KFold.random_state",
            "conflict  random_state other than None is refused with shuffle=False: ValueError at construction",
        ),
    ],
)
def test_a_member_tells_what_concerns_it(fitlens: Fitlens, name: str, line: str) -> None:
    assert line in fitlens("show", name, "--target-version", "1.9", COLUMNS="120").stdout.splitlines()


def test_why_is_the_calls_that_were_made_and_what_came_of_them(fitlens: Fitlens) -> None:
    told = fitlens("show", "SVC.coef_", "--why", "--target-version", "1.9").stdout.partition("\nWhy\n")[2]
    lines = [line.strip() for line in told.splitlines()]
    assert lines[0].startswith("run with scikit-learn 1.9.")
    assert "SVC(random_state=0) · multiclass · not there" in lines
    assert "SVC(random_state=0, kernel='linear') · multiclass · ndarray float64 (3, 5)" in lines
    compared = fitlens("show", "SVC.gamma", "--why", "--target-version", "1.9", COLUMNS="120").stdout
    assert re.search(
        r"SVC\(.*kernel='linear', gamma=.*\) · multiclass · same result as SVC\(.*kernel='linear'\)",
        " ".join(compared.split()),
    )


def test_rerun_has_it_out_of_scikit_learn_itself(fitlens: Fitlens) -> None:
    of_it = ("LinearSVC.penalty", "--rerun", sys.executable, "--target-version", "1.9")
    done = fitlens("show", *of_it, COLUMNS="200")
    assert done.returncode == 0
    assert re.search(
        r"holds +LinearSVC\(.*loss='hinge', penalty='l1'\) · .* · ValueError\n +ValueError: .*hinge", done.stdout
    )
    assert re.search(
        r"^Run again with scikit-learn 1\.\d+\.\d+ of .*: all \d trials came out the same$", done.stdout, re.MULTILINE
    )
    data = json.loads(fitlens("show", *of_it, "--output-format", "json").stdout)
    refused = [each for each in data["evidence"] if each["outcome"] == "refused"]
    assert refused
    assert all(each["rerun"]["holds"] and each["rerun"]["message"] for each in refused)


def test_evidence_that_no_longer_holds_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_: str, entry: ClassEntry, trials: Sequence[Trial]) -> tuple[Again, ...]:
        return tuple(Again(False, "refused", "TypeError", f"not with\n{entry.name}") for _ in trials)

    monkeypatch.setattr(why, "run_again", refused)
    assert show.run("SVC.coef_", target="1.9", python=None, rerun=sys.executable) == 1
    told = capsys.readouterr().out
    assert re.search(
        r"not so +SVC\(random_state=0\) · multiclass · not there\n +now: TypeError\n +TypeError: not with SVC\n", told
    )
    assert re.search(r"Run again with .*: (\d) of \1 trials came out otherwise\n", told)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("SVC", "--why", "--target-version", "1.1"),
            (
                "no evidence: nothing was run with scikit-learn 1.1, only its source was read; "
                "give --target-version 1.2 or newer"
            ),
        ),
        (
            ("sklearn.svm", "--why"),
            "sklearn.svm: only of classes and their members there is evidence; name one, such as SVC.coef_",
        ),
        (
            ("KFold", "--rerun", "missing/python", "--target-version", "1.9"),
            "--rerun missing/python: cannot be started: No such file or directory",
        ),
    ],
)
def test_what_has_no_evidence_or_cannot_run_it(fitlens: Fitlens, arguments: tuple[str, ...], told: str) -> None:
    done = fitlens("show", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"fitlens: {told}\n")


def test_as_of_another_version_and_as_json(fitlens: Fitlens) -> None:
    shown = json.loads(fitlens("show", "OneHotEncoder", "--target-version", "1.1", "--output-format", "json").stdout)
    assert shown["version"] == "1.1"
    assert "sparse" in [parameter["name"] for parameter in shown["parameters"]]
    assert json.loads(fitlens("show", "SVC.C", "--output-format", "json").stdout)["default"] == "1.0"
    svc = json.loads(fitlens("show", "SVC", "--target-version", "1.9", "--output-format", "json").stdout)
    (coef,) = [learned for learned in svc["learned"] if learned["name"] == "coef_"]
    assert coef["conditions"] == [[{"parameter": "kernel", "values": ["linear"], "other": False}]]
    assert "cache_size" in svc["runtime"]


def test_a_name_that_is_unknown_gets_the_nearest(fitlens: Fitlens) -> None:
    done = fitlens("show", "Lasoo")
    assert done.returncode == 2
    told, _, suggested = done.stderr.rstrip("?\n").partition("; did you mean ")
    assert told == "fitlens: no class, function or module 'Lasoo' in scikit-learn 1.9"
    assert suggested.startswith("sklearn.linear_model.Lasso, ")
    assert len(suggested.split(", ")) == 3


def test_case_matters_only_where_it_tells_two_apart(fitlens: Fitlens) -> None:
    assert fitlens("show", "svm.svc").stdout == fitlens("show", "SVC").stdout


def test_a_module_is_a_list_of_what_it_holds(fitlens: Fitlens) -> None:
    shown = fitlens("show", "sklearn.ensemble").stdout
    assert re.search(r"^  RandomForestClassifier +classifier, meta-estimator, multi-output$", shown, re.MULTILINE)
    assert fitlens("show", "ensemble").stdout == shown
    # What a module only imports is shown where it belongs.
    assert [line.split() for line in fitlens("show", "calibration").stdout.splitlines()[3:]] == [
        ["CalibratedClassifierCV", "classifier,", "meta-estimator"],
        ["CalibrationDisplay", "display"],
        ["calibration_curve", "function"],
    ]
    assert re.search(r"^  ensemble +module$", fitlens("show", "sklearn").stdout, re.MULTILINE)
    assert "did you mean sklearn.ensemble?" in fitlens("show", "sklearn.ensembel").stderr


def test_rules_are_listed_and_explained(fitlens: Fitlens) -> None:
    listed = fitlens("rule").stdout.splitlines()
    assert re.fullmatch(r"SKL101  unknown-hyperparameter +error +Keyword that .+\.", listed[0])
    by_code, by_name = fitlens("rule", "skl101"), fitlens("rule", "unknown-hyperparameter")
    assert by_code.stdout == by_name.stdout
    assert "## What it does" in by_code.stdout
    record = json.loads(fitlens("rule", "SKL101", "--output-format", "json").stdout)
    assert (record["code"], record["severity"]) == ("SKL101", "error")
    assert len(json.loads(fitlens("rule", "--output-format", "json").stdout)) == len(listed)
    unknown = fitlens("rule", "SKL998")
    assert (unknown.returncode, unknown.stderr) == (2, "fitlens: no rule 'SKL998': `fitlens rule` lists them all\n")


def test_rules_are_listed_by_how_their_codes_begin(fitlens: Fitlens) -> None:
    listed = fitlens("rule").stdout.splitlines()
    some = fitlens("rule", "skl2").stdout.splitlines()
    assert [line.split() for line in some] == [line.split() for line in listed if line.startswith("SKL2")]
    narrow = fitlens("rule", "SKL2", COLUMNS="60").stdout.splitlines()
    assert max(map(len, narrow)) <= 60


def test_invalid_syntax_is_explained_as_rules_are(fitlens: Fitlens) -> None:
    assert fitlens("rule").stdout.splitlines()[-1].startswith("SKL999  invalid-syntax ")
    page = fitlens("rule", "SKL999").stdout
    assert page.startswith("# invalid-syntax (SKL999)\n")
    wrong, right = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    with pytest.raises(SyntaxError):
        ast.parse(wrong)
    ast.parse(right)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_server_started_by_hand_says_what_it_is() -> None:
    keyboard, terminal = os.openpty()
    server = subprocess.Popen([sys.executable, "-m", "fitlens", "server"], stdin=terminal, stderr=subprocess.PIPE)
    try:
        assert server.stderr is not None
        assert b"an editor starts it" in server.stderr.readline()
    finally:
        server.kill()
        server.wait()
        os.close(keyboard)
        os.close(terminal)


def test_the_version(fitlens: Fitlens) -> None:
    assert fitlens("--version").stdout == f"fitlens {__version__}\n"
