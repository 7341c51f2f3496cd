"""What one file, or the flags of one command, decide: the settings that are given there, None where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.rules.model import Severity

FLAGS = "the command line"


class Ignored(NamedTuple):
    """Rules that do not apply in some files."""

    pattern: str
    selectors: tuple[str, ...]


class Layer(NamedTuple):
    """The settings of one place, checked: each is of its type, and every selector names a rule."""

    source: str
    """The file (absolute), or what else they are from: `--config`."""
    root: str
    """The directory that its patterns are relative to."""
    extend: str | None = None
    """Absolute, like every path here."""
    target_version: str | None = None
    target_line: int | None = None
    """1-based line of `target-version` in the file."""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    severity: tuple[tuple[str, Severity], ...] | None = None
    per_file_ignores: tuple[Ignored, ...] | None = None
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] | None = None
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None
    baseline: str | None = None
    cache_dir: str | None = None


class SettingsError(Exception):
    """Settings that cannot be used; `str()` names the place, the key, what was found and what was expected."""
