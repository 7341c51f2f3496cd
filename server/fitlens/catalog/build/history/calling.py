"""What happened to the arguments of a class or function from one version to the next, and to those of its methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fitlens.catalog.build.history.events import Event, Subject
from fitlens.catalog.build.history.values import compare_values, deprecated_values, sentinel
from fitlens.catalog.build.history.world import World
from fitlens.catalog.history import ChangeKind
from fitlens.catalog.model import ClassEntry, Entry, Parameter


def compare_calls(old: Entry, new: Entry, before: World, after: World) -> Iterator[Event]:
    """Events of the constructor's or function's arguments, then of each method's that both versions have."""
    replaced = new.rewritten if isinstance(new, ClassEntry) else ()
    signatures = dict(_signatures(new))
    for method, arguments in _signatures(old):
        if method not in signatures:
            continue
        was, now = {each.name: each for each in arguments}, {each.name: each for each in signatures[method]}
        alike = before.observed == after.observed
        kind: ChangeKind = "argument" if method else "parameter"
        for name in _come(was, now, method=method is not None):
            yield Event(after.version, "added", Subject(new.path, kind, _member(method, name)))
        for name in _gone(was, now, method=method is not None, alike=alike):
            yield Event(after.version, "removed", Subject(new.path, kind, _member(method, name)))
        for name in was.keys() & now.keys():
            member, one, other = _member(method, name), was[name], now[name]
            if one.default != other.default and not one.kind.startswith("var-"):
                subject = Subject(new.path, "default", member)
                yield Event(after.version, "changed", subject, old=one.default, new=other.default)
            yield from compare_values(
                new.path, member, one.constraints, other.constraints, after.version, replaced=name in replaced
            )
        if not _loose(new, method, now.values(), after):
            loose = _loose(old, method, was.values(), before)
            by_position = {name for name, each in was.items() if each.kind == "positional" or loose}
            if any(each.kind == "keyword-only" and name in by_position for name, each in now.items()):
                subject = Subject(new.path, "keyword-only", method)
                yield Event(after.version, "removed", subject, positional=_given_by_position(now.values()))
    yield from warned_calls(new, after)


def _come(was: Mapping[str, Parameter], now: Mapping[str, Parameter], *, method: bool) -> Iterator[str]:
    """What a call can newly name. A method that took any keyword mostly passed it on to where it means the same."""
    if method and _takes_any(was):
        return
    yield from (name for name, each in now.items() if name not in was and not each.kind.startswith("var-"))


def _gone(was: Mapping[str, Parameter], now: Mapping[str, Parameter], *, method: bool, alike: bool) -> Iterator[str]:
    """What a call can no longer name, `**` itself among it. A method that takes any keyword now passes it on.

    alike: both versions were read in the same way; else one may say `**kwargs` of what the other could not tell.
    """
    takes_any = _takes_any(now)
    for name, each in was.items():
        if name in now or each.kind == "var-positional" or (takes_any and method):
            continue
        if each.kind != "var-keyword" or (alike and not takes_any):
            yield name


def _takes_any(arguments: Mapping[str, Parameter]) -> bool:
    return any(each.kind == "var-keyword" for each in arguments.values())


def warned_calls(entry: Entry, world: World) -> Iterator[Event]:
    """What a version warns of in its signatures: arguments and values that are to go, calls by position."""
    for method, arguments in _signatures(entry):
        kind: ChangeKind = "argument" if method else "parameter"
        for each in arguments:
            member = _member(method, each.name)
            if _says_deprecated(each):
                yield Event(world.version, "deprecated", Subject(entry.path, kind, member))
            for value in deprecated_values(each.constraints or ()):
                yield Event(world.version, "deprecated", Subject(entry.path, "value", member, value))
        if _loose(entry, method, arguments, world):
            subject = Subject(entry.path, "keyword-only", method)
            yield Event(world.version, "deprecated", subject, positional=_given_by_position(arguments))


def _signatures(entry: Entry) -> Iterator[tuple[str | None, tuple[Parameter, ...]]]:
    """The constructor's or function's arguments, then each method's, under its name."""
    yield None, entry.parameters
    if isinstance(entry, ClassEntry):
        for method in entry.methods:
            yield method.name, method.parameters


def _member(method: str | None, name: str) -> str:
    return f"{method}.{name}" if method else name


def _loose(entry: Entry, method: str | None, arguments: Iterable[Parameter], world: World) -> bool:
    """Whether more is taken by position, with a warning, than the signature says.

    The mark is looked for on the bases too; a class with a method of its own mostly has no such argument.
    """
    return any(each.kind == "keyword-only" for each in arguments) and world.takes_by_position(entry, method)


def _given_by_position(arguments: Iterable[Parameter]) -> tuple[str, ...]:
    return tuple(each.name for each in arguments if each.kind in ("positional", "positional-only"))


def _says_deprecated(parameter: Parameter) -> bool:
    """Whether its default, or a value that its validation keeps for leaving it out, says that it is to go."""
    return sentinel(parameter.default) == "deprecated" or any(
        "deprecated" in each.values for each in parameter.constraints or () if each.kind == "options"
    )
