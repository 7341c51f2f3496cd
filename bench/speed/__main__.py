"""Measures how long FitLens takes: `make bench-speed`, or `python -m bench.speed --help`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.accuracy.origins import ROOT
from bench.choosing import some_of
from bench.speed import alone, corpora, tools
from bench.speed.report import page
from bench.speed.running import alternating, run

PARTS = ("start", "analysis", "user", "library", "large")


def main() -> None:
    """Measures the parts that were asked for, keeps what was found after each, and writes a page of all that is kept."""
    arguments = _arguments()
    kept = Path(arguments.cache, "results.json")
    results: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    for part in arguments.parts:
        if part == "large":
            for files in arguments.files:
                found: dict[str, Any] = results.setdefault("large", {})
                if arguments.anew or str(files) not in found:
                    found[str(files)] = _large(files)
                    _keep(kept, results)
        elif arguments.anew or part not in results:
            results[part] = _measured(part, arguments)
            _keep(kept, results)
    text = "\n".join(page(results))
    if arguments.output is None:
        print(text)
    else:
        Path(arguments.output, "speed.md").write_text(text, encoding="utf-8")


def _measured(part: str, arguments: argparse.Namespace) -> Any:
    if part == "start":
        return alone.start(arguments.runs)
    if part == "analysis":
        return list(alone.analysis())
    return _side_by_side(part, arguments.runs, arguments.peers, arguments.cache)


def _side_by_side(part: str, runs: int, peers: Sequence[str], build: str) -> dict[str, Any]:
    """FitLens and the others on the same files, and what FitLens costs against Python's parsing of them."""
    python = tools.interpreter(build, corpora.REQUIREMENTS)
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory, "files")
        what = corpora.user_programs(folder, python) if part == "user" else corpora.libraries(folder, python)
        commands = tools.commands(folder, python, os.path.join(directory, "cache"), peers, build)
        times = alternating(commands, runs)
        command = tools.alone(folder, python)
        note = [sys.executable, "-m", "bench.speed.parsing", os.path.join(directory, "parsed"), *command[4:]]
        numbers, parse, cpu = 0, list[float](), list[float]()
        for _ in range(runs):
            done = subprocess.run(note, cwd=ROOT, capture_output=True, text=True, check=True)
            count, seconds = done.stdout.split()[-2:]
            numbers = int(count)
            parse.append(float(seconds))
            cpu.append(run(command).cpu)
    return {
        "what": what,
        "runs": runs,
        "processors": len(os.sched_getaffinity(0)),
        "versions": tools.versions(peers, build),
        "times": {name: asdict(taken) for name, taken in times.items()},
        "parsed": numbers,
        "parse": median(parse),
        "alone": median(cpu),
    }


def _large(files: int) -> dict[str, Any]:
    """Very many files: a run that keeps what it finds, and one that finds all of it."""
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory, "files")
        corpora.generated(folder, files)
        command = [*tools.FITLENS, "check", "--quiet", "--isolated", "--cache-dir", os.path.join(directory, "cache")]
        return {name: asdict(run([*command, str(folder)])) for name in ("cold", "warm")}


def _keep(path: Path, results: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--parts", type=some_of(PARTS), default=PARTS, metavar="NAMES", help=f"of {', '.join(PARTS)}")
    parser.add_argument(
        "--peers", type=some_of(tools.PEERS), default=tools.PEERS, metavar="NAMES", help=f"of {', '.join(tools.PEERS)}"
    )
    parser.add_argument("--runs", type=int, default=5, help="of each command (default: 5)")
    parser.add_argument(
        "--files", type=_numbers, default=[10_000, 30_000, 100_000], help="for `large` (default: 10000,30000,100000)"
    )
    parser.add_argument("--anew", action="store_true", help="measure again what was measured before")
    parser.add_argument(
        "--cache", default=str(ROOT / "build" / "speed"), help="folder for virtual environments and what was measured"
    )
    parser.add_argument("--output", help="folder for speed.md (default: printed)")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


if __name__ == "__main__":
    main()
