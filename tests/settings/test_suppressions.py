"""Comments that silence findings, and what is said of those that do not."""

import json

import pytest

from tests.settings.conftest import Check, Write

IMPORTS = "from sklearn.linear_model import Ridge\nfrom sklearn.svm import SVC\n"


def body(found: list[str]) -> list[str]:
    """Lines counted behind the imports."""
    told: list[str] = []
    for each in found:
        place, code, _ = each.split()
        told.append(f"{int(place.split(':')[1]) - IMPORTS.count(chr(10))} {code}")
    return told


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("Ridge(alhpa=1)  # fitlens: ignore\n", []),
        ("Ridge(alhpa=1)  # fitlens: ignore[SKL101]\n", []),
        ("Ridge(alhpa=1)  # fitlens: ignore[unknown-hyperparameter]: it is patched\n", []),
        ("Ridge(alhpa=1)  # fitlens:ignore[SKL1, SKL2]  # type: ignore\n", ["1 SKL901"]),
        ("Ridge(alhpa=1)  # noqa: E501,SKL101\n", []),
        ("Ridge(alhpa=1)  # noqa\n", ["1 SKL101"]),
        ("Ridge(alhpa=1)  # fitlens: ignore[SKL102]\n", ["1 SKL101", "1 SKL901"]),
        # Any line of the statement.
        ("Ridge(\n    alhpa=1,\n    copy_X=True,  # fitlens: ignore[SKL101]\n)\n", []),
        ("Ridge(\n    # fitlens: ignore[SKL101]\n    alhpa=1,\n)\n", []),
        ("a = Ridge(alhpa=1); b = Ridge(alhpa=1)  # fitlens: ignore[SKL101]\n", []),
        # The next statement, and no more than that.
        ("# fitlens: ignore[SKL101]\n\n# why\nRidge(\n    alhpa=1,\n)\nRidge(alhpa=2)\n", ["7 SKL101"]),
        # Of a compound statement, its header.
        ("# fitlens: ignore[SKL101]\ndef f(\n    a=Ridge(alhpa=1),\n):\n    Ridge(alhpa=2)\n", ["5 SKL101"]),
        ("def f(\n    a=Ridge(alhpa=1),\n):  # fitlens: ignore[SKL101]\n    Ridge(alhpa=2)\n", ["4 SKL101"]),
        ("if True:\n    # fitlens: ignore[SKL101]\n    Ridge(alhpa=2)\n", []),
        ("with open(Ridge(alhpa=1)):  # fitlens: ignore[SKL101]\n    pass\n", []),
        # No comment.
        ('text = "# fitlens: ignore"; Ridge(alhpa=1)\n', ["1 SKL101"]),
        ('"""\n# fitlens: ignore\n"""\nRidge(alhpa=1)\n', ["4 SKL101"]),
        ("text = ('a'  # fitlens: ignore[SKL101]\n 'b', Ridge(alhpa=1))\n", []),
        # Unused.
        ("Ridge(alpha=1)  # fitlens: ignore\n", ["1 SKL901"]),
        ("Ridge(alhpa=1)  # fitlens: ignore[SKL101, SKL102]\n", ["1 SKL901"]),
        ("# fitlens: ignore[SKL101]\n", ["1 SKL901"]),
        ("Ridge(alpha=1)  # noqa: SKL101\n", ["1 SKL901"]),
        ("Ridge(alpha=1)  # fitlens: ignore[SKL101, SKL901]\n", []),
        # Rules that are off are asked too: SKL112 finds what is silenced here.
        ("Ridge(solver='sag')  # fitlens: ignore[SKL112]\n", []),
        # What could not be read may have been what the comment is for.
        ("Ridge(alpha=1)  # fitlens: ignore\nx = = 1\n", ["2 SKL999"]),
        # Not understood.
        ("Ridge(alhpa=1)  # fitlens: ignore[SKL1001]\n", ["1 SKL101", "1 SKL902"]),
        ("Ridge(alhpa=1)  # fitlens: ignore[]\n", ["1 SKL101", "1 SKL902"]),
        ("Ridge(alhpa=1)  # fitlens: ignore[SKL101\n", ["1 SKL101", "1 SKL902"]),
        ("Ridge(alhpa=1)  # fitlens: ignore SKL101\n", ["1 SKL101", "1 SKL902"]),
        ("Ridge(alhpa=1)  # fitlens: ignore: SKL101 is wrong about it\n", []),
        ("Ridge(alhpa=1)  # fitlens: ignored\n", ["1 SKL101", "1 SKL902"]),
        ("# fitlens: ignore-file\nRidge(alhpa=1)\n", ["1 SKL902", "2 SKL101"]),
    ],
)  # fmt: skip
def test_of_statements(write: Write, check: Check, code: str, left: list[str]) -> None:
    write({"a.py": ""})
    with open("a.py", "w", encoding="utf-8") as file:
        file.write(IMPORTS + code)
    assert body(check("a.py")) == left


def test_of_a_file(write: Write, check: Check) -> None:
    program = IMPORTS + "Ridge(alhpa=1)\nSVC(C=-1)\n"
    write({"a.py": f"#!/usr/bin/env python\n# fitlens: ignore-file\n{program}"})
    assert check("a.py") == []
    write({"a.py": f'"""Doc."""\n# fitlens: ignore-file[SKL101, SKL201] because\n{program}'})
    assert check("a.py") == ["a.py:2 SKL901 warning", "a.py:6 SKL102 warning"]


def test_in_a_notebook_the_next_statement_is_one_of_the_same_cell(write: Write, check: Check) -> None:
    sources = [
        IMPORTS,
        "# fitlens: ignore[SKL101]\nRidge(alhpa=1)",
        "Ridge(alhpa=1)  # fitlens: ignore",
        "# fitlens: ignore",
        "Ridge(alhpa=1)",
    ]
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    write({"n.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})})
    assert [each.split()[1] for each in check("n.ipynb")] == ["SKL901", "SKL101"]
