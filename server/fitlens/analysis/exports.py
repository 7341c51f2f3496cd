"""What a module leaves behind for those who import it: the values of its names, and what is known of them.

Values are shared: two modules that import one instance from a third hold the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from fitlens.analysis.context import Context
from fitlens.analysis.rows import Data, Indices
from fitlens.analysis.scopes import Scope
from fitlens.analysis.state import Content, Items, Key, Record, State, join_contents
from fitlens.analysis.values import UNKNOWN, Collection, Instance, OneOf, UserClass, UserObject, Value, members
from fitlens.record import NamedTuple
from fitlens.source.document import Document

if TYPE_CHECKING:
    from fitlens.analysis.library import Uses


class Exports(NamedTuple):
    """One module of the project after it ran, as far as others can rely on it."""

    document: Document
    scope: int
    """The module's own scope, which its names are under."""
    uses: Uses | None = None
    """What this rests on."""
    opaque: bool = False
    """Nothing is known of its names, not even which there are."""
    names: tuple[str, ...] = ()
    cells: Mapping[Key, Content] = MappingProxyType({})
    """What the module wrote; what the modules that it imports wrote is in their own exports."""
    scopes: Mapping[int, Scope] = MappingProxyType({})
    instances: tuple[Instance, ...] = ()
    handed_out: frozenset[UserObject | Instance] = frozenset()
    unnamed: frozenset[UserObject] = frozenset()
    attributes: Mapping[UserObject | Instance, set[str]] = MappingProxyType({})
    patched: frozenset[UserClass] = frozenset()
    watched: frozenset[tuple[int, str]] = frozenset()
    rebound: frozenset[tuple[int, str]] = frozenset()


def opaque(document: Document) -> Exports:
    """A module of which nothing is known."""
    return Exports(document, -1, opaque=True)


def leave(context: Context) -> Exports:
    """What is left when the interpretation of a module has come to its end."""
    cells = dict(context.state.cells)
    cells.pop((context.home, "__name__"), None)
    changeable: set[Collection] = set()
    for key, content in cells.items():
        if isinstance(key, tuple) and isinstance(content, Value):
            _reach(context.state, content, changeable)
    given = {index for each in context.grafted.values() for index in each.scopes}
    scopes = {index: scope for index, scope in context.scopes.items() if index not in given}
    for scope in scopes.values():
        scope.base, scope.returned, scope.exits = None, [], []
    return Exports(
        document=context.document,
        scope=context.home,
        uses=context.uses,
        names=tuple(key[1] for key in cells if isinstance(key, tuple) and key[0] == context.home),
        cells={key: _relied_on(key, content, changeable) for key, content in cells.items()},
        scopes=scopes,
        instances=tuple(context.instances),
        handed_out=frozenset(context.handed_out),
        unnamed=frozenset(context.unnamed),
        attributes=context.attributes,
        patched=frozenset(context.patched),
        watched=frozenset(context.watched),
        rebound=frozenset(context.rebound),
    )


def _reach(state: State, value: Value, found: set[Collection]) -> None:
    """Collections that a variable leads to: whoever imports it may fill and empty them. Those inside of estimators stay."""
    if isinstance(value, OneOf):
        for member in value.members:
            _reach(state, member, found)
    elif isinstance(value, Collection) and value not in found:
        found.add(value)
        for each in state.items(value).values:
            _reach(state, each, found)


def _relied_on(key: Key, content: Content, changeable: set[Collection]) -> Content:
    """What holds whatever the modules did that were imported in between."""
    if isinstance(content, Record):
        # where it was fitted is a place of another document
        fitted = "maybe" if content.fitted == "unfitted" else content.fitted
        return content._replace(fitted=fitted, fits=(), copies=(), seen=None)
    if isinstance(content, Items):
        if any(isinstance(each, _OF_DATA) for each in content.values):
            content = content._replace(values=tuple(map(_without_data, content.values)))
        if isinstance(key, Collection) and key in changeable and key.kind != "tuple":
            return content._replace(exact=False)
        return content
    return _without_data(content)


_OF_DATA = (Data, Indices)


def _without_data(value: Value) -> Value:
    """Nothing in the place of data: where it was split and fitted is a place of another document as well."""
    return UNKNOWN if any(isinstance(member, _OF_DATA) for member in members(value)) else value


def graft(context: Context, exports: Exports) -> None:
    """Make the values of a module, and of those that it imports, known where they are imported. Once for each module."""
    if exports.opaque or exports.scope in context.grafted:
        return
    context.grafted[exports.scope] = exports
    for each in exports.uses.modules if exports.uses is not None else ():
        graft(context, each)
    below = context.below()
    for key, content in exports.cells.items():
        have = below.get(key)
        # another module may have changed it meanwhile
        below[key] = content if have is None or have is content else join_contents([have, content])
    context.scopes.update(exports.scopes)
    context.documents[exports.scope] = exports.document
    context.foreign.update(exports.instances)
    context.handed_out |= exports.handed_out
    context.unnamed |= exports.unnamed
    for value, names in exports.attributes.items():
        context.attributes.setdefault(value, set()).update(names)
    context.patched |= exports.patched
    context.watched |= exports.watched
    context.rebound |= exports.rebound
