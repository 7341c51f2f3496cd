"""A context ready to interpret: what evaluates, executes and hands out values is put in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fitlens.analysis import calls, escapes, expressions, statements, validation
from fitlens.analysis.context import Context, Packages
from fitlens.catalog.store import Catalog
from fitlens.source.document import Document

if TYPE_CHECKING:
    from fitlens.analysis.library import Library


def begin(document: Document, catalog: Catalog, packages: Packages | None, library: Library | None) -> Context:
    """A context at the beginning of a document."""
    context = Context(document, catalog, packages, library)
    context.evaluate = partial(expressions.evaluate, context)
    context.execute = partial(statements.execute, context)
    context.escape = partial(escapes.escape, context)
    context.validate = partial(validation.validate, context)
    context.invoke = partial(calls.invoke, context)
    context.lend = partial(escapes.escape, context, structure=False)
    return context
