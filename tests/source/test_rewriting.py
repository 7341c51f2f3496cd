"""A file's bytes after an edit: nothing but the text that is meant has changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitlens.source.document import Document, SourceError, read_document
from fitlens.source.replacing import Replacement, replaced
from fitlens.source.rewriting import rewritten

Rewrite = Callable[..., bytes]


@pytest.fixture
def rewrite(tmp_path: Path) -> Rewrite:
    """The bytes of a file with that content after some words of its code were replaced by others."""

    def run(name: str, data: bytes, **words: str) -> bytes:
        path = tmp_path / name
        path.write_bytes(data)
        document = read_document(str(path))
        return rewritten(document, data, edits(document, words))

    return run


def edits(document: Document, words: dict[str, str]) -> list[Replacement]:
    """Each word, which stands in the document once, replaced."""
    found: list[Replacement] = []
    for old, new in words.items():
        assert document.text.count(old) == 1
        start = document.text.index(old)
        found.append(Replacement(start, start + len(old), new))
    return found


class TestScripts:
    @pytest.mark.parametrize(
        "data",
        [
            b"x = 1\r\nOLD(2)\r\n\r\n",
            b"x = 1\rOLD(2)\n\r\ny = 3",
            b"\xef\xbb\xbfOLD(2)\n",
            b"\xef\xbb\xbf# coding: utf-8\nOLD(2)\n",
            b"# coding: utf-8-sig\nOLD(2)\n",
            b"# -*- coding: latin-1 -*-\ns = '\xe9'; OLD(2)\n",
            b"#!/bin/python\n# vim: set fileencoding=cp1252 :\ns = '\x80'\nOLD(2)\n",
            "s = '🦊'; OLD(2)  # \u2028\x0c".encode(),
            b"# coding: iso2022_jp\ns = '\x1b$B$\"\x1b(B'; OLD(2)\n",
        ],
    )
    def test_everything_around_the_edit_stays(self, rewrite: Rewrite, data: bytes) -> None:
        assert rewrite("script.py", data, OLD="renamed") == data.replace(b"OLD", b"renamed")

    def test_what_the_encoding_cannot_write_is_refused(self, rewrite: Rewrite) -> None:
        with pytest.raises(SourceError, match=r"'π' cannot be written in latin-1; save it as UTF-8"):
            rewrite("script.py", b"# coding: latin-1\nOLD(2)\n", OLD="π")

    def test_what_would_not_come_back_as_it_was_is_refused(self, rewrite: Rewrite) -> None:
        # utf-7 has several spellings of one text
        with pytest.raises(SourceError, match="written again as utf-7, it is not what it was"):
            rewrite("script.py", b"# coding: utf-7\ns = '+AGEAYg-'; OLD(2)\n", OLD="new")


NOTEBOOK = """\
{
 "cells": [
  {"cell_type": "markdown", "metadata": {}, "source": ["OLD stays here"]},
  {
   "cell_type": "code", "execution_count": 3, "metadata": {"source": "OLD"},
   "outputs": [ {"name":"stdout","text":["OLD\\u00e9"], "value": 1e3, "more": [1.10, -0.0, NaN]} ],
   "source": [
    "first = '\\u00e9\\ud83e\\udd8a\\/'\\n",
    "call(OLD, \\"text\\", ONE)\\n",
    "last"
   ]
  },
  {"source":"one = WORD\\ntwo\\u003d2\\n","cell_type":"code","outputs":[],"metadata":{}},
  {"cell_type": "code", "outputs": [], "metadata": {}, "source": []}
 ],
 "nbformat": 4,   "nbformat_minor": 5, "metadata": {}}
"""


class TestNotebooks:
    @pytest.mark.parametrize(
        ("words", "old", "new"),
        [
            ({"OLD": "x"}, '"call(OLD,', '"call(x,'),
            ({"OLD": "'quoted \\ back'"}, '"call(OLD,', "\"call('quoted \\\\ back',"),
            ({"OLD": 'f("é")'}, '"call(OLD,', '"call(f(\\"\\u00e9\\"),'),
            ({"OLD": "a", "ONE": "b"}, '"call(OLD, \\"text\\", ONE)\\n"', '"call(a, \\"text\\", b)\\n"'),
            ({"🦊": "fox"}, "\\ud83e\\udd8a", "fox"),
            ({"WORD": "1", "last": "end"}, '"last"', '"end"'),
            ({"call(": "call(\n    "}, '"call(OLD,', '"call(\\n",\n    "    OLD,'),
            ({'call(OLD, "text", ONE)\n': ""}, '    "call(OLD, \\"text\\", ONE)\\n",\n', ""),
            ({"\nlast": ""}, ' ONE)\\n",\n    "last"', ' ONE)"'),
            ({"ONE)\nlast": "ONE, last)"}, 'ONE)\\n",\n    "last"', 'ONE, last)"'),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("encode", [str.encode, lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()])
    def test_only_the_touched_lines_of_the_json_change(
        self, rewrite: Rewrite, encode: Callable[[str], bytes], words: dict[str, str], old: str, new: str
    ) -> None:
        wanted = NOTEBOOK.replace(old, new) if old.startswith('"call') else new.join(NOTEBOOK.rsplit(old, 1))
        wanted = wanted.replace("one = WORD", f"one = {words.get('WORD', 'WORD')}")
        assert rewrite("study.ipynb", encode(NOTEBOOK), **words) == encode(wanted)

    def test_the_lists_of_version_3_and_plain_characters(self, rewrite: Rewrite) -> None:
        data = (
            '{"metadata": {}, "nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "language": "python",'
            ' "input": ["s = \'é\'\\n", "OLD()"]}]}]}'
        ).encode()
        assert rewrite("study.ipynb", data, OLD="'π'\n") == data.replace(b'"OLD()"', '"\'π\'\\n", "()"'.encode())

    def test_a_notebook_that_is_another_by_now_is_refused(self, rewrite: Rewrite, tmp_path: Path) -> None:
        (tmp_path / "study.ipynb").write_text(NOTEBOOK)
        document = read_document(str(tmp_path / "study.ipynb"))
        with pytest.raises(SourceError, match="it was changed while it was checked"):
            rewritten(document, NOTEBOOK.replace("last", "least").encode(), edits(document, {"OLD": "new"}))

    @given(st.data())
    @settings(max_examples=50, deadline=None)
    def test_however_it_is_written_the_cells_become_what_the_document_becomes(self, data: st.DataObject) -> None:
        letters = st.text(st.sampled_from('ab\n\r\t"\\/é🦊\u2028\ud800'), max_size=12)
        sources = data.draw(st.lists(st.one_of(letters, st.lists(letters, max_size=4)), min_size=1, max_size=3))
        cells = [{"cell_type": "code", "source": source} for source in sources]
        indent, separators = data.draw(st.sampled_from([(None, None), (1, None), (None, (",", ":"))]))
        # a lone half of a surrogate pair is no UTF-8 and has to be escaped
        plain = data.draw(st.booleans()) or "\\ud800" in repr(sources)
        written = json.dumps({"cells": cells}, ensure_ascii=plain, indent=indent, separators=separators)
        content = written.encode()
        document = _read(content)
        cell = data.draw(st.sampled_from(document.cells))
        start = data.draw(st.integers(cell.start, cell.end - 1))
        wanted = [
            Replacement(start, data.draw(st.integers(start, cell.end - 1)), data.draw(st.text('a\n"\\é🦊', max_size=6)))
        ]
        after = rewritten(document, content, wanted)
        assert _read(after).text == replaced(document, wanted).text


def _read(content: bytes) -> Document:
    from fitlens.source.document import document_from_cells
    from fitlens.source.notebook import code_cells

    return document_from_cells("study.ipynb", code_cells("study.ipynb", content))
