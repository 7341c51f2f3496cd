"""Which rules apply: selectors, and what several layers of settings make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from fitlens.rules.model import Rule, Severity
from fitlens.rules.naming import nearest
from fitlens.rules.registry import every_rule
from fitlens.settings.layer import Layer, SettingsError

ALL: Final = "ALL"
_EXACT: Final = 100
_CARRIED, _SELECTED, _IGNORED = range(3)


def matching(selector: str) -> frozenset[str]:
    """The codes that a selector stands for: a code (`SKL102`), how codes begin (`SKL1`), a rule's name, or ALL.

    Empty where no rule answers to it.
    """
    if selector.upper() == ALL:
        return frozenset(rule.code for rule in every_rule())
    prefix, name = selector.upper(), selector.lower()
    if not prefix:
        return frozenset()
    return frozenset(rule.code for rule in every_rule() if rule.name == name or rule.code.startswith(prefix))


def unknown(selector: str) -> str:
    """What to say of a selector that no rule answers to."""
    rules = every_rule()
    meant = nearest(selector, [each for rule in rules for each in (rule.code, rule.name)])
    guess = f"; did you mean {meant!r}?" if meant else ""
    known = f"one of {rules[0].code} to {rules[-1].code}, the beginning of a code, a rule's name, or {ALL}"
    return f"no rule {selector!r}{guess or f': expected {known} (`fitlens rule` lists them)'}"


def checked(selectors: Iterable[str], flag: str) -> tuple[str, ...]:
    """The selectors. Raises SettingsError where no rule answers to one."""
    given = tuple(selectors)
    for selector in given:
        if not matching(selector):
            raise SettingsError(f"{flag}: {unknown(selector)}")
    return given


def on_by_default() -> frozenset[str]:
    """The codes of the rules that are more than advice."""
    return frozenset(rule.code for rule in every_rule() if rule.severity != "info")


def applied(layers: Sequence[Layer]) -> tuple[Rule, ...]:
    """The rules that the layers select, the first being the farthest.

    What says more decides: a code over a beginning of codes, that over ALL, and within a layer `ignore` over a selection
    that says as much. `select` begins anew, but for what a layer before ignores by saying more; the other two change
    what the layers before have made.
    """
    codes = set(on_by_default())
    carried: list[tuple[int, int, str]] = []
    for layer in layers:
        ranked = [(_says(each), _SELECTED, each) for each in (*(layer.select or ()), *(layer.extend_select or ()))]
        ignored = [(_says(each), _IGNORED, each) for each in layer.ignore or ()]
        if layer.select is not None:
            codes = set[str]()
            ranked += carried
        for _, rank, selector in sorted((*ranked, *ignored)):
            codes = codes | matching(selector) if rank == _SELECTED else codes - matching(selector)
        carried += [(says, _CARRIED, selector) for says, _, selector in ignored]
    return tuple(rule for rule in every_rule() if rule.code in codes)


def severities(layers: Sequence[Layer]) -> dict[str, Severity]:
    """Code -> severity, where the layers change it."""
    merged: dict[str, Severity] = {}
    for layer in layers:
        for selector, severity in layer.severity or ():
            merged.pop(selector, None)
            merged[selector] = severity
    found: dict[str, Severity] = {}
    for selector, severity in sorted(merged.items(), key=lambda item: _says(item[0])):
        found.update(dict.fromkeys(matching(selector), severity))
    return found


def _says(selector: str) -> int:
    """How much a selector says: ALL least, a whole code or a name most."""
    if selector.upper() == ALL:
        return 0
    return len(selector) if len(matching(selector)) > 1 else _EXACT
