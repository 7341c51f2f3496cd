"""The analysis of one document: interpret it once, then what nothing called, and give the facts."""

from __future__ import annotations

import re
from functools import partial

from fitlens.analysis import classes, escapes, expressions, functions, statements
from fitlens.analysis.context import BudgetSpent, Context, Packages
from fitlens.analysis.facts import Facts
from fitlens.analysis.values import UNKNOWN
from fitlens.catalog.store import Catalog
from fitlens.source.document import Document

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)


def analyze(document: Document, catalog: Catalog, packages: Packages | None = None) -> Facts:
    """All facts of a document. Never raises: what could not be known is not there.

    `packages` finds the estimators of other packages that are installed with the user's program.
    """
    context = Context(document, catalog, packages)
    context.evaluate = partial(expressions.evaluate, context)
    context.execute = partial(statements.execute, context)
    context.escape = partial(escapes.escape, context)
    context.lend = partial(escapes.escape, context, structure=False)
    complete = True
    try:
        for statement in document.tree.module.body:
            context.execute([statement])
            context.state.dead = False  # in a notebook the next cell runs all the same
        _interpret_uncalled(context)
    except (BudgetSpent, RecursionError):
        complete = False
    return context.recorder.facts(context.journal, catalog.version, complete=complete)


def _interpret_uncalled(context: Context) -> None:
    """Functions and methods that nothing in the document calls: they may run at any time after."""
    with context.layer():
        context.forget_states()
        for match in _GLOBAL.finditer(context.document.code):
            for name in match.group(1).split(","):
                context.state.set((0, name.strip()), UNKNOWN)
        done = 0
        while done < len(context.classes):
            classes.run_uncalled_methods(context, context.classes[done])
            done += 1
        pending = True
        while pending:
            waiting = [f for node, f in context.functions.items() if node not in context.followed]
            pending = bool(waiting)
            for function in waiting:
                functions.run_uncalled(context, function)
