"""Labels: two families, and the estimators they belong to."""

from fitlens.analysis.facts import Span
from fitlens.ide.labels import labels

SOURCE = """
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import Pipeline
    from sklearn.svm import SVC
    pipe = Pipeline([("svc", SVC(C=1, cache_size=2))])
    grid = GridSearchCV(pipe, {"svc__gamma": [1], "svc__verbose": [1]})
    pipe.classes_
    pipe.fit(X, y)
    pipe["svc"].support_
"""


def written(opened, span=None):
    text = opened.document.text
    return [
        (text[label.span.start : label.span.end], label.role, set(label.modifiers))
        for label in labels(opened.facts, span)
    ]


def test_each_name_has_its_family_and_methods_and_steps_have_none(opened):
    assert written(opened(SOURCE)) == [
        ("Pipeline", "estimator", set()),
        ("SVC", "estimator", set()),
        ("C", "hyperparameter", set()),
        ("cache_size", "hyperparameter", {"runtime"}),
        ("GridSearchCV", "estimator", set()),
        ("svc__gamma", "hyperparameter", set()),
        ("svc__verbose", "hyperparameter", {"runtime"}),
        ("classes_", "learned-parameter", {"unfitted"}),
        ("support_", "learned-parameter", set()),
    ]


def test_what_one_of_several_classes_learns_by_is_no_runtime_option(opened):
    told = written(
        opened("""
        from sklearn.linear_model import LinearRegression, Ridge
        model = LinearRegression() if plain else Ridge()
        model.tol
        model.copy_X
    """)
    )
    assert [modifiers for name, _, modifiers in told if name in ("tol", "copy_X")] == [set(), {"runtime"}]


def test_what_a_keyword_comes_to_is_told(opened):
    told = written(
        opened("""
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import SVC
        SVC(kernel="linear", gamma=0.1, C=1.0, verbose=False)
        SVC(kernel=kernel, gamma=0.1)
        LogisticRegression(penalty="l2")
        later = SVC(kernel="linear", gamma=0.1)
        later.set_params(kernel="rbf")
    """)
    )
    assert [
        (name, modifiers) for name, _, modifiers in told if name in ("kernel", "gamma", "C", "verbose", "penalty")
    ] == [
        ("kernel", set()),
        ("gamma", {"ineffective"}),
        ("C", {"default"}),
        ("verbose", {"runtime", "default"}),
        ("kernel", set()),
        ("gamma", set()),
        ("penalty", {"deprecated"}),
        ("kernel", set()),
        ("gamma", set()),
        ("kernel", set()),
    ]


def test_a_range_gives_its_own(opened):
    document = opened(SOURCE)
    start = document.document.text.index("pipe.classes_")
    assert [name for name, *_ in written(document, Span(start, start + 13))] == ["classes_"]


def test_what_does_nothing_beside_the_other_values_is_ineffective_unless_these_may_change_before_fit(opened):
    told = written(
        opened("""
        from sklearn.svm import SVC
        SVC(kernel="linear", gamma=0.1)
        SVC(kernel=chosen, gamma=0.2)
        later = SVC(kernel="linear", gamma=0.3)
        later.kernel = "rbf"
        later.fit(X, y)
    """)
    )
    assert [modifiers for name, _, modifiers in told if name == "gamma"] == [{"ineffective"}, set(), set()]
