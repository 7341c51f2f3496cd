"""Hints beside the code."""

import pytest

from fitlens.analysis.facts import Span
from fitlens.ide.inlay import Familiarity, inlay_hints


@pytest.fixture
def drawn(opened, catalog):
    """The program with its hints written into it."""

    def drawn(source):
        document = opened(source)
        text = document.document.text
        hints = inlay_hints(document.facts, text, Span(0, len(text)), Familiarity.among(catalog.classes("estimator")))
        for hint in reversed(hints):
            text = f"{text[: hint.offset]}⟨{hint.text}⟩{text[hint.offset :]}"
        return text

    return drawn


def test_fit_tells_what_it_learns_the_best_known_first(drawn):
    assert "reg.fit(X, y)⟨learns coef_, intercept_, rank_, …⟩\n" in drawn("""
        from sklearn.linear_model import LinearRegression
        reg = LinearRegression()
        reg.fit(X, y)
    """)


def test_what_most_estimators_learn_is_no_hint(drawn):
    assert "⟨" not in drawn("""
        from sklearn.preprocessing import Normalizer
        Normalizer().fit(X)
    """)


def test_no_hint_stands_inside_a_chain(drawn):
    assert "⟨" not in drawn("""
        from sklearn.linear_model import LinearRegression
        LinearRegression().fit(X, y).coef_
    """)


def test_alternatives_learn_what_all_of_them_learn(drawn):
    told = drawn("""
        from sklearn.linear_model import Lasso, Ridge
        model = Ridge() if dense else Lasso()
        model.fit(X, y)
    """)
    assert "⟨learns coef_, intercept_⟩" in told


def test_a_search_tells_what_its_best_estimator_is(drawn):
    assert "best = grid.best_estimator_⟨SVC⟩\n" in drawn("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.svm import SVC
        grid = GridSearchCV(SVC(), {"C": [1]})
        grid.fit(X, y)
        best = grid.best_estimator_
    """)


def test_fit_does_not_promise_what_these_values_do_not_bring(drawn):
    source = """
        from sklearn.svm import SVC
        clf = SVC(kernel={kernel})
        clf.fit(X, y)
    """
    assert "learns coef_, " in drawn(source.format(kernel='"linear"'))
    assert "learns coef_, " in drawn(source.format(kernel="kernel"))
    assert "coef_" not in drawn(source.format(kernel='"rbf"')).replace("dual_coef_", "")


def test_what_was_learned_shows_its_shape(drawn):
    told = drawn("""
        from sklearn.cluster import KMeans
        from sklearn.linear_model import Ridge
        from sklearn.svm import SVC
        model = KMeans()
        early = model.cluster_centers_
        centers = model.fit(X).cluster_centers_
        weights = Ridge().fit(X, y).coef_
        nothing = SVC().fit(X, y).coef_
        rows = SVC().fit(X, y).support_
    """)
    assert "early = model.cluster_centers_\n" in told
    assert "cluster_centers_⟨(n_clusters, n_features)⟩\n" in told
    # The data decides, these values do not bring it, and no name says how many there are.
    assert told.count("⟨(") == 1


def test_only_the_range_that_is_seen(opened, catalog):
    document = opened("""
        from sklearn.linear_model import LinearRegression
        one = LinearRegression()
        one.fit(X, y)
        one.fit(X, y)
    """)
    text = document.document.text
    familiarity = Familiarity.among(catalog.classes("estimator"))
    last = Span(text.rindex("one.fit"), len(text))
    assert len(inlay_hints(document.facts, text, Span(0, len(text)), familiarity)) == 2
    assert len(inlay_hints(document.facts, text, last, familiarity)) == 1
