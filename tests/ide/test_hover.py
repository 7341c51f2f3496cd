"""What a hover says, in the words of the house."""

import pytest

from fitlens.environment.documentation import Paragraph

DOCS = "[docs 1.9](https://scikit-learn.org/1.9/modules/generated/sklearn.svm.SVC.html)"


def test_a_hyperparameter_its_value_and_what_is_accepted(opened):
    told = opened("""
        from sklearn.svm import SVC
        SVC(kernel="linear", gam<CURSOR>ma=0.1)
    """).told({"SVC.gamma": Paragraph("number", "How wide.")})
    assert told.split("\n\n") == [
        '**gamma** · hyperparameter of `SVC`, set here to `0.1` (default `"scale"`)',
        'No effect here: with `kernel="linear"` it is not used',
        'Accepts `"auto"`, `"scale"` or a number ≥ 0',
        "How wide.",
        f'since 0.22 the default is `"scale"` · {DOCS}',
    ]


def test_plain_text_says_the_same_without_marks(opened):
    hover = opened("""
        from sklearn.svm import SVC
        SVC(kernel="linear", gam<CURSOR>ma=0.1)
    """).hover({"SVC.gamma": Paragraph("number", "How `wide`.")})
    assert hover.plain.split("\n\n") == [
        'gamma · hyperparameter of SVC, set here to 0.1 (default "scale")',
        'No effect here: with kernel="linear" it is not used',
        'Accepts "auto", "scale" or a number ≥ 0',
        "How wide.",
        (
            'since 0.22 the default is "scale" · '
            "docs 1.9: https://scikit-learn.org/1.9/modules/generated/sklearn.svm.SVC.html"
        ),
    ]


@pytest.mark.parametrize(
    "later",
    [
        'clf.set_params(kernel="rbf")',
        'clf.kernel = "rbf"',
        'GridSearchCV(clf, {"kernel": ["linear", "rbf"]}).fit(X, y)',
    ],
)
def test_a_value_that_may_be_set_again_disarms_nothing(opened, later):
    told = opened(f"""
        from sklearn.model_selection import GridSearchCV
        from sklearn.svm import SVC
        clf = SVC(kernel="linear", <CURSOR>gamma=0.1)
        {later}
    """).told()
    assert "effect" not in told


def test_a_default_that_disarms_it_is_told_as_such(opened):
    told = opened("""
        from sklearn.svm import SVC
        SVC(<CURSOR>degree=4)
    """).told()
    assert told.split("\n\n")[1] == 'No effect with `kernel="rbf"` (default)'
    unknown = opened("""
        from sklearn.svm import SVC
        SVC(<CURSOR>degree=4, **options)
    """).told()
    assert "effect" not in unknown


def test_a_runtime_option_is_said_to_be_one(opened):
    told = opened("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import SVC
        GridSearchCV(make_pipeline(SVC()), {"svc__<CURSOR>verbose": [1]})
    """).told()
    assert told.split("\n\n")[1] == "Runtime option: does not change what is learned"


def test_a_hyperparameter_read_later_shows_what_it_was_set_to(opened):
    told = opened("""
        from sklearn.svm import SVC
        clf = SVC(C=3)
        clf.<CURSOR>C
    """).told()
    assert told.startswith("**C** · hyperparameter of `SVC`, set to `3` (default `1.0`)")


def test_one_that_is_deprecated_is_to_be_left_out(opened):
    told = opened("""
        from sklearn.svm import SVC
        SVC(<CURSOR>probability=True)
    """).told()
    assert "set here to `True` (deprecated: leave it out)" in told


def test_what_became_of_it_over_the_versions(opened):
    gamma = opened("""
        from sklearn.svm import SVC
        SVC(<CURSOR>gamma=0.1)
    """).told()
    assert 'since 0.22 the default is `"scale"`' in gamma
    penalty = opened("""
        from sklearn.linear_model import LogisticRegression
        LogisticRegression(<CURSOR>penalty="l2")
    """).told()
    assert "deprecated since 1.8, to go in 1.10: " in penalty


def test_one_that_was_never_set_says_so(opened):
    told = opened("""
        from sklearn.svm import SVC
        SVC().<CURSOR>C
    """).told()
    assert told.startswith("**C** · hyperparameter of `SVC`, not set (default `1.0`)")


def test_a_hyperparameter_without_a_default(opened):
    told = opened("""
        from sklearn.model_selection import GridSearchCV
        GridSearchCV(<CURSOR>estimator=clf, param_grid={})
    """).told()
    assert told.startswith("**estimator** · hyperparameter of `GridSearchCV`, set here to `clf` (must be given)")


def test_a_grid_key_is_the_hyperparameter_it_addresses(opened):
    told = opened("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline
        from sklearn.svm import SVC
        GridSearchCV(Pipeline([("svc", SVC())]), {"<CURSOR>svc__gamma": [1]})
    """).told()
    assert told.startswith('**gamma** · hyperparameter of `SVC`, addressed as `svc__gamma` (default `"scale"`)')


def test_a_learned_parameter_that_is_there(opened):
    told = opened("""
        from sklearn.svm import SVC
        clf = SVC(kernel="linear")
        clf.fit(X, y)
        clf.coe<CURSOR>f_
    """).told({"SVC.coef_": Paragraph("array of shape (n_classes,)", "What it learned.")})
    assert told.split("\n\n") == [
        "**coef_** · learned parameter of `SVC`, set by `fit` (line 4)",
        (
            "array of float64, (n_classes · (n_classes − 1) / 2, n_features)"
            ' · exists only with `kernel="linear"`, as here'
        ),
        "What it learned.",
        DOCS,
    ]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("SVC()", 'exists only with `kernel="linear"`; here `kernel="rbf"` (default)'),
        ('SVC(kernel="poly")', 'exists only with `kernel="linear"`; here `kernel="poly"`'),
        ("SVC(kernel=kernel)", 'exists only with `kernel="linear"`'),
        ("SVC(**options)", 'exists only with `kernel="linear"`'),
        (
            'GridSearchCV(SVC(kernel="rbf"), {"kernel": kernels}).fit(X, y).best_estimator_',
            'exists only with `kernel="linear"`',
        ),
    ],
)
def test_a_learned_parameter_that_not_all_values_bring(opened, made, told):
    document = opened(f"""
        from sklearn.model_selection import GridSearchCV
        from sklearn.svm import SVC
        clf = {made}
        clf.fit(X, y)
        clf.<CURSOR>coef_
    """)
    shown = document.told().split("\n\n")
    assert shown[1].endswith(f" · {told}")
    # What these values do not bring is not "set by fit".
    assert ("set by" in shown[0]) is ("here" not in told)


def test_a_number_that_was_not_tried_is_not_judged(opened):
    told = opened("""
        from sklearn.ensemble import GradientBoostingClassifier
        clf = GradientBoostingClassifier(subsample=1).fit(X, y)
        clf.<CURSOR>oob_scores_
    """).told()
    assert "exists only with `subsample` other than `1.0`" in told
    assert "here" not in told


@pytest.mark.parametrize(
    "code",
    [
        # One call sets it, the other leaves it at its default.
        """
        from sklearn.svm import SVC
        def fitted(linear):
            clf = SVC()
            if linear:
                clf.set_params(kernel="linear")
            clf.fit(X, y)
            return clf.co<CURSOR>ef_
        fitted(True)
        fitted(False)
        """,
        # A search gives it another value than the default.
        """
        from sklearn.model_selection import GridSearchCV
        from sklearn.svm import SVC
        search = GridSearchCV(SVC(), {"kernel": ["linear"]}).fit(X, y)
        search.best_estimator_.co<CURSOR>ef_
        """,
    ],
)
def test_a_value_that_only_one_way_leads_to_is_not_known(opened, code):
    told = opened(code).told()
    assert 'exists only with `kernel="linear"`' in told
    assert "as here" not in told
    assert "; here" not in told


def test_several_forms_are_told_without_the_data_that_decides(opened):
    told = opened("""
        from sklearn.linear_model import LinearRegression
        LinearRegression().fit(X, y).<CURSOR>coef_
    """).told()
    assert "array of float64, (n_features,) or (n_outputs, n_features), depending on the data" in told


def test_what_was_seen_of_a_base_is_not_told_of_the_user_s_own(opened):
    told = opened("""
        from sklearn.svm import SVC
        class Linear(SVC):
            def fit(self, X, y):
                return super().fit(X, y)
        Linear().fit(X, y).<CURSOR>coef_
    """).told()
    assert "exists" not in told


@pytest.mark.parametrize(
    ("call", "name"),
    [("cross_val_score(clf, X, y)", "cross_val_score"), ("GridSearchCV(clf, {}).fit(X, y)", "GridSearchCV")],
)
def test_a_learned_parameter_that_only_a_copy_has(opened, call, name):
    told = opened(f"""
        from sklearn.model_selection import GridSearchCV, cross_val_score
        from sklearn.svm import SVC
        clf = SVC()
        {call}
        clf.<CURSOR>classes_
    """).told()
    assert f"**not there yet**: `clf` is unfitted at this line; `{name}` on line 5 fitted a copy" in told


def test_a_learned_parameter_that_may_be_there(opened):
    told = opened("""
        from sklearn.svm import SVC
        clf = SVC()
        if X:
            clf.fit(X, y)
        clf.<CURSOR>classes_
    """).told()
    assert "**perhaps there**: `clf` may be unfitted at this line" in told


def test_lines_of_a_notebook_are_those_of_its_cells(opened):
    told = opened("from sklearn.svm import SVC\nclf = SVC()", "\nclf.fit(X, y)", "clf.<CURSOR>classes_").told()
    assert "set by `fit` (line 2 of cell 2)" in told


def test_an_estimator_shows_what_is_set_what_is_not_and_what_fit_learns(opened):
    told = opened("""
        from sklearn.linear_model import LinearRegression
        <CURSOR>LinearRegression(fit_intercept=False)
    """).told()
    head, table, runtime, learns, _ = told.split("\n\n")
    assert head.startswith("**LinearRegression** · ")
    assert "regressor" in head
    assert head.endswith(" · 1 of 5 hyperparameters set")
    assert table.splitlines() == [
        "| hyperparameter | here | default |",
        "| --- | --- | --- |",
        "| **fit_intercept** | `False` | `True` |",
        "| positive |  | `False` |",
    ]
    assert runtime == "runtime options: `copy_X=True`, `tol=1e-06`, `n_jobs=None`"
    assert learns.startswith("fit learns: `coef_`, ")
    assert "`intercept_`" in learns


def test_a_composite_shows_its_steps_as_a_tree(opened):
    told = opened("""
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        <CURSOR>Pipeline([("prepare", Pipeline([("scale", StandardScaler())])), ("svc", SVC())])
    """).told()
    assert told.split("\n\n")[1].splitlines() == [
        "steps:",
        "- **prepare** `Pipeline`",
        "  - **scale** `StandardScaler`",
        "- **svc** `SVC`",
    ]


def test_what_has_no_effect_is_struck_and_what_is_not_learned_then_is_apart(opened):
    hover = opened("""
        from sklearn.svm import SVC
        <CURSOR>SVC(kernel="rbf", degree=4).fit(X, y)
    """).hover()
    assert "| ~~degree~~ | `4` | `3` |" in hover.markdown
    assert "struck: without effect beside the other values here" in hover.markdown
    assert "with these values not: `coef_`" in hover.markdown
    assert "(degree)" in hover.plain
    assert "~~" not in hover.plain


def test_a_value_that_is_set_again_strikes_nothing(opened):
    told = opened("""
        from sklearn.svm import SVC
        clf = <CURSOR>SVC(kernel="rbf", degree=4)
        clf.set_params(kernel="poly")
    """).told()
    assert "~~" not in told


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("clf = SVC(C=2)\ncl<CURSOR>f.fit(X, y)", "**clf** · `SVC` · unfitted at this line"),
        ("clf = SVC(C=2).fit(X, y)\ncl<CURSOR>f.predict(X)", "**clf** · `SVC` · fitted (line 5)"),
        (
            "clf = SVC()\ncross_val_score(clf, X, y)\ncl<CURSOR>f.C",
            "**clf** · `SVC` · unfitted at this line; a copy was fitted on line 6",
        ),
        ("cl<CURSOR>f = SVC()", "**clf** · `SVC`"),
        ("clf = SVC()\ncross_val_score(cl<CURSOR>f, X, y)", "`SVC` · the estimator of `cross_val_score`"),
        ("from sklearn.linear_model import Rid<CURSOR>ge", "**Ridge** · regressor"),
        (
            "from sklearn.model_selection import train_<CURSOR>test_split",
            "**train_test_split** · function of `sklearn.model_selection`",
        ),
        (
            'cross_val_score(clf, X, y, scoring="neg_mean_<CURSOR>squared_error")',
            "**neg_mean_squared_error** · scorer: `mean_squared_error`, negated: higher is better",
        ),
        (
            'cross_val_score(clf, X, y, scoring="f1_<CURSOR>macro")',
            '**f1_macro** · scorer: `f1_score` with `average="macro"`',
        ),
    ],
)
def test_names_that_carry_no_label(opened, code, first):
    told = opened(
        "from sklearn.base import clone\nfrom sklearn.model_selection import cross_val_score\n\nfrom sklearn.svm import SVC\n"
        + code
    ).told()
    assert told.split("\n\n")[0].startswith(first)


def test_a_variable_that_holds_a_pipeline_shows_its_steps(opened):
    told = opened("""
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import SVC
        pi<CURSOR>pe = make_pipeline(SVC())
    """).told()
    assert told == "**pipe** · `Pipeline`\n\nsteps:\n- **svc** `SVC`"


def test_a_grid_key_says_what_is_tried(opened):
    told = opened("""
        from sklearn.model_selection import GridSearchCV
        from sklearn.svm import SVC
        GridSearchCV(SVC(), {"<CURSOR>gamma": [1, "auto"]})
    """).told()
    assert 'GridSearchCV tries 2 candidates: `1`, `"auto"`' in told.split("\n\n")


def test_what_cannot_be_seen_is_said(opened):
    told = opened("""
        from sklearn.svm import SVC
        <CURSOR>SVC(**options)
    """).told()
    assert "0 of 15 hyperparameters set, more may come through unpacked arguments" in told


def test_a_method_and_what_it_needs(opened):
    told = opened("""
        from sklearn.svm import SVC
        clf = SVC()
        clf.<CURSOR>predict_proba(X)
    """).told()
    assert told.split("\n\n")[:4] == [
        "**predict_proba** · method of `SVC`",
        "```python\npredict_proba(X)\n```",
        "Exists only with `probability=True`; here `probability` not set",
        "Needs `fit`: `clf` is unfitted at this line",
    ]
    assert told.endswith("sklearn.svm.SVC.html#sklearn.svm.SVC.predict_proba)")


def test_alternatives_are_all_named(opened):
    told = opened("""
        from sklearn.linear_model import Lasso, Ridge
        model = Ridge() if sparse else Lasso()
        model.<CURSOR>alpha
    """).told()
    assert told.startswith("**alpha** · hyperparameter of `Ridge` or `Lasso`")
    assert "[Ridge 1.9](" in told
    assert "[Lasso 1.9](" in told


def test_the_user_s_own_estimators_have_no_page(opened):
    told = opened("""
        from sklearn.base import BaseEstimator
        class Mine(BaseEstimator):
            def __init__(self, depth=3):
                self.depth = depth
            def fit(self, X, y):
                self.tree_ = X
                return self
        Mine(<CURSOR>depth=4)
    """).told()
    assert told == "**depth** · hyperparameter of `Mine`, set here to `4` (default `3`)"


def test_nothing_is_said_of_what_is_not_known(opened):
    assert opened("x.<CURSOR>coef_").hover() is None
    assert opened("SVC(<CURSOR>kernel='linear')").hover() is None


def test_long_values_are_cut_and_backticks_kept(opened):
    told = opened(f"""
        from sklearn.svm import SVC
        SVC(<CURSOR>class_weight={{"`": 1, {", ".join(f'"{n}": 2' for n in range(50))}}})
    """).told()
    first = told.split("\n\n")[0]
    assert '``{"`": 1, ' in first
    assert "…``" in first
    assert len(first) < 160


POINTS = {
    # what scikit-learn's own HTML representation shows of an object
    "which hyperparameters are set, told apart": ("Linear<CURSOR>SVC", '| **penalty** | `"l1"` | `"l2"` |'),
    "which are not, with their defaults": ("Linear<CURSOR>SVC", "| C |  | `1.0` |"),
    "a link to its page": ("Linear<CURSOR>SVC", "generated/sklearn.svm.LinearSVC.html"),
    "the documentation of each": ("du<CURSOR>al", "Which problem is solved."),
    "what fit learns, with type and shape": ("Linear<CURSOR>SVC", "`coef_` float64 (1 or n_classes, n_features)"),
    "the steps of a pipeline": ("Pipe<CURSOR>line", "- **scale** `StandardScaler`\n- **svc** `LinearSVC`"),
    # and what it cannot
    "what is accepted": ("penal<CURSOR>ty", 'Accepts `"l1"` or `"l2"`'),
    "what is refused together": ("penal<CURSOR>ty", '`penalty="l1"` is refused with `dual=True`'),
    "what has no effect here": ("gam<CURSOR>ma", 'No effect here: with `kernel="linear"` it is not used'),
    "since which version": ("du<CURSOR>al", 'since 1.5 the default is `"auto"`'),
    "until which version": ("proba<CURSOR>bility", "deprecated since 1.9, to go in 1.11"),
    "under which condition it is learned": ("co<CURSOR>ef_", 'exists only with `kernel="linear"`'),
    "what a search does with what it is given": ("Grid<CURSOR>SearchCV", "fit fits copies of `estimator`"),
    "how many candidates a grid makes": (
        "svc_<CURSOR>_C",
        "tries 3 candidates: `1`, `2`, `3` · 6 combinations of all keys",
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_before_anything_runs_it_says_what_the_html_representation_says_and_more(opened, point):
    mark, words = POINTS[point]
    program = """
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC, LinearSVC

        pipe = Pipeline([("scale", StandardScaler()), ("svc", LinearSVC(penalty="l1", dual=False))])
        grid = GridSearchCV(pipe, {"svc__C": [1, 2, 3], "svc__loss": ["hinge", "squared_hinge"]})
        clf = SVC(kernel="linear", gamma=0.1, probability=True)
        clf.coef_
    """
    body = program.partition("pipe = ")
    name = mark.replace("<CURSOR>", "")
    documented = {"LinearSVC.dual": Paragraph("bool", "Which problem is solved.")}
    marked = "".join((*body[:2], body[2].replace(name, mark, 1)))
    assert words in opened(marked).told(documented)
