"""Whether an exception that a rule promises would reach the user, or is one the program expects."""

from __future__ import annotations

from fitlens.analysis.facts import Access, Composite, Construction, FunctionCall, Given, Key, MethodCall, StepAccess

_CAUGHT_AS = {
    "TypeError": frozenset({"TypeError"}),
    "ValueError": frozenset({"ValueError", "TypeError", "InvalidParameterError"}),
    "AttributeError": frozenset({"AttributeError"}),
    "KeyError": frozenset({"KeyError", "LookupError"}),
    "NotFittedError": frozenset({"NotFittedError", "AttributeError", "ValueError"}),
}
"""What an exception is caught as. scikit-learn's refusal of a value derives from ValueError and TypeError."""


Fact = Construction | Access | Given | Key | Composite | StepAccess | FunctionCall | MethodCall


def surfaces(fact: Fact, exception: str) -> bool:
    """Whether the exception that the code of a fact raises goes uncaught, in code that stands as the user wrote it."""
    return fact.trusted and "*" not in fact.guards and _CAUGHT_AS[exception].isdisjoint(fact.guards)
