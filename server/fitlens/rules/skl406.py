"""SKL406 changed-default."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Construction, Facts
from fitlens.catalog.history import Change, numbers, open_history
from fitlens.catalog.model import ClassEntry
from fitlens.record import NamedTuple
from fitlens.rules import lives
from fitlens.rules.arguments import given_another
from fitlens.rules.model import Finding, Fix, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class ChangedDefault:
    """Hyperparameter left to a default that is another one in the lowest version that the project works with.

    ## What it does
    Compares the defaults of what a constructor is not given, between the lowest version that the project declares
    (`scikit-learn>=1.2` in its requirements) and the selected one. A default that only has another name by now is not
    reported, nor is one that cannot be set any more.

    ## Why is this bad?
    The same program trains another model, depending on which of the declared versions it runs with.

    ## Example
    ```python
    # scikit-learn >= 1.2
    from sklearn.cluster import KMeans

    KMeans(n_clusters=3)
    ```

    ## Use instead
    ```python
    # scikit-learn >= 1.2
    from sklearn.cluster import KMeans

    KMeans(n_clusters=3, n_init=10)
    ```

    ## Fix safety
    The fix sets the earlier default. It is unsafe: with the selected version the program then does what it did not do.

    ## References
    - `fitlens diff OLD NEW` lists the defaults that changed between two versions.
    """

    code = "SKL406"
    name = "changed-default"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each default that changed."""
        oldest = facts.declared() if any(_is_known(each) for each in facts.constructions) else None
        if oldest is None or numbers(oldest) >= numbers(facts.version):
            return
        for construction in facts.constructions:
            if not _is_known(construction) or not stands(construction):
                continue
            entry = construction.classes[0]
            given = {argument.name for argument in construction.arguments} | construction.later
            for default in _changed(entry, oldest, facts.version):
                if default.name not in given:
                    yield self._finding(construction, default, oldest, document)

    def _finding(self, construction: Construction, default: Default, oldest: str, document: Document) -> Finding:
        edit = given_another(construction, default.name, default.old, document)
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{default.name}` of `{construction.classes[0].name}` is {default.new} by default, in scikit-learn {oldest} it "
            f"is {default.old}",
            construction.name_span,
            label=f"another default since {default.since}",
            help=f"set `{default.name}` to mean the same with every version",
            fix=None if edit is None else Fix(f"Set `{default.name}={default.old}`", (edit,), safe=False),
        )


class Default(NamedTuple):
    """A default that changed; the values as source text."""

    name: str
    old: str
    new: str
    since: str


def _is_known(construction: Construction) -> bool:
    """Whether what is not given has its default, of the one class that it may be."""
    return (
        construction.exhaustive
        and len(construction.classes) == 1
        and construction.classes[0].kind == "estimator"
        and "*" not in construction.later
    )


def _changed(entry: ClassEntry, oldest: str, version: str) -> Iterator[Default]:
    lowest, highest = numbers(oldest), numbers(version)
    joined: dict[str, tuple[Change, Change]] = {}
    for change in open_history().of(entry.path):
        name = change.member
        if change.kind == "default" and name and change.changed and lowest < numbers(change.changed) <= highest:
            joined[name] = (joined[name][0] if name in joined else change, change)
    for name, (first, last) in joined.items():
        parameter = entry.parameter_named(name)
        if parameter is None or first.old is None or last.new is None or first.old == last.new:
            continue
        value = lives.constant(first.old)
        told = open_history().value(entry.path, name, first.old)
        if value is None or accepts(parameter.constraints, value) is not True or (told and told.renamed == last.new):
            continue
        yield Default(name, first.old, last.new, last.changed or version)
