"""`fitlens completion`: what makes a shell complete the command line, written from the parser itself."""

from __future__ import annotations

from argparse import (
    Action,
    ArgumentParser,
    _SubParsersAction,  # pyright: ignore[reportPrivateUsage]
)
from collections.abc import Callable, Iterator
from typing import Final, Literal, cast

import shtab

from fitlens.catalog.store import versions
from fitlens.check.report import FORMATS
from fitlens.cli.exits import CLEAN
from fitlens.rules.registry import every_rule

Shell = Literal["bash", "zsh", "fish"]

_COMPLETED: Final = {"PATH": shtab.FILE, "FILE": shtab.FILE, "PYTHON": shtab.FILE, "DIR": shtab.DIRECTORY}


def run(parser: ArgumentParser, shell: Shell) -> int:
    """Prints the script. The parser is good for nothing else afterwards."""
    rules = [name for rule in every_rule() for name in (rule.code, rule.name)]
    words: dict[str | tuple[str, ...] | None, list[str]] = {
        "RULE": rules,
        "RULES": [*rules, "ALL"],
        "VERSION": list(versions()),
        "FORMAT[:FILE]": list(FORMATS),
    }
    for action in _actions(parser):
        if action.metavar in words:
            action.choices = words[action.metavar]
        elif action.metavar in _COMPLETED:
            # An attribute of shtab's own, which argparse does not know.
            setattr(action, "complete", _COMPLETED[action.metavar])  # noqa: B010
    write: Callable[..., str] = shtab.complete
    print(write(parser, shell))
    return CLEAN


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    # argparse has no public way to what a parser takes.
    for action in parser._actions:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        yield action
        if isinstance(action, _SubParsersAction):
            commands = cast("dict[str, ArgumentParser]", action.choices)
            for command in commands.values():
                yield from _actions(command)
