"""The names in a docstring's Attributes section, and the text of its parameters."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from fitlens.catalog.store import CatalogError


def documented_names(docstring: str) -> list[str]:
    """Names described under `Attributes`, in their order.

    Raises CatalogError where the library numpydoc, which reads the sections, is not installed beside FitLens.
    """
    sections = _sections(docstring)
    return [
        name.strip() for each in sections["Attributes"] for name in each.name.split(",") if name.strip().isidentifier()
    ]


def parameter_lines(docstring: str) -> dict[str, list[str]]:
    """Name -> the lines of what is written about it under `Parameters`, to be looked at and never kept.

    Raises as `documented_names`.
    """
    sections = _sections(docstring)
    return {
        name.strip().lstrip("*"): list(each.desc) for each in sections["Parameters"] for name in each.name.split(",")
    }


def _sections(docstring: str) -> Any:
    try:
        docscrape: Any = importlib.import_module("numpydoc.docscrape")
    except ImportError as error:
        raise CatalogError("building a catalog needs numpydoc; install fitlens[build]") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of sections it does not know
        return docscrape.NumpyDocString(docstring)
