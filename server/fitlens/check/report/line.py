"""Text of the user's (a file's name, a value in a message) as it can stand in one line of a terminal."""

from __future__ import annotations


def one_line(text: str) -> str:
    """The text, with line breaks and whatever else a terminal would take as a command written as Python escapes."""
    if text.isprintable():
        return text
    return "".join(char if showable(char) else char.encode("unicode_escape").decode("ascii") for char in text)


def showable(char: str) -> bool:
    """Whether a terminal shows the character and stays on its line; joiners and wide spaces, which it does, count."""
    return char.isprintable() or char in "\u200d\u00a0\u3000"
