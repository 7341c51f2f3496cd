"""The estimators of a document, with what is set in each, what it learns, and what became of it."""

from fitlens.ide.inventory import inventory

SOURCE = """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    pipe = make_pipeline(StandardScaler(), SVC(gamma=0.1, verbose=True, kernel="rbf"))
    pipe.fit(X, y)
    forest = RandomForestClassifier()
    cross_val_score(forest, X, y)
    idle = SVC()
    forest.n_estimators
"""


def items(opened):
    document = opened(SOURCE)
    return inventory(document.facts, document.document), document.document.text


def test_what_became_of_each_by_the_end_of_the_document(opened):
    (pipe, forest, idle), text = items(opened)
    assert [(each.symbol.name, each.fitted) for each in (pipe, forest, idle)] == [
        ("pipe", "fitted"),
        ("forest", "copied"),
        ("idle", "unfitted"),
    ]
    assert forest.by is not None
    assert text[forest.by.start : forest.by.end] == "cross_val_score(forest, X, y)"


def test_what_is_set_comes_first_then_what_may_be_tuned_then_runtime_options(opened):
    (pipe, *_), text = items(opened)
    svc = pipe.inside[1]
    set_here = [each for each in svc.hyperparameters if each.given is not None]
    assert [(each.name, each.value) for each in set_here] == [
        ("gamma", "0.1"),
        ("verbose", "True"),
        ("kernel", '"rbf"'),
    ]
    assert all(each.given and text[each.given.start : each.given.end] == each.name for each in set_here)
    left = [each for each in svc.hyperparameters if each.given is None]
    assert [each.runtime for each in left] == sorted(each.runtime for each in left)
    assert next(each.value for each in left if each.name == "C") == "1.0"
    assert next(each for each in left if each.name == "degree").ineffective


def test_what_is_not_learned_with_these_values_is_told_apart(opened):
    (pipe, *_), _ = items(opened)
    learned = {each.name: each for each in pipe.inside[1].learned}
    assert learned["coef_"].excluded
    assert not learned["support_vectors_"].excluded
    assert learned["class_weight_"].shape == "(n_classes,)"
