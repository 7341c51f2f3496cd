"""The settings that hold for a file: what the layers of its settings come to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from fitlens.record import NamedTuple
from fitlens.settings.layer import FLAGS, Layer

if TYPE_CHECKING:
    # Loaded where there is something to match: a run of one file needs none.
    from fitlens.rules.model import Rule, Severity
    from fitlens.settings.patterns import Patterns


class _Unless(NamedTuple):
    """Rules that do not apply to some files."""

    patterns: Patterns
    others: bool
    """To all files but those."""
    codes: frozenset[str]


class Settings:
    """What several layers come to, each worked out when it is asked for. The same for all files of one place."""

    def __init__(self, layers: Sequence[Layer] = ()) -> None:
        """layers: the farthest first, that of the command line last."""
        self.layers = tuple(layers)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Those that are selected, by code."""
        # Rules are loaded where a file is judged: a run that finds all in its cache needs none.
        from fitlens.settings.selection import applied

        return applied(self.layers)

    @cached_property
    def severities(self) -> dict[str, Severity]:
        """Code -> severity, where it is not the rule's own."""
        from fitlens.settings.selection import severities

        return severities(self.layers)

    @property
    def root(self) -> str:
        """The directory of the file of settings; where there is none, that in which the command runs."""
        return next((each.root for each in self._nearest if each.source != FLAGS), None) or _here()

    @property
    def force_exclude(self) -> bool:
        """Whether what is named on the command line can be excluded."""
        return next((each.force_exclude for each in self._nearest if each.force_exclude is not None), False)

    @property
    def respect_gitignore(self) -> bool:
        """Whether what `.gitignore` files leave out is left out."""
        return next((each.respect_gitignore for each in self._nearest if each.respect_gitignore is not None), True)

    @property
    def baseline(self) -> str | None:
        """The file of known findings, absolute."""
        return next((each.baseline for each in self._nearest if each.baseline is not None), None)

    @property
    def cache_dir(self) -> str | None:
        """The folder that results are kept in, absolute."""
        return next((each.cache_dir for each in self._nearest if each.cache_dir is not None), None)

    @property
    def target(self) -> Layer | None:
        """The layer whose `target-version` holds."""
        return next((each for each in self._nearest if each.target_version is not None), None)

    @cached_property
    def exclusion(self) -> tuple[Patterns, ...]:
        """The patterns of what is left out."""
        from fitlens.settings.options import EXCLUDED
        from fitlens.settings.patterns import Patterns, alternatives

        lists: list[tuple[str, Sequence[str]]] = [(each.root, each.extend_exclude or ()) for each in self.layers]
        chosen = next(((each.root, each.exclude) for each in self._nearest if each.exclude is not None), None)
        # The names that are left out by default are so wherever they are.
        lists.append(chosen or ("", EXCLUDED))
        return tuple(Patterns(root, [each for line in lines for each in alternatives(line)]) for root, lines in lists)

    def excludes(self, path: str, *, directory: bool) -> bool:
        """Whether an absolute path is itself left out, whatever it lies in."""
        return any(patterns.match(path, directory=directory) for patterns in self.exclusion)

    def forbids(self, path: str, *, directory: bool) -> bool:
        """Whether what is named (absolute) must be left out all the same."""
        return self.force_exclude and self.leaves_out(path, directory=directory)

    def leaves_out(self, path: str, *, directory: bool = False) -> bool:
        """Whether an absolute path is left out, or lies in what is."""
        return any(patterns.covers(path, self.root, directory=directory) for patterns in self.exclusion)

    def rules_for(self, path: str) -> tuple[Rule, ...]:
        """The rules that apply to a file."""
        if not self._unless:
            return self.rules
        ignored: set[str] = set()
        absolute = os.path.abspath(path)
        for patterns, others, codes in self._unless:
            if patterns.covers(absolute) != others:
                ignored |= codes
        return tuple(rule for rule in self.rules if rule.code not in ignored)

    @cached_property
    def _unless(self) -> tuple[_Unless, ...]:
        layer = next((each for each in self._nearest if each.per_file_ignores is not None), None)
        return () if layer is None else tuple(_unless(layer))

    @property
    def _nearest(self) -> tuple[Layer, ...]:
        return self.layers[::-1]


def _unless(layer: Layer) -> Iterator[_Unless]:
    from fitlens.settings.patterns import Patterns, alternatives
    from fitlens.settings.selection import matching

    for pattern, selectors in layer.per_file_ignores or ():
        codes = frozenset[str]().union(*(matching(selector) for selector in selectors))
        yield _Unless(Patterns(layer.root, alternatives(pattern.removeprefix("!"))), pattern.startswith("!"), codes)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        return os.path.abspath(os.sep)  # the directory is gone
