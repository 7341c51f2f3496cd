"""No false alarm, and the right labels, on every documented example of scikit-learn that runs offline."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import Document, document_from_text
from tests.truth.programs import Program, programs
from tests.truth.tracing import Trace, trace


@dataclass(frozen=True)
class Run:
    """A program that ran to its end, and what FitLens says of it."""

    program: Program
    trace: Trace
    document: Document
    labels: dict[tuple[int, int, str], tuple[str, tuple[str, ...]]]
    """(row, column, name) -> role, estimators."""
    errors: list[str]


@pytest.fixture(scope="module")
def runs() -> Iterator[list[Run]]:
    """Every example that runs, with nothing fetched."""
    import matplotlib

    matplotlib.use("Agg")
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _refuse)
    patch.setattr(socket, "getaddrinfo", _refuse)
    try:
        yield [run for run in map(_run, programs()) if run.trace.error is None]
    finally:
        patch.undo()


def _refuse(*_: object, **__: object) -> None:
    raise OSError("examples are run without a network")


def _run(program: Program) -> Run:
    document = document_from_text(f"{program.name}.py", program.text)
    facts = analyze(document, open_catalog())
    labels: dict[tuple[int, int, str], tuple[str, tuple[str, ...]]] = {}
    for site in facts.sites:
        location = document.location(site.span.start)
        labels[location.row, location.column, site.name] = (site.role, site.estimators)
    errors = [
        f"{program.name}:{document.location(finding.span.start).row}: {finding.code} {finding.message}"
        for finding in registry.run(facts, document)
        if finding.severity == "error"
    ]
    return Run(program, trace(program.text), document, labels, errors)


def test_about_470_examples_run_offline(runs: list[Run]) -> None:
    assert len(runs) >= 450


def test_no_error_on_code_that_ran(runs: list[Run]) -> None:
    assert [error for run in runs for error in run.errors] == []


@pytest.mark.parametrize("kind", ["hyperparameter", "learned-parameter"])
def test_labels_are_right_or_absent(runs: list[Run], kind: str) -> None:
    right, wrong, silent = 0, list[str](), list[str]()
    for run in runs:
        seen = run.trace.keywords if kind == "hyperparameter" else run.trace.learned
        for (row, column, name), classes in seen.items():
            place = f"{run.program.name}:{row}:{column} {name} {sorted(classes)}"
            label = run.labels.get((row, column, name))
            if label is None:
                silent.append(place)
            elif label[0] == kind and {_public(path) for path in classes} <= set(label[1]):
                right += 1
            else:
                wrong.append(f"{place} labelled {label}")
    total = right + len(wrong) + len(silent)
    print(f"{kind}: {right} right, {len(wrong)} wrong, {len(silent)} silent of {total}")
    assert wrong == []
    assert total >= 120
    assert right / total >= 0.95, silent


def _public(path: str) -> str:
    found = open_catalog().resolve(path)
    return path.rpartition(".")[2] if found is None or isinstance(found, str) else found.path
