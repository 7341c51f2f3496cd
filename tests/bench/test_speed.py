"""What the measurement of speed counts."""

import subprocess
import sys
from pathlib import Path

from bench.speed.corpora import generated


def test_only_what_a_check_has_to_parse_counts_against_it(tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text("from sklearn.svm import SVC\nSVC()\n", encoding="utf-8")
    (tmp_path / "other.py").write_text("import csv\n", encoding="utf-8")
    command = [sys.executable, "-m", "bench.speed.parsing", str(tmp_path / "kept"), "--no-cache", str(tmp_path)]
    for _ in range(2):  # noted, then read
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        count, seconds = done.stdout.split()[-2:]
        assert count == "1"
        assert 0 < float(seconds) < 1


def test_memory_and_time_are_those_of_the_command() -> None:
    # Measured by a process that is small itself, as the benchmark is.
    measured = """
import sys
from bench.speed.running import run
taken = run([sys.executable, "-c", "x = bytearray(200_000_000); [n for n in range(1_000_000)]"])
print(taken.memory * 1.048576, taken.cpu)
"""
    done = subprocess.run(
        [sys.executable, "-c", measured], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    memory, cpu = map(float, done.stdout.split())
    assert 200 < memory < 300
    assert cpu > 0.02


def test_one_generated_file_in_twenty_uses_scikit_learn(tmp_path: Path) -> None:
    generated(tmp_path / "files", 240)
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "files").rglob("*.py")]
    assert len(set(texts)) == 240
    assert sum("sklearn" in text for text in texts) == 12
