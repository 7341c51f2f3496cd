"""Building a catalog: what it says when it cannot, that it writes what it reads, and that the shipped one is current."""

import json
import re
import shutil
import sys
import venv
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from fitlens.catalog.build import every
from fitlens.catalog.build.command import build, check
from fitlens.catalog.build.docstrings import documented_names
from fitlens.catalog.build.every import Outcome
from fitlens.catalog.build.probe.answer import answer_of
from fitlens.catalog.build.versions import Release
from fitlens.catalog.build.writing import write
from fitlens.catalog.codec import decode, encode
from fitlens.catalog.model import ClassEntry, Constraint, Entry, FunctionEntry, Parameter
from fitlens.catalog.store import DATA, ENTRIES, CatalogError, open_catalog, versions
from fitlens.cli.main import main


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


def function(line: int, *names: str) -> Entry:
    return FunctionEntry("sklearn.f", "sklearn", "sklearn.py", line, tuple(Parameter(name) for name in names))


def answer(version: str, entry: Entry, level: str = "observed") -> dict[str, Any]:
    modules = {"sklearn": {"f": "sklearn.f"}}
    return answer_of(version, level=level, modules=modules, exports={}, documented={}, entries=[entry])


def test_versions_share_records_that_are_equal(tmp_path: Path) -> None:
    def say(version: str, entry: Entry) -> None:
        write(answer(version, entry), tmp_path)

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


def test_versions_may_be_built_in_any_order(tmp_path: Path) -> None:
    answers = [answer("0.24.2", function(1, "X"), "signatures"), answer("1.2.2", function(2, "X"))]
    answers.append(answer("1.3.2", function(2, "X", "y")))
    written: set[tuple[tuple[str, bytes], ...]] = set()
    for order in permutations(answers):
        output = tmp_path / "-".join(each["version"] for each in order)
        for each in order:
            write(each, output)
        written.add(tuple((file.name, file.read_bytes()) for file in sorted(output.iterdir())))
    assert len(written) == 1


def release(version: str) -> Release:
    return Release(version, "observed", ("numpy==1.0",))


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[str], list[Outcome]]]:
    """Builds versions whose scikit-learn is made up; answers which were asked, and how each went."""
    asked: list[str] = []

    def ask(version: str) -> dict[str, Any]:
        asked.append(version)
        if version == "1.3.2":
            raise CatalogError("1.3.2 does not start")
        return answer(version, function(1, "X"))

    monkeypatch.setattr(every, "install", lambda release, cache, python: release.version)
    monkeypatch.setattr(every, "find_python", lambda given: given)
    monkeypatch.setattr(every, "ask", ask)

    def run(*releases: Release) -> tuple[list[str], list[Outcome]]:
        asked.clear()
        told: list[Outcome | str] = []
        every.build_every(releases, cache=tmp_path / "cache", output=tmp_path / "data", tell=told.append)
        return list(asked), [each for each in told if isinstance(each, Outcome)]

    return run


def test_one_version_that_fails_does_not_stop_the_others(built: Callable[..., Any], tmp_path: Path) -> None:
    asked, outcomes = built(release("1.2.2"), release("1.3.2"), release("1.4.2"))
    assert asked == ["1.2.2", "1.3.2", "1.4.2"]
    assert [outcome.error for outcome in outcomes] == [None, "1.3.2 does not start", None]
    assert versions(str(tmp_path / "data")) == ("1.2", "1.4")


def test_what_is_current_is_not_asked_again(
    built: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(release("1.2.2"), release("1.3.2"))
    asked, outcomes = built(release("1.2.2"), release("1.3.2"))
    assert asked == ["1.3.2"]
    assert [outcome.kept for outcome in outcomes] == [True, False]
    # Another numpy may answer otherwise, and so may another builder; who reads wheels does not ask.
    newer = Release("1.2.2", "observed", ("numpy==2.0",))
    assert built(newer)[0] == ["1.2.2"]
    package = shutil.copytree(Path(DATA).parent, tmp_path / "catalog", ignore=shutil.ignore_patterns("data"))
    monkeypatch.setattr(every, "DATA", str(package / "data"))
    (package / "build" / "wheels" / "classes.py").write_text("")
    assert built(newer)[0] == []
    (package / "build" / "probe" / "classes.py").write_text("")
    assert built(newer)[0] == ["1.2.2"]


def test_a_version_that_cannot_be_built_is_told_with_those_that_can() -> None:
    with pytest.raises(CatalogError, match=r"0\.19: no version that catalogs are built of; there are 0\.20, .*, 1\.9$"):
        every.chosen(["0.19"])
    assert [each.version for each in every.chosen(["1.9", "0.24.2"])] == ["0.24.2", "1.9.1"]


def test_what_would_change_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(answer("1.9.1", function(1, "X")), tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for said, code, named in (
        (function(1, "X"), 0, []),
        (function(2, "X"), 1, ["1.9.index.json"]),
        (function(1, "X", "y"), 1, ["1.9.index.json", ENTRIES]),
    ):
        monkeypatch.setattr("fitlens.catalog.build.command.ask", lambda python, said=said: answer("1.9.1", said))
        assert main(["catalog", "build", "--python", "python", "--output", str(tmp_path), "--check"]) == code
        lines = capsys.readouterr().out.splitlines()
        assert [Path(line.partition(": ")[0]).name for line in lines] == named
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_no_sentence_is_kept() -> None:
    """Paths, names, constants and defaults: nowhere do four words follow each other."""
    for file in (Path(DATA) / ENTRIES, *Path(DATA).glob("*.index.json")):
        prose = re.search(r"(?:[A-Za-z]{2,},? ){3,}[A-Za-z]{2,}", file.read_text("utf-8"))
        assert prose is None, prose


def test_the_shipped_catalog_is_current() -> None:
    """Asking scikit-learn again gives the same bytes. Takes a minute or two."""
    sklearn = pytest.importorskip("sklearn")
    if sklearn.__version__ != open_catalog().patch:
        pytest.skip(f"the catalog is of {open_catalog().patch}, not of {sklearn.__version__}")
    assert check(sys.executable) == ()
