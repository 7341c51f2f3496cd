"""How long FitLens takes, as ratios that hold on other machines too: each against Python itself."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bench.speed.generated import nested, ordinary, web
from bench.speed.running import alternating

SMALL = """\
from sklearn.svm import SVC

clf = SVC(kernel="linear", C=2.0)
clf.fit([[0.0], [1.0]], [0, 1])
print(clf.coef_)
"""
BASELINE = ("-c", "import ast, json, argparse")


def analysis(runs: int = 3) -> Iterator[str]:
    """What the steps of a check take of CPU time, each against Python's parsing of the same program."""
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
        yield (
            f"{name} ({text.count(chr(10)):,} lines, ast.parse {parse * 1000:.0f} ms):"
            f" analysis {found / parse:.1f} times ast.parse, rules {rules / parse:.1f},"
            f" with our own parsing {(tree + found + rules) / parse:.1f} in all;"
            f" {found / text.count(chr(10)) * 1e6:.0f} us a line{'' if complete else ', ended by the budget'}"
        )


def start(runs: int) -> list[str]:
    """What a check of small and of large files takes by the clock, against Python's own start."""
    with tempfile.TemporaryDirectory() as directory:

        def check(name: str, text: str) -> Sequence[str]:
            path = os.path.join(directory, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return (sys.executable, "-m", "fitlens", "check", "--quiet", "--no-cache", path)

        commands = {"python": (sys.executable, *BASELINE), "check of one small file": check("small.py", SMALL)}
        for n in (1_000, 10_000):
            commands[f"check of {n:,} lines"] = check(f"large_{n}.py", ordinary(n))
        found = {name: taken.wall for name, taken in alternating(commands, runs).items()}
    base = found.pop("python")
    return [
        f"`python -c {BASELINE[1]!r}`: {base * 1000:.0f} ms (median of {runs}, as the checks below)",
        *(f"{name}: {value * 1000:.0f} ms, {value / base:.1f} times that" for name, value in found.items()),
    ]
