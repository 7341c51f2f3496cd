"""`fitlens rule`: what a rule finds and why, or the list of all."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal

from fitlens.check.report.paint import Paint, for_stream
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.cli.width import terminal_width
from fitlens.rules import registry
from fitlens.rules.model import Rule


def run(name: str | None, *, output: Literal["text", "json"]) -> int:
    """Prints the page of the rule of that code or name, or a table of all, or of those whose codes so begin."""
    rules = registry.every_rule()
    wanted = "" if name is None else name.upper()
    exact = [rule for rule in rules if wanted in (rule.code, rule.name.upper())]
    chosen = exact or [rule for rule in rules if rule.code.startswith(wanted)]
    if not chosen or name == "":
        raise UsageError(f"no rule {name!r}: `fitlens rule` lists them all")
    if output == "json":
        import json

        records = [_record(rule) for rule in chosen]
        print(json.dumps(records[0] if exact else records, indent=2))
        return CLEAN
    paint = for_stream(sys.stdout)
    if exact:
        print(_page(exact[0], paint))
        return CLEAN
    for line in _table(chosen, paint, terminal_width(otherwise=sys.maxsize)):
        print(line)
    return CLEAN


def _table(rules: Sequence[Rule], paint: Paint, width: int) -> Iterator[str]:
    """A line a rule; on a terminal too narrow for the longest, what the rule finds stands below its name."""
    names = max(len(rule.name) for rule in rules)
    margin = 8 + names + 2 + len("warning") + 2
    wide = margin + max(len(_first_line(rule)) for rule in rules) <= width
    for rule in rules:
        severity = paint(rule.severity, f"{rule.severity:7}" if wide else rule.severity)
        head = f"{paint('bold', rule.code)}  {rule.name:{names}}  {severity}"
        if wide:
            yield f"{head}  {_first_line(rule)}"
            continue
        yield head
        yield from textwrap.wrap(_first_line(rule), width, initial_indent=" " * 8, subsequent_indent=" " * 8)


def _first_line(rule: Rule) -> str:
    return registry.documentation(rule).split("\n", 3)[2]


def _record(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "explanation": registry.documentation(rule),
    }


def _page(rule: Rule, paint: Paint) -> str:
    lines = registry.documentation(rule).rstrip().splitlines()
    return "\n".join(paint("bold", line) if line.startswith("#") else line for line in lines)
