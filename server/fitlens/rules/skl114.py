"""SKL114 unknown-argument."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Facts, FunctionCall
from fitlens.rules import lives
from fitlens.rules.called import Called, called
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import nearest
from fitlens.source.document import Document

FEW = 6
"""Arguments that are all named, where none is near."""


class UnknownArgument:
    """Keyword that a function or method of scikit-learn does not take.

    ## What it does
    Compares the keywords of calls of functions, and of methods of estimators whose class is known, with those in their
    signatures.

    ## Why is this bad?
    The call raises `TypeError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import train_test_split

    X, y = load_iris(return_X_y=True)
    train_test_split(X, y, testsize=0.2)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import train_test_split

    X, y = load_iris(return_X_y=True)
    train_test_split(X, y, test_size=0.2)
    ```

    ## Fix safety
    For a misspelt name the fix puts the nearest one, and for one that a method had in another version its new name. It is
    safe: the call raises as it stands.

    ## References
    - Rules SKL402 and SKL405 find arguments of functions that another version takes.
    - Rule SKL101 does this for constructors.
    """

    code = "SKL114"
    name = "unknown-argument"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each keyword that is not taken."""
        for call in called(facts):
            if call.takes_any:
                continue
            names = call.names
            for argument in call.arguments:
                if argument.keyword and argument.name is not None and argument.name not in names:
                    finding = self._finding(call, argument, argument.name, facts.version)
                    if finding is not None:
                        yield finding

    def _finding(self, call: Called, argument: Argument, name: str, version: str) -> Finding | None:
        free = call.names - {each.name for each in call.arguments}
        change = next((each for each in call.lives(name) if each.state(version) in ("removed", "not yet")), None)
        if change is not None and isinstance(call.fact, FunctionCall):
            return None  # SKL402 and SKL405 know more of what another version takes
        if change is None:
            meant = nearest(name, free)
            told = f"`{call.name}` has no argument `{name}`"
        else:
            meant = change.renamed if change.renamed in free else None
            life = lives.was_removed(change) if change.state(version) == "removed" else lives.is_new(change)
            told = f"`{name}` of `{call.name}` {life}"
        help_ = "" if meant is None else f"did you mean `{meant}`?" if change is None else f"use `{meant}`"
        if not help_ and len(call.names) <= FEW:
            listed = ", ".join(dict.fromkeys(each.name for signature in call.signatures for each in signature))
            help_ = f"`{call.name}` takes {listed or 'no arguments'}"
        return Finding(
            self.code,
            self.name,
            self.severity,
            told,
            argument.span,
            label="no such argument" if meant is None else help_,
            help=help_,
            fix=None if meant is None else Fix(f"Rename to `{meant}`", (Edit(argument.span, meant),)),
        )
