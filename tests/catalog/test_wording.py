"""What is accepted, and what was seen, in words."""

import pytest

from fitlens.catalog import phrases
from fitlens.catalog.model import Conflict, Constraint, Form, Setting
from fitlens.catalog.wording import accepted, literal


def options(*values: object, deprecated: tuple[object, ...] = ()) -> Constraint:
    return Constraint("options", values=values, deprecated=deprecated)


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        (
            [options("scale", "auto"), Constraint("interval", number="real", low=0.0, closed="left")],
            '`"scale"`, `"auto"` or a number ≥ 0',
        ),
        ([Constraint("interval", number="real", low=0.0, closed="neither")], "a number > 0"),
        ([Constraint("interval", number="integral", low=1, closed="left")], "an integer ≥ 1"),
        ([Constraint("interval", number="real", low=0, high=1, closed="left")], "a number in [0, 1)"),
        ([Constraint("interval", number="real-not-int", low=0, high=0.5, closed="right")], "a float in (0, 0.5]"),
        ([Constraint("interval", number="real", high=0, closed="neither")], "a number < 0"),
        ([Constraint("interval", number="integral", high=-1, closed="right")], "an integer ≤ -1"),
        ([Constraint("interval", number="real", low=0, high=float("inf"), closed="both")], "a number ≥ 0"),
        ([Constraint("interval", number="real", closed="neither")], "a number"),
        ([Constraint("boolean"), Constraint("none")], "`True`, `False` or `None`"),
        ([Constraint("callable")], "a callable"),
        ([Constraint("instance", type="sklearn.tree.ExtraTreeRegressor")], "an `ExtraTreeRegressor`"),
        ([Constraint("instance", type="dict"), Constraint("instance", type="str")], "a `dict` or a string"),
        ([Constraint("random-state")], "`None`, an integer ≥ 0 or a `RandomState`"),
        ([Constraint("methods", methods=("fit", "predict"))], "an object with `fit` and `predict`"),
    ],
)
def test_each_kind_reads_as_a_person_would_say_it(constraints: list[Constraint], words: str) -> None:
    assert accepted(constraints) == words


def test_hidden_alternatives_are_left_out_and_deprecated_options_marked() -> None:
    constraints = [options("l2", "none", deprecated=("none",)), Constraint("none", hidden=True)]
    assert accepted(constraints) == '`"l2"` or `"none"` (deprecated)'


def test_the_same_alternative_is_said_once() -> None:
    assert accepted([Constraint("verbose"), Constraint("boolean")]) == "`True`, `False` or an integer ≥ 0"


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert accepted(None) == ""
    assert accepted([Constraint("opaque")]) == ""
    assert accepted([Constraint("none"), Constraint("opaque")]) == "`None` or something else that fit checks"


def test_a_long_list_can_be_cut_and_marks_left_out() -> None:
    assert accepted([options("a", "b", "c", "d")], mark="", most=2) == '"a", "b" and 2 more'
    assert accepted([options("a", "b", "c")], mark="", most=2) == '"a", "b" or "c"'


@pytest.mark.parametrize(
    "value", ["plain", 'with "quotes"', "it's", "back\\slash", "new\nline", "é🦊", 1.5, None, True]
)
def test_a_literal_is_source_that_gives_the_value_back(value: object) -> None:
    source = literal(value)
    assert eval(source) == value
    assert not source.startswith("'")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (Setting("kernel", ("linear",)), '`kernel="linear"`'),
        (Setting("kernel", ("linear", "poly", "rbf")), '`kernel="linear"`, `"poly"` or `"rbf"`'),
        (Setting("refit", (False,), other=True), "`refit` other than `False`"),
        (Setting("solver", ("lsqr", "svd"), other=True), '`solver` other than `"lsqr"` or `"svd"`'),
        (Setting("probability", ("deprecated", False)), "`probability=False`"),
        (Setting("metric", tuple("abcde")), '`metric="a"`, `"b"`, `"c"` or 2 more'),
        (Setting("metric", tuple("abcd")), '`metric="a"`, `"b"`, `"c"` or `"d"`'),
    ],
)
def test_a_setting_reads_as_it_would_be_written(setting: Setting, words: str) -> None:
    assert phrases.setting(setting, mark="`", most=3) == words


def test_conditions_name_all_ways() -> None:
    ways = ((Setting("a", (1,)), Setting("b", (None,), other=True)), (Setting("c", (True,)),))
    assert phrases.only(ways) == "only with a=1 and b other than None or with c=True"
    assert phrases.only(()) == ""
    assert (phrases.drawn(None), phrases.drawn(())) == ("never seen to be drawn", "drawn always")


def test_a_conflict_begins_with_the_one_that_is_asked_about() -> None:
    conflict = Conflict(
        Setting("penalty", ("l1",)), Setting("dual", (True,)), "ValueError", "fit", (Setting("multi_class", ("ovr",)),)
    )
    assert (
        phrases.conflict(conflict)
        == 'penalty="l1" is refused with dual=True: ValueError at fit, unless multi_class="ovr"'
    )
    assert phrases.conflict(conflict, first="dual", mark="`") == (
        '`dual=True` is refused with `penalty="l1"`: `ValueError` at fit, unless `multi_class="ovr"`'
    )


def test_those_without_effect_are_told_together() -> None:
    under = (Setting("solver", ("lbfgs",)),)
    assert phrases.without_effect(["power_t"], under) == 'power_t has no effect with solver="lbfgs"'
    assert phrases.without_effect(["a", "b", "c"], under) == 'a, b and c have no effect with solver="lbfgs"'


@pytest.mark.parametrize(
    ("form", "words", "brief"),
    [
        (Form("ndarray", "float64", ("n_features",)), "array of float64, (n_features,)", "float64 (n_features,)"),
        (
            Form("csr_matrix", "float64", ("1 or n_outputs", "n_features - 1")),
            "`csr_matrix` of float64, (1 or n_outputs, n_features − 1)",
            "csr_matrix of float64 (1 or n_outputs, n_features − 1)",
        ),
        (Form("list", "ndarray", ("n_outputs",)), "list of arrays, (n_outputs,)", "list of arrays (n_outputs,)"),
        (Form("list", "estimator", ("3",)), "list of estimators, (3,)", "list of estimators (3,)"),
        (Form("DecisionTreeClassifier"), "`DecisionTreeClassifier`", "DecisionTreeClassifier"),
        (Form("float", "float64"), "float", "float"),
        (Form("NoneType"), "None", "None"),
    ],
)
def test_a_form_says_what_it_is_and_then_its_axes(form: Form, words: str, brief: str) -> None:
    assert phrases.form(form, mark="`") == words
    assert phrases.brief_form(form) == brief


def test_forms_that_the_data_decides_on_are_one_phrase() -> None:
    flat, deep = Form("ndarray", "float64", ("n_features",)), Form("ndarray", "float64", ("n_outputs", "n_features"))
    several = "array of float64, (n_features,) or (n_outputs, n_features), depending on the data"
    assert phrases.alternatives((flat, deep)) == several
    assert (
        phrases.alternatives((Form("float"), flat)) == "float or array of float64, (n_features,), depending on the data"
    )
    assert phrases.kinds(("multilabel", "missing values, regression")) == "multilabel, missing values (regression)"
