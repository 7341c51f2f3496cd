"""What may be written at the cursor, in code that is being typed."""

import re

import pytest

from fitlens.ide.completion.explained import explained
from fitlens.ide.completion.settings_file import setting_completions

PIPE = """\
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, cross_val_score, validation_curve
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC
pipe = Pipeline([("pca", PCA()), ("svc", SVC())])
"""


@pytest.mark.parametrize(
    "typed",
    [
        "SVC(C=1, ker<CURSOR>",
        "SVC(C=1, ker<CURSOR>\nclf = SVC()",
        "SVC(C=1, ker<CURSOR>)",
        "print(SVC(C=1, <CURSOR>), 1",
        "clf = SVC(\n    C=1,\n    <CURSOR>\n)",
        "clf = SVC(\n    C=1,\n    <CURSOR>\nclf.fit(X, y)",
        "clf = SVC(\n    C=1,\n    ker<CURSOR>\n    verbose=True,\n)",
        "def make():\n    return SVC(C=1, <CURSOR>\n\nmake()",
        "if SVC(C=1, <CURSOR>",
        "models = [(name, SVC(C=1, k<CURSOR>",
    ],
)
def test_hyperparameters_in_a_call_that_is_not_closed(opened, typed):
    offered = opened(PIPE + typed).offered()
    assert {"kernel", "gamma", "random_state"} <= set(offered)
    assert "C" not in offered


def test_those_that_change_most_come_first_and_runtime_options_last(opened):
    offered = opened(PIPE + "SVC(<CURSOR>").offered()
    assert offered.index("C") < offered.index("kernel") < offered.index("shrinking") < offered.index("cache_size")
    assert set(offered[-2:]) == {"cache_size", "verbose"}


def test_what_has_no_effect_beside_what_is_given_comes_late_and_says_why(opened):
    found = opened(PIPE + 'SVC(<CURSOR>, kernel="linear")').completions()
    (gamma,) = [item for item in found.items if item.label == "gamma"]
    assert gamma.detail.startswith('hyperparameter of SVC, default "scale", no effect with kernel="linear"')
    offered = [item.label for item in found.items]
    assert offered.index("gamma") > offered.index("shrinking")


def test_a_keyword_brings_its_equals_sign_and_values_unless_they_stand_there(opened):
    (kernel,) = [item for item in opened(PIPE + "SVC(ker<CURSOR>").completions().items if item.label == "kernel"]
    assert kernel.insert == "kernel="
    assert kernel.choices[0] == '"rbf"'
    (kernel,) = [item for item in opened(PIPE + "SVC(ker<CURSOR>=1)").completions().items if item.label == "kernel"]
    assert (kernel.insert or kernel.label, kernel.choices) == ("kernel", ())


def test_arguments_of_functions_and_methods(opened):
    offered = opened(PIPE + "cross_val_score(pipe, X, y, <CURSOR>").offered()
    assert {"scoring", "cv", "n_jobs"} <= set(offered)
    assert not {"estimator", "X", "y"} & set(offered)
    assert opened(PIPE + "SVC().fit(X, <CURSOR>").offered() == ["y", "sample_weight"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("SVC(kernel=<CURSOR>", ['"rbf"', '"linear"', '"poly"']),
        ("SVC(kernel=<CURSOR>, C=1)", ['"rbf"', '"linear"', '"poly"']),
        ("SVC(kernel='<CURSOR>", ["rbf", "linear", "poly"]),
        ("SVC(kernel='li<CURSOR>', C=1)", ["rbf", "linear", "poly"]),
        ("SVC(shrinking=<CURSOR>)", ["True", "False"]),
        ("SVC(C=<CURSOR>)", ["1.0"]),
        ("SVC(random_state=<CURSOR>)", ["None", "0"]),
        ("PCA(n_components=<CURSOR>)", ['"mle"', "None"]),
        ("KNeighborsClassifier(metric='<CURSOR>", ["minkowski"]),
        ("cross_val_score(pipe, X, y, scoring='<CURSOR>')", ["accuracy"]),
        ("GridSearchCV(pipe, {'svc__kernel': ['linear', '<CURSOR>", ["rbf"]),
        ("pipe.set_params(svc__kernel='<CURSOR>", ["rbf"]),
    ],
)
def test_values(opened, typed, first):
    assert opened(PIPE + typed).offered()[: len(first)] == first


def test_what_fit_learned_comes_first_where_it_is_there(opened):
    fitted = opened(PIPE + 'clf = SVC(kernel="linear").fit(X, y)\nclf.<CURSOR>').offered()
    assert {"coef_", "support_vectors_", "classes_"} <= set(fitted[:15])
    assert fitted.index("coef_") < fitted.index("predict") < fitted.index("fit") < fitted.index("C")
    unfitted = opened(PIPE + "clf = SVC()\nclf.<CURSOR>\nclf.fit(X, y)").completions()
    assert unfitted.items[0].label == "fit"
    (coef,) = [item for item in unfitted.items if item.label == "support_"]
    assert coef.detail.endswith("· not there yet: clf is unfitted at this line")


def test_what_these_hyperparameters_exclude_comes_last_with_its_condition(opened):
    found = opened(PIPE + "clf = SVC().fit(X, y)\nprint(clf.<CURSOR>)").completions()
    (coef,) = [item for item in found.items if item.label == "coef_"]
    assert coef.detail.endswith('· exists only with kernel="linear"')
    assert found.items.index(coef) > len(found.items) // 2


@pytest.mark.parametrize(
    "typed",
    ["clf.<CURSOR>", "clf.<CURSOR>\nprint(1)", "if clf.<CURSOR>", "for x in clf.<CURSOR>:", "print(f(clf.s<CURSOR>"],
)
def test_behind_a_dot_in_any_half_typed_statement(opened, typed):
    assert "support_vectors_" in opened(PIPE + "clf = SVC().fit(X, y)\n" + typed).offered()


def test_functions_and_classes_that_stand_elsewhere_are_known(opened):
    assert (
        "support_"
        in opened(
            PIPE
            + """
def train():
    model = make()
    model.fit(X, y)
    model.<CURSOR>

def make():
    return SVC()
"""
        ).offered()
    )
    assert (
        "components_"
        in opened(
            PIPE
            + """
class Report:
    def __init__(self):
        self.pca = PCA()

    def show(self):
        self.pca.fit(X)
        return self.pca.<CURSOR>
"""
        ).offered()
    )


@pytest.mark.parametrize(
    "typed",
    ['pipe["<CURSOR>', "pipe['s<CURSOR>']", "pipe.named_steps.<CURSOR>", 'pipe.named_steps["<CURSOR>"].fit(X)'],
)
def test_steps(opened, typed):
    assert opened(PIPE + typed).offered() == ["pca", "svc"]


@pytest.mark.parametrize(
    "typed",
    [
        "GridSearchCV(pipe, {'svc__<CURSOR>",
        "GridSearchCV(pipe, {r'svc__<CURSOR>",
        "GridSearchCV(pipe, [{'svc__<CURSOR>': [1]}])",
        "grid = {'svc__<CURSOR>'}\nGridSearchCV(pipe, grid)",
        "grid = {'svc__<CURSOR>",
        "grid = {\n    'pca__n_components': [2],\n    'svc__<CURSOR>\n}\n",
        "pipe.set_params(svc__<CURSOR>",
        "pipe.set_params(**{'svc__<CURSOR>'})",
        "validation_curve(pipe, X, y, param_name='svc__<CURSOR>",
    ],
)
def test_nested_names(opened, typed):
    offered = opened(PIPE + typed).offered()
    assert offered[:4] == ["svc__max_iter", "svc__C", "svc__kernel", "svc__gamma"]
    assert all(each.startswith("svc__") for each in offered)


def test_nested_names_to_any_depth_and_none_twice(opened):
    offered = opened(
        PIPE
        + """
columns = ColumnTransformer([("numbers", pipe, [0])])
GridSearchCV(Pipeline([("columns", columns)]), {"columns__numbers__svc__C": [1], "columns__numbers__<CURSOR>
"""
    ).offered()
    assert "columns__numbers__svc__gamma" in offered
    assert "columns__numbers__svc__C" not in offered


def test_names_bring_the_import_that_they_need(opened):
    found = opened(PIPE + "model = LogisticReg<CURSOR>").completions()
    assert [item.label for item in found.items] == ["LogisticRegression", "LogisticRegressionCV"]
    (insertion,) = found.items[0].also
    assert insertion.text == "\nfrom sklearn.linear_model import LogisticRegression"
    assert PIPE[: insertion.offset].endswith("from sklearn.svm import SVC")
    (extended,) = next(i for i in opened(PIPE + "NuSV<CURSOR>").completions().items if i.label == "NuSVC").also
    assert (extended.offset, extended.text) == (insertion.offset, ", NuSVC")
    (imported,) = opened(PIPE + "GridSear<CURSOR>").completions().items
    assert imported.also == ()


def test_an_import_stays_in_the_cell_that_needs_it(opened):
    found = opened("from sklearn.svm import SVC", "%matplotlib inline\nmodel = LogisticReg<CURSOR>").completions()
    (insertion,) = found.items[0].also
    assert insertion.text == "from sklearn.linear_model import LogisticRegression\n"
    assert insertion.offset == len("from sklearn.svm import SVC\n%matplotlib inline\n")


def test_a_notebook_is_one_program(opened):
    assert (
        "support_"
        in opened("from sklearn.svm import SVC\nclf = SVC().fit(X, y)", "%time 1\nclf.<CURSOR>", "x = (").offered()
    )


def test_names_in_an_import(opened):
    offered = opened("from sklearn.svm import SVC, <CURSOR>").offered()
    assert "LinearSVC" in offered
    assert "SVC" not in offered
    assert "linear_model" in opened("from sklearn.<CURSOR>").offered()
    assert "LinearSVC" in opened("import sklearn.svm\nsklearn.svm.<CURSOR>").offered()


@pytest.mark.parametrize(
    "typed",
    [
        "# clf.<CURSOR>",
        "np.<CURSOR>",
        "x = 1.<CURSOR>",
        "print('<CURSOR>')",
        "config = {'<CURSOR>': 1}",
        "open(<CURSOR>",
        "def f(a, <CURSOR>",
        "class SV<CURSOR>",
        "text = f'{pipe.<CURSOR>}'",
        "'SVC(<CURSOR>'",
        "SVC.<CURSOR>",
        "frame['<CURSOR>']",
        "import numpy as np<CURSOR>",
    ],
)
def test_where_others_know_more_nothing_is_offered(opened, typed):
    assert opened(PIPE + typed).offered() == []


def test_a_sign_that_ends_something_asks_for_nothing(opened):
    assert opened(PIPE + 'pipe["svc"<CURSOR>').offered('"') == []
    assert opened(PIPE + "model = <CURSOR>").offered("=") == []
    assert opened(PIPE + "SVC(C=<CURSOR>").offered("=") == ["1.0"]


def test_what_is_told_of_an_item_when_it_is_asked_for(opened, catalog):
    (gamma,) = [item for item in opened(PIPE + "SVC(<CURSOR>").completions().items if item.label == "gamma"]
    told = explained(gamma.subject, catalog, lambda _entry, _name: None)
    assert told is not None
    assert told.plain.split("\n\n")[0] == 'gamma · hyperparameter of SVC, default "scale"'
    assert 'Accepts "auto", "scale" or a number ≥ 0' in told.plain


def test_every_place_of_a_program_while_it_is_typed_is_answered(opened):
    program = (
        PIPE + 'clf = SVC(C=1.0).fit(X, y)\nfor x in clf.classes_:\n    print(f"{x}", pipe["svc"], {"a": [clf]})\n'
    )
    for length in range(len(PIPE), len(program) + 1):
        place = opened(program[:length] + "<CURSOR>")
        place.offered()
        place.signature()
        opened(program[:length] + "<CURSOR>" + program[length:]).offered()


PROJECT = """\
[project]
name = "<1>"

[tool.fitlens]
target-version = "<2>"
select = ["SKL1",
    <3>
]
severity = { SKL106 = <4> }
respect-gitignore = <5>
<6>

[tool.fitlens.per-file-ignores]
"tests/**" = [<7>"SKL101"]

[tool.fitlens.severity]
<8>
# <9>
[tool.<0>
"""


@pytest.mark.parametrize(
    ("mark", "some"),
    [
        ("<1>", None),
        ("<2>", ("1.9", "1.2")),
        ("<3>", ("SKL102", "unknown-scorer")),
        ("<4>", ("error", "info")),
        ("<5>", ("true", "false")),
        ("<6>", ("ignore", "baseline")),
        ("<7>", ("SKL102", "unknown-scorer")),
        ("<8>", ("SKL102", "unknown-scorer")),
        ("<9>", None),
        ("<0>", ("tool.fitlens", "tool.fitlens.severity")),
    ],
)
def test_a_file_of_settings(mark, some):
    def at(text: str, whole: bool) -> list[str] | None:
        before, _, after = text.partition(mark)
        before, after = (re.sub("<.>", "", part) for part in (before, after))
        found = setting_completions(before + after, len(before), whole=whole)
        return None if found is None else [item.label for item in found.items]

    offered = at(PROJECT, False)
    assert (offered is None) if some is None else set(some) <= set(offered or ())
    if mark == "<6>":
        assert "select" not in (offered or ())  # which the table has
    alone = PROJECT.partition("\n\n")[2].replace("tool.fitlens.", "").replace("[tool.fitlens]\n", "")
    if some is not None and mark != "<0>":
        assert set(some) <= set(at(alone, True) or ())


def test_a_value_is_quoted_where_the_quotes_are_not_there_yet():
    for text, inserted in (("target-version = ", '"1.9"'), ('target-version = "1', "")):
        found = setting_completions(text, len(text), whole=True)
        assert found is not None
        assert (found.items[0].label, found.items[0].insert) == ("1.9", inserted)


def test_a_line_of_a_million_characters_is_answered_as_soon_as_any(opened):
    """Of one word, or in a string that is open before its brackets: a pattern tried from each character never ends."""
    assert opened(f"{PIPE}{'x' * 1_000_000} + SVC(ker<CURSOR>").offered()
    assert opened(f"{PIPE}print('{' ' * 1_000_000}x) + SVC(<CURSOR>)").offered() == []
    assert opened(f"{PIPE}print({'x' * 1_000_000} <CURSOR>").offered() is not None
