"""SKL901 unused-suppression: a comment that silences nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fitlens.analysis.facts import Facts, Span
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.source.document import Document

if TYPE_CHECKING:
    # Few programs have such comments: what reads them is loaded for those.
    from fitlens.source.suppressions import Selector, Suppression


class UnusedSuppression:
    """A comment that silences nothing.

    ## What it does
    Finds `# fitlens: ignore` comments, and codes of FitLens in `# noqa` comments, where no rule that they name finds
    anything. It asks rules that are not selected too. An `ignore-file` without a list of rules is never unused.

    ## Why is this bad?
    It hides the next mistake on that line, and tells readers of a problem that is no more.

    ## Example
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0)  # fitlens: ignore[SKL102]
    ```

    ## Use instead
    ```python
    from sklearn.svm import SVC

    SVC(C=1.0)
    ```

    ## Fix safety
    The comment is removed, or what it names in vain, and the words behind it that gave its reason. The program stays the
    same.
    """

    code = "SKL901"
    name = "unused-suppression"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """Nothing: it is known only when all other rules have been asked."""
        del facts, document
        return iter(())

    def of(self, document: Document, comment: Suppression, unused: Sequence[Selector]) -> Finding:
        """The finding for a comment. unused: those of its rules that silence nothing; empty where it names none."""
        what = "# noqa" if comment.kind == "noqa" else "# fitlens: ignore"
        what += "-file" if comment.kind == "file" else ""
        if not unused:
            message = f"`{what}` silences nothing: no rule finds anything here"
        else:
            named = " and ".join(f"`{each.text}`" for each in unused)
            verb = "finds" if len(unused) == 1 else "find"
            message = f"{named} {verb} nothing here that `{what}` could silence"
        kept = [each for each in _listed(document, comment) if each not in {each.text for each in unused}]
        whole = not unused or not kept
        span = Span(comment.start, comment.end) if whole else Span(unused[0].start, unused[-1].end)
        edit = _removal(document, comment) if whole else Edit(Span(*comment.list), ", ".join(kept))
        title = "Remove the comment" if whole else f"Remove {', '.join(each.text for each in unused)}"
        return Finding(self.code, self.name, self.severity, message, span, fix=Fix(title, (edit,)))


def _listed(document: Document, comment: Suppression) -> list[str]:
    """Every word of the list, other tools' codes among them."""
    return document.code[slice(*comment.list)].replace(",", " ").split()


def _removal(document: Document, comment: Suppression) -> Edit:
    """The comment with the space before it; with its line, where nothing else is on that."""
    text = document.text
    start, end = document.line_span(document.line_of(comment.start))
    before, behind = text[start : comment.start], text[comment.end : end]
    if not before.strip() and not behind.strip():
        line = document.line_of(comment.start)
        after = document.lines.starts[line] if line < len(document.lines.starts) else end
        # A cell keeps the line break that ends it.
        cell = next((each for each in document.cells if each.start <= comment.start < each.end), None)
        if cell is not None and after >= cell.end:
            return Edit(Span(start, end), "")
        return Edit(Span(start, after), "")
    if behind.strip():
        return Edit(Span(comment.start, comment.end + len(behind) - len(behind.lstrip())), "")
    return Edit(Span(start + len(before.rstrip()), end), "")
