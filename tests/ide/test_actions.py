"""Where a fix is offered, and what else may be done there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from fitlens.analysis.facts import Span
from fitlens.ide.actions import FIX_ALL, Kind, actions, explanation, repairs
from fitlens.ide.fixing import everything_fixed
from fitlens.rules.model import Edit, Finding, Fix
from fitlens.rules.registry import run

HERE = Span(10, 16)
FIX = Fix("Rename to kernel", (Edit(HERE, "kernel"),))
FIXABLE = Finding("SKL101", "unknown-hyperparameter", "error", "no kernal", HERE, fix=FIX)
OTHER = Finding("SKL201", "learned-parameter-before-fit", "error", "no coef_", HERE)


def test_under_the_cursor_and_right_behind_it_but_not_beside():
    assert [fix for _, fix in repairs([OTHER, FIXABLE], Span(16, 16))] == [FIX]
    assert [finding for finding, _ in repairs([OTHER, FIXABLE], Span(0, 10))] == [FIXABLE]
    assert list(repairs([FIXABLE], Span(17, 20))) == []


EVERY: frozenset[Kind] = frozenset({"quickfix", "refactor.rewrite", FIX_ALL})


def offered(program, *kinds: Kind) -> dict[str, str]:
    """What may be done at the mark, by its title, with the program that comes of it."""
    here = Span(program.offset, program.offset)
    findings = run(program.facts, program.document)
    wanted = frozenset(kinds) or EVERY
    found: dict[str, str] = {}
    for action in actions(program.facts, program.document, program.catalog, findings, here, wanted, explain=True):
        text = program.document.text
        edits = action.edits
        if action.kind == FIX_ALL:
            edits = everything_fixed(program.document, findings, program.judged)
        for edit in sorted(edits, reverse=True):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        found[action.title] = text
    return found


def test_all_of_a_rule_one_that_is_silenced_and_what_the_rule_is_about(opened):
    program = opened("""
        from sklearn.svm import SVC
        SVC(<CURSOR>gama=1)
        SVC(
            kernal="rbf",
        )
        SVC().fit(X, y).coeff_
    """)
    found = offered(program, "quickfix")
    assert list(found)[1:] == [
        "Fix all 2 of unknown-hyperparameter (SKL101) in this file",
        "Ignore unknown-hyperparameter (SKL101) here",
        "Explain unknown-hyperparameter (SKL101)",
    ]
    of_rule = found["Fix all 2 of unknown-hyperparameter (SKL101) in this file"]
    assert "gama" not in of_rule
    assert "kernal" not in of_rule
    assert "coeff_" in of_rule
    assert "SVC(gama=1)  # fitlens: ignore[SKL101]\n" in found["Ignore unknown-hyperparameter (SKL101) here"]
    (everything,) = offered(program, FIX_ALL).values()
    assert "gama" not in everything


def test_what_an_explanation_says():
    assert explanation("SKL101").startswith("unknown-hyperparameter (SKL101): Checks the keywords of constructor calls")
    assert explanation("SKL000") == ""


def test_a_construction_with_its_defaults_and_its_names(opened):
    program = opened("""
        from sklearn.decomposition import PCA
        PCA(<CURSOR>2, whiten=True)
    """)
    found = offered(program, "refactor.rewrite")
    assert "PCA(n_components=2, whiten=True)" in found["Name the arguments of PCA"]
    assert 'PCA(2, whiten=True, copy=True, svd_solver="auto", tol=0.0,' in found["Write out the defaults of PCA"]


@pytest.mark.parametrize("arguments", ["*sizes", "**options"])
def test_what_is_given_unseen_is_not_written_out(opened, arguments):
    program = opened(f"""
        from sklearn.decomposition import PCA
        PCA(<CURSOR>{arguments})
    """)
    assert "Write out the defaults of PCA" not in offered(program)
    assert "Name the arguments of PCA" not in offered(program)


def test_a_call_that_ends_in_a_comment_stays_one(opened):
    program = opened("""
        from sklearn.svm import SVC
        SVC(
            C=1,  # as before
        <CURSOR>)
    """)
    assert all("# as before\n" in text for text in offered(program).values())


def test_a_space_to_search_follows_from_what_is_accepted(opened):
    program = opened("""
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import Pipeline
        if x:
            pipe = Pipeline([("model", Logistic<CURSOR>Regression())])
    """)
    made = offered(program)["Create a search space for LogisticRegression"]
    assert "from scipy.stats import loguniform, randint\nfrom sklearn.linear_model" in made
    assert "    model_space = {\n" in made
    assert '        "model__C": loguniform(1e-03, 1e+03),\n' in made
    assert '        "model__fit_intercept": [True, False],\n' in made
    assert "penalty" not in made  # deprecated


def test_a_space_begins_at_the_lowest_that_is_accepted(opened):
    program = opened("""
        from sklearn.linear_model import HuberRegressor
        Huber<CURSOR>Regressor()
    """)
    assert '"epsilon": uniform(1, 0.7),' in offered(program)["Create a search space for HuberRegressor"]


def test_a_space_for_a_pipeline_is_that_of_its_steps(opened):
    program = opened("""
        from sklearn.decomposition import PCA
        from sklearn.linear_model import Ridge
        from sklearn.pipeline import Pipeline
        pipe = Pipe<CURSOR>line([("pca", PCA()), ("ridge", Ridge())])
    """)
    made = offered(program)["Create a search space for Pipeline"]
    assert "pipe_space = {" in made
    assert '"ridge__alpha": loguniform(' in made
    assert '"pca__whiten": [True, False]' in made


def test_a_grid_follows_a_step_that_was_renamed(opened):
    program = opened("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        pipe = Pipeline([("scale", StandardScaler()), ("model", SVC())])
        GridSearchCV(pipe, {"<CURSOR>svc__C": [1], "svc__gamma": [1], "scale__with_std": [True]})
    """)
    found = offered(program, "refactor.rewrite")
    assert (
        '{"model__C": [1], "model__gamma": [1], "scale__with_std": [True]}'
        in found["svc__ → model__ in 2 names of GridSearchCV"]
    )
    assert not any("→ scale__" in title for title in found)


SCALED = """
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    scaler = StandardScaler(with_std=False)
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)  # the same
    clf = S<CURSOR>VC(C=2)
    clf.fit(X_train, y_train)
    print(clf.score(X_test, y_test))
"""


def test_a_transformer_and_a_model_that_only_work_together_become_a_pipeline(opened):
    made = offered(opened(SCALED))["Make a pipeline of StandardScaler and SVC"]
    assert made == dedent("""
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        from sklearn.pipeline import make_pipeline

        clf = make_pipeline(StandardScaler(with_std=False), SVC(C=2))
        clf.fit(X_train, y_train)
        print(clf.score(X_test, y_test))
    """)


def test_results_with_names_of_their_own_and_calls_in_brackets(opened):
    made = offered(
        opened("""
        from sklearn.decomposition import PCA
        from sklearn.linear_model import Ridge
        from sklearn.pipeline import make_pipeline

        def run(X, y, Z):
            pca = P<CURSOR>CA(2, random_state=0)
            reduced = pca.fit_transform(X)
            model = Ridge().fit(reduced, y)
            return model.predict(pca.transform(Z))
    """)
    )
    assert (
        "    model = make_pipeline(PCA(2, random_state=0), Ridge()).fit(X, y)\n    return model.predict(Z)\n"
        in (made["Make a pipeline of PCA and Ridge"])
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(clf.score(X_test, y_test))", "print(clf.score(X_test, y_test), scaler.mean_)"),
        ("print(clf.score(X_test, y_test))", "print(clf.score(X_test, y_test), clf.support_)"),
        ("print(clf.score(X_test, y_test))", "print(clf.score(X_test, y_test), X_test)"),
        ("print(clf.score(X_test, y_test))", "report(clf)"),
        ("print(clf.score(X_test, y_test))", "print(clf.score(X_train, y_train))"),
        ("print(clf.score(X_test, y_test))", "clf.fit(X_test, y_test)"),
        ("print(clf.score(X_test, y_test))", "print(clf.score(X_raw, y_test))"),
        ("print(clf.score(X_test, y_test))", "def score(): return clf.score(X_test, y_test)"),
        ("clf.fit(X_train, y_train)", "clf.fit(X_train, y_train, sample_weight=weights)"),
        ("clf.fit(X_train, y_train)", "for _ in range(2):\n        clf.fit(X_train, y_train)"),
        ("clf.fit(X_train, y_train)", "augment(y_train)\n    clf.fit(X_train, y_train)"),
        ("clf.fit(X_train, y_train)", "X_test[0] = 0\n    clf.fit(X_train, y_train)"),
        ("scaler.transform(X_test)", "scaler.fit_transform(X_test)"),
        ("scaler.transform(X_test)", "scaler.transform(X_train)"),
        ("StandardScaler(with_std=False)", "StandardScaler(copy=False)"),
        ("StandardScaler(with_std=False)", "StandardScaler(with_std=choose())"),
        ("X_train = scaler", "if scaled:\n        X_train = scaler"),
    ],
)
def test_no_pipeline_where_anything_could_tell_the_difference(opened, old, new):
    assert old in SCALED
    assert not any("pipeline" in title for title in offered(opened(SCALED.replace(old, new))))
