"""Reads the condition of a note, a few words, as values of the class's hyperparameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from fitlens.catalog.build.notes.domains import UNKNOWN, Domains, constant, is_flag, phrase
from fitlens.catalog.model import Conditions, Setting

_VALUE: Final = r"(?:'[^']*'|True\b|False\b|None\b|-?\d+(?:\.\d+)?\b|an? int(?:eger)?\b)"
_LIST: Final = rf"(?:either )?{_VALUE}(?:(?:, or |, and |, | or | and |/){_VALUE})*"
_QUOTED: Final = r"'[^']*'(?:(?:, or |, and |, | or | and |/)'[^']*')*"
_IS: Final = r" ?(?:==|=|!=|equals(?: to)?|(?:is|are|was|be) (?:set to|equal to|in|one of)|set to|is|are|in)"
_SET: Final = r"(?P<no>not )?(?:set|given|passed|provided|specified|enabled|performed|used|callable|array-like)\b"


Words = Literal["", "exact", "any form"]


class _Atom(NamedTuple):
    start: int
    end: int
    setting: Setting | None
    """None where a name is compared that is no hyperparameter's."""


def read_condition(text: str, owner: str, domains: Domains, words: Words = "") -> Conditions | None:
    """The values of hyperparameters that a condition names, None where it names none, or not only such.

    owner: the hyperparameter that it is written about. `words`: whether unquoted values count too, only as they are or
    also in other forms (`polynomial` for `poly`).
    """
    text = _normal(text, domains)
    atoms = _apart(_atoms(text, owner, domains))
    if not atoms and words:
        atoms = _apart(_bare_words(text, owner, domains, words))
    settings = [(each.start, each.end, each.setting) for each in atoms if each.setting is not None]
    if not settings or len(settings) < len(atoms):
        return None
    if re.search(r"\bor\b", text[atoms[-1].end :]) or re.search(r"\bor\b", text[: atoms[0].start]):
        return None
    return _joined(text, settings)


def leaves_more(text: str, owner: str, domains: Domains) -> bool:
    """Whether a condition asks for more than the values in it: then it need not hold where these do."""
    text = _normal(text, domains)
    atoms = _apart(_atoms(text, owner, domains))
    return bool(atoms) and bool(re.search(r"\band\b", text[atoms[-1].end :]))


def speaks_of(text: str, owner: str, domains: Domains) -> bool:
    """Whether it names another hyperparameter, as code names it, or a quoted value of one."""
    quoted = set(re.findall(r"'([^']*)'", _normal(text, domains)))
    return any(
        re.search(rf"\b{name}\b" if "_" in name else rf"`{name}\b|\b{name} ?=", text) is not None
        or any(isinstance(value, str) and value in quoted for value in values)
        for name, values in domains.items()
        if name != owner
    )


def _normal(text: str, domains: Domains) -> str:
    """One kind of quotes; a literal that is a value is quoted."""
    text = text.replace('"', "'").replace("``", "`").replace("self.", "")
    options = {value for values in domains.values() for value in values if isinstance(value, str)}

    def quoted(match: re.Match[str]) -> str:
        inner = match[1]
        return f"'{inner}'" if inner in options and inner not in domains else f" {inner} ".strip()

    return re.sub(r"`([^`]*)`", quoted, re.sub(r"\*(\w+)\*", r"\1", text))


def _atoms(text: str, owner: str, domains: Domains) -> Iterator[_Atom]:
    names = "|".join(sorted(map(re.escape, domains), key=len, reverse=True))
    yield from _comparisons(text, owner, domains)
    for match in re.finditer(rf"\b(?P<name>{names}) (?:> 0|is (?:greater|larger) than 0)", text):
        zeros = (0, 0.0, *(each for each in domains[match["name"]] if isinstance(each, int | float) and each < 0))
        yield _atom(match, Setting(match["name"], zeros, other=True))
    for match in re.finditer(rf"\b(?P<name>{names})(?: argument| parameter)? (?:is|are|when) {_SET}", text):
        yield from _switched(match, match["name"], domains)
    for match in re.finditer(rf"\b(?:specifying|passing|giving) (?:an? |the )?(?P<name>{names})\b", text):
        if None in domains[match["name"]]:
            yield _atom(match, Setting(match["name"], (None,), other=True))
    for name in (name for name, values in domains.items() if "_" in name and is_flag(values)):
        for match in re.finditer(rf"\b{phrase(name)} is {_SET}", text, re.IGNORECASE):
            yield from _switched(match, name, domains)
    for match in re.finditer(_QUOTED, text):
        values = _values(match.group())
        name = _owner_of(values, text, owner, domains)
        if name is not None:
            yield _atom(match, Setting(name, values))
    for match in re.finditer(rf"\b(?P<value>\w+) (?P<name>{names})\b", text):
        if match["value"] in domains[match["name"]]:
            yield _atom(match, Setting(match["name"], _meaning(match["value"], domains[match["name"]], "any form")))


def _atom(match: re.Match[str], setting: Setting | None) -> _Atom:
    return _Atom(match.start(), match.end(), setting)


def _comparisons(text: str, owner: str, domains: Domains) -> Iterator[_Atom]:
    found = list(
        re.finditer(
            rf"\b(?P<first>\w+ and )?(?P<name>\w+)(?: argument| parameter)?{_IS} ?(?P<no>not )?(?P<list>{_LIST})", text
        )
    )
    for match in found:
        together = [value for each in found if each["name"] == match["name"] for value in _values(each["list"])]
        name = _meant(match["name"], together, owner, domains)
        if name is None:
            yield _atom(match, None)
            continue
        setting = _setting(name, match["list"], domains, other=bool(match["no"]) or "!=" in match.group())
        first = (match["first"] or "").partition(" ")[0]
        if first in domains and setting is not None:
            yield _Atom(match.start("first"), match.end("first"), setting._replace(parameter=first))
        yield _Atom(match.start("name"), match.end(), setting)


def _bare_words(text: str, owner: str, domains: Domains, words: Words) -> Iterator[_Atom]:
    """Values without quotes: of a hyperparameter whose name, or a part of it, stands in the text, else of the only one."""
    spoken = list(re.finditer(r"\b[\w-]+\b", text))
    said = {match.group().lower() for match in spoken}
    wordy = [
        name for name, values in domains.items() if name != owner and any(isinstance(each, str) for each in values)
    ]
    named = [
        name
        for name in wordy
        if not said.isdisjoint(each for part in (name, *name.split("_")) for each in (part, f"{part}s"))
    ]
    found = {
        name: [
            _atom(match, Setting(name, options))
            for match in spoken
            if (options := _meaning(match.group(), domains[name], words))
        ]
        for name in named or wordy
    }
    able = [atoms for atoms in found.values() if atoms]
    if len(able) == 1:
        yield from able[0]


def _meaning(word: str, values: Sequence[object], words: Words) -> tuple[str, ...]:
    """Those values that a word of prose is, or is a longer or shorter form of (`polynomial` of `poly`)."""
    word = word.lower()
    return tuple(
        each
        for each in values
        if isinstance(each, str)
        and (
            (option := each.lower()) == word
            or (
                words == "any form"
                and min(len(word), len(option)) > 3
                and (word.startswith(option) or option.startswith(word))
            )
        )
    )


def _values(text: str) -> tuple[object, ...]:
    found = [constant(each) for each in re.findall(_VALUE, text)]
    return tuple(each for each in found if each is not UNKNOWN)


def _setting(name: str, text: str, domains: Domains, *, other: bool) -> Setting | None:
    values = _values(text)
    if not re.search(r"\bint(?:eger)?\b", text):
        return Setting(name, values, other)
    # Integers are whatever is none of the other constants.
    rest = [each for each in domains[name] if each not in values and (isinstance(each, bool | str) or each is None)]
    return Setting(name, tuple(rest), not other) if rest else None


def _switched(match: re.Match[str], name: str, domains: Domains) -> Iterator[_Atom]:
    values = domains[name]
    off = False if is_flag(values) else None
    if match.group().endswith(("callable", "array-like")):
        yield _atom(match, Setting(name, values, other=not match["no"]))
    elif off in values:
        yield _atom(match, Setting(name, (off,), other=not match["no"]))


def _meant(name: str, values: Sequence[object], owner: str, domains: Domains) -> str | None:
    """The hyperparameter of that name, or the one whose name ends so and which can be all of these."""
    if name in domains:
        return name
    if name.removesuffix("s") in domains:
        return name.removesuffix("s")
    ending = [
        each
        for each, options in domains.items()
        if each != owner and each.endswith("_" + name) and all(value in options for value in values)
    ]
    return ending[0] if len(ending) == 1 else None


def _owner_of(values: Sequence[object], text: str, owner: str, domains: Domains) -> str | None:
    """The other hyperparameter that can be all of these values; the one that is named beside them, if several can."""
    able = [
        name
        for name, options in domains.items()
        if name != owner and values and all(each in options for each in values)
    ]
    named = [name for name in able if any(re.search(rf"\b{part}s?\b", text) for part in (name, name.split("_")[-1]))]
    chosen = named or able
    return chosen[0] if len(chosen) == 1 else None


def _apart(atoms: Iterator[_Atom]) -> list[_Atom]:
    """In their order, without those that lie within an earlier one."""
    kept: list[_Atom] = []
    for each in sorted(atoms, key=lambda atom: (atom.start, -atom.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _joined(text: str, atoms: Sequence[tuple[int, int, Setting]]) -> Conditions:
    """Values of one hyperparameter are alternatives; different ones are, where "or" stands between them."""
    groups: list[list[Setting]] = []
    behind = 0
    for start, end, setting in atoms:
        links = re.findall(r"\b(?:and|or)\b", text[behind:start])
        last = groups[-1][-1] if groups else None
        if last is not None and last.parameter == setting.parameter and not last.other and not setting.other:
            groups[-1][-1] = last._replace(values=tuple(dict.fromkeys((*last.values, *setting.values))))
        elif last is None or links[-1:] == ["or"]:
            groups.append([setting])
        elif last != setting:
            groups[-1].append(setting)
        behind = end
    return tuple(tuple(group) for group in groups)
