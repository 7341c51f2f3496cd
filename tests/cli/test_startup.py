"""What `fitlens check` costs before it has looked at anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_lint_run_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fitlens", "check", "--quiet", str(EXAMPLES)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    imported = {module.partition(".")[0] for module in modules}
    assert "fitlens" in imported
    assert imported.isdisjoint({"sklearn", "numpy", "pygls", "lsprotocol", "jedi", "multiprocessing"})
    assert modules.isdisjoint({"fitlens.catalog.evidence", "fitlens.catalog.build"})


def test_the_server_leaves_jedi_to_its_worker() -> None:
    program = "import fitlens.lsp.server, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"fitlens", "pygls"} <= set(done.stdout.split())
    assert "jedi" not in done.stdout.split()


@pytest.mark.skipif(sys.platform == "win32", reason="does not say what other processes took")
def test_a_small_file_takes_less_than_three_times_what_the_parsers_alone_take(tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text(
        "from sklearn.svm import SVC\n\nclf = SVC(C=2.0).fit([[0.0], [1.0]], [0, 1])\nprint(clf.support_)\n"
    )
    commands = (
        (sys.executable, "-c", "import ast, json, argparse"),
        (sys.executable, "-m", "fitlens", "check", str(path)),
    )
    # As an installed program runs: compiled, whatever the environment of the tests says of that.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "compiled")
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(11):
        for command, found in zip(commands, times, strict=True):
            found.append(_cpu_seconds(command, environment))
    # CPU time, and the best of each: what else the machine does only ever adds. The first fills the disk's and Python's caches.
    base, check = (min(found[1:]) for found in times)
    assert check <= 2.7 * base


def _cpu_seconds(command: tuple[str, ...], environment: dict[str, str]) -> float:
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
