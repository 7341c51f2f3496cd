"""What an estimator has at this place of the program: learned parameters that are there, methods, hyperparameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitlens.analysis.facts import Receiver
from fitlens.analysis.known import known_of
from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, Conditions, LearnedParameter, Method
from fitlens.catalog.store import Catalog
from fitlens.ide.completion.item import Item, Subject
from fitlens.ide.completion.order import hyperparameter
from fitlens.ide.spelled import assignment, nature_of


def attributes(receiver: Receiver) -> list[Item]:
    """What stands behind the dot, what exists in this state first. Of several classes only what all of them have."""
    if receiver.is_class or not receiver.classes:
        return []
    first, *rest = receiver.classes
    known = known_of(receiver)

    def met(conditions: Conditions) -> bool:
        return known is None or known.meets_any(conditions) is not False

    learned = [each for each in first.learned if all(entry.learned_named(each.name) for entry in rest)]
    methods = [each for each in first.methods if all(entry.method_named(each.name) for entry in rest)]
    there = receiver.state != "unfitted"
    shown = [each for each in learned if each.documented and there and met(each.conditions)]
    absent = [each for each in learned if each.documented and each not in shown]
    hidden = [each for each in learned if not each.documented and there and met(each.conditions)]
    items = [_learned(first, each, "") for each in shown]
    able = [each for each in methods if met(each.conditions)]
    items += [_method(first, each, there=True) for each in sorted(able, key=lambda each: _order(each, fitted=there))]
    items += [
        hyperparameter(each.name, first, each)
        for each in first.parameters
        if first.kind == "estimator" and all(entry.parameter_named(each.name) for entry in rest)
    ]
    items += [_learned(first, each, "") for each in hidden]
    items += [_learned(first, each, _why(receiver, each, there=there)) for each in absent]
    items += [_method(first, each, there=False) for each in methods if each not in able]
    return items


def members(catalog: Catalog, module: str) -> Iterator[Item]:
    """The public classes, functions and modules of one of scikit-learn's modules."""
    for name in catalog.members(module):
        if name.startswith("_"):
            continue
        found = catalog.resolve(f"{module}.{name}")
        if isinstance(found, str):
            yield Item(name, "module", f"module {found}")
        elif isinstance(found, ClassEntry):
            yield Item(
                name, "class", f"{nature_of(found)}, {found.path}", brief=nature_of(found), subject=Subject(found.path)
            )
        elif found is not None:
            yield Item(name, "function", f"function, {found.path}", brief="function", subject=Subject(found.path))


def steps(names: Iterable[str], owner: ClassEntry) -> Iterator[Item]:
    """The estimators inside a composite, by their names."""
    for name in names:
        yield Item(name, "step", f"step of {owner.name}", brief="step")


def _learned(entry: ClassEntry, parameter: LearnedParameter, missing: str) -> Item:
    forms = phrases.alternatives(parameter.forms)
    detail = f"learned parameter of {entry.name}" + (f": {forms}" if forms else "")
    return Item(
        label=parameter.name,
        kind="learned",
        detail=f"{detail} · {missing}" if missing else detail,
        brief="not there yet" if missing.startswith("not there") else "learned parameter",
        subject=Subject(entry.path, parameter.name),
    )


def _why(receiver: Receiver, parameter: LearnedParameter, *, there: bool) -> str:
    if there:
        return f"exists {phrases.only(parameter.conditions, most=3)}"
    return f"not there yet: {receiver.text} is unfitted at this line"


def _method(entry: ClassEntry, method: Method, *, there: bool) -> Item:
    signature = f"{method.name}({', '.join(assignment(each) for each in method.parameters)})"
    detail = f"method of {entry.name}: {signature}"
    if not there:
        detail += f" · exists {phrases.only(method.conditions, most=3)}"
    return Item(method.name, "method", detail, brief="method", subject=Subject(entry.path, method.name))


def _order(method: Method, *, fitted: bool) -> tuple[bool, bool]:
    """Before fit those come first that can be called, after it those that need it; what only reads or sets options last."""
    return method.name.startswith(("get_", "set_")), method.raises_unfitted is not fitted
