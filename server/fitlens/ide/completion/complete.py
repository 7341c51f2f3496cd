"""What may be written at the cursor. Only what is scikit-learn's: other servers know the rest."""

from __future__ import annotations

import re
from typing import Final

from fitlens.analysis.facts import Span
from fitlens.catalog.store import Catalog
from fitlens.ide.completion import names
from fitlens.ide.completion.asking import Analyse, Asked, Place
from fitlens.ide.completion.attributes import attributes, members, steps
from fitlens.ide.completion.given import given, key_at, parameters_of
from fitlens.ide.completion.item import Completions, Item
from fitlens.ide.completion.keywords import keywords
from fitlens.ide.completion.nested import beside, nested, unclaimed
from fitlens.ide.completion.values import values
from fitlens.source.cursor import Cursor
from fitlens.source.document import Document

MOST: Final = 300
"""Items of one answer; where there are more, the client asks again with more letters."""
_FROM: Final = re.compile(r"[ \t]*from[ \t]+(sklearn(?:\.\w+)*)[ \t]+import\b")
_MODULE: Final = re.compile(r"[ \t]*(?:from|import)[ \t]+(sklearn(?:\.\w+)*)\.\w*\Z")
_ASSIGNED: Final = re.compile(r"[ \t]*=(?!=)")
_DIGIT: Final = re.compile(r"\d")


def completions(
    document: Document, catalog: Catalog, offset: int, analyse: Analyse, sign: str = ""
) -> Completions | None:
    """What may stand at a 0-based offset; None where nothing is known of the place.

    sign: the character that was typed, where that alone is why the client asks. analyse: gives the facts of a program.
    """
    if "sklearn" not in document.code and "import" not in document.code:
        return None
    place = Place(document, offset, analyse)
    cursor = place.cursor
    if cursor is None or cursor.interpreted or (sign in ("'", '"') and not cursor.quote):
        return None
    items = _items(place, cursor, catalog, sign)
    # Names begin with more letters than this, and the client would not ask again by itself.
    incomplete = not sign and not cursor.quote and 0 < len(cursor.prefix) < names.SHORTEST
    kept = items[:MOST]
    if not kept and not incomplete:
        return None
    return Completions(Span(cursor.start, cursor.end), tuple(kept), incomplete or len(kept) < len(items))


def _items(place: Place, cursor: Cursor, catalog: Catalog, sign: str) -> list[Item]:
    if cursor.quote:
        return _in_string(place, cursor)
    if cursor.first in ("from", "import") or cursor.before in ("from", "import"):
        return _imported(place, cursor, catalog)
    if cursor.before == ".":
        return _behind_dot(place, catalog)
    if _DIGIT.match(cursor.prefix):
        return []
    inner = cursor.brackets[-1] if cursor.brackets else None
    if inner is not None and inner.of == "call" and cursor.before in ("(", ",", "="):
        found = _value(place) if cursor.before == "=" and inner.keyword else []
        if cursor.before != "=":
            found = _argument(place, cursor)
        if found or sign:
            return [*found, *_named(place, cursor, catalog)]
    if sign or cursor.before in ("def", "class", "as"):
        return []
    return _named(place, cursor, catalog)


def _named(place: Place, cursor: Cursor, catalog: Catalog) -> list[Item]:
    if len(cursor.prefix) < names.SHORTEST or "sklearn" not in place.document.code:
        return []
    return list(names.names(catalog, place.document, place.offset, cursor.prefix))


def _imported(place: Place, cursor: Cursor, catalog: Catalog) -> list[Item]:
    code, start = place.document.code, cursor.line.start
    module = _MODULE.match(code[start : place.offset])
    if module is not None:
        return [item for item in members(catalog, module[1]) if item.kind == "module"]
    taken = _FROM.match(code, start, cursor.start)
    if taken is None or cursor.before not in ("import", ",", "("):
        return []
    line = set(re.findall(r"\w+", code[taken.end() : max(cursor.line.end, cursor.end)])) - {cursor.prefix}
    return [item for item in members(catalog, taken[1]) if item.label not in line]


def _behind_dot(place: Place, catalog: Catalog) -> list[Item]:
    asked = place.ask("", "()")
    for access in asked.facts.accesses:
        if access.span == asked.span:
            return attributes(access.receiver) if access.receiver.complete else []
    for reference in asked.facts.references:
        if reference.span == asked.span:
            return list(members(catalog, reference.path.rpartition(".")[0]))
    return _steps(asked)


def _steps(asked: Asked) -> list[Item]:
    return [item for step in asked.facts.steps if step.span == asked.span for item in steps(step.options, step.owner)]


def _argument(place: Place, cursor: Cursor) -> list[Item]:
    asked = place.ask("=0", "=0,", "", ",")
    assigned = _ASSIGNED.match(place.document.code, cursor.end) is not None
    key = key_at(asked)
    if key is not None and key.span == asked.span:
        if key.missing is None:
            return []
        return nested(key.missing, cursor.prefix, beside(asked, place), keyword=not assigned)
    found = given(asked)
    return list(keywords(found.call, assigned=assigned)) if found is not None and found.direct else []


def _value(place: Place) -> list[Item]:
    asked = place.ask("", ",")
    return _values(asked, text_only=False)


def _values(asked: Asked, *, text_only: bool) -> list[Item]:
    key = key_at(asked)
    if key is not None and key.owners:
        name = key.name.rpartition("__")[2]
        owner = key.owners[0]
        parameter = owner.parameter_named(name)
        return list(values(parameter, owner.path, text_only=text_only)) if parameter is not None else []
    found = given(asked)
    if found is None or not (found.direct or text_only):
        return []
    for parameter, owner in parameters_of(found.call):
        if parameter.name == found.argument.name:
            return list(values(parameter, owner.path, text_only=text_only))
    return []


def _in_string(place: Place, cursor: Cursor) -> list[Item]:
    inner = cursor.brackets[-1] if cursor.brackets else None
    if inner is None:
        return []
    if inner.of == "subscript":
        return _steps(place.ask(""))
    is_key = inner.sign == "{" and not inner.colon
    asked = place.ask(": 0", ": 0,", "", later=True) if is_key else place.ask("", ",", later=True)
    key = key_at(asked)
    if key is not None and key.span == asked.span:
        return [] if key.missing is None else nested(key.missing, cursor.prefix, beside(asked, place), keyword=False)
    if is_key and given(asked) is None:
        for missing in unclaimed(place):
            found = nested(missing, cursor.prefix, frozenset(), keyword=False)
            if found:
                return found
        return []
    return _values(asked, text_only=True)
