"""The analysis of code as it is while being typed, and of code that nobody would write."""

from __future__ import annotations

import ast
import gc
import importlib.util
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.speed.generated import nested, ordinary, web
from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import document_from_text
from tests.pace import paces

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAM = (EXAMPLES / "pipeline_and_search.py").read_text(encoding="utf-8")


def _facts(text: str) -> Facts:
    return analyze(document_from_text("typed.py", text), open_catalog())


def _labels(facts: Facts, end: int) -> set[tuple[int, str, str]]:
    return {(site.span.start, site.role, site.name) for site in facts.sites if site.span.end <= end}


def test_typed_character_by_character_the_labels_above_survive() -> None:
    whole = _labels(_facts(PROGRAM), len(PROGRAM))
    for end in range(len(PROGRAM) + 1):
        line_start = PROGRAM.rfind("\n", 0, end) + 1
        statement_start = _statement_before(line_start)
        expected = {label for label in whole if label[0] < statement_start}
        found = _labels(_facts(PROGRAM[:end]), statement_start)
        assert expected <= found, PROGRAM[:end][-80:]


def _statement_before(offset: int) -> int:
    """Where the last top-level statement that begins before an offset begins: what is being typed belongs to it."""
    lines = PROGRAM[:offset].splitlines(keepends=True)
    while lines and not (lines[-1][:1].isalpha() or lines[-1][:1] in "@_"):
        lines.pop()
    return sum(map(len, lines[:-1]))


def test_typed_character_by_character_nothing_is_flagged_that_is_right() -> None:
    for end in range(0, len(PROGRAM), 3):
        document = document_from_text("typed.py", PROGRAM[:end])
        found = registry.run(analyze(document, open_catalog()), document)
        assert [finding.message for finding in found] == [], PROGRAM[:end][-80:]


MUTATIONS = int(os.environ.get("FITLENS_MUTATIONS", "300"))
"""How many random edits are tried; a release is tried with 20,000."""
PIECES = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "'",
    '"""',
    ":",
    ",",
    "\n",
    "\t",
    "    ",
    "📈",
    "é",
    "\x00",
    "\x0c",
    "\\",
    "lambda: ",
    "def ",
]


@pytest.fixture(scope="module")
def real_files() -> list[str]:
    """Programs of this repository, and modules of scikit-learn as they are installed."""
    found = importlib.util.find_spec("sklearn")
    assert found is not None
    assert found.origin is not None
    paths = [*EXAMPLES.glob("*.py"), *Path(found.origin).parent.glob("*/_*.py")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    return [text for text in texts if len(text) < 12_000]


def _mutated(text: str, source: random.Random) -> str:
    """The text with a piece of it cut, put elsewhere, exchanged for another, or something put in between."""
    first, second, third = sorted(source.randrange(len(text) + 1) for _ in range(3))
    second = min(second, first + 60)
    third = max(third, second)
    match source.randrange(4):
        case 0:
            return text[:first] + text[second:]
        case 1:
            return text[:third] + text[first:second] + text[third:]
        case 2:
            end = min(third + 30, len(text))
            return text[:first] + text[third:end] + text[second:third] + text[first:second] + text[end:]
        case _:
            return text[:first] + source.choice(PIECES) + text[first:]


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_are_analysed_without_an_exception(seed: int, real_files: list[str]) -> None:
    source = random.Random(seed)
    slowest = 0.0
    for _ in range(MUTATIONS // 4):
        text = source.choice(real_files)
        for _ in range(source.randint(1, 4)):
            text = _mutated(text, source)
        start = time.process_time()
        facts = _facts(text)
        slowest = max(slowest, time.process_time() - start)
        assert all(0 <= site.span.start < site.span.end <= len(text) for site in facts.sites)
    print(f"{MUTATIONS // 4} edits, the slowest took {slowest:.2f} s")
    assert slowest < 1.5


def _analysed(text: str) -> float:
    """Paces that the analysis of a parsed program takes."""
    document = document_from_text("long.py", text)
    assert document.tree  # parsed beforehand: only the analysis is timed

    def run() -> None:
        assert analyze(document, open_catalog()).complete

    gc.disable()  # as good as: the command line lets it look but seldom
    try:
        return paces(run, runs=2)
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("write", "size", "bound"),
    [(ordinary, 1_000, 6), (web, 150, 15), (nested, 15, 30)],
    ids=["ordinary code", "functions that call each other", "blocks in blocks"],
)
def test_the_cost_grows_with_the_length_and_no_faster(write: Callable[[int], str], size: int, bound: float) -> None:
    """`bound`: times that Python takes to parse it."""
    _analysed(write(size // 5))
    short, long = _analysed(write(size)), _analysed(write(4 * size))
    assert long / short < 4 * 1.6
    parsed = paces(lambda: ast.parse(write(4 * size)), runs=3)
    assert long / parsed < bound * 1.5


@pytest.mark.parametrize(
    "text",
    [
        "f = " + "(" * 500 + "1" + ")" * 500,
        "x = " + "+".join(["1"] * 5000),
        "model" + ".fit(X)" * 2000,
        "".join(f"def f{i}():\n    f{i + 1}()\n    f{i + 1}()\n" for i in range(2000)) + "f0()\n",
        "".join("    " * depth + "for x in y:\n" for depth in range(90)) + "    " * 90 + "pass\n",
        "a = []\n" + "a.append(a)\n" * 50 + "print(a)\nf(a)\n",
        "def f(x):\n    return f(f(x))\nf(1)\n",
        "x = {}\n" + "x[1] = x\n" * 50 + "g(x)\n",
        "def f(a):\n    d = {}\n" + "".join(f"    if a: d[{i}] = {i}\n" for i in range(60)) + "    return d\n",
        "def f(k):\n    m = {} if k else []\n    if k == 1: m.append(1)\n    else: m['b'] = 1\n    return m['b']\n",
    ],
    ids=[
        "brackets",
        "sum",
        "chain",
        "calls",
        "loops",
        "list in itself",
        "recursion",
        "dict in itself",
        "branches",
        "either",
    ],
)
def test_what_nobody_would_write_ends_soon(text: str) -> None:
    start = time.process_time()
    _facts(text)
    assert time.process_time() - start < 4
