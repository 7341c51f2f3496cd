"""Arguments as a reader knows them from source: names, defaults, signatures."""

from __future__ import annotations

import ast

from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.catalog.wording import is_deprecated, literal


def as_written(source: str) -> str:
    """A default as this tool spells constants; what is no constant stays as its source."""
    try:
        return literal(ast.literal_eval(source)) if source[:1] in ("'", '"') else source
    except (SyntaxError, ValueError):
        return source


def default_of(parameter: Parameter) -> str:
    """`default "rbf"`, `must be given`."""
    if is_deprecated(parameter):
        return "deprecated: leave it out"
    return "must be given" if parameter.default is None else f"default {as_written(parameter.default)}"


def assignment(parameter: Parameter) -> str:
    """`kernel="rbf"`, `*arrays`; a default that only says "leave it out" is none to show."""
    stars = {"var-positional": "*", "var-keyword": "**"}.get(parameter.kind, "")
    if parameter.default is None:
        return stars + parameter.name
    return f"{parameter.name}={'…' if is_deprecated(parameter) else as_written(parameter.default)}"


def role_of(entry: ClassEntry, name: str) -> str:
    """What a constructor's argument is: a hyperparameter, of those that change what is learned or of the others."""
    if entry.kind != "estimator":
        return "argument"
    return "runtime option" if name in entry.runtime else "hyperparameter"


def nature_of(entry: ClassEntry) -> str:
    """`classifier`, `transformer`, `splitter`: the first word for a class."""
    if entry.kind == "estimator":
        return next(iter(entry.tags), "estimator")
    return "class" if entry.kind == "other" else entry.kind
