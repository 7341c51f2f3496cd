"""SKL401 removed-import."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import lives, paths
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class RemovedImport:
    """Module, class or function that an earlier scikit-learn had, and the selected one has not.

    ## What it does
    Checks what is imported from scikit-learn, or reached through its modules, against what went before the selected version.
    Imports that are tried, or made only in other versions, are not reported.

    ## Why is this bad?
    The import raises `ImportError`, and nothing after it runs.

    ## Example
    ```python
    from sklearn.cross_validation import train_test_split
    ```

    ## Use instead
    ```python
    from sklearn.model_selection import train_test_split
    ```

    ## Fix safety
    The fix imports from the new place, or the new name as the old one. Where a method of a class does what a function did,
    the class is imported and its method called. These are safe: the import raises as it stands. Of `import *` it is unsafe,
    since the new module may bring other names.

    ## References
    - `fitlens diff OLD NEW` lists what went between two versions.
    """

    code = "SKL401"
    name = "removed-import"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name that went; for an import from a module that went, one for the statement."""
        for fate, catalog in paths.fates(facts, document, "removed"):
            fix = paths.repair(fate, catalog, facts, document)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{fate.name}` {lives.was_removed(fate.change)}",
                fate.span,
                label="no longer there",
                help=paths.help_of(fate, catalog),
                fix=fix,
            )
