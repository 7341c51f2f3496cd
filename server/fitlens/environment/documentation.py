"""The documentation of one name, read from the installed scikit-learn when a user asks to see it.

The source is read and never imported. It is cut down to the one class before it is parsed, so that a file of thousands
of lines costs a millisecond; what was read is kept until the file changes.
"""

from __future__ import annotations

import ast
import os
import re
import tokenize
from dataclasses import dataclass

from fitlens.catalog.model import ClassEntry

_LIMIT = 600
_TRIPLE = re.compile(r'"""|\'\'\'')
_UNDERLINE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^\s*\.\. ")
_ROLE = re.compile(r":(?P<role>[\w:+.-]+):`(?P<text>[^`]+)`")
_LINK = re.compile(r"`(?P<text>[^`<]+?)\s*<(?P<url>https?://[^>`]+)>`__?")
_LITERAL = re.compile(r"``(?P<text>.+?)``")
_FOOTNOTE = re.compile(r"\s*\[\d+\]_")
_TARGET = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>")
_GALLERY = re.compile(r"(?:^|(?<=[.:]))\s*[^.:]*:ref:`sphx_glr[^`]*`[^.]*\.?")
_SPACES = re.compile(r"[ \t]+")
_PROSE_ROLES = frozenset(("ref", "doc", "term", "user"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What the documentation says of one parameter or attribute."""

    holds: str
    """What stands behind the colon, `ndarray of shape (n_features,)`; empty where nothing does. Markdown."""
    text: str
    """The first paragraph of its description, Markdown, at most a few hundred characters."""


class DocumentationReader:
    """Reads the documentation of the scikit-learn in one directory. Not thread-safe: one worker asks."""

    def __init__(self, directory: str | None) -> None:
        """directory: holds the package `sklearn` (`Installation.directory`); None where none is installed."""
        self._directory = directory
        self._read: dict[tuple[str, str], tuple[float, dict[str, Paragraph]]] = {}

    def __call__(self, entry: ClassEntry, name: str) -> Paragraph | None:
        """The documentation of a hyperparameter or learned parameter of a class, None where there is none to read."""
        if self._directory is None:
            return None
        path = os.path.join(self._directory, *entry.file.split("/"))
        try:
            modified = os.stat(path).st_mtime
        except OSError:
            return None
        key = (path, entry.name)
        kept = self._read.get(key)
        if kept is None or kept[0] != modified:
            kept = (modified, _paragraphs(class_docstring(path, entry.name)))
            self._read[key] = kept
        return kept[1].get(name)


def class_docstring(path: str, name: str) -> str:
    """The docstring of a class in a source file, its indentation removed; empty where it has none."""
    try:
        with tokenize.open(path) as file:
            source = file.read()
    except (OSError, SyntaxError, UnicodeError):
        return ""
    start = re.search(rf"^class {re.escape(name)}\b", source, re.MULTILINE)
    if start is None:
        return ""
    opening = _TRIPLE.search(source, start.start())
    if opening is None:
        return ""
    closing = source.find(opening.group(), opening.end())
    if closing < 0:
        return ""
    try:
        module = ast.parse(source[start.start() : closing + 3])
    except (SyntaxError, ValueError):
        return ""
    statement = module.body[0]
    return (ast.get_docstring(statement) or "") if isinstance(statement, ast.ClassDef) else ""


def _paragraphs(docstring: str) -> dict[str, Paragraph]:
    """The items of a numpydoc text, by name: each `name : type` at the margin, with the indented text below it."""
    found: dict[str, Paragraph] = {}
    # In a raw docstring a continued line is still two.
    lines = docstring.replace("\\\n", " ").splitlines()
    inside = False
    for number, line in enumerate(lines):
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        if _UNDERLINE.match(follows):
            inside = line.strip() in ("Parameters", "Attributes", "Other Parameters")
        elif inside and line and not line[0].isspace() and not _UNDERLINE.match(line):
            names, _, holds = line.partition(" : ")
            paragraph = Paragraph(_markdown(holds), _markdown(_first_paragraph(lines[number + 1 :])))
            for name in names.rstrip(" :").split(","):
                found.setdefault(name.strip().lstrip("*"), paragraph)
    return found


def _first_paragraph(lines: list[str]) -> str:
    """The first paragraph, and the list behind it where it only announces one."""
    taken: list[str] = []
    for line in lines:
        if line and not line[0].isspace():
            break
        text = line.strip()
        if _DIRECTIVE.match(line):
            break
        if not text:
            if taken and not taken[-1].endswith(":"):
                break
            if taken:
                taken.append("")
            continue
        taken.append(text)
    joined: list[str] = []
    for text in taken:
        starts = text.startswith(("- ", "* ")) or not text
        if joined and joined[-1] and not starts:
            joined[-1] += " " + text
        else:
            joined.append(text)
    paragraph = "\n".join(joined).strip()
    if len(paragraph) > _LIMIT:
        paragraph = paragraph[:_LIMIT].rsplit(" ", 1)[0] + " …"
    return paragraph


def _markdown(text: str) -> str:
    """The inline markup of reStructuredText as Markdown. Sentences that only point into the gallery are left out."""
    text = _GALLERY.sub("", text)
    text = _ROLE.sub(_role, _SPACES.sub(" ", text))
    text = _LINK.sub(lambda match: f"[{match['text']}]({match['url']})", text)
    text = _LITERAL.sub(lambda match: f"`{match['text']}`", text)
    text = _FOOTNOTE.sub("", text).strip()
    # What a last sentence with a colon announces was left out.
    return text[: text.rfind(". ") + 1] if text.endswith(":") else text


def _role(match: re.Match[str]) -> str:
    text = match["text"]
    prose = match["role"].rpartition(":")[2] in _PROSE_ROLES
    titled = _TARGET.fullmatch(text)
    if titled:
        text = titled["text"]
    elif text.startswith("~"):
        text = text.rpartition(".")[2]
    elif prose:
        text = text.replace("_", " ")
    return text if prose else f"`{text.lstrip('!')}`"
