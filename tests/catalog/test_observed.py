"""What scikit-learn was seen to do, on cases that everyone knows."""

import pytest

from fitlens.catalog.model import ClassEntry, Composition, FunctionEntry, Setting
from fitlens.catalog.store import open_catalog

catalog = open_catalog()


def estimator(name: str) -> ClassEntry:
    (entry,) = catalog.find(name)
    assert isinstance(entry, ClassEntry)
    return entry


def composition(name: str, parameter: str) -> Composition:
    (found,) = [each for each in estimator(name).compositions if each.parameter == parameter]
    return found


def holders(found: Composition) -> dict[str, tuple[str, bool, bool]]:
    """Name -> form, whether copies, whether learned."""
    return {each.name: (each.form, each.copy, each.learned) for each in found.holders}


def test_a_search_fits_copies_and_keeps_the_best() -> None:
    for name in ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV"):
        search = composition(name, "estimator")
        assert (search.form, search.fits) == ("one", "copy")
        assert holders(search) == {"best_estimator_": ("one", True, True), "estimator": ("one", False, False)}


def test_a_pipeline_fits_what_it_is_given_and_is_indexed() -> None:
    pipeline = composition("Pipeline", "steps")
    assert (pipeline.form, pipeline.fits, pipeline.by_name, pipeline.by_position) == ("pairs", "given", True, True)
    assert holders(pipeline) == {"named_steps": ("mapping", False, False), "steps": ("pairs", False, False)}


def test_other_composites() -> None:
    columns = composition("ColumnTransformer", "transformers")
    assert (columns.form, columns.fits, columns.by_name, columns.by_position) == ("triples", "copy", True, False)
    assert holders(columns)["named_transformers_"] == ("mapping", True, True)
    voting = composition("VotingClassifier", "estimators")
    assert (voting.form, voting.fits) == ("pairs", "copy")
    assert holders(voting)["estimators_"] == ("list", True, True)
    assert holders(voting)["named_estimators_"] == ("mapping", True, True)
    # The attribute is learned, the object is the one that was given: only copies of it are fitted.
    assert holders(composition("BaggingClassifier", "estimator"))["estimator_"] == ("one", False, True)
    assert composition("StackingClassifier", "final_estimator").fits == "copy"


@pytest.mark.parametrize("name", ["SVC", "LinearRegression", "StandardScaler", "KMeans"])
def test_methods_refuse_before_fit(name: str) -> None:
    entry = estimator(name)
    method = entry.method_named("predict") or entry.method_named("transform")
    assert method is not None
    assert method.raises_unfitted
    assert method.escapes == ()
    assert all(each.absent_unfitted for each in entry.learned)


@pytest.mark.parametrize("name", ["HashingVectorizer", "Normalizer", "FunctionTransformer"])
def test_stateless_estimators_do_not(name: str) -> None:
    entry = estimator(name)
    transform = entry.method_named("transform")
    assert transform is not None
    assert not transform.raises_unfitted
    assert "stateless" in entry.tags


def test_what_lets_a_method_run_unfitted_after_all() -> None:
    transform = estimator("CountVectorizer").method_named("transform")
    predict = estimator("Pipeline").method_named("predict")
    assert transform is not None
    assert (transform.raises_unfitted, transform.escapes) == (True, ("vocabulary",))
    assert predict is not None
    assert (predict.raises_unfitted, predict.escapes) == (True, ("steps",))


def test_learned_parameters_are_documented_or_at_least_set() -> None:
    assert [each.name for each in estimator("LinearRegression").learned if each.documented] == [
        "coef_", "rank_", "singular_", "intercept_", "n_features_in_", "feature_names_in_",
    ]  # fmt: skip
    # Not in the documentation's Attributes, yet there after fit.
    vocabulary = estimator("DictVectorizer").learned_named("vocabulary_")
    assert vocabulary is not None
    offset = [
        entry.name for entry in catalog.classes("estimator") if any(not each.documented for each in entry.learned)
    ]
    assert offset


def test_functions_that_fit_clones() -> None:
    cloning = {entry.name for entry in catalog.functions() if entry.clones == ("estimator",)}
    assert {"cross_val_score", "cross_validate", "cross_val_predict", "learning_curve", "validation_curve"} <= cloning
    assert "permutation_importance" not in cloning
    assert "partial_dependence" not in cloning


def test_what_takes_estimators_only_once_they_are_fitted() -> None:
    functions = {entry.name: entry.needs_fitted for entry in catalog.functions() if entry.needs_fitted}
    assert {"plot_tree", "export_text", "permutation_importance", "partial_dependence"} <= functions.keys()
    assert functions["plot_tree"] == ("decision_tree",)
    assert not {"learning_curve", "clone", "make_scorer", "estimator_html_repr"} & functions.keys()
    named = {entry.name for entry in catalog.classes() for each in entry.methods if each.needs_fitted == ("estimator",)}
    assert {"RocCurveDisplay", "ConfusionMatrixDisplay", "DecisionBoundaryDisplay"} <= named
    assert "LearningCurveDisplay" not in named


def test_composites_of_what_is_fitted_already() -> None:
    assert composition("SelectFromModel", "estimator").prefit == ((Setting("prefit", (True,)),),)
    assert composition("StackingClassifier", "estimators").prefit == ((Setting("cv", ("prefit",)),),)
    assert composition("StackingClassifier", "final_estimator").prefit == ()
    assert composition("GridSearchCV", "estimator").prefit == ()


@pytest.mark.parametrize(
    ("names", "rescaling"),
    [
        (("SVC", "KNeighborsClassifier", "Ridge", "KMeans", "MLPRegressor", "PCA"), "more"),
        (("RandomForestClassifier", "LinearRegression", "StandardScaler", "HistGradientBoostingRegressor"), "nothing"),
        (("SimpleImputer", "VarianceThreshold", "FunctionTransformer"), "column"),
        # all rows in one group whatever happens, almost but not quite, and what depends on what it holds
        (("DBSCAN", "GaussianMixture", "GaussianNB", "BaggingClassifier", "Pipeline"), None),
    ],
)
def test_what_multiplying_one_column_changes(names: tuple[str, ...], rescaling: str | None) -> None:
    assert {name: estimator(name).rescaling for name in names} == dict.fromkeys(names, rescaling)


def test_which_methods_serve_a_scorer() -> None:
    assert catalog.methods_for("accuracy") == ("predict",)
    assert catalog.methods_for("roc_auc") == ("decision_function", "predict_proba")
    assert catalog.methods_for("neg_log_loss") == ("predict_proba",)
    assert catalog.methods_for("no such scorer") == ()


def test_what_a_star_import_asks_for_in_vain() -> None:
    assert catalog.promised("sklearn.model_selection") == ("HalvingGridSearchCV", "HalvingRandomSearchCV")
    assert catalog.enabler("sklearn.model_selection.*") == "sklearn.experimental.enable_halving_search_cv"
    assert catalog.enabler("sklearn.impute.*") is None  # it leaves them out
    assert open_catalog("1.7").promised("sklearn.model_selection") == ()


def test_functions_that_make_estimators() -> None:
    assert {entry.name: entry.builds for entry in catalog.functions() if entry.builds} == {
        "make_pipeline": "sklearn.pipeline.Pipeline",
        "make_union": "sklearn.pipeline.FeatureUnion",
        "make_column_transformer": "sklearn.compose.ColumnTransformer",
    }
    clone = catalog.resolve("sklearn.base.clone")
    assert isinstance(clone, FunctionEntry)
    assert clone.returns_clone == "estimator"
