"""Calls of scikit-learn's functions and methods, beside the arguments that these take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitlens.analysis.facts import Argument, Facts, FunctionCall, MethodCall
from fitlens.catalog.history import Change, open_history
from fitlens.catalog.model import Parameter
from fitlens.record import NamedTuple
from fitlens.rules import positions
from fitlens.rules.surfacing import surfaces


class Called(NamedTuple):
    """A call whose wrong arguments raise TypeError, uncaught."""

    fact: FunctionCall | MethodCall
    name: str
    """Of a function `cross_val_score`; of a method `KMeans.predict`, with the class where there is but one."""
    signatures: tuple[tuple[Parameter, ...], ...]
    """The arguments of each function or method that may be called, all known."""
    owners: tuple[tuple[str, str], ...]
    """Where the history tells of each: the path of the function or class, and what stands before an argument's name there."""

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What is given."""
        return self.fact.arguments

    @property
    def takes_any(self) -> bool:
        """Whether there is one with `**kwargs`."""
        return any(each.kind == "var-keyword" for signature in self.signatures for each in signature)

    @property
    def names(self) -> set[str]:
        """The arguments that any of them takes."""
        return {each.name for signature in self.signatures for each in signature}

    def lives(self, argument: str) -> tuple[Change, ...]:
        """What happened to an argument of that name, in any of them."""
        return tuple(
            change for path, prefix in self.owners for change in open_history().member(path, f"{prefix}{argument}")
        )

    def always_meant(self, names: Sequence[str], version: str) -> bool:
        """Whether arguments by position had these names in all versions before one that took so many."""
        return all(
            positions.always_meant(path, prefix.removesuffix("."), names, version) for path, prefix in self.owners
        )

    def tolerates(self, version: str) -> bool:
        """Whether one may take by position, with a warning, what its signature makes keyword-only."""
        for (path, prefix), signature in zip(self.owners, self.signatures, strict=True):
            kinds = {each.kind for each in signature}
            if prefix and {"keyword-only", "var-keyword"} <= kinds:
                return True
            member = prefix.removesuffix(".") or None
            if any(
                change.kind == "keyword-only" and change.member == member and change.state(version) == "deprecated"
                for change in open_history().of(path)
            ):
                return True
        return False


def called(facts: Facts) -> Iterator[Called]:
    """Those of which everything that may be called, and what it takes, is known."""
    for fact in (*facts.calls, *facts.method_calls):
        if not surfaces(fact, "TypeError"):
            continue
        found = _function(fact) if isinstance(fact, FunctionCall) else _method(fact)
        if found is not None:
            yield found


def _function(fact: FunctionCall) -> Called | None:
    # of what is compiled, the arguments may not be known
    if not fact.entry.parameters:
        return None
    name = fact.entry.path.rpartition(".")[2]
    return Called(fact, name, (fact.entry.parameters,), ((fact.entry.path, ""),))


def _method(fact: MethodCall) -> Called | None:
    signatures: list[tuple[Parameter, ...]] = []
    for owner in fact.owners:
        # what derives from a class written in C may have methods of which nothing is known
        known = owner.path.startswith("sklearn.") and owner.kind in ("estimator", "splitter")
        method = owner.method_named(fact.name) if known else None
        if method is None:
            return None
        signatures.append(method.parameters)
    if not signatures:
        return None
    name = f"{fact.owners[0].name}.{fact.name}" if len(fact.owners) == 1 else fact.name
    return Called(fact, name, tuple(signatures), tuple((owner.path, f"{fact.name}.") for owner in fact.owners))
