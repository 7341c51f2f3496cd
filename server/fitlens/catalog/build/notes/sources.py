"""What the source of an installed scikit-learn says of each hyperparameter; nothing is imported."""

from __future__ import annotations

import ast
import os
import tokenize

from fitlens.catalog.build.docstrings import parameter_lines
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import CatalogError


class Sources:
    """The classes' docstrings in one directory that holds the package."""

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._read: dict[str, dict[str, str]] = {}

    def paragraphs(self, entry: ClassEntry) -> dict[str, list[str]]:
        """Hyperparameter -> the lines on it; empty where the class has no docstring.

        Raises CatalogError where its file cannot be read, or numpydoc is missing.
        """
        docstring = self._docstrings(entry.file).get(entry.name, "")
        return parameter_lines(docstring) if docstring else {}

    def _docstrings(self, file: str) -> dict[str, str]:
        """Class -> its docstring, of one file; kept."""
        if file not in self._read:
            path = os.path.join(self._directory, *file.split("/"))
            try:
                with tokenize.open(path) as stream:
                    module = ast.parse(stream.read())
            except (OSError, SyntaxError, ValueError) as error:
                raise CatalogError(
                    f"{path}: cannot be read, though the catalog says that it is there: {error}"
                ) from error
            self._read[file] = {
                node.name: ast.get_docstring(node) or "" for node in ast.walk(module) if isinstance(node, ast.ClassDef)
            }
        return self._read[file]
