"""SKL101 unknown-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Construction, Facts
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.rules import lives
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

FEW = 6
"""A class with at most this many hyperparameters has them all named in the help."""


class UnknownHyperparameter:
    """Keyword that the constructor of an estimator does not take.

    ## What it does
    Checks the keywords of constructor calls against the hyperparameters that the class has in the selected version of
    scikit-learn.

    ## Why is this bad?
    The call raises `TypeError`. Nothing is trained with the value that was meant to be set.

    ## Example
    ```python
    from sklearn.svm import SVC

    SVC(gama=0.1)
    ```

    ## Use instead
    ```python
    from sklearn.svm import SVC

    SVC(gamma=0.1)
    ```

    ## Fix safety
    The fix renames the keyword to the nearest hyperparameter. It is safe: the call raises as it stands.

    ## References
    - Rule SKL206 finds learned parameters given as keywords, SKL402 and SKL405 what other versions take.
    """

    code = "SKL101"
    name = "unknown-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each keyword that is not taken."""
        for construction in facts.constructions:
            if surfaces(construction, "TypeError") and has_known_signature(construction):
                yield from self._unknown(construction, facts.version)

    def _unknown(self, construction: Construction, version: str) -> Iterator[Finding]:
        classes = construction.classes
        given = {argument.name for argument in construction.arguments}
        for argument in construction.arguments:
            name = argument.name
            if (
                not argument.keyword
                or name is None
                or any(entry.parameter_named(name) or entry.learned_named(name) for entry in classes)
                # SKL402 and SKL405 know more of what another version takes
                or lives.elsewhere(lives.paths(classes), name, lives.PARAMETER, version)
            ):
                continue
            known = {parameter.name for entry in classes for parameter in entry.parameters}
            meant = nearest(name, known - given)
            kind = "hyperparameter" if all(entry.kind == "estimator" for entry in classes) else "argument"
            help_ = f"did you mean `{meant}`?" if meant else ""
            if not help_ and len(classes) == 1 and len(known) <= FEW:
                listed = ", ".join(parameter.name for parameter in classes[0].parameters)
                help_ = (
                    f"{class_names(classes)} takes {listed}" if listed else f"{class_names(classes)} takes no {kind}s"
                )
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{class_names(classes)} {verb(classes, 'has', 'have')} no {kind} `{name}`",
                argument.span,
                label=f"did you mean `{meant}`?" if meant else f"no such {kind}",
                help=help_,
                fix=Fix(f"Rename to `{meant}`", (Edit(argument.span, meant),)) if meant else None,
            )


def has_known_signature(construction: Construction) -> bool:
    """Whether the constructor's arguments are all known: a class that is no estimator or its like may be written in C."""
    classes = construction.classes
    return not any(takes_any(entry) or entry.kind in ("other", "mixin") for entry in classes)


def takes_any(entry: ClassEntry | FunctionEntry) -> bool:
    """Whether the constructor, or the function, has `**kwargs`."""
    if isinstance(entry, ClassEntry):
        return entry.takes_any
    return any(parameter.kind == "var-keyword" for parameter in entry.parameters)
