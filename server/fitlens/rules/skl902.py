"""SKL902 invalid-suppression: a comment to FitLens that it cannot follow."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Span
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class InvalidSuppression:
    """A comment to FitLens that it cannot follow.

    ## What it does
    Finds comments that begin with `fitlens:` and then say what is not understood, name a rule that there is not, or
    silence a whole file from a place that is not its top.

    ## Why is this bad?
    The comment silences nothing, which its writer does not see until something is found.

    ## Example
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0)  # fitlens: ignore[invalid-value]
    ```

    ## Use instead
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0)
    ```
    """

    code = "SKL902"
    name = "invalid-suppression"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """Nothing: which rules there are is known to those who select them."""
        del facts, document
        return iter(())

    def of(self, span: Span, problem: str) -> Finding:
        """The finding for a comment, or for a word of one. problem: what is wrong with it."""
        return Finding(self.code, self.name, self.severity, f"this comment is not understood: {problem}", span)
