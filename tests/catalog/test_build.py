"""Building a catalog: what it says when it cannot, that it writes what it reads, and that the shipped one is current."""

import json
import re
import sys
import venv
from pathlib import Path

import pytest

from fitlens.catalog.build.command import build, check
from fitlens.catalog.build.docstrings import documented_names
from fitlens.catalog.build.writing import write
from fitlens.catalog.codec import decode, encode
from fitlens.catalog.model import ClassEntry, Constraint, Entry, FunctionEntry, Parameter
from fitlens.catalog.store import DATA, ENTRIES, CatalogError, open_catalog


def test_an_interpreter_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"--python no-such-python: cannot be started"):
        build("no-such-python", tmp_path)


def test_an_interpreter_without_scikit_learn(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False, symlinks=sys.platform != "win32")
    python = next(file for folder in ("bin", "Scripts") for file in (tmp_path / "bare" / folder).glob("python*"))
    with pytest.raises(CatalogError, match=r"has no scikit-learn; install it there"):
        build(str(python), tmp_path)


def test_missing_numpydoc_is_told_before_anything_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpydoc.docscrape", None)
    with pytest.raises(CatalogError, match="numpydoc"):
        build("no-such-python", tmp_path)


def test_names_are_read_from_the_attributes_section_alone() -> None:
    text = """Fits.

    Parameters
    ----------
    alpha : float

    Attributes
    ----------
    coef_ : ndarray
        Says `nothing_` that is kept.

    mean_, var_ : floats
    """
    assert documented_names(text) == ["coef_", "mean_", "var_"]


def test_every_record_survives_writing_and_reading() -> None:
    catalog = open_catalog()
    for entry in [*catalog.classes(), *catalog.functions()]:
        lines = [method.line for method in entry.methods] if isinstance(entry, ClassEntry) else []
        written = json.loads(json.dumps(encode(entry)))
        assert decode(written, entry.line, lines) == entry


def test_signatures_of_every_kind_survive() -> None:
    def parameter(name: str, kind: str, default: str | None = None) -> Parameter:
        return Parameter(name, default, kind)  # pyright: ignore[reportArgumentType]

    for parameters in (
        (parameter("a", "positional-only"), parameter("b", "positional"), parameter("c", "keyword-only", "'='")),
        (parameter("a", "positional-only"), parameter("b", "positional-only", "1")),
        (parameter("a", "positional"), parameter("rest", "var-positional"), parameter("b", "keyword-only", "(1, 2)")),
        (parameter("b", "keyword-only"), parameter("kwargs", "var-keyword")),
        (
            Parameter("a", "1", constraints=()),
            Parameter(
                "b",
                constraints=(
                    Constraint("interval", number="real-not-int", low=0.5, high=1, closed="neither"),
                    Constraint("interval", number="integral", closed="neither", hidden=True),
                    Constraint("options", ("a", "none"), ("none",)),
                    Constraint("options", (False,), type="bool"),
                    Constraint("methods", methods=("fit", "predict")),
                    Constraint("missing-values", number="real"),
                    Constraint("none", hidden=True),
                ),
            ),
        ),
    ):
        entry = FunctionEntry("sklearn.f", "sklearn", "sklearn/__init__.py", 3, parameters)
        assert decode(json.loads(json.dumps(encode(entry))), 3) == entry


def test_versions_share_records_that_are_equal(tmp_path: Path) -> None:
    def function(line: int, *names: str) -> Entry:
        return FunctionEntry("sklearn.f", "sklearn", "sklearn.py", line, tuple(Parameter(name) for name in names))

    def say(version: str, entry: Entry) -> None:
        record = {"line": entry.line, "lines": [], "record": encode(entry)}
        modules = {"sklearn": {"f": "sklearn.f"}}
        write({"version": version, "modules": modules, "exports": {}, "documented": {}, "entries": [record]}, tmp_path)

    old, moved, changed = function(1, "X"), function(2, "X"), function(2, "X", "y")
    say("1.7.0", old)
    say("1.8.0", moved)
    assert (tmp_path / ENTRIES).read_text("utf-8").count("\n") == 1
    say("1.9.0", changed)
    assert (tmp_path / ENTRIES).read_text("utf-8").count("\n") == 2
    found = [open_catalog(version, directory=str(tmp_path)).resolve("sklearn.f") for version in ("1.7", "1.8", "1.9")]
    assert found == [old, moved, changed]
    # Built anew, a version leaves nothing of its former self behind.
    say("1.9.0", moved)
    assert (tmp_path / ENTRIES).read_text("utf-8").count("\n") == 1


def test_no_sentence_is_kept() -> None:
    """Paths, names, constants and defaults: nowhere do four words follow each other."""
    for file in (Path(DATA) / ENTRIES, Path(DATA) / "1.9.index.json"):
        prose = re.search(r"(?:[A-Za-z]{2,},? ){3,}[A-Za-z]{2,}", file.read_text("utf-8"))
        assert prose is None, prose


def test_the_shipped_catalog_is_current() -> None:
    """Asking scikit-learn again gives the same bytes. Takes a minute or two."""
    sklearn = pytest.importorskip("sklearn")
    if sklearn.__version__ != open_catalog().patch:
        pytest.skip(f"the catalog is of {open_catalog().patch}, not of {sklearn.__version__}")
    assert check(sys.executable) == ()
