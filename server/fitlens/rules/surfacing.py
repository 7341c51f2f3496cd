"""Whether an exception that a rule promises would reach the user, or is one the program expects."""

from __future__ import annotations

from fitlens.analysis.facts import Access, Construction, FunctionCall, Given, Reference

_CAUGHT_AS = {
    "ImportError": frozenset({"ImportError", "ModuleNotFoundError"}),
    "TypeError": frozenset({"TypeError"}),
    "ValueError": frozenset({"ValueError", "TypeError", "InvalidParameterError"}),
    "AttributeError": frozenset({"AttributeError"}),
    "NotFittedError": frozenset({"NotFittedError", "AttributeError", "ValueError"}),
}
"""What an exception is caught as. scikit-learn's refusal of a value derives from ValueError and TypeError."""


def surfaces(fact: Construction | Access | Given | FunctionCall | Reference, exception: str) -> bool:
    """Whether the exception that the code of a fact raises goes uncaught, in code that stands as the user wrote it."""
    return fact.trusted and "*" not in fact.guards and _CAUGHT_AS[exception].isdisjoint(fact.guards)


def warns(fact: Construction | Access | FunctionCall | Reference) -> bool:
    """Whether a warning that the code of a fact raises is news to the program, in code that stands as the user wrote it.

    It is none where warnings or exceptions are expected: the program is ready for a version without what it uses.
    """
    return fact.trusted and not fact.guards
