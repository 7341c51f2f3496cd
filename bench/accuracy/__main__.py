"""Measures how often FitLens is right: `make bench-accuracy`, or `python -m bench.accuracy --help`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from bench.accuracy import summary
from bench.accuracy.checkers import CHECKERS
from bench.accuracy.environments import environment, python_of
from bench.accuracy.kept import Kept
from bench.accuracy.measuring import Measurement, measure, measure_tests
from bench.accuracy.observer import Observer
from bench.accuracy.origins import ORIGINS, ROOT, Origin, documented, test_modules, written
from bench.accuracy.peers import PEERS, REQUIREMENTS, Tools, version
from bench.accuracy.picture import picture
from bench.accuracy.report import Coverage, page, rows
from bench.choosing import some_of
from fitlens import __version__
from fitlens.catalog.store import DATA, Catalog, open_catalog

SOURCES = ("written", *(package for origin in ORIGINS for package in origin.packages), "tests")
PRELOADED = ("matplotlib.pyplot", "scipy.stats", "sklearn.ensemble", "sklearn.pipeline", "sklearn.manifold", "pytest")


def main() -> int:
    """Exit code 0 where all is as promised, 1 where it is not."""
    arguments = _arguments()
    catalog = open_catalog(directory=arguments.catalog)
    peers = ""
    if set(arguments.checkers) & set(PEERS):
        peers = environment(arguments.cache, "checkers", REQUIREMENTS)
    measured = Measurement()
    for origin in ORIGINS:
        if origin.environment == "own" or set(origin.packages) & set(arguments.programs):
            measured.add(_of(origin, arguments, catalog, peers))
    _write(measured, catalog, arguments, peers)
    broken = list(summary.broken_promises(measured))
    for each in broken:
        print(f"not as promised: {each}", file=sys.stderr)
    return 1 if broken else 0


def _of(origin: Origin, arguments: argparse.Namespace, catalog: Catalog, peers: str) -> Measurement:
    python = sys.executable
    if origin.requirements:
        requirements = (*origin.requirements, f"scikit-learn=={catalog.patch}", "matplotlib", "pandas", "pytest")
        python = python_of(environment(arguments.cache, origin.environment, requirements))
    packages = [package for package in origin.packages if package in arguments.programs]
    programs = written() if "written" in arguments.programs and origin.environment == "own" else []
    if packages:
        programs += documented(python, packages, arguments.examples)
    kept = Kept(arguments.cache)
    tools = Tools(python, peers, kept)
    start = time.monotonic()
    with Observer(python, kept, (*PRELOADED, *packages), arguments.limit) as observer:
        found = measure(programs, observer, catalog, tools, arguments.checkers, arguments.faults)
        for package in packages if "tests" in arguments.programs else ():
            modules = test_modules(python, package, arguments.tests)
            found.add(measure_tests(modules, package, observer, catalog, tools))
    print(f"{origin.environment}: {len(found.programs)} programs in {time.monotonic() - start:.0f} s", file=sys.stderr)
    return found


def _write(measured: Measurement, catalog: Catalog, arguments: argparse.Namespace, peers: str) -> None:
    text = "\n".join(page(measured, catalog, arguments.checkers, _coverage(arguments, peers))) + "\n"
    if arguments.output is None:
        print(text)
    else:
        folder = Path(arguments.output)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "accuracy.md").write_text(text, encoding="utf-8")
        (folder / "accuracy.svg").write_text(picture(measured, arguments.checkers), encoding="utf-8")
    if arguments.json is not None:
        Path(arguments.json).parent.mkdir(parents=True, exist_ok=True)
        Path(arguments.json).write_text(json.dumps(rows(measured), indent=1), encoding="utf-8")


def _coverage(arguments: argparse.Namespace, peers: str) -> Coverage:
    tools = Tools(sys.executable, peers, Kept(arguments.cache))
    return Coverage(
        sources=tuple(each for each in SOURCES if each in arguments.programs),
        left_out=tuple(each for each in SOURCES if each not in arguments.programs),
        examples=arguments.examples,
        tests=arguments.tests,
        faults=arguments.faults,
        versions={name: version(name, tools) or __version__ for name in arguments.checkers},
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument(
        "--programs",
        type=some_of(SOURCES),
        default=SOURCES,
        metavar="NAMES",
        help=f"of {', '.join(SOURCES)} (default: all)",
    )
    parser.add_argument(
        "--checkers",
        type=some_of(CHECKERS),
        default=CHECKERS,
        metavar="NAMES",
        help=f"of {', '.join(CHECKERS)} (default: all)",
    )
    parser.add_argument(
        "--faults", type=int, default=25, help="confirmed faults of each kind in each group (default: 25)"
    )
    parser.add_argument("--examples", type=int, default=600, help="docstrings of each package, at most (default: 600)")
    parser.add_argument("--tests", type=int, default=8, help="modules of tests of each package, at most (default: 8)")
    parser.add_argument("--limit", type=float, default=30, help="seconds that a program may compute (default: 30)")
    parser.add_argument(
        "--catalog", default=DATA, metavar="FOLDER", help="what faults are made of (default: what ships)"
    )
    parser.add_argument(
        "--cache",
        default=str(ROOT / "build" / "accuracy"),
        help="folder for virtual environments, and for what was found out",
    )
    parser.add_argument("--output", help="folder for accuracy.md and accuracy.svg (default: printed, no picture)")
    parser.add_argument("--json", help="file for all that was measured, row by row")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
