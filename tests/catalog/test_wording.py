"""What is accepted, in words."""

import pytest

from fitlens.catalog.model import Constraint
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
