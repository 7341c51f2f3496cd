"""SKL104 positional-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Construction, Facts, Span
from fitlens.rules import positions
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.skl101 import has_known_signature
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class PositionalHyperparameter:
    """Hyperparameter given by position where only keywords are taken, or where it is given by keyword as well.

    ## What it does
    Counts the positional arguments of a constructor call against those that the class takes, and finds hyperparameters
    that are given twice: by position, and by keyword.

    ## Why is this bad?
    Most hyperparameters are keyword-only, and none takes two values: the call raises `TypeError`. Even where a position is
    taken, its meaning is hidden from the reader.

    ## Example
    ```python
    from sklearn.linear_model import LogisticRegression

    LogisticRegression("l2", 0.5)
    ```

    ## Use instead
    ```python
    from sklearn.linear_model import LogisticRegression

    LogisticRegression(C=0.5)
    ```

    ## Fix safety
    The fix names each argument after the hyperparameter at its place in the signature, or after the one that has it as an
    option. It is safe where every version that took so many by position had the same names there; else the code may have
    been written for one with another order, and it is unsafe.
    """

    code = "SKL104"
    name = "positional-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each construction with too many positional arguments, or for each that is given twice."""
        for construction in facts.constructions:
            if (
                not construction.exhaustive
                or not has_known_signature(construction)
                or not surfaces(construction, "TypeError")
            ):
                continue
            taken = [positions.most(entry.parameters) for entry in construction.classes]
            if any(count is None for count in taken):
                continue
            most = max(count for count in taken if count is not None)
            positional = [argument for argument in construction.arguments if not argument.keyword]
            if len(positional) > most:
                yield self._finding(construction, positional, most, facts.version)
                continue
            by_keyword = {argument.name for argument in construction.arguments if argument.keyword}
            for argument in positional:
                if argument.name in by_keyword:
                    yield self._twice(construction, argument)

    def _twice(self, construction: Construction, argument: Argument) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{class_names(construction.classes)}: `{argument.name}` is given twice, by position and by keyword",
            argument.span,
            label=f"this is `{argument.name}`",
            help="give it once, by keyword",
        )

    def _finding(self, construction: Construction, positional: list[Argument], most: int, version: str) -> Finding:
        classes = construction.classes
        extra = positional[most:]
        names = positions.names_meant(classes[0].parameters, construction.arguments) if len(classes) == 1 else None
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{class_names(classes)} {verb(classes, 'takes', 'take')} {positions.counted(most)}, {len(positional)} given",
            Span(extra[0].span.start, extra[-1].span.end),
            label="must be given by keyword",
            help="" if names is None else f"write {', '.join(f'`{name}=`' for name in names[most:])}",
            fix=None
            if names is None
            else positions.by_keyword(
                extra, names[most:], safe=positions.always_meant(classes[0].path, "", names, version)
            ),
        )
