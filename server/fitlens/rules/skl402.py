"""SKL402 removed-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import arguments, lives
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class RemovedHyperparameter:
    """Keyword that an earlier scikit-learn took, and the selected one does not.

    ## What it does
    Checks the keywords of constructor calls, and of calls of scikit-learn's functions, against those that went before the
    selected version.

    ## Why is this bad?
    The call raises `TypeError`: the program does not run with this scikit-learn.

    ## Example
    ```python
    from sklearn.preprocessing import OneHotEncoder

    OneHotEncoder(sparse=False)
    ```

    ## Use instead
    ```python
    from sklearn.preprocessing import OneHotEncoder

    OneHotEncoder(sparse_output=False)
    ```

    ## Fix safety
    Where the hyperparameter has a new name, the fix renames it. Where its old default was given, the fix removes it. Where
    another function does what it asked for, the fix calls that one. All these are safe: the call raises as it stands. Where
    nothing takes its place, its removal is offered as an unsafe fix, since it may have meant something.

    ## References
    - `fitlens diff OLD NEW` lists what went between two versions.
    """

    code = "SKL402"
    name = "removed-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each keyword that went."""
        for call, argument in arguments.unknown(facts, document):
            found = lives.gone(arguments.paths(call.fact), argument.name or "", lives.PARAMETER, facts.version)
            if found is None:
                continue
            path, change = found
            new, fix = call.repair(path, argument, change, arguments.known(call.fact))
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{argument.name}` of `{path.rpartition('.')[2]}` {lives.was_removed(change)}",
                argument.span,
                label=f"now `{new}`" if new else "no longer taken",
                help=lives.instead(change, new or None) if new or fix is None else "",
                fix=fix,
            )
