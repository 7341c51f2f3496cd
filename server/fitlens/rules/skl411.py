"""SKL411 deprecated-import."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import lives, paths
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class DeprecatedImport:
    """Module, class or function that scikit-learn has announced to go.

    ## What it does
    Checks what is imported from scikit-learn, or reached through its modules, against what is deprecated in the selected
    version.

    ## Why is this bad?
    It works, with a `FutureWarning` where it is used, until the version that drops it: then the import raises.

    ## Example
    ```python
    from sklearn.linear_model import PassiveAggressiveClassifier

    PassiveAggressiveClassifier(C=0.5)
    ```

    ## Use instead
    ```python
    from sklearn.linear_model import SGDClassifier

    SGDClassifier(loss="hinge", penalty=None, learning_rate="pa1", eta0=0.5)
    ```

    ## Fix safety
    Where it has a new place or name, the fix imports that instead. It is safe: it is the same thing.

    ## References
    - Rule SKL401 finds what is gone already.
    """

    code = "SKL411"
    name = "deprecated-import"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name that is to go."""
        for fate, catalog in paths.fates(facts, document, "deprecated"):
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{fate.name}` {lives.is_going(fate.change)}",
                fate.span,
                label="deprecated",
                help=paths.help_of(fate, catalog),
                fix=paths.repair(fate, catalog, facts, document),
            )
