"""Arguments of a call that are not given yet: hyperparameters of a class, what a function or a method takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fitlens.analysis.facts import Construction, MethodCall
from fitlens.analysis.known import known_when_made
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.completion.asking import HERE
from fitlens.ide.completion.given import Call, parameters_of
from fitlens.ide.completion.item import Item, Subject
from fitlens.ide.completion.order import hyperparameter, rank
from fitlens.ide.completion.values import constants
from fitlens.ide.spelled import default_of


def keywords(call: Call, *, assigned: bool) -> Iterator[Item]:
    """What may still be given to a call, our name not counted. assigned: an equals sign stands there already."""
    taken = {argument.name for argument in call.arguments} | {HERE}
    if isinstance(call, Construction):
        taken |= {name for name, _ in call.hidden}
    left = [
        (parameter, owner)
        for parameter, owner in parameters_of(call)
        if parameter.name not in taken
        and parameter.kind in ("positional", "keyword-only")
        and not is_deprecated(parameter)
    ]
    for item, parameter in _hyperparameters(call, left) if isinstance(call, Construction) else _arguments(call, left):
        if assigned:
            yield item
        else:
            choices = tuple(constants(parameter))
            yield replace(item, insert=f"{item.label}=", choices=choices if len(choices) > 1 else ())


def _hyperparameters(
    call: Construction, left: list[tuple[Parameter, ClassEntry | FunctionEntry]]
) -> Iterator[tuple[Item, Parameter]]:
    ours = tuple(each for each in call.arguments if each.name not in (HERE, None))
    known = known_when_made(call._replace(arguments=ours))
    made = [(parameter, owner) for parameter, owner in left if isinstance(owner, ClassEntry)]
    for parameter, owner in sorted(made, key=lambda each: rank(each[1], each[0], known)):
        yield hyperparameter(parameter.name, owner, parameter, known), parameter


def _arguments(
    call: Call, left: list[tuple[Parameter, ClassEntry | FunctionEntry]]
) -> Iterator[tuple[Item, Parameter]]:
    # In the order of the signature: what a call is for comes first in it.
    for parameter, owner in left:
        name = f"{owner.name}.{call.name}" if isinstance(call, MethodCall) else owner.name
        detail = f"argument of {name}, {default_of(parameter)}"
        subject = Subject(owner.path, parameter.name) if isinstance(owner, FunctionEntry) else None
        yield Item(parameter.name, "argument", detail, brief="argument", subject=subject), parameter
