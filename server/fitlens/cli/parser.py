"""What the command line does otherwise than argparse: it says what is wrong in one line, with the name that was meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, cast

from fitlens.cli.exits import UsageError
from fitlens.cli.width import terminal_width

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_ARGUMENT = "argument "
"""How argparse begins what it says of one argument."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's own asks shutil for the width, at each argument that is added: 2 ms for three compression modules."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=min(terminal_width(), 100) - 2)


class Parser(argparse.ArgumentParser):
    """Every command's parser: argparse makes those of commands of the same class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, **options)

    def given(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """What `parse_args` gives. Raises UsageError."""
        given, rest = self.parse_known_args(arguments)
        if rest:
            command = self._commands().get(getattr(given, "command", None) or "", self)
            command.error(command.unexpected(rest[0]))
        return given

    def error(self, message: str) -> NoReturn:
        """argparse's own prints every flag there is, and what is wrong below them."""
        raise UsageError(f"{message.removeprefix(_ARGUMENT)} (`{self.prog} --help` tells more)")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = [str(each) for each in action.choices]
            raise argparse.ArgumentError(action, f"no {str(value)!r}{_guess(str(value), choices) or _among(choices)}")

    def unexpected(self, word: str) -> str:
        """What to say of a word that the command does not take."""
        if not word.startswith("-"):
            return f"{word!r} is one argument too many"
        flag = word.partition("=")[0]
        return f"no flag {flag}{_guess(flag, self.flags())}"

    def flags(self) -> list[str]:
        """The flags of this command and of those within it."""
        own = [flag for action in self._actions for flag in action.option_strings]
        return [*own, *(flag for command in self._commands().values() for flag in command.flags())]

    def _commands(self) -> dict[str, Parser]:
        for action in self._actions:
            if isinstance(action.choices, dict):
                return cast("dict[str, Parser]", action.choices)
        return {}

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """argparse's own passes over what cannot be written."""
        if message:
            (file or sys.stderr).write(message)


def _guess(word: str, known: Iterable[str]) -> str:
    from fitlens.rules.naming import nearest

    meant = nearest(word, known)
    return f"; did you mean {meant}?" if meant else ""


def _among(known: Iterable[str]) -> str:
    return f": expected one of {', '.join(known)}"
