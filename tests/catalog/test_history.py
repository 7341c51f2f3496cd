"""What became of scikit-learn's names: facts that are known, what was told held against what is computed, and the command."""

import json
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import pytest

from fitlens.catalog.between import between
from fitlens.catalog.build.history.command import text, work_out
from fitlens.catalog.build.history.explained import reason
from fitlens.catalog.build.history.merge import Merged
from fitlens.catalog.build.history.sources import SEEN, read_sources
from fitlens.catalog.build.history.told import TOLD
from fitlens.catalog.history import HISTORY, Change, History, open_history
from fitlens.catalog.store import DATA, CatalogError
from fitlens.cli.main import main
from tests.pace import paces


@pytest.fixture(scope="module")
def history() -> History:
    return open_history()


@pytest.fixture(scope="module")
def merged() -> Merged:
    return work_out()


Life = tuple[str | None, str | None, str | None]


def life(change: Change | None) -> Life:
    """Deprecated, removed, and what takes its place."""
    assert change is not None
    return (change.deprecated, change.removed, change.renamed or change.replacement)


def parameter(history: History, path: str, name: str) -> Life:
    return life(next(each for each in history.member(path, name) if each.kind == "parameter"))


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("preprocessing.OneHotEncoder", "sparse", ("1.2", "1.4", "sparse_output")),
        ("ensemble.BaggingClassifier", "base_estimator", ("1.2", "1.4", "estimator")),
        ("multioutput.ClassifierChain", "base_estimator", ("1.7", "1.9", "estimator")),
        ("cluster.AgglomerativeClustering", "affinity", ("1.2", "1.4", "metric")),
        ("manifold.TSNE", "n_iter", ("1.5", "1.7", "max_iter")),
        ("metrics.mean_squared_error", "squared", ("1.4", "1.6", "root_mean_squared_error(...)")),
        (
            "linear_model.LinearRegression",
            "normalize",
            ("1.0", "1.2", "make_pipeline(StandardScaler(with_mean=False), LinearRegression())"),
        ),
        ("svm.SVC", "probability", ("1.9", "1.11", "CalibratedClassifierCV(SVC(), ensemble=False)")),
    ],
)
def test_hyperparameters_and_arguments(history: History, path: str, name: str, expected: Life) -> None:
    assert parameter(history, f"sklearn.{path}", name) == expected


def test_what_one_class_lost_another_may_keep(history: History) -> None:
    assert history.member("sklearn.cluster.SpectralClustering", "affinity") == ()
    assert history.member("sklearn.svm.SVC", "no_such_thing") == ()
    assert history.of("no.such.path") == ()


def test_what_announcements_say_and_what_came_of_them(history: History) -> None:
    (*_, multi_class) = history.member("sklearn.linear_model.LogisticRegression", "multi_class")
    assert (multi_class.deprecated, multi_class.removed, multi_class.announced) == ("1.5", "1.8", False)
    assert [multi_class.state(version) for version in ("1.4", "1.5", "1.7.2", "1.8", "1.10")] == [
        "present", "deprecated", "deprecated", "removed", "removed",
    ]  # fmt: skip
    (probability,) = history.member("sklearn.svm.SVC", "probability")
    assert probability.announced
    # Nobody knows yet whether 1.11 will do what 1.9 says.
    assert probability.state("1.11") == "deprecated"
    # Announced for 1.7 in 1.5, and taken back.
    assert history.member("sklearn.ensemble.BaggingClassifier", "fit") == ()


@pytest.mark.parametrize(
    ("path", "name", "value", "expected"),
    [
        ("linear_model.SGDClassifier", "loss", "'log'", ("1.1", "1.3", "'log_loss'")),
        ("ensemble.RandomForestClassifier", "max_features", "'auto'", ("1.1", "1.3", "'sqrt'")),
        ("ensemble.RandomForestRegressor", "max_features", "'auto'", ("1.1", "1.3", "1.0")),
        ("ensemble.GradientBoostingRegressor", "loss", "'ls'", ("1.0", "1.2", "'squared_error'")),
        ("linear_model.LogisticRegression", "penalty", "'none'", ("1.2", "1.4", "None")),
        # Its constructor puts another value in its place, so that validation alone would say that 1.9 refuses it.
        ("tree.DecisionTreeRegressor", "criterion", "'friedman_mse'", ("1.9", "1.11", "'squared_error'")),
    ],
)
def test_values(history: History, path: str, name: str, value: str, expected: Life) -> None:
    assert life(history.value(f"sklearn.{path}", name, value)) == expected


def test_imports_lead_to_what_went_on_the_way(history: History) -> None:
    (module,) = history.along("sklearn.cross_validation.train_test_split")
    assert (module.target, life(module)) == ("sklearn.cross_validation", ("0.18", "0.20", "sklearn.model_selection"))
    (forest,) = history.along("sklearn.ensemble.forest.RandomForestClassifier")
    assert life(forest) == ("0.22", "0.24", "sklearn.ensemble")
    assert life(history.module("sklearn.externals.joblib")) == ("0.21", "0.23", "joblib")
    assert life(history.entry("sklearn.datasets.load_boston")) == ("1.0", "1.2", "fetch_california_housing()")
    plot = history.entry("sklearn.metrics.plot_confusion_matrix")
    assert life(plot) == ("1.0", "1.2", "ConfusionMatrixDisplay.from_estimator")
    assert life(history.entry("sklearn.neighbors.DistanceMetric")) == ("1.0", "1.3", "sklearn.metrics.DistanceMetric")
    frozen = history.along("sklearn.frozen.FrozenEstimator")
    assert [(each.kind, each.added, each.state("1.5")) for each in frozen] == [
        ("module", "1.6", "not yet"),
        ("class", "1.6", "not yet"),
    ]
    # It stood in a module without being named there long before that named it.
    assert history.along("sklearn.utils.gen_batches") == ()


def test_methods_attributes_and_scorers(history: History) -> None:
    for path in ("feature_extraction.text.CountVectorizer", "preprocessing.OneHotEncoder"):
        (method,) = history.member(f"sklearn.{path}", "get_feature_names")
        assert (method.kind, life(method)) == ("method", ("1.0", "1.2", "get_feature_names_out"))
    (features,) = history.member("sklearn.tree.DecisionTreeClassifier", "n_features_")
    assert (features.kind, life(features)) == ("attribute", ("1.0", "1.2", "n_features_in_"))
    (scorer,) = history.member("sklearn.metrics.get_scorer", "max_error")
    assert (scorer.added, life(scorer)) == ("0.21", ("1.6", "1.8", "neg_max_error"))
    (weight,) = history.member("sklearn.cluster.KMeans", "predict.sample_weight")
    assert (weight.kind, life(weight)) == ("argument", ("1.3", "1.5", None))


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("svm.SVC", "gamma", ("0.22", "'auto'", "'scale'")),
        ("ensemble.RandomForestClassifier", "n_estimators", ("0.22", "10", "100")),
        # In 1.2 and 1.3 a placeholder stood there, by which it saw that it was left out.
        ("cluster.KMeans", "n_init", ("1.4", "10", "'auto'")),
        ("manifold.MDS", "n_init", ("1.9", "4", "1")),
    ],
)
def test_defaults(history: History, path: str, name: str, expected: Life) -> None:
    (default,) = [each for each in history.member(f"sklearn.{path}", name) if each.kind == "default"]
    assert (default.changed, default.old, default.new) == expected


def test_what_may_be_given_by_position(history: History) -> None:
    calls = {
        path: next(each for each in history.of(f"sklearn.{path}") if each.kind == "keyword-only" and not each.member)
        for path in ("model_selection.KFold", "svm.SVC", "metrics.pairwise_distances", "metrics.log_loss")
    }
    assert {path: (each.deprecated, each.removed, each.positional) for path, each in calls.items()} == {
        "model_selection.KFold": ("0.23", "1.0", ("n_splits",)),
        "svm.SVC": ("0.23", "1.0", ()),
        "metrics.pairwise_distances": ("0.23", "1.0", ("X", "Y", "metric")),
        "metrics.log_loss": ("0.23", "1.0", ("y_true", "y_pred")),
    }


def test_what_was_told_is_what_is_computed_or_it_is_known_why_not(merged: Merged) -> None:
    """1,333 facts were looked up one by one, apart from the catalogs; 8 of them are not as the catalogs have it."""
    assert merged.settled == {
        "agrees": 1065,
        "before the oldest catalog": 151,
        "in no catalog": 65,
        "found by looking it up": 32,
        "announced for a version to come": 12,
        "differs": 8,
    }
    assert [each for each in merged.differences if reason(each) is None] == []
    names = {".".join(filter(None, (each.told.target, each.told.member))) for each in merged.differences}
    assert names == {
        "sklearn.cluster.cluster_optics_xi",  # never warned before it refused
        "sklearn.utils.check_scalar",
        "sklearn.utils.all_estimators",  # lost arguments, and made none keyword-only
        "sklearn.impute.MissingIndicator.missing_values",  # accepts None to this day
        "sklearn.manifold.TSNE.square_distances",  # warned before its signature said so
        "sklearn.metrics.make_scorer.response_method",  # a placeholder was its default
        "sklearn.dummy.DummyClassifier.n_features_in_",  # what validation may set on any estimator
        "sklearn.dummy.DummyRegressor.n_features_in_",
    }


def test_the_shipped_history_is_that_of_the_shipped_catalogs(merged: Merged) -> None:
    assert text(merged.changes) == (Path(DATA) / HISTORY).read_text("utf-8")


def test_what_a_version_warns_of_is_read_from_its_source() -> None:
    package = find_spec("sklearn")
    assert package is not None
    assert package.origin is not None
    seen = read_sources(Path(package.origin).parent.parent)
    kept = [json.loads(line) for line in SEEN.read_text("utf-8").splitlines()]
    assert [each["deprecated"] for each in kept if each["version"] == seen.version] == [seen.deprecated]
    assert seen.deprecated["sklearn.svm._base.BaseSVC.probA_"] == "1.11"


def test_no_sentence_is_scikit_learns(history: History) -> None:
    package = find_spec("sklearn")
    assert package is not None
    assert package.submodule_search_locations is not None
    root = Path(package.submodule_search_locations[0])
    source = " ".join(" ".join(file.read_text("utf-8").split()) for file in root.rglob("*.py"))
    written = json.loads("[" + ",".join(TOLD.read_text("utf-8").splitlines()) + "]")
    texts = {value for each in written for value in each.values() if isinstance(value, str)}
    texts |= {str(value) for path in history.paths() for change in history.of(path) for value in change}
    sentences = {each for each in texts if len(re.findall(r"(?<![\w.(=])[a-z]+(?=[\s,.]|$)", each)) >= 4}
    assert sentences
    assert [each for each in sentences if each in source] == []


def test_it_answers_at_once() -> None:
    assert paces(lambda: History(DATA).of("sklearn.svm.SVC")) < 1
    history = History(DATA)
    paths = history.paths()
    assert paces(lambda: [history.of(path) for path in (paths * 2)[:1000]], runs=1) < 40


@pytest.mark.parametrize("damage", [b"", b"{}\n", b'{"path":"sklearn","changes":[{"kind'])
def test_a_damaged_file_is_named(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / HISTORY).write_bytes(damage)
    with pytest.raises(CatalogError, match=r"history\.jsonl: the history is damaged; reinstall fitlens"):
        History(str(tmp_path)).of("sklearn")


def test_a_comparison_leaves_out_what_came_and_went(history: History) -> None:
    encoder = history.of("sklearn.preprocessing.OneHotEncoder")
    assert [(each.what, each.version, each.change.member) for each in between(encoder, "1.2", "1.4")] == [
        ("added", "1.3", "get_metadata_routing"),
        ("added", "1.3", "feature_name_combiner"),
        ("renamed", "1.4", "sparse"),
    ]
    # There from 1.5 to 1.6 only.
    assert between(history.of("sklearn.utils.arrayfuncs.sum_parallel"), "1.4", "1.9") == ()
    # A class that is new as a whole is one event.
    assert [each.change.kind for each in between(history.of("sklearn.preprocessing.TargetEncoder"), "1.2", "1.9")] == [
        "class"
    ]


def _diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["catalog", "diff", *arguments])
    written = capsys.readouterr()
    return code, written.out, written.err


def test_the_command_shows_one_class(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = _diff(capsys, "1.1", "1.9", "OneHotEncoder")
    assert code == 0
    assert shown == (
        "OneHotEncoder, scikit-learn 1.1 to 1.9: 6 changes\n"
        "\nRenamed (2)\n"
        "  1.2   preprocessing.OneHotEncoder.get_feature_names() → get_feature_names_out\n"
        "  1.4   preprocessing.OneHotEncoder(sparse) → sparse_output\n"
        "\nAdded (4)\n"
        "  1.2   preprocessing.OneHotEncoder(sparse_output)\n"
        "  1.2   preprocessing.OneHotEncoder.set_output()\n"
        "  1.3   preprocessing.OneHotEncoder(feature_name_combiner)\n"
        "  1.3   preprocessing.OneHotEncoder.get_metadata_routing()\n"
    )
    assert (
        _diff(capsys, "1.1.3", "1.9.0", "preprocessing.OneHotEncoder")[1].partition(":")[2] == shown.partition(":")[2]
    )


def test_the_command_shows_a_module_one_name_or_everything(capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(_diff(capsys, "1.8", "1.9", "SVC.probability")[1].split())  # wrapped to the terminal's width
    assert "(probability); to go in 1.11; instead: CalibratedClassifierCV" in told
    assert "SVC.C, scikit-learn 1.8 to 1.9: no changes" in _diff(capsys, "1.8", "1.9", "SVC.C")[1]
    svm = " ".join(_diff(capsys, "1.8", "1.9", "sklearn.svm")[1].split())
    assert "probA_ of svm.NuSVC, svm.SVC; to go in 1.11" in svm
    everything = _diff(capsys, "1.8", "1.9")[1]
    assert {"Removed", "Renamed", "Deprecated", "Default changed", "By keyword only", "Added"} <= {
        line.partition(" (")[0] for line in everything.splitlines()
    }
    # What ended before is not a change between the two, and yet the answer.
    gone = _diff(capsys, "1.2", "1.9", "cross_validation")[1]
    assert ": no changes\n  sklearn.cross_validation was removed in 0.20 → sklearn.model_selection\n" in gone


def test_the_command_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(_diff(capsys, "1.2", "1.4", "OneHotEncoder", "--output-format", "json")[1])
    assert (answer["old"], answer["new"], len(answer["changes"])) == ("1.2", "1.4", 3)
    assert cast("dict[str, object]", answer["changes"][-1]) == {
        "event": "renamed", "version": "1.4", "target": "sklearn.preprocessing.OneHotEncoder", "kind": "parameter",
        "member": "sparse", "deprecated": "1.2", "removed": "1.4", "renamed": "sparse_output",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["1.7", "1.9", "OneHotEncodre"], "did you mean sklearn.preprocessing.OneHotEncoder"),
        (["1.7", "1.9", "OneHotEncoder.sparze_output"], "did you mean OneHotEncoder.sparse_output"),
        (["1.9", "1.7"], "1.9 is not older than 1.7: give the older version first, as in `1.7 1.9`"),
        (["1.7", "2.0"], "no catalog for scikit-learn 2.0; there is"),
        (["latset", "1.9"], "latset"),
    ],
)
def test_bad_input_is_answered(capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str) -> None:
    code, shown, told = _diff(capsys, *arguments)
    assert (code, shown) == (2, "")
    assert complaint in told


def test_one_catalog_has_no_history(tmp_path: Path) -> None:
    for file in Path(DATA).glob("1.9.index.json"):
        shutil.copy(file, tmp_path)
    with pytest.raises(CatalogError, match="a history needs two catalogs at least, here are 1"):
        work_out(tmp_path)
