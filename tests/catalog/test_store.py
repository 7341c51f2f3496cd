"""Looking things up in the shipped catalog, and what a user hears when it cannot be opened."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import DATA, ENTRIES, Catalog, CatalogError, nearest_catalog, open_catalog
from tests.pace import paces


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return open_catalog("1.9")


@pytest.mark.parametrize("path", ["sklearn.svm.SVC", "sklearn.svm._classes.SVC"])
def test_a_class_is_found_by_every_module_it_can_be_imported_from(catalog: Catalog, path: str) -> None:
    entry = catalog.resolve(path)
    assert isinstance(entry, ClassEntry)
    assert (entry.path, entry.name, entry.kind) == ("sklearn.svm.SVC", "SVC", "estimator")
    assert (entry.defined, entry.file) == ("sklearn.svm._classes", "sklearn/svm/_classes.py")


def test_modules_answer_themselves_and_unknown_names_nothing(catalog: Catalog) -> None:
    assert catalog.resolve("sklearn.svm") == "sklearn.svm"
    assert catalog.resolve("sklearn.linear_model._base") == "sklearn.linear_model._base"
    assert [catalog.resolve(path) for path in ("sklearn.svm.SVM", "numpy", "sklearn.svm.SVC.fit", "")] == [None] * 4


def test_members_and_star_imports(catalog: Catalog) -> None:
    assert "svm" in catalog.members("sklearn")
    assert "SVC" in catalog.members("sklearn.svm")
    assert catalog.exports("sklearn.svm") == (
        "LinearSVC", "LinearSVR", "NuSVC", "NuSVR", "OneClassSVM", "SVC", "SVR", "l1_min_c",
    )  # fmt: skip
    # A module without __all__ also binds what it merely uses.
    assert {"BaseEstimator", "clone", "np"} <= set(catalog.exports("sklearn.base"))
    assert catalog.exports("no.such.module") == ()


def test_what_a_user_types_is_found_or_something_near_it(catalog: Catalog) -> None:
    assert [entry.path for entry in catalog.find("SVC")] == ["sklearn.svm.SVC"]
    assert [entry.path for entry in catalog.find("svm.SVC")] == ["sklearn.svm.SVC"]
    assert [entry.path for entry in catalog.find("sklearn.svm._classes.SVC")] == ["sklearn.svm.SVC"]
    assert catalog.find("SCV") == ()
    assert "sklearn.svm.SVC" in catalog.nearest("SCV")
    assert "sklearn.svm.SVC" in catalog.nearest("svm.scv")


def test_links_lead_to_the_page_of_this_version(catalog: Catalog) -> None:
    (svc,) = catalog.find("SVC")
    page = "https://scikit-learn.org/1.9/modules/generated/sklearn.svm.SVC.html"
    assert catalog.documentation_url(svc) == page
    assert catalog.documentation_url(svc, "fit") == page + "#sklearn.svm.SVC.fit"
    # Imported shortest from sklearn itself, documented where it is defined.
    clone = catalog.resolve("sklearn.clone")
    assert isinstance(clone, FunctionEntry)
    assert catalog.documentation_url(clone).endswith("/sklearn.base.clone.html")


def test_names_of_a_class(catalog: Catalog) -> None:
    (svc,) = catalog.find("SVC")
    assert isinstance(svc, ClassEntry)
    gamma, coef = svc.parameter_named("gamma"), svc.learned_named("coef_")
    assert gamma is not None
    assert gamma.default == "'scale'"
    assert coef is not None
    assert coef.documented
    assert svc.method_named("fit") is not None
    assert svc.parameter_named("gama") is None
    known = [svc.known_attribute(name) for name in ("gamma", "coef_", "fit", "_impl", "__class__")]
    assert known == [True] * 5
    assert not svc.known_attribute("gama")
    assert not svc.known_attribute("feature_importances_")


def test_the_version_is_chosen_by_its_minor_part() -> None:
    assert open_catalog() is open_catalog("1.9") is open_catalog("1.9.0")
    assert (open_catalog().version, open_catalog().patch) == ("1.9", "1.9.1")


def test_an_unknown_version_is_told_with_the_nearest() -> None:
    for version, nearest in (("0.19", "0.20"), ("0.19.2", "0.20"), ("1.10.0", "1.9"), ("2.0", "1.9")):
        with pytest.raises(
            CatalogError,
            match=rf"no catalog for scikit-learn {version}; there is 0\.20 to 1\.9, the nearest is {nearest}$",
        ):
            open_catalog(version)
        catalog, exact = nearest_catalog(version)
        assert (catalog.version, exact) == (nearest, False)
    for text in ("latset", "1", "", "1.x", "one.two"):
        with pytest.raises(
            CatalogError, match=rf"^{text}: no version of scikit-learn, such as 1\.9; there is 0\.20 to"
        ):
            open_catalog(text)
        assert nearest_catalog(text) == (open_catalog(), False)
    assert nearest_catalog("1.5.2") == (open_catalog("1.5"), True)


def test_versions_are_ordered_as_numbers(tmp_path: Path) -> None:
    shutil.copy(Path(DATA) / ENTRIES, tmp_path)
    shutil.copy(Path(DATA) / "1.9.index.json", tmp_path / "1.9.index.json")
    with pytest.raises(CatalogError, match=r"there is 1\.9, the nearest is 1\.9$"):
        open_catalog("1.8", directory=str(tmp_path))
    shutil.copy(Path(DATA) / "1.9.index.json", tmp_path / "1.10.index.json")
    assert open_catalog(directory=str(tmp_path)).version == "1.10"


@pytest.mark.parametrize("file", ["1.5.index.json", ENTRIES])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "other"])
def test_a_damaged_file_is_named_with_the_mend(tmp_path: Path, file: str, damage: str) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    damaged = tmp_path / file
    whole = damaged.read_bytes()
    if damage == "missing":
        damaged.unlink()
    else:
        damaged.write_bytes({"empty": b"", "cut off": whole[:5000], "other": b'{"version":1}\n'}[damage])
    with pytest.raises(CatalogError, match=r"the catalog is damaged; reinstall fitlens") as raised:
        open_catalog("1.5", directory=str(tmp_path)).resolve("sklearn.svm.SVC")
    assert str(damaged) in str(raised.value)


def test_look_ups_are_fast_and_bring_nothing_heavy() -> None:
    # Measured: 0.6 and 0.04 paces, 2 ms and 0.1 ms.
    assert paces(lambda: Catalog(DATA, "1.9").resolve("sklearn.svm._classes.SVC")) < 4
    known = open_catalog("1.9")
    assert paces(lambda: [known.resolve("sklearn.svm._classes.SVC") for _ in range(1000)]) < 1
    unwanted = ["sklearn", "numpy", "importlib.metadata", "importlib.resources", "subprocess", "logging", "pathlib"]
    code = f"import sys, fitlens.catalog.store as s; s.open_catalog(); print(set(sys.modules) & set({unwanted}))"
    # Without site: an editable install may import some of these itself.
    path = f"import sys; sys.path.insert(0, {str(Path(DATA).parents[2])!r}); "
    ran = subprocess.run([sys.executable, "-S", "-c", path + code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
