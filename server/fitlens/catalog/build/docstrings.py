"""The names in a docstring's Attributes section. Nothing but names is read out of it."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from fitlens.catalog.store import CatalogError


def documented_names(docstring: str) -> list[str]:
    """Names described under `Attributes`, in their order.

    Raises CatalogError where the library numpydoc, which reads the sections, is not installed beside FitLens.
    """
    try:
        docscrape: Any = importlib.import_module("numpydoc.docscrape")
    except ImportError as error:
        raise CatalogError("building a catalog needs numpydoc; install fitlens[build]") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of sections it does not know
        sections = docscrape.NumpyDocString(docstring)
    return [
        name.strip() for each in sections["Attributes"] for name in each.name.split(",") if name.strip().isidentifier()
    ]
