"""How long FitLens takes, as ratios that hold on other machines too: each against Python itself, runs alternating.

make bench            or        python bench/speed.py [RUNS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from statistics import median

SMALL = """\
from sklearn.svm import SVC

clf = SVC(kernel="linear", C=2.0)
clf.fit([[0.0], [1.0]], [0, 1])
print(clf.coef_)
"""
BLOCK = """\
def study_{n}(X, y):
    model = make_pipeline(StandardScaler(), SVC(C={n}.5, kernel="linear"))
    model.fit(X, y)
    for step in range(3):
        print(step, model[-1].coef_, model.predict(X))
    return model


"""
IMPORTS = """\
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


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


def large(lines: int) -> str:
    """A program of about that many lines, one small study after the other."""
    return IMPORTS + "".join(BLOCK.format(n=n) for n in range(lines // BLOCK.count("\n")))


def web(functions: int) -> str:
    """A program whose functions all call each other."""
    define = "def f{n}(model):\n    model.fit(X, y)\n    f{a}(model)\n    return f{b}(model)\n\n\n"
    calls = (define.format(n=n, a=(7 * n + 1) % functions, b=(13 * n + 5) % functions) for n in range(functions))
    return f"{IMPORTS}X = y = None\n{''.join(calls)}f0(SVC()).support_\n"


def analysis() -> None:
    """Prints how long the analysis of a parsed program takes, against Python's parsing of it."""
    import ast
    import gc

    from fitlens.analysis.analyze import analyze
    from fitlens.catalog.store import open_catalog
    from fitlens.source.document import document_from_text

    gc.set_threshold(100_000)  # as the command line does
    programs = {f"{n:,} lines": large(n) for n in (1_000, 3_000, 10_000, 30_000)}
    programs["2,000 functions that call each other"] = web(2_000)
    catalog = open_catalog()
    for name, text in programs.items():
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(3):
            start = time.process_time()
            ast.parse(text)
            times[0].append(time.process_time() - start)
            document = document_from_text("large.py", text)
            assert document.tree
            start = time.process_time()
            analyze(document, catalog)
            times[1].append(time.process_time() - start)
        parse, found = (min(each) for each in times)
        per_line = found / text.count("\n") * 1e6
        print(
            f"analysis of {name}: {found * 1000:.0f} ms, {found / parse:.1f} times ast.parse, {per_line:.0f} us a line"
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
            small[f"check of {n:,} lines"] = check(f"large_{n}.py", large(n))
        found = alternating(small, runs)

    base = found.pop("python")
    print(f"python -c {BASELINE[1]!r}: {base * 1000:.0f} ms (median of {runs}, as all below)")
    for name, value in found.items():
        print(f"{name}: {value * 1000:.0f} ms, {value / base:.1f} times that")
    analysis()


if __name__ == "__main__":
    main()
