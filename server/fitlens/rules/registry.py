"""All rules, and how they are run over the facts of a document."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.analysis.facts import Facts
from fitlens.rules.model import Finding, Rule
from fitlens.rules.skl101 import UnknownHyperparameter
from fitlens.rules.skl102 import InvalidHyperparameterValue
from fitlens.rules.skl104 import PositionalHyperparameter
from fitlens.rules.skl105 import MissingHyperparameter
from fitlens.rules.skl107 import ClassInsteadOfInstance
from fitlens.rules.skl201 import LearnedParameterBeforeFit
from fitlens.rules.skl202 import UnknownLearnedParameter
from fitlens.rules.skl204 import HyperparameterAsLearned
from fitlens.rules.skl205 import LearnedParameterOnWrapper
from fitlens.rules.skl206 import LearnedParameterInConstructor
from fitlens.rules.skl208 import UseBeforeFit
from fitlens.rules.skl210 import UnknownMethod
from fitlens.rules.skl401 import RemovedImport
from fitlens.rules.skl402 import RemovedHyperparameter
from fitlens.rules.skl403 import RemovedValue
from fitlens.rules.skl404 import RemovedAttribute
from fitlens.rules.skl405 import NotYetAvailable
from fitlens.rules.skl411 import DeprecatedImport
from fitlens.rules.skl412 import DeprecatedHyperparameter
from fitlens.rules.skl413 import DeprecatedValue
from fitlens.rules.skl414 import DeprecatedAttribute
from fitlens.source.document import Document

_RULES: tuple[Rule, ...] = (
    UnknownHyperparameter(),
    InvalidHyperparameterValue(),
    PositionalHyperparameter(),
    MissingHyperparameter(),
    ClassInsteadOfInstance(),
    LearnedParameterBeforeFit(),
    UnknownLearnedParameter(),
    HyperparameterAsLearned(),
    LearnedParameterOnWrapper(),
    LearnedParameterInConstructor(),
    UseBeforeFit(),
    UnknownMethod(),
    RemovedImport(),
    RemovedHyperparameter(),
    RemovedValue(),
    RemovedAttribute(),
    NotYetAvailable(),
    DeprecatedImport(),
    DeprecatedHyperparameter(),
    DeprecatedValue(),
    DeprecatedAttribute(),
)


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return _RULES


def rule_named(name: str) -> Rule | None:
    """The rule of a code or name, in any case; None where there is none."""
    wanted = name.lower()
    return next((rule for rule in _RULES if wanted in (rule.code.lower(), rule.name)), None)


def documentation(rule: Rule) -> str:
    """The rule's page, in Markdown."""
    from textwrap import dedent

    first, _, rest = (type(rule).__doc__ or "").partition("\n")
    return f"# {rule.name} ({rule.code})\n\n{first.strip()}\n\n{dedent(rest).strip()}\n"


def run(facts: Facts, document: Document, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """What the rules (all, unless some are given) find in a document, in source order."""
    found = [finding for rule in (_RULES if rules is None else rules) for finding in rule.check(facts, document)]
    return sorted(found, key=lambda finding: (finding.span, finding.code))
