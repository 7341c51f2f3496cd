"""SKL115 positional-argument."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Facts, Span
from fitlens.rules import positions
from fitlens.rules.called import Called, called
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class PositionalArgument:
    """Argument given by position where a function or method takes only keywords, or where it is given by keyword as well.

    ## What it does
    Counts the positional arguments of calls of functions, and of methods of estimators whose class is known, against
    those that they take, and finds arguments that are given twice: by position, and by keyword.

    ## Why is this bad?
    Since scikit-learn 1.0 most arguments are keyword-only, and none takes two values: the call raises `TypeError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC(), X, y, None, "accuracy")
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC(), X, y, groups=None, scoring="accuracy")
    ```

    ## Fix safety
    The fix names each argument after the one at its place in the signature, or after the one that has it as an option. It
    is safe where every version that took so many by position had the same names there; else the code may have been
    written for one with another order, and it is unsafe.

    ## References
    - Rule SKL104 does this for constructors.
    """

    code = "SKL115"
    name = "positional-argument"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call with too many positional arguments, or for each argument that is given twice."""
        for call in called(facts):
            if not call.fact.exhaustive:
                continue
            taken = [positions.most(signature) for signature in call.signatures]
            positional = [argument for argument in call.arguments if not argument.keyword]
            most = max((count for count in taken if count is not None), default=0)
            if len(positional) > most and None not in taken:
                if not call.tolerates(facts.version):
                    yield self._finding(call, positional, most, facts.version)
                continue
            by_keyword = {argument.name for argument in call.arguments if argument.keyword}
            for argument in positional:
                if argument.name in by_keyword:
                    yield self._twice(call, argument)

    def _twice(self, call: Called, argument: Argument) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{call.name}`: `{argument.name}` is given twice, by position and by keyword",
            argument.span,
            label=f"this is `{argument.name}`",
            help="give it once",
        )

    def _finding(self, call: Called, positional: list[Argument], most: int, version: str) -> Finding:
        extra = positional[most:]
        names = positions.names_meant(call.signatures[0], call.arguments) if len(call.signatures) == 1 else None
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{call.name}` takes {positions.counted(most)}, {len(positional)} given",
            Span(extra[0].span.start, extra[-1].span.end),
            label="one too many"
            if names is None and len(extra) == 1
            else "too many"
            if names is None
            else "must be given by keyword",
            help="" if names is None else f"write {', '.join(f'`{name}=`' for name in names[most:])}",
            fix=None
            if names is None
            else positions.by_keyword(extra, names[most:], safe=call.always_meant(names, version)),
        )
