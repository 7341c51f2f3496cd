"""Every setting, once: what reads settings, what explains them and the JSON schema are made from this table."""

from __future__ import annotations

from typing import Final, Literal

from fitlens.record import NamedTuple

Kind = Literal["switch", "path", "version", "rules", "severities", "patterns", "rules of patterns"]


SEVERITIES: Final = ("error", "warning", "info")
EXCLUDED: Final = (
    ".*",
    "__pycache__/",
    "__pypackages__/",
    "build/",
    "dist/",
    "node_modules/",
    "site-packages/",
    "venv/",
)


class Option(NamedTuple):
    """One key of `[tool.fitlens]`."""

    name: str
    kind: Kind
    does: str
    default: object
    """As TOML would have it; None where it is unset."""
    example: str


OPTIONS: Final = (
    Option(
        "extend",
        "path",
        "Another file of settings, relative to this one, whose settings hold where this file has none.",
        None,
        'extend = "../fitlens.toml"',
    ),
    Option(
        "target-version",
        "version",
        "The scikit-learn to judge by. Unset: that of the project's environment, lock file or requirements.",
        None,
        'target-version = "1.9"',
    ),
    Option(
        "select",
        "rules",
        "The rules to apply, instead of those that are on by default: codes, how codes begin, names, or ALL.",
        None,
        'select = ["SKL1", "unknown-scorer"]',
    ),
    Option("ignore", "rules", "Rules not to apply.", [], 'ignore = ["SKL106"]'),
    Option(
        "extend-select",
        "rules",
        "Rules to apply besides those that are selected, here or in the file that is extended.",
        [],
        'extend-select = ["SKL112"]',
    ),
    Option(
        "severity",
        "severities",
        "How grave findings are, by rule: error, warning or info. The selector that says most decides.",
        {},
        'severity = { SKL106 = "error" }',
    ),
    Option(
        "per-file-ignores",
        "rules of patterns",
        "Rules not to apply in files that match a pattern; with ! before the pattern, in all others.",
        {},
        'per-file-ignores = { "tests/**" = ["SKL101"] }',
    ),
    Option(
        "exclude",
        "patterns",
        "Files and directories that are left out where a directory is checked, written as in .gitignore.",
        list(EXCLUDED),
        'exclude = ["vendored/", "*_generated.py"]',
    ),
    Option(
        "extend-exclude",
        "patterns",
        "Files and directories to leave out besides those of `exclude`.",
        [],
        'extend-exclude = ["legacy/"]',
    ),
    Option(
        "force-exclude",
        "switch",
        "Leave out what is excluded even if it is named on the command line, as pre-commit does.",
        False,
        "force-exclude = true",
    ),
    Option(
        "respect-gitignore",
        "switch",
        "Leave out what .gitignore files leave out, where a directory is checked.",
        True,
        "respect-gitignore = false",
    ),
    Option(
        "baseline",
        "path",
        "A file of findings that are known and not reported, relative to this one.",
        None,
        'baseline = "fitlens-baseline.json"',
    ),
    Option(
        "cache-dir",
        "path",
        "Where results are kept for the next run, relative to this file. Unset: FITLENS_CACHE_DIR, else the user's cache.",
        None,
        'cache-dir = ".fitlens_cache"',
    ),
)
