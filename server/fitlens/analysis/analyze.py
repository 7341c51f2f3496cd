"""The analysis of one document: interpret it once, then what nothing called, and give the facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fitlens.analysis import classes, functions
from fitlens.analysis.context import BudgetSpent, Context, Packages
from fitlens.analysis.definitions import definitions
from fitlens.analysis.facts import Facts
from fitlens.analysis.interpreter import begin
from fitlens.analysis.values import UNKNOWN
from fitlens.catalog.store import Catalog
from fitlens.source.document import Document

if TYPE_CHECKING:
    from fitlens.analysis.library import Library

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)


def analyze(
    document: Document,
    catalog: Catalog,
    packages: Packages | None = None,
    library: Library | None = None,
    unwanted: Callable[[], bool] | None = None,
) -> Facts:
    """All facts of a document. Never raises: what could not be known is not there.

    `packages` finds the estimators of other packages that are installed with the user's program, `library` the modules of the
    project, analysed with the same catalog. `unwanted` is asked between statements, where it may wait, and whether the facts are
    still of use: where they are not, the analysis ends early.
    """
    context = begin(document, catalog, packages, library)
    complete = True
    try:
        interpret(context, unwanted)
        _interpret_uncalled(context, unwanted)
    except (BudgetSpent, RecursionError):
        complete = False
    facts = context.recorder.facts(context.journal, complete=complete)
    facts = facts._replace(version=catalog.version, observed=catalog.observed, acts=_acts(document.tree.module.body))
    if complete and any(user.entry is not None for user in context.classes):
        facts = facts._replace(definitions=definitions(context))
    if context.lookups:
        facts = facts._replace(uses=context.uses)
    if unwanted is not None:
        # The parts of a context refer to each other. One who asks again and again would have Python search for what is left.
        vars(context).clear()
    return facts


def _acts(body: Sequence[ast.stmt]) -> bool:
    """Whether code does more than import, define and assign."""
    for statement in body:
        match statement:
            case ast.Expr():
                if not isinstance(statement.value, ast.Constant):
                    return True
            case ast.Try():
                if _acts(statement.body):
                    return True
            case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                pass
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Pass() | ast.Delete():
                pass
            case _:
                return True
    return False


def interpret(context: Context, unwanted: Callable[[], bool] | None = None) -> None:
    """Interpret the code that runs when the document does. Raises BudgetSpent and RecursionError."""
    for statement in context.document.tree.module.body:
        if unwanted is not None and unwanted():
            raise BudgetSpent
        context.execute([statement])
        context.state.dead = False  # in a notebook the next cell runs all the same


def forget_rebound(context: Context) -> None:
    """Names of the module that its functions may bind anew, whenever they run, are not known any more."""
    for match in _GLOBAL.finditer(context.document.code):
        for name in match.group(1).split(","):
            context.state.set((context.home, name.strip()), UNKNOWN)
            context.epoch += 1


def _interpret_uncalled(context: Context, unwanted: Callable[[], bool] | None) -> None:
    """Functions and methods that nothing in the document calls: they may run at any time after."""
    with context.layer():
        context.in_order = False
        context.forget_states()
        forget_rebound(context)
        done = 0
        while done < len(context.classes):
            classes.run_uncalled_methods(context, context.classes[done])
            done += 1
        pending = True
        while pending:
            waiting = [f for node, f in context.functions.items() if node not in context.followed]
            pending = bool(waiting)
            for function in waiting:
                if unwanted is not None and unwanted():
                    raise BudgetSpent
                functions.run_uncalled(context, function)
