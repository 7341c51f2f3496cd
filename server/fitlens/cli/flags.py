"""The flags of `fitlens check` that are settings, and those that say where settings are."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fitlens.settings.configuration import Given

Shown = Literal["settings", "files"]


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Which rules apply."""
    parser.add_argument(
        "--select",
        type=_listed,
        action="extend",
        metavar="RULES",
        help="look for these alone: codes (SKL102), how they begin (SKL2), names or ALL, with commas between them",
    )
    parser.add_argument(
        "--ignore",
        type=_listed,
        action="extend",
        metavar="RULES",
        help="do not look for these, written in the same ways",
    )
    parser.add_argument(
        "--extend-select", type=_listed, action="extend", metavar="RULES", help="look for these as well"
    )


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Which files are looked at, and where settings come from."""
    group = parser.add_argument_group("files and settings")
    group.add_argument(
        "--exclude",
        type=_patterns,
        action="extend",
        metavar="PATTERNS",
        help="leave these out, instead of the usual ones",
    )
    group.add_argument(
        "--extend-exclude", type=_patterns, action="extend", metavar="PATTERNS", help="leave these out as well"
    )
    group.add_argument(
        "--force-exclude", action="store_true", help="leave out what is excluded even if it is named here"
    )
    group.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="a file of settings to use instead of the closest, or one setting as TOML; repeatable",
    )
    group.add_argument("--isolated", action="store_true", help="read no file of settings")
    group.add_argument(
        "--show-settings",
        action="store_true",
        help="print the settings that hold for the first path, and check nothing",
    )
    group.add_argument("--no-cache", action="store_true", help="neither use nor keep what was found in earlier runs")
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="where that is kept (default: the setting `cache-dir`, else FITLENS_CACHE_DIR, else the user's cache)",
    )
    group.add_argument(
        "-j",
        "--jobs",
        type=_count,
        metavar="N",
        help="the most processes to use (default: as many as can run at once; few files are checked by one)",
    )
    group.add_argument("--show-files", action="store_true", help="print the files that would be checked")


def given(arguments: argparse.Namespace) -> Given:
    """What the flags come to. Raises UsageError."""
    from fitlens.cli.exits import UsageError
    from fitlens.settings.configuration import Given
    from fitlens.settings.layer import FLAGS, Layer, SettingsError

    try:
        for flag in ("select", "ignore", "extend_select"):
            selectors = getattr(arguments, flag)
            if selectors:
                from fitlens.settings.selection import checked

                checked(selectors, f"--{flag.replace('_', '-')}")
    except SettingsError as error:
        raise UsageError(str(error)) from error
    layer = Layer(
        FLAGS,
        "",
        select=_tuple(arguments.select),
        ignore=_tuple(arguments.ignore),
        extend_select=_tuple(arguments.extend_select),
        exclude=_tuple(arguments.exclude),
        extend_exclude=_tuple(arguments.extend_exclude),
        force_exclude=arguments.force_exclude or None,
        cache_dir=os.path.abspath(arguments.cache_dir) if arguments.cache_dir else None,
    )
    return Given(tuple(arguments.config), arguments.isolated, layer)


def shown(arguments: argparse.Namespace) -> Shown | None:
    """What is to be printed instead of findings."""
    return "settings" if arguments.show_settings else "files" if arguments.show_files else None


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.replace(",", " ").split() if each)


def _patterns(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.split(",") if each)


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: expected 1 or more")
    return int(text)
