"""What fitting every estimator showed: data, forms, conditions, effects, conflicts. None of it is written anywhere."""

import os
import random
import sys

import pytest

from fitlens.catalog.build.again import run_all_again
from fitlens.catalog.evidence import Trial, trials_of
from fitlens.catalog.model import ClassEntry, Conditions, Conflict, Setting
from fitlens.catalog.store import Catalog, open_catalog

catalog = open_catalog()
FACTS = 200
SEED = int(os.environ.get("FITLENS_SEED", "19"))


def entry(name: str, of: Catalog = catalog) -> ClassEntry:
    (found,) = [each for each in of.find(name) if isinstance(each, ClassEntry)]
    return found


def estimators(of: Catalog = catalog) -> list[ClassEntry]:
    return list(of.classes("estimator"))


def form(name: str, learned: str) -> str:
    found = entry(name).learned_named(learned)
    assert found is not None
    usual = found.forms[0]
    return f"{usual.type} {usual.dtype} ({', '.join(usual.shape)})"


def conditions(name: str, member: str) -> Conditions:
    found = entry(name).learned_named(member) or entry(name).method_named(member)
    assert found is not None
    return found.conditions


def refused(name: str, **values: object) -> Conflict | None:
    """The conflict of a class in which two values stand."""
    for each in entry(name).conflicts:
        if all(any(s.parameter == p and s.holds(v) for s in (each.first, each.second)) for p, v in values.items()):
            return each
    return None


def test_every_estimator_fits_on_some_data() -> None:
    assert len(estimators()) >= 208
    assert [each.name for each in estimators() if not each.data] == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("LinearSVC", {"penalty": "l1", "loss": "hinge"}),
        ("LinearSVC", {"penalty": "l1", "dual": True}),
        ("LinearSVC", {"loss": "hinge", "dual": False}),
        ("PCA", {"n_components": "mle", "svd_solver": "arpack"}),
        ("PCA", {"n_components": "mle", "svd_solver": "randomized"}),
        ("Ridge", {"solver": "sag", "positive": True}),
        ("RandomForestClassifier", {"bootstrap": False, "oob_score": True}),
        ("RandomForestRegressor", {"bootstrap": False, "oob_score": True}),
    ],
)
def test_values_that_are_refused_together(name: str, values: dict[str, object]) -> None:
    found = refused(name, **values)
    assert found is not None
    assert (found.exception, found.when) == ("ValueError", "fit")


def test_a_splitter_refuses_a_seed_that_it_does_not_use() -> None:
    found = refused("KFold", shuffle=False, random_state=0)
    assert found is not None
    assert (found.exception, found.when) == ("ValueError", "construct")
    assert refused("KFold", shuffle=True, random_state=0) is None
    assert refused("ShuffleSplit", random_state=0) is None


def test_what_is_common_practice_is_no_conflict() -> None:
    assert refused("NearestNeighbors", algorithm="ball_tree", metric="haversine") is None
    tokens = refused("CountVectorizer", token_pattern=None, analyzer="word")
    assert tokens is not None
    assert [each.parameter for each in tokens.unless] == ["tokenizer"]
    assert refused("BayesianGaussianMixture", covariance_type="full", covariance_prior=0.1) is None


@pytest.mark.parametrize(
    ("name", "learned", "expected"),
    [
        ("LogisticRegression", "coef_", "ndarray float64 (1 or n_classes, n_features)"),
        ("LinearRegression", "coef_", "ndarray float64 (n_features)"),
        ("KMeans", "cluster_centers_", "ndarray float64 (n_clusters, n_features)"),
        ("PCA", "components_", "ndarray float64 (n_components, n_features)"),
        ("KMeans", "labels_", "ndarray int32 (n_samples)"),
        ("KMeans", "inertia_", "float None ()"),
        ("StandardScaler", "mean_", "ndarray float64 (n_features)"),
        ("RandomForestClassifier", "estimators_", "list DecisionTreeClassifier (n_estimators)"),
        ("GridSearchCV", "best_params_", "dict None ()"),
    ],
)
def test_learned_parameters_have_a_form(name: str, learned: str, expected: str) -> None:
    assert form(name, learned) == expected


def test_learned_parameters_and_methods_that_are_there_under_certain_values_only() -> None:
    linear = ((Setting("kernel", ("linear",)),),)
    assert {conditions(name, "coef_") for name in ("SVC", "SVR", "NuSVC", "OneClassSVM")} == {linear}
    assert conditions("SVC", "predict_proba") == ((Setting("probability", (True,)),),)
    for name, member, parameter in (
        ("RandomForestClassifier", "oob_score_", "oob_score"),
        ("GridSearchCV", "best_estimator_", "refit"),
    ):
        ((setting,),) = conditions(name, member)
        assert setting.parameter == parameter
        assert setting.holds(True)
        assert not setting.holds(False)
    assert conditions("Ridge", "coef_") == ()


def test_options_that_change_nothing() -> None:
    """`n_jobs` and `verbose` do so wherever there are any, or nothing is said of them."""
    for each in estimators():
        assert not {"n_jobs", "verbose"} & set(each.influence)
    for name in ("RandomForestClassifier", "GridSearchCV", "KNeighborsClassifier"):
        assert "n_jobs" in entry(name).runtime
    assert "verbose" in entry("SVC").runtime
    assert "gamma" not in entry("SVC").runtime
    # Each decides whether another value is accepted.
    assert "constant" not in entry("DummyClassifier").runtime
    assert "quantile" not in entry("HistGradientBoostingRegressor").runtime


def idle(name: str, parameter: str) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {}
    for each in entry(name).ineffective:
        if each.parameter == parameter:
            for setting in each.under:
                found.setdefault(setting.parameter, set()).update(setting.values)
    return found


def test_values_that_make_others_idle() -> None:
    assert "linear" in idle("SVC", "gamma")["kernel"]
    assert "rbf" not in idle("SVC", "gamma")["kernel"]
    assert idle("SVC", "degree")["kernel"] >= {"linear", "rbf", "sigmoid"}
    assert "elasticnet" not in idle("SGDClassifier", "l1_ratio")["penalty"]
    assert "lbfgs" in idle("MLPClassifier", "momentum")["solver"]
    assert idle("HistGradientBoostingRegressor", "l2_regularization") == {}


def test_what_there_is_to_tune() -> None:
    """Linear regression has no regularisation, ridge and lasso have one."""
    assert set(entry("LinearRegression").influence) == {"fit_intercept", "positive"}
    for name in ("Ridge", "Lasso"):
        assert "alpha" in entry(name).influence


def test_what_draws_random_numbers() -> None:
    assert entry("RandomForestClassifier").draws == ()
    assert entry("SVR").draws is None
    shuffled = entry("KFold").draws
    assert shuffled is not None
    assert all(term == (Setting("shuffle", (True,)),) for term in shuffled)
    solvers = entry("Ridge").draws
    assert solvers is not None
    assert {value for term in solvers for each in term for value in each.values if not each.other} == {"sag", "saga"}


@pytest.mark.parametrize("version", ["1.2", "1.5"])
def test_other_versions_were_observed_too(version: str) -> None:
    other = open_catalog(version)
    assert [each.name for each in estimators(other) if not each.data] == []
    assert any(each.first.parameter == "loss" for each in entry("LinearSVC", other).conflicts)
    learned = entry("SVC", other).learned_named("coef_")
    assert learned is not None
    assert learned.conditions == ((Setting("kernel", ("linear",)),),)


def test_facts_drawn_at_random_hold() -> None:
    """They are run again with the scikit-learn installed here. FITLENS_SEED draws others."""
    sklearn = pytest.importorskip("sklearn")
    if sklearn.__version__ != catalog.patch:
        pytest.skip(f"the catalog is of {catalog.patch}, not of {sklearn.__version__}")
    everything = [(each, trial) for each in estimators() for trial in trials_of(each)]
    assert len(everything) > 10 * FACTS
    drawn: dict[str, tuple[ClassEntry, list[Trial]]] = {}
    for each, trial in random.Random(SEED).sample(everything, FACTS):
        drawn.setdefault(each.path, (each, []))[1].append(trial)
    results = run_all_again(sys.executable, list(drawn.values()))
    wrong = [
        f"{trial.call} on {trial.data}: {trial.subject} {trial.outcome} {trial.detail}, not {again.outcome} {again.detail}"
        for (_, trials), found in zip(drawn.values(), results, strict=True)
        for trial, again in zip(trials, found, strict=True)
        if not again.holds
    ]
    assert wrong == []
