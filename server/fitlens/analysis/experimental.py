"""What scikit-learn keeps back until `sklearn.experimental` is asked for it, and whether the program has surely not asked yet.

Asking is importing a module, which adds names to another one for the whole process. So each import that may do so, in the
document or in what it imports, leaves a mark in the state.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from fitlens.analysis import local_modules
from fitlens.analysis.context import Context
from fitlens.analysis.values import Constant, LocalModule, Value
from fitlens.catalog.store import EXPERIMENTAL
from fitlens.source.document import Document

_SCOPE = -2
"""Stands where a scope's number does in the keys of the state: no scope has it."""
_ANY = "*"
_OTHERWISE = re.compile(r"\bimport_module\b|__import__|\bexec\s*\(|%run\b|\brunpy\b")
"""How a program has modules run whose names need not be known."""
_ROOT = "sklearn"
_WITHOUT = frozenset(
    {
        "IPython",
        "PIL",
        "catboost",
        "cv2",
        "joblib",
        "keras",
        "lightgbm",
        "matplotlib",
        "missingno",
        "mpl_toolkits",
        "networkx",
        "nltk",
        "numpy",
        "pandas",
        "plotly",
        "polars",
        "pyarrow",
        "pytest",
        "requests",
        "scipy",
        "seaborn",
        "skimage",
        "statsmodels",
        "tensorflow",
        "torch",
        "tqdm",
        "xgboost",
        "yaml",
    }
)
"""Packages that are often imported beside scikit-learn, and ask for nothing experimental; of others that is not known."""


def note_import(context: Context, path: str, local: Value | None) -> None:
    """A module was imported, the project's own where `local` says which; what it asks for is there from here on."""
    asked = _asked(context, path) if local is None else _asked_by(local)
    if asked is not None and context.state.value((_SCOPE, asked)) is None:
        context.state.set((_SCOPE, asked), Constant(True))
        context.epoch += 1


def _asked(context: Context, path: str) -> str | None:
    root = path.partition(".")[0]
    if root != _ROOT:
        return None if root in _WITHOUT or root in sys.stdlib_module_names else _ANY
    if path.startswith(f"{EXPERIMENTAL}."):
        parts = path.split(".")
        return ".".join(parts[:3])
    # what tests estimators makes one of each
    is_test = isinstance(context.catalog.resolve(path), str) and ("test" in path or "check" in path)
    return _ANY if is_test else None


def _asked_by(local: Value) -> str | None:
    if isinstance(local, LocalModule) and not local.exports.opaque:
        return _ANY if EXPERIMENTAL in local.exports.document.code else None
    return _ANY


def lacking(context: Context, path: str) -> str | None:
    """The module that is to be imported before this path leads anywhere, where it surely was not; else None."""
    enabler = context.catalog.enabler(path)
    if enabler is None:
        return None
    for asked in (_ANY, enabler):
        found = context.state.value((_SCOPE, asked))
        if context.trace is not None:
            context.trace.read((_SCOPE, asked), found)
        if found is not None:
            return None
    code = context.document.text
    if _OTHERWISE.search(code) or (not context.in_order and EXPERIMENTAL in code):
        return None
    return None if any("import" in each.code for each in _packages(context)) else enabler


def _packages(context: Context) -> Iterator[Document]:
    """The packages that the document and what it imports lie in: they are imported before."""
    if context.library is None:
        return
    for document in tuple(context.documents.values()):
        level = 1
        package = local_modules.locate(context, document.path, "", level)
        while package is not None and level < 9:
            if package is not document:
                yield package
            level += 1
            package = local_modules.locate(context, document.path, "", level)
