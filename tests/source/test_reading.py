"""From a file to a document: encodings, notebook formats, and what is said where a file cannot be read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fitlens.source.document import SourceError, read_document


def write(folder: Path, name: str, content: bytes | object) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("x = 'é'\r\n".encode(), "x = 'é'\r\n"),
        ("x = 'é'".encode("utf-8-sig"), "x = 'é'"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "# -*- coding: latin-1 -*-\nx = 'é'"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'", None),
        (b"x = 1\n# coding: no-such-thing\n", "x = 1\n# coding: no-such-thing\n"),
        (b"", ""),
    ],
)
def test_a_script_is_decoded_as_python_would(tmp_path: Path, data: bytes, text: str | None) -> None:
    document = read_document(write(tmp_path, "a.py", data))
    assert document.text == (data.decode("cp1252") if text is None else text)
    assert document.kind == "script"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.py", b"x = 1\ny = '\xe9'\n", "is not UTF-8 (byte 0xe9 on line 2)"),
        ("a.py", b"# coding: utf-8\n\xff\n", "is not utf-8 (byte 0xff on line 2) as its coding line says"),
        ("a.py", b"# coding: klingon\n", "names klingon, which Python does not know"),
        ("a.py", b"# coding: rot13\n", "names rot13, which Python does not know"),
        ("a.py", b"\xef\xbb\xbf# coding: latin-1\n", "its coding line says latin-1; remove one of the two"),
        ("a.py", "x = 1".encode("utf-16"), "is UTF-16, which Python does not read; save it as UTF-8"),
        ("a.ipynb", b"{'cells'", "is not a notebook: invalid JSON on line 1, column 2"),
        ("a.ipynb", b"[" * 100_000, "is not a notebook"),
        ("a.ipynb", b'"\xff"', "is not UTF-8 (byte 0xff)"),
        ("a.ipynb", [1], 'its JSON has no "cells"'),
    ],
)
def test_what_cannot_be_read_says_why_and_how_to_mend_it(tmp_path: Path, name: str, content: object, said: str) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(SourceError) as raised:
        read_document(path)
    assert said in raised.value.message
    assert str(raised.value).startswith(f"{path}: ")


def test_places_that_are_no_files_say_so(tmp_path: Path) -> None:
    file = write(tmp_path, "a.py", b"")
    pipe = str(tmp_path / "pipe.py")
    os.mkfifo(pipe)
    said = {
        str(tmp_path / "missing.py"): "no such file",
        str(tmp_path): "is a directory",
        f"{file}/b.py": "not a directory",
        pipe: "is not a regular file",
        "a\0b.py": "cannot be read",
        str(tmp_path / ("x" * 300)): "cannot be read",
    }
    for path, words in said.items():
        with pytest.raises(SourceError, match=words):
            read_document(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "a.py", b"")
    os.chmod(path, 0)
    with pytest.raises(SourceError, match="permission denied"):
        read_document(path)


def notebook(*cells: object, **metadata: object) -> dict[str, object]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def code(source: object, **metadata: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": []}


def test_a_notebook_is_its_code_cells_in_order(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n"]},
        code(["import numpy\n", "x = 1"]),
        {"cell_type": "raw", "source": "raw"},
        code("y = 2\n"),
        code([]),
        "not a cell",
    ]
    document = read_document(write(tmp_path, "a.ipynb", notebook(*cells)))
    assert document.kind == "notebook"
    assert document.text == "import numpy\nx = 1\ny = 2\n\n\n"
    assert [cell.number for cell in document.cells] == [2, 4, 5]


def test_nbformat_3_keeps_its_cells_in_worksheets(tmp_path: Path) -> None:
    cells = [{"cell_type": "heading"}, {"cell_type": "code", "input": ["x = 1\n", "y"], "language": "python"}]
    document = read_document(write(tmp_path, "a.ipynb", {"nbformat": 3, "worksheets": [{"cells": cells}]}))
    assert document.text == "x = 1\ny\n"
    assert document.cells[0].number == 2


@pytest.mark.parametrize(
    ("metadata", "read"),
    [
        ({}, True),
        ({"language_info": {"name": "python"}}, True),
        ({"kernelspec": {"language": "python", "name": "x"}}, True),
        ({"language_info": {"name": "R"}}, False),
        ({"kernelspec": {"language": "julia"}}, False),
        ({"language_info": None, "kernelspec": []}, True),
    ],
)
def test_only_notebooks_of_python_have_code(tmp_path: Path, metadata: dict[str, object], read: bool) -> None:
    document = read_document(write(tmp_path, "a.ipynb", notebook(code("x = 1"), **metadata)))
    assert bool(document.cells) is read


def test_a_cell_of_another_language_in_a_python_notebook_is_skipped(tmp_path: Path) -> None:
    cells = [code("ls", vscode={"languageId": "shellscript"}), code("x = 1")]
    assert read_document(write(tmp_path, "a.ipynb", notebook(*cells))).text == "x = 1\n"


@pytest.mark.parametrize("content", [b"", b"\n", b'{"cells": []}'])
def test_a_notebook_without_cells_is_empty(tmp_path: Path, content: bytes) -> None:
    assert read_document(write(tmp_path, "a.ipynb", content)).text == ""
