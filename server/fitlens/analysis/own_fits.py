"""The `fit` of an estimator class of the document, run by a composite of scikit-learn's that fits what it was given."""

from __future__ import annotations

import ast

from fitlens.analysis import functions
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.values import Instance

_BESIDE = ("fit_transform", "fit_predict", "transform")
"""Methods that a composite calls as well, or instead, where a class has them: they may change what it holds."""


def run(context: Context, instance: Instance) -> bool:
    """Follow its `fit`, on data of which nothing is known; false where that is not what a composite surely calls."""
    user = instance.user
    fit = None if user is None else user.method("fit")
    if user is None or fit is None or fit.kind != "plain" or not isinstance(instance.node, ast.Call):
        return False
    if fit in context.calling or any(user.method(name) is not None for name in _BESIDE):
        return False
    arguments = Arguments(instance.node)
    arguments.starred = arguments.unknown = True
    functions.follow(context, fit, arguments, instance)
    return True
