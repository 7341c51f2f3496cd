"""Version specifiers as PEP 440 reads them: what a project's files ask of scikit-learn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from fitlens.environment.version import Version, parse_version
from fitlens.record import NamedTuple

_SPECIFIER: Final = re.compile(r"(?P<operator>===|==|~=|!=|<=|>=|<|>)\s*(?P<version>[^\s,;)]+)")
_MOST_PATCHES: Final = 10


class Specifier(NamedTuple):
    """One comparison: `>=1.3`."""

    operator: str
    version: Version
    wildcard: bool = False
    """`==1.5.*`, `!=1.5.*`."""

    def __str__(self) -> str:
        return f"{self.operator}{self.version.text}{'.*' if self.wildcard else ''}"

    def allows(self, version: Version) -> bool:
        """Whether it admits a version."""
        mine, other = self.version.key, version.key
        match self.operator:
            case "==" if self.wildcard:
                return self._begins(version, len(self.version.release))
            case "!=" if self.wildcard:
                return not self._begins(version, len(self.version.release))
            case "==" | "===":
                return other == mine
            case "!=":
                return other != mine
            case ">=":
                return other >= mine
            case "<=":
                return other <= mine
            case "~=":
                return other >= mine and self._begins(version, len(self.version.release) - 1)
            case "<":
                # A pre-release of the very version that is excluded does not slip in below it.
                return other < mine and not (
                    version.is_prerelease and not self.version.is_prerelease and self._begins(version)
                )
            case _:
                # Nor does one of its post-releases above it.
                return other > mine and not (
                    version.post is not None and self.version.post is None and self._begins(version)
                )

    def _begins(self, version: Version, numbers: int | None = None) -> bool:
        """Whether a version's release begins with the first numbers of this one's, zeros filled in."""
        count = max(len(self.version.release), len(version.release)) if numbers is None else numbers
        zeros = (0,) * count
        return (
            version.epoch == self.version.epoch
            and (*version.release, *zeros)[:count] == (*self.version.release, *zeros)[:count]
        )


class Specifiers(NamedTuple):
    """Comparisons that hold together: `>=1.3,!=1.4.0,<2`. Without any, everything is allowed."""

    each: tuple[Specifier, ...] = ()

    def __str__(self) -> str:
        return ",".join(map(str, self.each))

    def __bool__(self) -> bool:
        return bool(self.each)

    def allows(self, version: Version) -> bool:
        """Whether all of them admit a version."""
        return all(specifier.allows(version) for specifier in self.each)

    @property
    def pinned(self) -> Version | None:
        """The one version that is left, where one is named."""
        return next((s.version for s in self.each if s.operator in ("==", "===") and not s.wildcard), None)

    @property
    def minimum(self) -> Version | None:
        """The lowest version that is spoken of as allowed; None where there is no lower end."""
        ends = [s.version for s in self.each if s.operator in (">=", "~=", "==", "===", ">")]
        return max(ends, key=lambda version: version.key, default=None)

    @property
    def maximum(self) -> Version | None:
        """The upper end, itself allowed or not; None where there is none."""
        ends = [s.version for s in self.each if s.operator in ("<=", "~=", "==", "===", "<")]
        return min(ends, key=lambda version: version.key, default=None)

    def newest(self, minors: Iterable[str]) -> str | None:
        """The last of the minor versions, oldest first, of which some patch release is allowed."""
        for minor in reversed(tuple(minors)):
            for patch in range(_MOST_PATCHES):
                version = parse_version(f"{minor}.{patch}")
                if version is not None and self.allows(version):
                    return minor
        return None


def exactly(version: Version) -> Specifiers:
    """`==version`."""
    return Specifiers((Specifier("==", version),))


def parse_specifiers(text: str) -> Specifiers | None:
    """The comparisons in a text such as `>=1.3, <2`; None where something else stands in it."""
    found: list[Specifier] = []
    for part in text.strip().strip("()").split(","):
        if not part.strip():
            continue
        match = _SPECIFIER.fullmatch(part.strip())
        if match is None:
            return None
        written, operator = match["version"], match["operator"]
        wildcard = written.endswith(".*") and operator in ("==", "!=")
        version = parse_version(written.removesuffix(".*") if wildcard else written)
        if version is None or (operator == "~=" and len(version.release) < 2):
            return None
        found.append(Specifier(operator, version, wildcard))
    return Specifiers(tuple(found))
