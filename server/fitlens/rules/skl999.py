"""SKL999 invalid-syntax: what of a file is not Python as it stands.

A lint run applies it; an editor has others to tell it of syntax.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fitlens.analysis.facts import Facts, Span
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document

MOST: Final = 5
"""Places told of in one file: of a text that is no Python at all, nearly every line is one."""


class InvalidSyntax:
    """Text that is not Python as it stands.

    ## What it does
    Names the places that Python's parser refuses, in files that have to do with scikit-learn: others are not parsed. A
    notebook's IPython commands are not among them. The rest of the file is checked as far as it can be read; of many
    places in one file the first five are named, the others counted.

    ## Why is this bad?
    Importing or running the file raises `SyntaxError` before its first line has run.

    ## Example
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0
    ```

    ## Use instead
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0)
    ```

    ## Fix safety
    There is no fix.
    """

    code = "SKL999"
    name = "invalid-syntax"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each place, up to five, and one that counts what is left."""
        del facts
        return self.of(document)

    def of(self, document: Document) -> Iterator[Finding]:
        """The same for a document that was not analysed."""
        problems = sorted(document.tree.problems)
        for problem in problems[:MOST]:
            yield self._finding(document, problem.offset, problem.message)
        if len(problems) > MOST:
            rest = f"and {len(problems) - MOST} more places from here on"
            yield self._finding(document, problems[MOST].offset, rest)

    def _finding(self, document: Document, offset: int, message: str) -> Finding:
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=message,
            span=Span(offset, min(offset + 1, len(document.text))),
            help="the rest of the file was checked as far as it could be read",
        )
