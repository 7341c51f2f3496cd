"""SKL306 mismatched-scorer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Candidate, Construction, Facts, FunctionCall, Span
from fitlens.analysis.known import known_at_fit
from fitlens.analysis.values import Constant, Instance, Value, members
from fitlens.catalog.model import FunctionEntry, Parameter
from fitlens.catalog.phrases import listed
from fitlens.catalog.store import Catalog, open_catalog
from fitlens.catalog.wording import literal
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.skl305 import SCORING
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

ESTIMATOR = "estimator"
"""What scikit-learn calls the argument that takes the estimator to be scored."""
_FAILED = "error_score"
"""What it calls the score of a fit or score that fails; where there is none, or it is `raise`, the exception goes on."""
_PROBABILITIES = frozenset({"y_proba", "y_prob"})
_PREDICT, _PREDICT_PROBA = "predict", "predict_proba"
_CLASSIFIER = "classifier"
_KINDS = {"classification": "classifier", "regression": "regressor"}
"""Where scikit-learn defines what scores labels or numbers, and what predicts these."""


class MismatchedScorer:
    """Scorer that cannot score what the estimator predicts.

    ## What it does
    Checks the names given as `scoring` against the estimator that is scored, also where that is the last step of a
    pipeline: scores of classes for a regressor, scores of numbers for a classifier, and scores of probabilities for what
    has no `predict_proba`. Which methods serve a scorer was observed by giving it models that have only some of them.

    ## Why is this bad?
    What an estimator does not answer raises `AttributeError`, where the failure is not made a score of `nan`. The
    others depend on the data: numbers between classes cannot be counted as right or wrong, and the distance between two
    classes means something only where they are numbers that stand for an order. Both are reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.inspection import permutation_importance
    from sklearn.svm import LinearSVC

    X, y = load_breast_cancer(return_X_y=True)
    permutation_importance(LinearSVC().fit(X, y), X, y, scoring="neg_log_loss")
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.inspection import permutation_importance
    from sklearn.svm import LinearSVC

    X, y = load_breast_cancer(return_X_y=True)
    permutation_importance(LinearSVC().fit(X, y), X, y, scoring="roc_auc")
    ```
    """

    code = "SKL306"
    name = "mismatched-scorer"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name."""
        for construction in facts.constructions:
            if len(construction.classes) == 1 and construction.classes[0].path.startswith("sklearn."):
                yield from self._scorers(construction, construction.classes[0].parameters, facts, document)
        for call in facts.calls:
            yield from self._scorers(call, call.entry.parameters, facts, document)

    def _scorers(
        self,
        fact: Construction | FunctionCall,
        parameters: tuple[Parameter, ...],
        facts: Facts,
        document: Document,
    ) -> Iterator[Finding]:
        scoring, estimator = _given(fact, SCORING), _given(fact, ESTIMATOR)
        taken = next((each for each in parameters if each.name == SCORING), None)
        if scoring is None or estimator is None or taken is None:
            return
        if not surfaces(fact, "ValueError") or not surfaces(fact, "AttributeError"):
            return
        judged = [_final(each, facts, document) for each in members(estimator.value)]
        found = [each for each in judged if each is not None]
        if len(found) != len(judged) or not facts.version:
            return
        catalog = open_catalog(facts.version)
        fails = _fails(fact, parameters)
        for scorer in scoring.items or (Candidate(scoring.value_span, scoring.value, scoring.text),):
            said = _mismatch(scorer.value, taken, found, facts, document, catalog)
            if said is not None:
                message, label, certain = said
                yield Finding(
                    self.code,
                    self.name,
                    self.severity if certain and fails else "warning",
                    message,
                    scorer.span or scoring.value_span,
                    label=label,
                )


def _given(fact: Construction | FunctionCall, name: str) -> Argument | None:
    """An argument, as far as it is what a fit sees."""
    found = next((each for each in fact.arguments if each.name == name), None)
    return found if isinstance(fact, FunctionCall) or (found is not None and found.settled != "no") else None


def _fails(fact: Construction | FunctionCall, parameters: tuple[Parameter, ...]) -> bool:
    """Whether an exception of the scorer goes on: nothing makes a score of it, and it is surely reached."""
    given = _given(fact, _FAILED)
    if given is not None:
        raised = isinstance(given.value, Constant) and given.value.value == "raise"
        scoring = _given(fact, SCORING)
        return raised and (isinstance(fact, FunctionCall) or (scoring is not None and scoring.settled == "yes"))
    # what a class does with it is not told by its signature: it may leave the scoring to a function
    return isinstance(fact, FunctionCall) and all(each.name != _FAILED for each in parameters)


def _final(value: Value, facts: Facts, document: Document) -> Instance | None:
    """The estimator that predicts: of a pipeline its last step; None where that is not known, or may be replaced."""
    if not isinstance(value, Instance) or value.user is not None or not isinstance(value.node, ast.Call):
        return None
    if not value.entry.path.startswith("sklearn."):
        return None
    if not any(each.by_position for each in value.entry.compositions):
        return value
    made = Span(*document.extent(value.node.func))
    found = [each for each in facts.composites if each.entry is value.entry and each.span.end == made.end]
    if len(found) != 1 or not found[0].parts or found[0].settled == "no":
        return None
    last = found[0].parts[-1]
    if last.name is None or any(key.name.rpartition("__")[2] == last.name for key in facts.keys):
        return None
    return _final(last.value, facts, document)


def _mismatch(
    scorer: Value,
    taken: Parameter,
    judged: list[Instance],
    facts: Facts,
    document: Document,
    catalog: Catalog,
) -> tuple[str, str, bool] | None:
    """What is wrong with a scorer for all of these estimators, and whether it surely raises."""
    if not isinstance(scorer, Constant) or not isinstance(scorer.value, str):
        return None
    metric = None if accepts(taken.constraints, scorer) is False else _metric_of(scorer.value, catalog)
    if metric is None:
        return None
    name = literal(scorer.value)
    methods = catalog.methods_for(scorer.value)
    entries = tuple({each.entry.path: each.entry for each in judged}.values())
    if not methods and any(metric.parameter_named(each) is not None for each in _PROBABILITIES):
        methods = (_PREDICT_PROBA,)
    if methods and _PREDICT not in methods:
        # what ranks is asked of classifiers; of others some versions take their predictions for it
        asked = [each for each in judged if _CLASSIFIER in each.entry.tags or methods == (_PREDICT_PROBA,)]
        if len(asked) == len(judged) and all(
            _lacks(each, method, facts, document) for each in asked for method in methods
        ):
            has = verb(entries, "has", "have")
            said = (
                f"no `{methods[0]}`" if len(methods) == 1 else f"neither {listed([f'`{m}`' for m in methods], 'nor')}"
            )
            what = "probabilities" if methods == (_PREDICT_PROBA,) else "what ranks predictions"
            message = f"{name} scores {what}, and {class_names(entries)} {has} {said} here"
            return message, f"needs {listed(list(methods), 'or')}", True
        if methods == (_PREDICT_PROBA,):
            return None
    kind = _KINDS.get(metric.defined.rpartition(".")[2].strip("_"))
    other = next((each for each in _KINDS.values() if each != kind), "")
    # what takes scores takes them of either kind in some versions
    if kind is None or metric.parameter_named("y_pred") is None:
        return None
    if not all(other in each.tags and kind not in each.tags for each in entries):
        return None
    is_other = verb(entries, f"is a {other}", f"are {other}s")
    return f"{name} scores {kind}s, and {class_names(entries)} {is_other}", f"for {kind}s", False


def _metric_of(scorer: str, catalog: Catalog) -> FunctionEntry | None:
    """The function behind a scorer: they share a name, but for a sign before it and an ending or an average behind it."""
    words = scorer.removeprefix("neg_").removeprefix("root_").split("_")
    for count in range(len(words), 0, -1):
        name = "_".join(words[:count])
        for tried in (name, f"{name}_score", f"{name}_loss"):
            found = catalog.resolve(f"sklearn.metrics.{tried}")
            if isinstance(found, FunctionEntry) and found.parameter_named("y_true") is not None:
                return found
    return None


def _lacks(value: Instance, name: str, facts: Facts, document: Document) -> bool:
    """Whether an estimator surely has no method of that name, as it is when it is scored."""
    method = value.entry.method_named(name)
    if method is None:
        return not value.entry.dynamic
    if not method.conditions or value.node is None or not isinstance(value.node, ast.Call):
        return False
    made = Span(*document.extent(value.node))
    construction = next((each for each in facts.constructions if each.span == made), None)
    known = None if construction is None else known_at_fit(construction)
    return known is not None and known.meets_any(method.conditions) is False
