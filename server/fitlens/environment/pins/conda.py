"""conda's environment.yml: the packages it lists, and those it leaves to pip.

No YAML parser comes with Python. Of YAML this reads what such a file is made of: keys at the margin, and under
`dependencies:` a list of texts with one list of texts in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fitlens.environment.pins.model import NAME, Broken, Said, is_scikit_learn, mentions, stated
from fitlens.environment.pins.text import read_text
from fitlens.environment.specifiers import Specifiers, parse_specifiers
from fitlens.record import NamedTuple

_KEY: Final = re.compile(r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\[\]{}\-:][^:#]*):(?:\s+(?P<value>.*))?")
_SPEC: Final = re.compile(r"(?:[\w./-]+::)?(?P<name>[\w.-]+)\s*(?:\[(?P<options>[^\]]*)\])?\s*(?P<version>[^\[]*)")
_VERSION_OPTION: Final = re.compile(r"version\s*=\s*['\"]?(?P<version>[^'\"]+)")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*$")


class _Item(NamedTuple):
    line: int
    text: str
    pip: bool


def said(path: str) -> list[Said]:
    """What the file asks of scikit-learn. Raises Broken, and FileNotFoundError."""
    found: list[Said] = []
    for item in _items(path, read_text(path)):
        if not mentions(item.text):
            continue
        if item.pip:
            one = stated(path, item.line, item.text)
            if one is not None:
                found.append(one)
            continue
        match = _SPEC.fullmatch(item.text)
        if match is None or not is_scikit_learn(match["name"]):
            continue
        option = _VERSION_OPTION.search(match["options"] or "")
        specifiers = _specifiers(option["version"] if option else match["version"])
        if specifiers is None:
            raise Broken(path, item.line, f"{item.text!r} asks for no version: expected one such as '{NAME}=1.5'")
        found.extend(Said(path, item.line, item.text, each) for each in specifiers)
    return found


def _specifiers(written: str) -> list[Specifiers] | None:
    """The alternatives that a conda version admits: `=1.5` is any 1.5, `1.5` and `==1.5` are that one, `|` is or."""
    found: list[Specifiers] = []
    for alternative in written.strip().split("|"):
        parts: list[str] = []
        for number, part in enumerate(alternative.split(",")):
            text = part.strip()
            match = re.fullmatch(r"(?P<operator>[=<>!~]*)\s*(?P<version>[^\s=<>!~]*)(?:[\s=].*)?", text)
            if match is None:
                return None
            operator, version = match["operator"], match["version"]
            if not version or version == "*":
                if operator or number:
                    return None
                continue
            if operator == "=":
                operator, version = "==", version.removesuffix(".*").removesuffix("*").rstrip(".") + ".*"
            elif not operator:
                operator = "=="
                if version.endswith("*"):
                    version = version.removesuffix("*").rstrip(".") + ".*"
            elif operator not in ("==", "!="):
                version = version.removesuffix(".*")
            parts.append(operator + version)
        specifiers = parse_specifiers(",".join(parts))
        if specifiers is None:
            return None
        found.append(specifiers)
    return found


def _items(path: str, text: str) -> Iterator[_Item]:
    """The entries under `dependencies:`."""
    inside = False
    margin: int | None = None
    pip: int | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _COMMENT.sub("", raw).rstrip()
        if not line or line in ("---", "..."):
            continue
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        if body.startswith("\t"):
            raise Broken(path, number, "is not YAML: a tab cannot indent")
        listed = body == "-" or body.startswith("- ")
        if indent == 0 and not listed:
            key = _KEY.fullmatch(body)
            if key is None:
                raise Broken(path, number, f"is not YAML that conda reads: expected `key:`, found {body[:40]!r}")
            inside = _unquoted(key["key"]) == "dependencies"
            margin = pip = None
            if inside and key["value"]:
                yield from _flow(path, number, key["value"])
            continue
        if not inside:
            continue
        if not listed:
            raise Broken(path, number, f"is not YAML that conda reads: expected `- package`, found {body[:40]!r}")
        margin = indent if margin is None else margin
        if indent < margin or (indent > margin and pip is None):
            raise Broken(path, number, "is not YAML that conda reads: indented as no entry before it")
        entry = body[1:].strip()
        if indent == margin:
            nested = _KEY.fullmatch(entry) if not entry.startswith(("'", '"')) else None
            pip = number if nested and _unquoted(nested["key"]) == "pip" else None
            if nested is not None and "::" not in entry:
                continue
        yield _Item(number, _unquoted(entry), indent > margin)


def _flow(path: str, number: int, value: str) -> Iterator[_Item]:
    """`[python, scikit-learn=1.5]`, on one line."""
    if not (value.startswith("[") and value.endswith("]")):
        raise Broken(path, number, f"is not YAML that conda reads: expected a list, found {value[:40]!r}")
    for text in value[1:-1].split(", "):
        yield _Item(number, _unquoted(text), False)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
