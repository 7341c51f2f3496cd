"""Reads the Markdown tests of this folder.

A heading of the third level is a test; the section of the second level it stands in says what it shows:

* *Valid*: nothing is found, and the code runs on the installed scikit-learn.
* *Invalid*: what is found is exactly what the comments say, and the code raises.
* *Known gaps*: the code raises, and nothing is found today, so that closing the gap is noticed.

Of a rule that finds no errors, all code runs.

A `py` block is the code. `# error: [SKL101] "text"` at the end of a line says what is found on it, `# warning: ...` likewise;
`py fixed` is the code after the fixes; `py setup`, before the first section, stands before the code of every test.
A test whose heading ends in "(not run)" is only analysed, for code that needs what is not here. One whose heading ends in a
version, "(scikit-learn 1.1)", is judged by that version, and run where it is installed: here, or under the folder that the
variable FITLENS_ENVIRONMENTS names, in `<version>/bin/python`. "(scikit-learn >= 1.2)" says what the project declares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
_VERSION = re.compile(r"\(scikit-learn (\d+\.\d+)\)$")
_DECLARED = re.compile(r"\(scikit-learn >= (\d+\.\d+)\)$")
_EXPECTED = re.compile(r'#\s*(?P<severity>error|warning|info): \[(?P<code>SKL\d+)\](?: "(?P<text>[^"]*)")?')


@dataclass(frozen=True)
class Case:
    """One test."""

    file: Path
    section: str
    title: str
    setup: str
    code: str
    fixed: str | None

    @property
    def program(self) -> str:
        """The whole code, set-up included."""
        return self.setup + self.code

    @property
    def runs(self) -> bool:
        """Whether the code is executed."""
        return not self.title.endswith("(not run)")

    @property
    def version(self) -> str | None:
        """The version it is judged by, where the heading names one."""
        match = _VERSION.search(self.title)
        return None if match is None else match[1]

    @property
    def declared(self) -> str | None:
        """The lowest version that its project says it works with."""
        match = _DECLARED.search(self.title)
        return None if match is None else match[1]

    def expected(self) -> list[tuple[int, str, str, str]]:
        """(line, severity, code, text) of what is to be found, lines being those of the program."""
        found: list[tuple[int, str, str, str]] = []
        for number, line in enumerate(self.program.split("\n"), 1):
            found.extend((number, m["severity"], m["code"], m["text"] or "") for m in _EXPECTED.finditer(line))
        return found


def cases(folder: Path) -> list[Case]:
    """All tests of a folder, in order."""
    found: list[Case] = []
    for file in sorted(folder.glob("*.md")):
        setup = ""
        section = title = ""
        blocks: dict[tuple[str, str], dict[str, str]] = {}
        position = 0
        text = file.read_text(encoding="utf-8")
        for match in _FENCE.finditer(text):
            for line in text[position : match.start()].split("\n"):
                if line.startswith("## "):
                    section, title = line[3:].strip(), ""
                elif line.startswith("### "):
                    title = line[4:].strip()
            position = match.end()
            info = match["info"].strip()
            if info == "py setup":
                setup = match["code"]
            elif info in ("py", "py fixed"):
                if not section or not title:
                    raise ValueError(f"{file.name}: a block stands under no test heading:\n{match['code']}")
                blocks.setdefault((section, title), {})[info] = match["code"]
        for (section_, title_), each in blocks.items():
            found.append(Case(file, section_, title_, setup, each["py"], each.get("py fixed")))
    return found
