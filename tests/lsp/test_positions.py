"""Positions in the client's units and back, in the three encodings of the protocol."""

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from lsprotocol.types import Position, PositionEncodingKind

from fitlens.analysis.facts import Span
from fitlens.lsp.positions import Places, TextPositions, edited
from fitlens.source.document import document_from_cells

CODECS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
LINE = '"📈é", SVC'


def test_an_emoji_is_four_two_or_one_units_wide():
    offset = LINE.index("SVC")
    columns = {kind: TextPositions(LINE, kind).position(offset).character for kind in CODECS}
    assert columns == {PositionEncodingKind.Utf8: 10, PositionEncodingKind.Utf16: 7, PositionEncodingKind.Utf32: 6}


@given(
    st.lists(st.text(st.sampled_from("aé€📈\f\u2028"), max_size=6), max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(list(CODECS)),
)
def test_every_offset_comes_back_and_agrees_with_python_s_codecs(
    lines: list[str], newline: str, kind: PositionEncodingKind
):
    codec, unit = CODECS[kind]
    text = newline.join(lines)
    positions = TextPositions(text, kind)
    offset = 0
    for number, line in enumerate(lines):
        for column in range(len(line) + 1):
            position = positions.position(offset + column)
            assert position == Position(number, len(line[:column].encode(codec)) // unit)
            assert positions.offset(position) == offset + column
        offset += len(line) + len(newline)


def test_positions_beyond_the_end_become_the_end():
    positions = TextPositions("ab\r\ncd", PositionEncodingKind.Utf16)
    assert positions.offset(Position(0, 99)) == 2
    assert positions.offset(Position(9, 0)) == 6
    assert positions.position(99) == Position(1, 2)


def test_a_position_inside_a_surrogate_pair_is_before_the_character():
    assert TextPositions("📈", PositionEncodingKind.Utf16).offset(Position(0, 1)) == 0


def test_edits_count_lines_as_editors_do():
    """A form feed and U+2028 end a line for `str.splitlines` only: an edit behind them must not land a line too high."""
    text = "a\f\u2028b\nkernal\n"
    change = types.TextDocumentContentChangePartial(types.Range(Position(1, 4), Position(1, 5)), "e")
    assert edited(text, [change], PositionEncodingKind.Utf16) == "a\f\u2028b\nkernel\n"


def test_edits_of_one_notification_follow_each_other():
    changes = [
        types.TextDocumentContentChangePartial(types.Range(Position(0, 0), Position(0, 0)), "📈\n"),
        types.TextDocumentContentChangePartial(types.Range(Position(1, 0), Position(1, 1)), "b"),
    ]
    assert edited("a", changes, PositionEncodingKind.Utf16) == "📈\nb"
    assert edited("a", [types.TextDocumentContentChangeWholeDocument("z")], PositionEncodingKind.Utf16) == "z"


def test_two_halves_of_a_character_that_come_together_are_that_character():
    text, encoding = "x\ud83d", PositionEncodingKind.Utf16
    half = types.TextDocumentContentChangePartial(types.Range(types.Position(0, 2), types.Position(0, 2)), "\ude00")
    assert edited(text, [half], encoding) == "x😀"
    between = types.TextDocumentContentChangePartial(types.Range(types.Position(0, 2), types.Position(0, 3)), "")
    assert edited("x\ud83d-\ude00", [between], encoding) == "x😀"


def test_each_cell_of_a_notebook_counts_from_its_own_first_line():
    document = document_from_cells("n.ipynb", [(1, "a = 1\n"), (3, "b = 2")])
    places = Places.of_notebook(["cell:one", "cell:three"], document, PositionEncodingKind.Utf16)
    start = document.text.index("b")
    assert places.offset("cell:three", Position(0, 0)) == start
    assert places.place(Span(start, start + 1)) == ("cell:three", types.Range(Position(0, 0), Position(0, 1)))
    # Beyond a cell's end stays in that cell.
    assert places.offset("cell:one", Position(7, 0)) == document.text.index("a = 1") + len("a = 1\n")
    assert places.offset("cell:two", Position(0, 0)) is None
