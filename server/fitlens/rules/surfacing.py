"""Whether an exception that a rule promises would reach the user, or is one the program expects."""

from __future__ import annotations

from fitlens.analysis.facts import (
    Access,
    Choice,
    Composite,
    Construction,
    FunctionCall,
    Given,
    Handed,
    Key,
    MethodCall,
    Reference,
    StepAccess,
)

_CAUGHT_AS = {
    "ImportError": frozenset({"ImportError", "ModuleNotFoundError"}),
    "TypeError": frozenset({"TypeError"}),
    "ValueError": frozenset({"ValueError", "TypeError", "InvalidParameterError"}),
    "AttributeError": frozenset({"AttributeError"}),
    "KeyError": frozenset({"KeyError", "LookupError"}),
    "NameError": frozenset({"NameError"}),
    "NotFittedError": frozenset({"NotFittedError", "AttributeError", "ValueError"}),
    "NotImplementedError": frozenset({"NotImplementedError", "RuntimeError"}),
}
_ANY = frozenset({"TypeError", "ValueError", "AttributeError", "RuntimeError"})
"""What an exception is caught as. scikit-learn's refusal of a value derives from ValueError and TypeError."""


Fact = (
    Construction
    | Access
    | Given
    | Handed
    | Key
    | Composite
    | StepAccess
    | FunctionCall
    | MethodCall
    | Reference
    | Choice
)


def surfaces(fact: Fact, exception: str) -> bool:
    """Whether the exception that the code of a fact raises goes uncaught, in code that stands as the user wrote it."""
    return stands(fact) and _CAUGHT_AS.get(exception, _ANY).isdisjoint(fact.guards)


def stands(fact: Fact) -> bool:
    """Whether the code of a fact is as the user wrote it, and may run with the values at hand."""
    return fact.trusted and "*" not in fact.guards


def warns(fact: Fact) -> bool:
    """Whether a warning that the code of a fact raises is news to the program, in code that stands as the user wrote it.

    It is none where warnings or exceptions are expected: the program is ready for a version without what it uses.
    """
    return fact.trusted and not fact.guards
