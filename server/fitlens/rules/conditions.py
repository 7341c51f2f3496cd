"""What rules say of an attribute that is there only under certain hyperparameter values."""

from __future__ import annotations

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Access, Construction, Facts
from fitlens.analysis.known import Known
from fitlens.catalog.model import Conditions, Setting
from fitlens.catalog.wording import literal
from fitlens.rules import arguments
from fitlens.rules.model import Fix, Related
from fitlens.source.document import Document

MOST = 6
"""Values of a condition that are named."""


def missing(access: Access, known: Known, conditions: Conditions) -> bool:
    """Whether the attribute is certainly not there: one known instance, none of the conditions met."""
    receiver = access.receiver
    return (
        bool(conditions)
        and receiver.complete
        and receiver.exact
        and len(receiver.constructed) == 1  # of several, any may have been changed by another name
        and access.name not in receiver.assigned
        and known.meets_any(conditions) is False
        and not _refused(known)
    )


def _refused(known: Known) -> bool:
    """Whether a value is one that no fit accepts: SKL102 says what comes first."""
    for name, value in known.given.items():
        parameter = known.entry.parameter_named(name)
        if parameter is not None and accepts(parameter.constraints, value) is False:
            return True
    return False


def described(known: Known, conditions: Conditions) -> str:
    """The estimator with the values that decide: `SVC(kernel="rbf")`."""
    told: list[str] = []
    for name in dict.fromkeys(each.parameter for settings in conditions for each in settings):
        value = known.constant(name)
        if value is not None and value.value != "deprecated":
            told.append(f"{name}={literal(value.value)}")
    return f"{known.entry.name}({', '.join(told)})"


def related(access: Access) -> tuple[Related, ...]:
    """Where the estimator was constructed."""
    return tuple(Related(span, "constructed here") for span in access.receiver.constructed)


def fix(access: Access, known: Known, conditions: Conditions, facts: Facts, document: Document) -> Fix | None:
    """The one value that makes it exist, set at the construction; None where there is a choice, or it is set elsewhere."""
    if len(conditions) != 1 or len(conditions[0]) != 1:
        return None
    setting = conditions[0][0]
    construction = next((each for each in facts.constructions if each.span == access.receiver.constructed[0]), None)
    if construction is None or not _decides(construction, known, setting):
        return None
    value = setting.values[0]
    if setting.other:
        without = _without(construction, known, setting, document)
        if without is not None or len(setting.values) != 1 or not isinstance(value, bool):
            return without
        value = not value
    elif len(setting.values) != 1:
        return None
    text = literal(value)
    edit = arguments.given_another(construction, setting.parameter, text, document)
    return None if edit is None else Fix(f"Set {setting.parameter}={text}", (edit,), safe=False)


def _decides(construction: Construction, known: Known, setting: Setting) -> bool:
    """Whether the value is the one of the construction: given there, or left to its default and never set."""
    if setting.parameter in construction.later or "*" in construction.later:
        return False
    given = [each for each in construction.arguments if each.name == setting.parameter]
    return bool(given) or setting.parameter not in known.given


def _without(construction: Construction, known: Known, setting: Setting, document: Document) -> Fix | None:
    """The value taken out where the default will do."""
    argument = next((each for each in construction.arguments if each.name == setting.parameter), None)
    if argument is None or Known(known.entry, {}, defaults=True).meets(setting) is not True:
        return None
    edit = arguments.taken_out(construction, argument, document)
    return None if edit is None else Fix(f"Remove {setting.parameter}={argument.text}", (edit,), safe=False)
