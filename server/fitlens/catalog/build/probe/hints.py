"""What the documentation suggests to try: values of others that the paragraph on a hyperparameter speaks of.

It only says where to look. What is there, the runs say.
"""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from fitlens.catalog.build.probe.candidates import Candidate
from fitlens.catalog.build.probe.laboratory import Changes, changes
from fitlens.catalog.build.probe.sweep import Sweep
from fitlens.catalog.build.probe.sweep import words as words_of

_HEAD = re.compile(r"(\w+(?:, \w+)*) ?:( |$)")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"""(['"])(.+?)\1""")
_MOST, _OPTIONS = 24, 8


def tells_of(sweep: Sweep, name: str, other: str) -> bool:
    """Whether the paragraph on one hyperparameter speaks of values of another."""
    return other in _told(sweep, name, loosely=False)


def contexts_told(sweep: Sweep, name: str) -> Iterator[Changes]:
    """Values of other hyperparameters to try one under, those named beside it first, then those named beside these."""
    told = _told(sweep, name)
    yield from itertools.islice(_combined(told), _MOST)
    further = dict(told)
    for other in told:
        for each, texts in _told(sweep, other).items():
            if each != name:
                further.setdefault(each, texts)
    if further.keys() != told.keys():
        yield from itertools.islice(_combined(further), _MOST)


def _combined(told: Mapping[str, Sequence[str]]) -> Iterator[Changes]:
    """All of them together first."""
    choices = [[*((name, text) for text in texts), None] for name, texts in told.items()]
    for chosen in itertools.product(*choices):
        items = [each for each in chosen if each is not None]
        if items:
            yield changes(*items)


def _told(sweep: Sweep, name: str, *, loosely: bool = True) -> dict[str, list[str]]:
    """Hyperparameter -> values, of the others whose options the paragraph on one quotes, or that it names.

    loosely: of one that is only named, any of its options may be meant.
    """
    text = paragraphs(sweep.subject.found).get(name, "")
    quoted = {match[2] for match in _QUOTED.finditer(text)}
    words = set(_WORD.findall(text))
    found: dict[str, list[str]] = {}
    for domain in sweep.domains:
        if domain.name == name:
            continue
        named = [
            each for each in domain.tried if each.constant and isinstance(each.value, str) and each.value in quoted
        ]
        if not named and domain.name in words:
            named = _otherwise(domain.tried) or (words_of(domain.tried) if loosely else [])
        if named:
            found[domain.name] = [each.text for each in named][:_OPTIONS]
    return found


def _otherwise(tried: Sequence[Candidate]) -> list[Candidate]:
    """The other boolean, or a number: what "if it is set" can mean."""
    flags = [each for each in tried if isinstance(each.value, bool)]
    numbers = [each for each in tried if each.number and not isinstance(each.value, bool | str)]
    return flags or numbers[:2]


@cache
def paragraphs(found: type) -> dict[str, str]:
    """Hyperparameter -> what is written about it: the lines indented below its own."""
    written: dict[str, str] = {}
    names: list[str] = []
    lines: list[str] = []
    for line in [*(inspect.getdoc(found) or "").splitlines(), ":"]:
        if line and not line[0].isspace():
            written.update(dict.fromkeys(names, "\n".join(lines)))
            head = _HEAD.match(line)
            names, lines = (head[1].split(", ") if head else []), []
        else:
            lines.append(line)
    return written
