"""Processes that share the work: what they find is what one would find alone."""

import os
import signal
from pathlib import Path

import pytest

from fitlens.check.cache.results import Cache
from fitlens.check.model import Report
from fitlens.check.run import FEW, check_paths
from fitlens.check.workers import can_fork, spread
from fitlens.environment.choice import Chooser
from fitlens.settings.configuration import Configuration

pytestmark = pytest.mark.skipif(not can_fork(), reason="there are threads, or no fork")


def told(report: Report) -> list[object]:
    findings = [(each.document.path, each.document.text, each.findings) for each in report.checked]
    return [report.files, report.estimators, report.judged, findings, report.problems, report.skipped, report.paths]


def check(root: Path, jobs: int, cache: Path | None = None) -> list[object]:
    kept = None if cache is None else Cache(str(cache))
    return told(check_paths([str(root)], Chooser(), Configuration(), jobs=jobs, cache=kept))


def test_results_and_their_order_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    root, cache = tmp_path / "programs", tmp_path / "cache"
    root.mkdir()
    (root / "pyproject.toml").write_text("")
    (root / "model.py").write_text("from sklearn.svm import SVC\n\nmodel = SVC()\n")
    for number in range(4 * FEW):
        (root / f"study_{number}.py").write_text(
            f"from model import model\nfrom sklearn.linear_model import Ridge\n\nRidge(alhpa={number})\nmodel.coef_\n"
        )
    (root / "latin.py").write_bytes(b"import sklearn\n'\xe9'\n")
    (root / "plain.py").write_text("import os\n")
    alone = check(root, 1)
    assert len(alone[3]) == 4 * FEW  # type: ignore[arg-type]
    assert check(root, 2) == check(root, 3) == alone
    assert check(root, 2, cache) == alone
    assert check(root, 1, cache) == alone


def test_what_a_process_held_that_died_is_missing_and_nothing_else() -> None:
    def work(part: int) -> int:
        if part == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        if part == 5:
            raise LookupError
        return part * part

    assert dict(spread(range(40), work, 3)) == {part: part * part for part in range(40) if part not in (3, 5)}


def test_what_is_large_comes_through() -> None:
    assert sorted(spread([1, 2], lambda part: b"x" * part * 1_000_000, 2)) == [
        (0, b"x" * 1_000_000),
        (1, b"x" * 2_000_000),
    ]
