"""Where a program asks what a model is worth, and on which rows; what the rules on method have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fitlens.analysis.facts import Facts, FunctionCall, MethodCall, Span
from fitlens.analysis.rows import Data, Fit, Made, Rows
from fitlens.catalog.model import ClassEntry, LearnedParameter
from fitlens.record import NamedTuple
from fitlens.rules.model import Related
from fitlens.rules.surfacing import stands

_BOOKKEEPING = frozenset({"n_features_in_", "feature_names_in_"})
"""What fit keeps of any table, to compare the next one with."""


class Evaluation(NamedTuple):
    """One call that lets a fitted model predict, or scores it."""

    call: MethodCall
    data: Data
    """What it is asked about."""
    fit: Fit
    """What it was fitted on."""


def evaluations(facts: Facts) -> Iterator[Evaluation]:
    """Those of classifiers and regressors, and of what holds them, on data of which something is known."""
    for call in facts.method_calls:
        if call.seen is None or not stands(call) or not call.owners or not all(map(is_predictor, call.owners)):
            continue
        if call.name == "score" or call.name.partition("_")[0] == "predict" or call.name == "decision_function":
            data = given(call, "X")
            if data is not None:
                yield Evaluation(call, data, call.seen)


def is_predictor(entry: ClassEntry) -> bool:
    """Whether it predicts what it was shown, or holds something that may."""
    return bool({"classifier", "regressor"} & set(entry.tags)) or bool(entry.compositions)


def given(call: MethodCall | FunctionCall, name: str) -> Data | None:
    """The data that a call is given under a name; None where that is not known."""
    value = next((each.value for each in call.arguments if each.name == name), None)
    return value if isinstance(value, Data) else None


def learns_statistics(step: Made) -> bool:
    """Whether what made data computed numbers from all rows that it was fitted on: more than which categories there are.

    What always draws random numbers may have learned nothing else.
    """
    return any(_has_learned(entry, _is_fractional) for entry in step.parts)


def learns_values(step: Made) -> bool:
    """Whether what made data depends on the rows that it was fitted on, be it only by the categories there are."""
    return any(_has_learned(entry, _is_no_count) for entry in step.parts)


def _has_learned(entry: ClassEntry, kind: Callable[[LearnedParameter], bool]) -> bool:
    if "stateless" in entry.tags or entry.draws == ():
        return False
    return any(kind(each) for each in entry.learned if each.name not in _BOOKKEEPING)


def _is_fractional(learned: LearnedParameter) -> bool:
    return any("float" in (form.dtype or form.type) for form in learned.forms)


def _is_no_count(learned: LearnedParameter) -> bool:
    return any(
        form.type not in ("int", "bool", "str") and not (form.dtype or "").startswith("int") for form in learned.forms
    )


def are_sides(train: Rows, test: Rows) -> bool:
    """Whether these are the two sides of one split."""
    return train.split is not None and train.split is test.split and (train.side, test.side) == ("train", "test")


def names_of(facts: Facts, rows: Rows) -> tuple[str, ...]:
    """The names that rows have where a split gives them."""
    return tuple(each.name for results in facts.splits for each in results.targets if each.rows is rows)


def is_called(name: str, side: str) -> bool:
    """Whether a name says that it is the train or the test side, and not that it is the other as well."""
    other = "test" if side == "train" else "train"
    return side in name.lower() and other not in name.lower()


def path(*steps: tuple[Span | None, str]) -> tuple[Related, ...]:
    """The way of the data, as far as it has places."""
    return tuple(Related(span, message) for span, message in steps if span is not None and span.start >= 0)
