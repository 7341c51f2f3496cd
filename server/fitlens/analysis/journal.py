"""What happened to the hyperparameters of each instance, over the whole program.

A value is validated when fit runs, not when it is given: one that is set again before is not wrong, nor is one whose refusal
the program catches. The journal answers whether a value given in a constructor is the one that fit sees: what is set after
the first fit excuses nothing, as far as the code is interpreted in the order in which it runs.
"""

from __future__ import annotations

from fitlens.analysis.facts import Settled
from fitlens.analysis.values import Instance


class Journal:
    """Remembers per instance which hyperparameters were set again, whether unknown ones were, and how it was fitted."""

    def __init__(self) -> None:
        self._set_again: dict[Instance, set[str]] = {}
        self._open: set[Instance] = set()
        self._fitted_plainly: set[Instance] = set()
        self._fitted_guarded: set[Instance] = set()
        self._origin: dict[Instance, Instance] = {}
        self._escaped: set[Instance] = set()
        self._seen: dict[Instance, frozenset[str]] = {}
        """By instance that was fitted plainly before unknown hyperparameters were set: those that were set until then."""
        self._before: dict[Instance, frozenset[str]] = {}
        """The same ("*" for any), where code that is not known may have set some as well."""
        self._exposed: set[Instance] = set()

    def derived(self, copy: Instance, origin: Instance) -> None:
        """`copy` was made of `origin`, with its hyperparameters."""
        self._origin[copy] = origin

    def set_again(self, instance: Instance, name: str) -> None:
        """A hyperparameter was, or may have been, set after construction."""
        for each in self._line(instance):
            self._set_again.setdefault(each, set()).add(name)

    def opened(self, instance: Instance) -> None:
        """Any hyperparameter may have been set."""
        self._open.update(self._line(instance))

    def escaped(self, instance: Instance) -> None:
        """Code that is not known got hold of it."""
        self._escaped.update(self._line(instance))

    def exposed(self, instance: Instance) -> None:
        """Code that is not scikit-learn's either got hold of it: it may set what it likes."""
        self._exposed.update(self._line(instance))

    def later(self, instances: list[Instance]) -> frozenset[str]:
        """The hyperparameters that any of them may get another value of after construction ("*" for any)."""
        names: set[str] = set()
        for instance in instances:
            names |= self._set_again.get(instance, set())
            if instance in self._open or instance in self._exposed:
                names.add("*")
        return frozenset(names)

    def early(self, instances: list[Instance]) -> frozenset[str]:
        """As `later`, those that the first fit may see."""
        unknown = [each for each in instances if each not in self._before]
        return self.later(unknown).union(*(self._before[each] for each in instances if each in self._before))

    def has_escaped(self, instance: Instance) -> bool:
        """Whether code that is not known got hold of it."""
        return instance in self._escaped

    def fitted(self, instance: Instance, *, guarded: bool, in_order: bool = False) -> None:
        """A fit validates its hyperparameters; `guarded`: the program catches what it raises.

        `in_order`: what was written down so far is what happened before, and nothing else did.
        """
        line = self._line(instance)
        (self._fitted_guarded if guarded else self._fitted_plainly).update(line)
        if in_order and not guarded and self._open.isdisjoint(line):
            again = frozenset(name for each in line for name in self._set_again.get(each, ()))
            before = again if self._exposed.isdisjoint(line) else frozenset("*")
            for each in line:
                self._seen.setdefault(each, again)
                self._before.setdefault(each, before)

    def settled(self, instances: list[Instance], name: str) -> Settled:
        """Whether the value given at construction is what a fit sees, and a refusal would surface there."""
        answers = [self._settled(instance, name) for instance in instances]
        if "no" in answers:
            return "no"
        return "pending" if "pending" in answers else "yes"

    def _settled(self, instance: Instance, name: str) -> Settled:
        if name not in self._seen.get(instance, (name,)):
            return "yes"
        if instance in self._open or name in self._set_again.get(instance, ()):
            return "no"
        if instance in self._fitted_plainly:
            return "yes"
        return "no" if instance in self._fitted_guarded or instance in self._escaped else "pending"

    def _line(self, instance: Instance) -> list[Instance]:
        line = [instance]
        while instance in self._origin:
            instance = self._origin[instance]
            line.append(instance)
        return line
