"""SKL116 missing-argument."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.called import Called, called
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class MissingArgument:
    """Argument that a function or method of scikit-learn needs and the call does not give.

    ## What it does
    Looks at calls of functions, and of methods of estimators whose class is known, for arguments without a default.

    ## Why is this bad?
    The call raises `TypeError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC().fit(X)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC().fit(X, y)
    ```

    ## References
    - Rule SKL105 does this for constructors.
    """

    code = "SKL116"
    name = "missing-argument"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call that lacks arguments."""
        for call in called(facts):
            missing = _missing(call) if call.fact.exhaustive else []
            if missing:
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{call.name}` needs {' and '.join(f'`{name}`' for name in missing)}",
                    call.fact.name_span,
                    label=f"{'has' if len(missing) == 1 else 'have'} no default",
                )


def _missing(call: Called) -> list[str]:
    """What everything that may be called needs and the call does not give."""
    positional = sum(not argument.keyword for argument in call.arguments)
    given = {argument.name for argument in call.arguments if argument.keyword}
    lacking: list[list[str]] = []
    for signature in call.signatures:
        order = [each for each in signature if each.kind in ("positional", "positional-only")]
        filled = given | {each.name for each in order[:positional]}
        lacking.append([each.name for each in signature if each.required and each.name not in filled])
    return [name for name in lacking[0] if all(name in each for each in lacking)]
