"""How long FitLens takes, as ratios that hold on other machines too: each against Python itself, runs alternating.

make bench            or        python -m bench.speed [RUNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bench.generated import nested, ordinary, web

SMALL = """\
from sklearn.svm import SVC

clf = SVC(kernel="linear", C=2.0)
clf.fit([[0.0], [1.0]], [0, 1])
print(clf.coef_)
"""
BASELINE = ("-c", "import ast, json, argparse")


def seconds(arguments: Sequence[str]) -> float:
    """One run of this Python with the arguments; findings (exit code 1) are no failure."""
    # Modules are compiled once, as where FitLens is installed, even if this environment says otherwise.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return elapsed


def alternating(commands: dict[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Median seconds of each command; they take turns, so that a slow moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for arguments in commands.values():
        seconds(arguments)
    for _ in range(runs):
        for name, arguments in commands.items():
            times[name].append(seconds(arguments))
    return {name: median(found) for name, found in times.items()}


def analysis(runs: int = 3) -> None:
    """Prints what the steps of a check take of CPU time, each against Python's parsing of the same program."""
    import ast
    import gc

    from fitlens.analysis.analyze import analyze
    from fitlens.catalog.store import open_catalog
    from fitlens.rules import registry
    from fitlens.source.document import document_from_text

    gc.disable()  # as the command line does
    programs = {f"{n:,} lines of model code": ordinary(n) for n in (1_000, 3_000, 10_000, 30_000)}
    programs |= {f"{n:,} functions that call each other": web(n) for n in (500, 2_000)}
    programs |= {f"{n} blocks nested 15 deep": nested(n) for n in (50, 200)}
    catalog = open_catalog()
    for name, text in programs.items():
        times: list[tuple[float, ...]] = []
        complete = True
        for _ in range(runs):
            gc.collect()
            moments = [time.process_time()]
            ast.parse(text)
            moments.append(time.process_time())
            document = document_from_text("large.py", text)
            assert document.tree
            moments.append(time.process_time())
            facts = analyze(document, catalog)
            moments.append(time.process_time())
            registry.run(facts, document)
            complete = complete and facts.complete
            moments.append(time.process_time())
            complete = facts.complete
            times.append(tuple(end - start for start, end in pairwise(moments)))
        parse, tree, found, rules = (min(column) for column in zip(*times, strict=True))
        print(
            f"{name} ({text.count(chr(10)):,} lines, ast.parse {parse * 1000:.0f} ms):"
            f" analysis {found / parse:.1f} times ast.parse, rules {rules / parse:.1f},"
            f" with our own parsing {(tree + found + rules) / parse:.1f} in all;"
            f" {found / text.count(chr(10)) * 1e6:.0f} us a line{'' if complete else ', ended by the budget'}"
        )


def main() -> None:
    """Prints one line for each thing that is measured."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as directory:

        def check(name: str, text: str) -> Sequence[str]:
            path = os.path.join(directory, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return ("-m", "fitlens", "check", "--quiet", path)

        small = {"python": BASELINE, "check of one small file": check("small.py", SMALL)}
        for n in (1_000, 10_000):
            small[f"check of {n:,} lines"] = check(f"large_{n}.py", ordinary(n))
        found = alternating(small, runs)

    base = found.pop("python")
    print(f"python -c {BASELINE[1]!r}: {base * 1000:.0f} ms (median of {runs}, as all below)")
    for name, value in found.items():
        print(f"{name}: {value * 1000:.0f} ms, {value / base:.1f} times that")
    analysis()


if __name__ == "__main__":
    main()
