"""Hints beside the code."""

import pytest

from fitlens.analysis.facts import Span
from fitlens.ide.inlay import KINDS, USUAL, Familiarity, inlay_hints


@pytest.fixture
def drawn(opened, catalog):
    """The program with its hints written into it."""

    def drawn(source, kinds=USUAL):
        document = opened(source)
        text = document.document.text
        familiarity = Familiarity.among(catalog.classes("estimator"))
        hints = inlay_hints(document.facts, text, Span(0, len(text)), familiarity, frozenset(kinds))
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


def test_what_is_looked_up_in_a_composite_shows_its_class(drawn):
    told = drawn("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC())])
        grid = GridSearchCV(pipe, {"svc__C": [1]}).fit(X, y)
        best = grid.best_estimator_
        model = pipe["svc"]
        learned = best["svc"].support_
        pipe["svc"].fit(X, y)
        other = pipe[name]
    """)
    assert "best = grid.best_estimator_⟨Pipeline(StandardScaler, SVC)⟩\n" in told
    assert 'model = pipe["svc"]⟨SVC⟩\n' in told
    assert told.count("⟨SVC⟩") == 1


def test_roles_and_defaults_for_those_who_want_them(drawn):
    source = """
        from sklearn.svm import SVC
        SVC(C=2.0, verbose=True, kernel="linear")
        SVC(**options)
    """
    assert "⟨" not in drawn(source)
    told = drawn(source, ["roles"])
    assert "SVC(C⟨hyperparameter⟩=2.0, verbose⟨runtime option⟩=True, kernel⟨hyperparameter⟩" in told
    told = drawn(source, ["defaults"])
    assert 'kernel="linear"⟨' in told
    assert "gamma" not in told  # without effect beside this kernel
    assert "SVC(**options)" in told


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_had_alone(drawn, kind):
    told = drawn(
        """
        from sklearn.cluster import KMeans
        from sklearn.linear_model import Ridge
        from sklearn.pipeline import Pipeline
        pipe = Pipeline(steps=[("ridge", Ridge())])
        step = pipe["ridge"]
        step.fit(X, y)
        means = KMeans(n_clusters=3).fit(X).cluster_centers_
        """,
        [kind],
    )
    shown = {
        "fit": "step.fit(X, y)⟨learns ",
        "class": 'step = pipe["ridge"]⟨Ridge⟩',
        "shape": "cluster_centers_⟨(n_clusters, n_features)⟩",
        "roles": "Pipeline(steps⟨hyperparameter⟩=",
        "defaults": "Ridge(⟨",
    }
    assert {each for each, hint in shown.items() if hint in told} == {kind}


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
