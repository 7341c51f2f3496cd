"""SKL308 experimental-import-missing."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Reference, Span
from fitlens.catalog.store import open_catalog
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

_EXPECTED = ("ImportError", "AttributeError", "NameError")
"""What an experimental name raises: imported, read from its module, or left out by `import *`."""


class ExperimentalImportMissing:
    """Experimental class used although nothing has switched it on.

    ## What it does
    Finds classes that scikit-learn keeps back as experimental, imported or reached through their module, where the module
    of `sklearn.experimental` that adds them was surely not imported before. `import *` of their module does not bring them
    either; in some versions it asks for them, and fails.

    Nothing is reported where another package is imported before that may have switched them on, or where the program has
    modules run by a name that is computed. In a module that only defines things it is a warning: what imports the module
    may do it.

    ## Why is this bad?
    The import raises `ImportError`, and nothing after it runs.

    ## Example
    ```python
    from sklearn.impute import IterativeImputer

    IterativeImputer()
    ```

    ## Use instead
    ```python
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    IterativeImputer()
    ```

    ## Fix safety
    The fix puts the missing import on a line of its own above the one that fails. It is safe: the code raises as it stands.
    """

    code = "SKL308"
    name = "experimental-import-missing"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each import statement, and one for each name that is reached otherwise."""
        told: set[Span | str] = set()
        failed: set[str] = set()
        fixed: set[str] = set()
        for reference in facts.references:
            if reference.lacking is None or not all(surfaces(reference, each) for each in _EXPECTED):
                continue
            imported = reference.form == "from" and reference.statement is not None
            place = reference.statement if imported and reference.statement is not None else reference.path
            if place in told:
                continue
            told.add(place)
            module, _, name = reference.path.rpartition(".")
            if reference.form == "name" and module in failed:
                continue  # nothing came of the import that was to bring it
            if name == "*":
                failed.add(module)
            # what is put above the first is there for those behind it, if these run after it
            fix = None if reference.lacking in fixed else _fix(reference, facts, document)
            if fix is not None:
                fixed.add(reference.lacking)
            package, _, enabler = reference.lacking.rpartition(".")
            said = f"`{name}` is experimental"
            if name == "*":
                said = f"`import *` asks for `{open_catalog(facts.version).promised(module)[0]}`, which is experimental"
            yield Finding(
                self.code,
                self.name,
                self.severity if facts.acts else "warning",
                f"{said}, and `{enabler}` was not imported before",
                reference.span,
                label="not there yet",
                help=f"write `from {package} import {enabler}` above",
                fix=fix,
            )


def _fix(reference: Reference, facts: Facts, document: Document) -> Fix | None:
    """The import above the statement that brings the name, where that begins its line."""
    statement = reference.statement if reference.form == "from" else None
    if reference.form == "name":
        star = f"{reference.path.rpartition('.')[0]}.*"
        stars = [each for each in facts.references if each.path == star and each.span < reference.span]
        statement = stars[-1].statement if stars else None
    if statement is None or reference.lacking is None:
        return None
    text = document.text
    indent = text[text.rfind("\n", 0, statement.start) + 1 : statement.start]
    if indent.strip():
        return None
    package, _, enabler = reference.lacking.rpartition(".")
    line = f"from {package} import {enabler}  # noqa: F401\n{indent}"
    return Fix(f"Import `{enabler}`", (Edit(Span(statement.start, statement.start), line),))
