"""What multiplying one column of the data changes of what an estimator answers: seen by fitting it twice.

The number is a power of two, so that every computation that only multiplies comes out the same to the bit.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fitlens.catalog.build.probe.fingerprints import Leaf, Question, is_error, questions_of
from fitlens.catalog.build.probe.laboratory import Laboratory, Run, Subject
from fitlens.catalog.build.probe.samples import Sample, make_samples
from fitlens.catalog.model import ClassEntry, Rescaling

_FACTOR = 64.0
_COLUMNS = (0, 2)
"""One that tells classes apart, and one that need not."""
_MATERIAL, _EXACT = 1e-2, 1e-6
"""Shares of the largest number: what differs by more is another answer, by less the same; between them nothing is said."""
_SCORES = ("predict_proba", "decision_function")
_GROUPS = "predict", "fit_predict", "transform", "fit_transform"
"""What is looked at: the first of these that it answers to."""


class _Answers(NamedTuple):
    """The answers of one method to the data of fit and to unseen data."""

    before: Sequence[Any]
    after: Sequence[Any]


def rescaling_of(
    laboratory: Laboratory, entry: ClassEntry, found: type, evidence: Mapping[str, Any]
) -> Rescaling | None:
    """What rescaling changes, on all data taken together; None where that was not to be told.

    evidence: how plain instances of it were made. What holds other estimators is as they are.
    """
    if entry.kind != "estimator" or entry.compositions or not entry.data:
        return None
    subject = Subject(entry, found, evidence.get("given", {}), evidence.get("base", {}), {})
    verdicts: set[Rescaling | None] = set()
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        for sample in make_samples():
            if sample.kind in entry.data and _is_table(sample):
                before = laboratory.run(subject, (), sample)
                for column in _COLUMNS:
                    verdicts |= _compared(laboratory, subject, before, column)
                    if "more" in verdicts:
                        return "more"
    if not verdicts or None in verdicts:
        return None
    return "column" if "column" in verdicts else "nothing"


def _is_table(sample: Sample) -> bool:
    """Whether it is an array with columns of numbers, each of which can be multiplied by itself."""
    return not sample.square and not sample.named and getattr(sample.X, "ndim", 0) == 2 and sample.X.dtype.kind == "f"


def _compared(laboratory: Laboratory, subject: Subject, before: Run, column: int) -> set[Rescaling | None]:
    """What one column of the data of a run shows; nothing where the same is predicted for all rows anyway."""
    sample = before.sample
    after = laboratory.run(
        subject, (), replace(sample, X=_scaled(sample.X, column), unseen=_scaled(sample.unseen, column))
    )
    if not before.ok or not after.ok:
        return {None}
    questions = {each.method: each for each in questions_of(subject.found) if each.takes_data}
    name = next((name for name in _GROUPS if name in questions), None)
    found = None if name is None else _answers(before, after, questions[name])
    if name is None or found is None:
        return {None}
    if name.endswith("predict"):
        if all(bool((each == each.flat[0]).all()) for pair in found for each in pair):
            return set()
        verdicts: set[Rescaling | None] = {_predictions(*pair) for pair in zip(*found, strict=True)}
        for score in _SCORES:
            scores = _answers(before, after, questions[score]) if score in questions else None
            verdicts |= {_numbers(*pair) for pair in zip(*scores, strict=True)} if scores is not None else set()
    else:
        verdicts = {_made(*pair, column) for pair in zip(*found, strict=True)}
    return verdicts


def _scaled(X: Any, column: int) -> Any:  # noqa: N803 - X is what scikit-learn calls it
    scaled = X.copy()
    scaled[:, column] *= _FACTOR
    return scaled


def _answers(before: Run, after: Run, question: Question) -> _Answers | None:
    """None where it answers neither with one array for each question, nor with the same ones."""
    one, other = before.output(question), after.output(question)
    if not one or one.keys() != other.keys() or any(map(is_error, (*one.values(), *other.values()))):
        return None
    found = _Answers(list(_arrays(one)), list(_arrays(other)))
    return found if found.before and len(found.before) == len(found.after) else None


def _arrays(leaves: Mapping[str, Leaf]) -> Iterator[Any]:
    return (each for each in leaves.values() if hasattr(each, "dtype"))


def _predictions(before: Any, after: Any) -> Rescaling | None:
    if before.dtype.kind == "f":
        return _numbers(before, after)
    # names of groups mean nothing: the same rows together are the same groups
    pairs = set(zip(before.ravel().tolist(), after.ravel().tolist(), strict=False))
    together = len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs})
    return "nothing" if before.shape == after.shape and together else "more"


def _numbers(before: Any, after: Any) -> Rescaling | None:
    if before.shape != after.shape:
        return "more"
    if before.dtype.kind != "f":
        return "nothing" if bool((before == after).all()) else "more"
    apart = _apart(before, after)
    return "nothing" if apart <= _EXACT else "more" if apart > _MATERIAL else None


def _made(before: Any, after: Any, column: int) -> Rescaling | None:
    found = _numbers(before, after)
    if found == "nothing" or before.shape != after.shape or before.ndim != 2 or before.dtype.kind != "f":
        return found
    each = [
        (_apart(before[:, at], after[:, at]) <= _EXACT, _apart(_FACTOR * before[:, at], after[:, at]) <= _EXACT)
        for at in range(before.shape[1])
    ]
    return "column" if all(any(pair) for pair in each) else found


def _apart(before: Any, after: Any) -> float:
    """The largest difference as a share of the largest number; infinite where one is no number and the other is."""
    one, other = before.ravel(), after.ravel()
    known = one == one  # noqa: PLR0124 - not a number
    if bool((known != (other == other)).any()):  # noqa: PLR0124
        return float("inf")
    one, other = one[known], other[known]
    largest = max(float(abs(one).max(initial=0.0)), 1e-12)
    return float(abs(one - other).max(initial=0.0)) / largest
