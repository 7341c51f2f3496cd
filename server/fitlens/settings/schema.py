"""The JSON schema of the settings, for editors that complete and check TOML: made from the table of options."""

from __future__ import annotations

from typing import Any, Final

from fitlens.settings.options import OPTIONS, SEVERITIES, Kind, Option

_SELECTOR: Final = {"$ref": "#/$defs/selector"}
_LIST: Final = {"type": "array", "items": _SELECTOR}
_KINDS: Final[dict[Kind, dict[str, Any]]] = {
    "switch": {"type": "boolean"},
    "path": {"type": "string", "minLength": 1},
    "version": {"type": "string", "pattern": r"^v?\d+(\.\d+)*"},
    "rules": _LIST,
    "severities": {
        "type": "object",
        "propertyNames": _SELECTOR,
        "additionalProperties": {"enum": list(SEVERITIES)},
    },
    "patterns": {"type": "array", "items": {"type": "string", "minLength": 1}},
    "rules of patterns": {"type": "object", "additionalProperties": _LIST},
}


def schema() -> dict[str, Any]:
    """The schema of a fitlens.toml, and of `[tool.fitlens]` in a pyproject.toml."""
    from fitlens.rules.registry import every_rule

    rules = every_rule()
    named = [each for rule in rules for each in (rule.code, rule.name)]
    beginnings = {rule.code[:length] for rule in rules for length in range(1, len(rule.code))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "FitLens",
        "description": "Settings of FitLens: a fitlens.toml, or [tool.fitlens] in a pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": {option.name: _property(option) for option in OPTIONS},
        "$defs": {
            "selector": {
                "description": "A rule's code, the beginning of codes, a rule's name, or ALL.",
                "type": "string",
                "enum": ["ALL", *sorted(beginnings), *named],
            }
        },
    }


def _property(option: Option) -> dict[str, Any]:
    described = {"description": f"{option.does}\n\nExample: {option.example}", **_KINDS[option.kind]}
    return described if option.default is None else {**described, "default": option.default}
