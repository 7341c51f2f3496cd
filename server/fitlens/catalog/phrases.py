"""What scikit-learn was seen to do, in words: forms, conditions, conflicts, settings without effect.

For hovers, findings and `fitlens show`. `mark` stands around code as in `wording.accepted`: a backtick in Markdown, nothing
in a terminal; lists of more than `most` values are cut, with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fitlens.catalog.model import Conditions, Conflict, Form, Rescaling, Setting
from fitlens.catalog.wording import literal

RUNTIME_OPTION: Final = "runtime option: does not change what is learned"
_PLURALS: Final = {"estimator": "estimators", "ndarray": "arrays"}


def setting(one: Setting, *, mark: str = "", most: int | None = None) -> str:
    """`kernel="linear" or "rbf"`, `refit other than False`."""
    # A default that only says "not given" is no value that anybody would give.
    values = [each for each in one.values if each != "deprecated"] or list(one.values)
    words = [literal(each) for each in values]
    left_out = len(words) - most if most is not None else 0
    if left_out > 1:
        words = words[:most]
    if one.other:
        phrases = [f"{mark}{word}{mark}" for word in words]
        start = f"{mark}{one.parameter}{mark} other than "
    else:
        phrases = [f"{mark}{one.parameter}={words[0]}{mark}", *(f"{mark}{word}{mark}" for word in words[1:])]
        start = ""
    if left_out > 1:
        phrases.append(f"{left_out} more")
    return start + listed(phrases)


def together(settings: Sequence[Setting], *, mark: str = "", most: int | None = None) -> str:
    """Settings that hold at once, joined by "and"."""
    return " and ".join(setting(each, mark=mark, most=most) for each in settings)


def under(conditions: Conditions, *, mark: str = "", most: int | None = None) -> str:
    """`with kernel="linear"`, `with max_categories other than None or with min_frequency other than None`."""
    return " or ".join(f"with {together(each, mark=mark, most=most)}" for each in conditions)


def only(conditions: Conditions, *, mark: str = "", most: int | None = None) -> str:
    """When something exists: `only with kernel="linear"`; empty where it always does."""
    return f"only {under(conditions, mark=mark, most=most)}" if conditions else ""


def without_effect(
    parameters: Sequence[str], settings: Sequence[Setting], *, mark: str = "", most: int | None = None
) -> str:
    """`gamma has no effect with kernel="linear"`, `beta_1 and beta_2 have no effect with solver="lbfgs"`."""
    names = listed([f"{mark}{name}{mark}" for name in parameters], "and")
    verb = "has" if len(parameters) == 1 else "have"
    return f"{names} {verb} no effect with {together(settings, mark=mark, most=most)}"


def conflict(fact: Conflict, *, first: str | None = None, mark: str = "", most: int | None = None) -> str:
    """`penalty="l1" is refused with loss="hinge": ValueError at fit, unless multi_class="crammer_singer"`.

    first: the hyperparameter to begin with.
    """
    one, other = (fact.second, fact.first) if fact.second.parameter == first else (fact.first, fact.second)
    pair = [setting(each, mark=mark, most=most) for each in (one, other)]
    moment = "at fit" if fact.when == "fit" else "at construction"
    unless = " or ".join(setting(each, mark=mark, most=most) for each in fact.unless)
    told = f"{pair[0]} is refused with {pair[1]}: {mark}{fact.exception}{mark} {moment}"
    return f"{told}, unless {unless}" if unless else told


def drawn(draws: Conditions | None) -> str:
    """Under which settings random numbers are drawn: `only with shuffle=True`."""
    if draws is None:
        return "never seen to be drawn"
    return f"drawn {only(draws) or 'always'}"


def beforehand(names: Sequence[str], conditions: Conditions = (), *, mark: str = "", most: int | None = None) -> str:
    """What an estimator given to something must be: `estimator must be fitted before with prefit=True`."""
    told = f"{listed([f'{mark}{name}{mark}' for name in names], 'and')} must be fitted before"
    return f"{told} {under(conditions, mark=mark, most=most)}" if conditions else told


def rescaled(change: Rescaling, *, predicts: bool) -> str:
    """What multiplying one column of the data was seen to change."""
    what = "predictions" if predicts else "what it makes of the data"
    if change == "column":
        return "one column multiplied by a number comes out so"
    return f"one column multiplied by a number {'changes' if change == 'more' else 'does not change'} {what}"


def nature(form: Form, *, mark: str = "", brief: bool = False) -> str:
    """What a learned parameter is, without its shape: `array of float64`, `list of estimators`; brief: `float64`."""
    if form.type == "ndarray":
        return form.dtype or "array" if brief else f"array of {_named(form.dtype or 'objects', mark)}"
    if not form.shape or form.dtype is None:
        return "None" if form.type == "NoneType" else _named(form.type, mark)
    return f"{_named(form.type, mark)} of {_PLURALS.get(form.dtype) or _named(form.dtype, mark)}"


def shape(form: Form) -> str:
    """`(n_classes · (n_classes − 1) / 2, n_features)`, as Python writes a tuple; empty for what has no axes."""
    axes = [axis.replace(" * ", " · ").replace(" - ", " − ") for axis in form.shape]
    return f"({axes[0]},)" if len(axes) == 1 else f"({', '.join(axes)})" if axes else ""


def form(one: Form, *, mark: str = "") -> str:
    """`array of float64, (n_features,)`."""
    return ", ".join(filter(None, (nature(one, mark=mark), shape(one))))


def brief_form(one: Form) -> str:
    """`float64 (n_features,)`, for a column of a table."""
    return f"{nature(one, brief=True)} {shape(one)}".rstrip()


def alternatives(forms: Sequence[Form], *, mark: str = "") -> str:
    """All forms in one phrase, without the kinds of data: `array of float64, (n_features,) or (n_outputs, n_features)`."""
    if not forms:
        return ""
    phrases = [form(forms[0], mark=mark)]
    for before, one in pairwise(forms):
        same = nature(before) == nature(one) and one.shape
        phrases.append(shape(one) if same else form(one, mark=mark))
    return listed(phrases) + (", depending on the data" if len(phrases) > 1 else "")


def kinds(data: Sequence[str]) -> str:
    """Kinds of data, as a list: `multi-output, missing values (regression)`."""
    return ", ".join(f"{kind.replace(', ', ' (')})" if ", " in kind else kind for kind in data)


def listed(phrases: Sequence[str], word: str = "or") -> str:
    """`a, b or c`."""
    return f"{', '.join(phrases[:-1])} {word} {phrases[-1]}" if len(phrases) > 1 else phrases[0]


def _named(name: str, mark: str) -> str:
    """Classes as code; `int` and `float64` are words."""
    return f"{mark}{name}{mark}" if name != name.lower() or "_" in name else name
