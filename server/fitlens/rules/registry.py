"""All rules, and how they are run over the facts of a document."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.analysis.facts import Facts
from fitlens.rules.model import Finding, Rule
from fitlens.rules.skl101 import UnknownHyperparameter
from fitlens.rules.skl102 import InvalidHyperparameterValue
from fitlens.rules.skl103 import ConflictingHyperparameters
from fitlens.rules.skl104 import PositionalHyperparameter
from fitlens.rules.skl105 import MissingHyperparameter
from fitlens.rules.skl106 import IneffectiveHyperparameter
from fitlens.rules.skl107 import ClassInsteadOfInstance
from fitlens.rules.skl108 import UnknownNestedHyperparameter
from fitlens.rules.skl109 import InvalidSearchSpace
from fitlens.rules.skl110 import HyperparameterTypoAssignment
from fitlens.rules.skl112 import UnreproducibleEstimator
from fitlens.rules.skl113 import DefaultedHyperparameter
from fitlens.rules.skl114 import UnknownArgument
from fitlens.rules.skl115 import PositionalArgument
from fitlens.rules.skl116 import MissingArgument
from fitlens.rules.skl201 import LearnedParameterBeforeFit
from fitlens.rules.skl202 import UnknownLearnedParameter
from fitlens.rules.skl203 import AbsentLearnedParameter
from fitlens.rules.skl204 import HyperparameterAsLearned
from fitlens.rules.skl205 import LearnedParameterOnWrapper
from fitlens.rules.skl206 import LearnedParameterInConstructor
from fitlens.rules.skl207 import LearnedParameterAssigned
from fitlens.rules.skl208 import UseBeforeFit
from fitlens.rules.skl209 import UnavailableMethod
from fitlens.rules.skl210 import UnknownMethod
from fitlens.rules.skl211 import EstimatorUsedAsData
from fitlens.rules.skl301 import InvalidStepName
from fitlens.rules.skl302 import InvalidIntermediateStep
from fitlens.rules.skl303 import UnknownStep
from fitlens.rules.skl304 import CachedStepAccessed
from fitlens.rules.skl305 import UnknownScorer
from fitlens.rules.skl306 import MismatchedScorer
from fitlens.rules.skl307 import MismatchedEstimatorKind
from fitlens.rules.skl308 import ExperimentalImportMissing
from fitlens.rules.skl401 import RemovedImport
from fitlens.rules.skl402 import RemovedHyperparameter
from fitlens.rules.skl403 import RemovedValue
from fitlens.rules.skl404 import RemovedAttribute
from fitlens.rules.skl405 import NotYetAvailable
from fitlens.rules.skl406 import ChangedDefault
from fitlens.rules.skl411 import DeprecatedImport
from fitlens.rules.skl412 import DeprecatedHyperparameter
from fitlens.rules.skl413 import DeprecatedValue
from fitlens.rules.skl414 import DeprecatedAttribute
from fitlens.rules.skl501 import FittedOnTestData
from fitlens.rules.skl502 import FittedBeforeSplit
from fitlens.rules.skl503 import ScoredOnTrainingData
from fitlens.rules.skl504 import TunedOnTestData
from fitlens.rules.skl505 import TransformMismatch
from fitlens.rules.skl506 import SwappedSplit
from fitlens.rules.skl507 import SwappedMetricArguments
from fitlens.rules.skl508 import HardPredictionsScored
from fitlens.rules.skl509 import UnscaledFeatures
from fitlens.rules.skl510 import ResampledBeforeSplit
from fitlens.rules.skl601 import LearnedParameterInInit
from fitlens.rules.skl602 import HyperparameterNotStored
from fitlens.rules.skl603 import HyperparameterModifiedInInit
from fitlens.rules.skl604 import VariadicInit
from fitlens.rules.skl605 import FitWithoutSelf
from fitlens.rules.skl606 import NothingLearned
from fitlens.rules.skl607 import HyperparameterOverwrittenInFit
from fitlens.rules.skl608 import MixinOrder
from fitlens.rules.skl609 import UncheckedPredict
from fitlens.rules.skl901 import UnusedSuppression
from fitlens.rules.skl902 import InvalidSuppression
from fitlens.rules.skl999 import InvalidSyntax
from fitlens.source.document import Document

_RULES: tuple[Rule, ...] = (
    UnknownHyperparameter(),
    InvalidHyperparameterValue(),
    ConflictingHyperparameters(),
    PositionalHyperparameter(),
    MissingHyperparameter(),
    IneffectiveHyperparameter(),
    ClassInsteadOfInstance(),
    UnknownNestedHyperparameter(),
    InvalidSearchSpace(),
    HyperparameterTypoAssignment(),
    UnreproducibleEstimator(),
    DefaultedHyperparameter(),
    UnknownArgument(),
    PositionalArgument(),
    MissingArgument(),
    LearnedParameterBeforeFit(),
    UnknownLearnedParameter(),
    AbsentLearnedParameter(),
    HyperparameterAsLearned(),
    LearnedParameterOnWrapper(),
    LearnedParameterInConstructor(),
    LearnedParameterAssigned(),
    UseBeforeFit(),
    UnavailableMethod(),
    UnknownMethod(),
    EstimatorUsedAsData(),
    InvalidStepName(),
    InvalidIntermediateStep(),
    UnknownStep(),
    CachedStepAccessed(),
    UnknownScorer(),
    MismatchedScorer(),
    MismatchedEstimatorKind(),
    ExperimentalImportMissing(),
    RemovedImport(),
    RemovedHyperparameter(),
    RemovedValue(),
    RemovedAttribute(),
    NotYetAvailable(),
    ChangedDefault(),
    DeprecatedImport(),
    DeprecatedHyperparameter(),
    DeprecatedValue(),
    DeprecatedAttribute(),
    FittedOnTestData(),
    FittedBeforeSplit(),
    ScoredOnTrainingData(),
    TunedOnTestData(),
    TransformMismatch(),
    SwappedSplit(),
    SwappedMetricArguments(),
    HardPredictionsScored(),
    UnscaledFeatures(),
    ResampledBeforeSplit(),
    LearnedParameterInInit(),
    HyperparameterNotStored(),
    HyperparameterModifiedInInit(),
    VariadicInit(),
    FitWithoutSelf(),
    NothingLearned(),
    HyperparameterOverwrittenInFit(),
    MixinOrder(),
    UncheckedPredict(),
)

_OF_THE_TOOL: tuple[Rule, ...] = (UnusedSuppression(), InvalidSuppression(), InvalidSyntax())
"""About comments that are meant for FitLens, and what it cannot read."""


def all_rules() -> tuple[Rule, ...]:
    """Every rule about scikit-learn, by code."""
    return _RULES


def every_rule() -> tuple[Rule, ...]:
    """Those, and behind them the rules about the tool itself: all that can be selected."""
    return (*_RULES, *_OF_THE_TOOL)


def rule_named(name: str) -> Rule | None:
    """The rule of a code or name, in any case; None where there is none."""
    wanted = name.lower()
    return next((rule for rule in every_rule() if wanted in (rule.code.lower(), rule.name)), None)


def documentation(rule: Rule) -> str:
    """The rule's page, in Markdown."""
    from textwrap import dedent

    first, _, rest = (type(rule).__doc__ or "").partition("\n")
    return f"# {rule.name} ({rule.code})\n\n{first.strip()}\n\n{dedent(rest).strip()}\n"


def run(facts: Facts, document: Document, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """What the rules (those that are more than advice, unless some are given) find in a document, in source order."""
    applied = [rule for rule in _RULES if rule.severity != "info"] if rules is None else rules
    found = [finding for rule in applied for finding in rule.check(facts, document)]
    return sorted(found, key=lambda finding: (finding.span, finding.code))
