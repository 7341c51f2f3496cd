"""The steps of composites: every place that names one, and what a new name changes, or why there cannot be one."""

from __future__ import annotations

import pytest

from fitlens.ide.steps import Refusal, Renaming, leads_to, places, rename, step_at

PROGRAM = """
    from sklearn.base import clone
    from sklearn.compose import ColumnTransformer
    from sklearn.model_selection import GridSearchCV, validation_curve
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    pipe = Pipeline([("prep", ColumnTransformer([("num", StandardScaler(), [0])])), ("sv<CURSOR>c", SVC())])
    search = GridSearchCV(pipe, {"svc__C": [1], "prep__num__with_mean": [True]})
    search.fit(X, y, svc__sample_weight=w)
    search.best_estimator_["svc"].coef_
    search.best_estimator_.named_steps.svc
    pipe.set_params(svc__C=2, svc=SVC())
    clone(pipe).named_steps["svc"]
    pipe[1:]["svc"]
    validation_curve(pipe, X, y, param_name="svc__C", param_range=[1])
"""


def renamed(opened, new: str) -> str:
    """The program after the step at the mark was renamed, or why it was not."""
    found = rename(opened.facts, opened.document, opened.offset, new, opened.catalog)
    if not isinstance(found, Renaming):
        return found.message if isinstance(found, Refusal) else "no step"
    text = opened.document.text
    for edit in reversed(found.edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_every_place_that_names_a_step_is_renamed_with_it(opened):
    program = opened(PROGRAM)
    assert renamed(program, "model") == program.document.text.replace("svc", "model")


def test_a_step_within_a_step(opened):
    program = opened(PROGRAM.replace("<CURSOR>", "").replace("__num", "__n<CURSOR>um"))
    assert renamed(program, "numbers") == program.document.text.replace("num__", "numbers__").replace(
        '"num"', '"numbers"'
    )


def test_a_name_that_two_pipelines_have_is_renamed_in_one(opened):
    program = opened("""
        from sklearn.pipeline import Pipeline
        from sklearn.svm import SVC, SVR
        one = Pipeline([("model", SVC())])
        two = Pipeline([("model", SVR())])
        one.set_params(<CURSOR>model__C=2)
        two.set_params(model__C=3)
    """)
    assert renamed(program, "svc") == program.document.text.replace('("model", SVC', '("svc", SVC').replace(
        "model__C=2", "svc__C=2"
    )


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('frame["model"]', 'line 6: "model" may mean step "model" or something else'),
        ('unknown.set_params(**{"model__C": 1})', 'line 6: "model__C" may mean step "model" or something else'),
        ('f"model__{name}"', 'may mean step "model" or something else'),
        ('results["param_model__C"]', 'line 6: "param_model__C" may mean step "model" or something else'),
        ("unknown.set_params(model__C=1)", 'line 6: model__C may mean step "model" or something else'),
        ("load().named_steps.model", 'line 6: model may mean step "model" or something else'),
        (
            '(pipe if x else Pipeline([("model", SVC())]))["model"]',
            'line 6: model may mean step "model" or something else',
        ),
        ("def (", "the file has a syntax error: not every use of the step can be seen"),
    ],
)
def test_it_is_not_renamed_where_a_use_is_not_certain(opened, code, why):
    program = opened(f"""
        from sklearn.pipeline import Pipeline
        from sklearn.svm import SVC
        pipe = Pipeline([("<CURSOR>model", SVC())])
        pipe.fit(X, y)
        {code}
    """)
    assert renamed(program, "svc").endswith(why)


def test_what_reads_alike_and_means_no_step_is_no_obstacle(opened):
    program = opened("""
        '''The model and its model__C.'''
        from sklearn.pipeline import Pipeline
        from sklearn.svm import SVC
        pipe = Pipeline([("<CURSOR>model", SVC())])
        report(model=pipe, text="our model")
        class Own:
            def __init__(self, model):
                self.model = model.named_steps
    """)
    assert '("svc", SVC())' in renamed(program, "svc")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("prep", 'Pipeline has a step "prep" already'),
        ("steps", '"steps" is a hyperparameter of Pipeline: a step of that name is refused'),
        ("a__b", '"a__b" cannot name a step'),
        ("", '"" cannot name a step'),
        ("my model", '"my model" cannot name a step that is addressed as a keyword or an attribute'),
    ],
)
def test_a_name_that_the_composite_would_refuse(opened, new, why):
    assert renamed(opened(PROGRAM), new).startswith(why)


def test_steps_named_after_their_class_lead_to_the_estimator_and_keep_their_names(opened):
    program = opened("""
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import SVC
        pipe = make_pipeline(SVC())
        pipe.set_params(<CURSOR>svc__C=1)
    """)
    named = step_at(program.facts, program.offset)
    assert named is not None
    (place,) = leads_to(named)
    assert place.start == program.document.text.index("SVC()")
    assert renamed(program, "model").startswith('step "svc" is named after its class')


def test_places_include_those_that_are_not_certain(opened):
    program = opened("""
        from sklearn.pipeline import Pipeline
        from sklearn.svm import SVC
        def ask(pipe):
            return pipe["model"]
        ask(Pipeline([("<CURSOR>model", SVC())]))
        ask(load())
    """)
    assert [(each.form, each.certain) for each in places(program.facts, program.offset)] == [
        ("item", False),
        ("given", True),
    ]
    assert renamed(program, "svc").startswith('line 5: "model" may mean')
