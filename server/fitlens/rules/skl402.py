"""SKL402 removed-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, FunctionCall
from fitlens.rules import lives, nested, passed
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl101 import takes_any
from fitlens.source.document import Document


class RemovedHyperparameter:
    """Keyword that an earlier scikit-learn took, and the selected one does not.

    ## What it does
    Checks the keywords of constructor calls and of calls of scikit-learn's functions, the keys of search spaces and the
    keywords of `set_params` against those that went before the selected version.

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
        for call, argument in passed.unknown(facts, document, swallowed=True):
            found = lives.gone(passed.paths(call.fact), argument.name or "", lives.PARAMETER, facts.version)
            if found is None:
                continue
            path, change = found
            new, fix = call.repair(path, argument, change, passed.known(call.fact))
            swallowed = isinstance(call.fact, FunctionCall) and takes_any(call.fact.entry)
            yield Finding(
                self.code,
                self.name,
                # what the function hands on raises where it is used at last, if it is
                "warning" if swallowed else self.severity,
                f"`{argument.name}` of `{path.rpartition('.')[2]}` {lives.was_removed(change)}",
                argument.span,
                label=f"now `{new}`" if new else "no longer taken",
                help=lives.instead(change, new or None) if new or fix is None else "",
                fix=fix,
            )
        for key, missing in nested.elsewhere(facts, "removed"):
            owner = missing.change.target.rpartition(".")[2]
            yield Finding(
                self.code,
                self.name,
                # where no fit is in sight, nothing raises here: it will where the search is fitted
                self.severity if key.settled == "yes" else "warning",
                f"`{missing.name}` of `{owner}` {lives.was_removed(missing.change)}",
                key.span,
                label=f"now `{missing.new}`" if missing.new else "no longer taken",
                help=lives.instead(missing.change, missing.new),
                fix=nested.renamed(key, missing.new),
            )
