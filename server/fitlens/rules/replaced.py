"""Repairs of an argument that went: its new name, its removal where it changed nothing, the function that stands for it."""

from __future__ import annotations

import re
from collections.abc import Collection

from fitlens.analysis.facts import Argument, Construction, Facts, FunctionCall, Span
from fitlens.analysis.values import Constant
from fitlens.catalog.history import Change
from fitlens.catalog.model import FunctionEntry
from fitlens.catalog.store import open_catalog
from fitlens.rules import lives
from fitlens.rules.arguments import taken_out
from fitlens.rules.model import Edit, Fix
from fitlens.source.document import Document

_OTHER_FUNCTION = re.compile(r"(\w+)\(\.\.\.\)")
"""A replacement that says: call this instead, with the other arguments."""
_OTHER_ARGUMENT = re.compile(r"(\w+)=(?!=)(.+)")
"""A replacement that says: give this one instead of True."""


class Call:
    """A construction or a call of a function, as far as a repair of its arguments needs to know it."""

    def __init__(self, fact: Construction | FunctionCall, facts: Facts, document: Document) -> None:
        self.fact = fact
        self.facts = facts
        self.document = document
        self.given = {argument.name for argument in fact.arguments}

    def repair(self, path: str, argument: Argument, change: Change, known: Collection[str]) -> tuple[str, Fix | None]:
        """The new name of the argument (empty where it has none), and the fix. `known` are the names taken instead."""
        assert argument.name is not None
        new = lives.new_name(path, change, lives.PARAMETER, known, self.facts.version)
        if new is not None:
            if new in self.given:
                return new, None
            return new, Fix(f"Rename to `{new}`", (Edit(argument.span, new),))
        if change.state(self.facts.version) == "not yet":
            return "", None
        edit = taken_out(self.fact, argument, self.document)
        if edit is None:
            return "", None
        if lives.is_written(argument.value, lives.default_before(path, argument.name, change)):
            # a default that itself went is not what its absence means today
            same = lives.of_value(path, argument.name, argument.value) is None
            return "", Fix(f"Remove `{argument.name}={argument.text}`, the old default", (edit,), safe=same)
        instead = _OTHER_ARGUMENT.fullmatch(change.replacement or "")
        if instead is not None and instead[1] in known and instead[1] not in self.given:
            if not isinstance(argument.value, Constant) or argument.value.value is not True:
                return instead[1], None
            whole = Span(argument.span.start, argument.value_span.end)
            written = instead[0].replace("'", '"')
            return instead[1], Fix(f"Replace with `{written}`", (Edit(whole, written),))
        other = _OTHER_FUNCTION.fullmatch(change.replacement or "")
        if other is not None and isinstance(argument.value, Constant) and argument.value.value is False:
            edits = self._other_function(other[1])
            return "", None if edits is None else Fix(f"Call `{other[1]}`", (*edits, edit))
        if change.replacement is None or _names_others_only(change.replacement, argument):
            return "", Fix(f"Remove `{argument.name}={argument.text}`", (edit,), safe=False)
        return "", None

    def _other_function(self, name: str) -> tuple[Edit, ...] | None:
        """Calls another function of the same module instead, and imports it."""
        fact = self.fact
        if not isinstance(fact, FunctionCall):
            return None
        old = fact.entry.name
        path = f"{fact.entry.path.rpartition('.')[0]}.{name}"
        text = self.document.text
        called = Edit(fact.name_span, name)
        if not isinstance(open_catalog(self.facts.version).resolve(path), FunctionEntry):
            return None
        if text[: fact.name_span.start].endswith("."):
            return (called,)
        imports = [each for each in self.facts.references if each.form == "from" and each.trusted]
        if text[fact.name_span.start : fact.name_span.end] != old:
            return None
        if any(each.path.endswith(f".{name}") and each.alias is None for each in imports):
            return (called,)
        own = [each for each in imports if each.path.endswith(f".{old}") and each.alias is None]
        if len(own) != 1:
            return None
        span = own[0].span
        only = len(re.findall(rf"\b{old}\b", text)) == 2
        return called, Edit(span, name) if only else Edit(Span(span.end, span.end), f", {name}")


def _names_others_only(replacement: str, argument: Argument) -> bool:
    """Whether a replacement says for which values it is, and that the others, of which this is one, need none."""
    value = argument.value.value if isinstance(argument.value, Constant) else None
    return replacement.endswith("nothing for the others") and isinstance(value, str) and f'"{value}"' not in replacement
