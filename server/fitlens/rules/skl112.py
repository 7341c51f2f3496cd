"""SKL112 unreproducible-estimator."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis.facts import Construction, Facts
from fitlens.analysis.known import Known, known_at_fit, known_when_made
from fitlens.analysis.values import Instance, members
from fitlens.catalog.model import Conditions, Parameter
from fitlens.catalog.phrases import together
from fitlens.rules import arguments
from fitlens.rules.model import Finding, Fix, Severity
from fitlens.rules.seeds import seed_of
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class UnreproducibleEstimator:
    """Estimator or splitter that draws random numbers without a seed.

    ## What it does
    Finds estimators and splitters that have no `random_state` where their values make them draw random numbers. Under
    which values each draws was observed: `KFold` only with `shuffle=True`, `SVC` only with `probability=True`.

    Nothing is reported in a program that seeds the generator that all share, or of an estimator inside an ensemble that
    hands its own seed on. The rule is off by default: whether a run is to be repeatable is for you to say.

    ## Why is this bad?
    Each run gives another result, so that no difference between two of them can be told from luck.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    RandomForestClassifier(n_estimators=10).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    RandomForestClassifier(n_estimators=10, random_state=0).fit(X, y)
    ```

    ## Fix safety
    The fix adds `random_state=0`. It is unsafe: from then on every run draws the same numbers.
    """

    code = "SKL112"
    name = "unreproducible-estimator"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each construction."""
        if facts.seeded:
            return
        seeded_by_another = _inside(facts, document)
        for construction in facts.constructions:
            seed = seed_of(construction.classes[0]) if len(construction.classes) == 1 else None
            if seed is None or not stands(construction) or construction.span.start in seeded_by_another:
                continue
            drawing = _draws(construction, seed)
            if drawing is None:
                continue
            entry = construction.classes[0]
            edit = arguments.given_another(construction, seed.name, "0", document)
            given = {each.name for each in construction.arguments}
            deciding = [each for settings in drawing for each in settings if each.parameter in given]
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{entry.name}` draws random numbers without `{seed.name}`",
                construction.name_span,
                label=f"drawn with {together(deciding)}" if deciding else "another result in every run",
                fix=None if edit is None else Fix(f"Add {seed.name}=0", (edit,), safe=False),
            )


def _draws(construction: Construction, seed: Parameter) -> Conditions | None:
    """The conditions met under which it draws, `()` where it always does; None where it need not, or may have a seed."""
    entry = construction.classes[0]
    # who uses a splitter validates nothing and sets nothing
    known = known_at_fit(construction) if entry.kind == "estimator" else known_when_made(construction)
    if known is None or entry.draws is None or not _unseeded(known, construction, seed):
        return None
    if not entry.draws:
        return ()
    met = tuple(settings for settings in entry.draws if known.meets_all(settings) is True)
    return met or None


def _unseeded(known: Known, construction: Construction, seed: Parameter) -> bool:
    if {"*", seed.name} & construction.later:
        return False
    value = known.constant(seed.name)
    return value is not None and value.value is None


def _inside(facts: Facts, document: Document) -> set[int]:
    """Where estimators are constructed that are given to something with a seed: it may seed what it holds."""
    return {
        document.offset(member.node.lineno, member.node.col_offset)
        for construction in facts.constructions
        if any(seed_of(entry) for entry in construction.classes)
        for argument in construction.arguments
        for member in members(argument.value)
        if isinstance(member, Instance) and isinstance(member.node, ast.Call)
    }
