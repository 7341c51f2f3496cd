"""No false alarm, and the right labels, on every documented example of scikit-learn that runs offline."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.accuracy.labels import Judged, judge, truths
from bench.accuracy.observer import observation_of
from bench.accuracy.observing.docstrings import Examples, examples
from bench.accuracy.observing.running import run
from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.cli.inspect import record
from fitlens.rules import registry
from fitlens.source.document import document_from_text


@dataclass(frozen=True)
class Run:
    """A program that ran to its end, and what FitLens says of it."""

    program: Examples
    judged: list[Judged]
    errors: list[str]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Run]]:
    """Every example that runs, with nothing fetched."""
    import matplotlib

    matplotlib.use("Agg")
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _refuse)
    patch.setattr(socket, "getaddrinfo", _refuse)
    directory = tmp_path_factory.mktemp("examples").resolve()
    patch.chdir(directory)
    try:
        yield [ran for program in examples("sklearn") if (ran := _run(program, directory)) is not None]
    finally:
        patch.undo()


def _refuse(*_: object, **__: object) -> None:
    raise OSError("examples are run without a network")


def _run(program: Examples, directory: Path) -> Run | None:
    (directory / "example.py").write_text(program.text, encoding="utf-8")
    observation = observation_of(run(str(directory), "example.py"))
    if observation.failure is not None:
        return None
    document = document_from_text(f"{program.name}.py", program.text)
    facts = analyze(document, open_catalog())
    labels: dict[tuple[int, int], list[dict[str, object]]] = {}
    for site in facts.sites:
        location = document.location(site.span.start)
        labels.setdefault((location.row, location.column), []).append(record(document, site))
    judged = [
        each
        for truth in truths(program.text, "example.py", observation)
        for each in judge(truth, "example.py", labels, observation, _public)
    ]
    errors = [
        f"{program.name}:{document.location(finding.span.start).row}: {finding.code} {finding.message}"
        for finding in registry.run(facts, document)
        if finding.severity == "error"
    ]
    return Run(program, judged, errors)


def test_about_470_examples_run_offline(runs: list[Run]) -> None:
    assert len(runs) >= 450


def test_no_error_on_code_that_ran(runs: list[Run]) -> None:
    assert [error for run in runs for error in run.errors] == []


@pytest.mark.parametrize("kind", ["constructor keyword", "learned read", "method call", "no estimator"])
def test_labels_are_right_or_absent(runs: list[Run], kind: str) -> None:
    found = [(run.program.name, each) for run in runs for each in run.judged if each.kind == kind]
    assert [each for each in found if each[1].verdict == "wrong"] == []
    if kind != "no estimator":
        right = [each for each in found if each[1].verdict == "right"]
        assert len(found) >= 120
        assert len(right) / len(found) >= 0.95, [each for each in found if each[1].verdict == "silent"]


def _public(path: str) -> str:
    found = open_catalog().resolve(path)
    return path if found is None or isinstance(found, str) else found.path
