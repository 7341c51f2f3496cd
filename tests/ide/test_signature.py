"""What a call takes, at the cursor inside its brackets."""

import pytest

IMPORTS = "from sklearn.model_selection import cross_val_score\nfrom sklearn.svm import SVC\n"


def active(found):
    """The argument that is marked, as the label has it."""
    argument = found.arguments[found.active]
    return found.label[argument.start : argument.end]


def test_a_constructor_says_role_and_acceptance_of_each_argument(opened):
    found = opened(IMPORTS + "SVC(kernel='linear', gamma=<CURSOR>").signature()
    assert found.label.startswith('SVC(*, C=1.0, kernel="rbf", degree=3, gamma="scale"')
    assert active(found) == 'gamma="scale"'
    role, effect, accepts = found.arguments[found.active].explained.plain.split("\n\n")
    assert role == 'gamma · hyperparameter, default "scale"'
    assert effect.startswith('No effect with kernel="linear"')
    assert accepts == 'Accepts "auto", "scale" or a number ≥ 0'
    (verbose,) = [each for each in found.arguments if found.label[each.start : each.end] == "verbose=False"]
    assert verbose.explained.plain.startswith("verbose · runtime option, default False")


@pytest.mark.parametrize(
    ("typed", "argument"),
    [
        ("cross_val_score(<CURSOR>", "estimator"),
        ("cross_val_score(SVC(), <CURSOR>)", "X"),
        ("cross_val_score(SVC(), X, cv=[1, <CURSOR>", "cv=None"),
        ("cross_val_score(SVC(), X, y, scoring='<CURSOR>')", "scoring=None"),
        ("SVC().fit(X, <CURSOR>", "y"),
        ("SVC().fit(X, <CURSOR>\nprint(1)", "y"),
    ],
)
def test_the_argument_that_is_being_written_is_marked(opened, typed, argument):
    assert active(opened(IMPORTS + typed).signature()) == argument


def test_none_is_marked_where_none_is_being_written(opened):
    assert opened(IMPORTS + "SVC(C=1, <CURSOR>").signature().active is None


@pytest.mark.parametrize(
    "typed", ["print(<CURSOR>", "SVC(C=1)<CURSOR>", "SVC().fit(np.array(<CURSOR>", "# SVC(<CURSOR>"]
)
def test_calls_of_others_are_left_to_others(opened, typed):
    assert opened(IMPORTS + typed).signature() is None
