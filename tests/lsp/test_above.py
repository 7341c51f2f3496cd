"""Where the last analysis still holds while the next is under way: above what was typed, and nowhere else."""

from typing import Any, cast

import pytest
from lsprotocol import types

from fitlens.analysis.facts import Facts
from fitlens.lsp.above import holds
from fitlens.lsp.analysing import Analysis, places_of
from fitlens.lsp.session import Snapshot, Text
from fitlens.source.document import document_from_text

URI = "file:///a.py"
OLD = "clf = SVC(C=1)\ndef f():\n    return SVC()\nsearch = GridSearchCV(\n    clf,\n    {},\n)\n"
LINES = {"above": 0, "in a function": 2, "in a statement of several lines": 4}


def version(revision: int, text: str, cell: int | None = None) -> Snapshot:
    return Snapshot(URI, "a.py", revision, notebook=False, texts=(Text(URI, revision, text, cell),))


def still_holds(new: str, line: int, cell: int | None = None) -> bool:
    document = document_from_text("a.py", OLD)
    old = version(1, OLD)
    places = places_of(old, document, types.PositionEncodingKind.Utf16)
    unasked = cast(Any, None)
    analysis = Analysis(old, document, places, Facts(), (), unasked, unasked)
    return holds(analysis, version(2, new, cell), document_from_text("a.py", new), URI, types.Position(line, 2))


@pytest.mark.parametrize(
    ("new", "where"),
    [
        pytest.param(OLD + "x", {"above", "in a statement of several lines"}, id="behind all"),
        pytest.param(OLD.replace("{}", "{1: 2}"), {"above"}, id="in the last statement"),
        pytest.param(OLD.replace("C=1", "C=2"), set(), id="in the first"),
        pytest.param(OLD, set(), id="nowhere: a setting has changed"),
    ],
)
def test_it_holds_down_to_the_change(new: str, where: set[str]):
    assert {name for name, line in LINES.items() if still_holds(new, line)} == where


def test_cells_that_were_moved_are_other_places():
    assert not still_holds(OLD + "x", 0, cell=2)
