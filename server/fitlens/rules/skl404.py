"""SKL404 removed-attribute."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.catalog.model import ClassEntry
from fitlens.rules import attributes, lives
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class RemovedAttribute:
    """Method or attribute that an earlier scikit-learn had, and the selected one has not.

    ## What it does
    Checks what is read from estimators, and called on them, against the methods and learned parameters that went before
    the selected version.

    ## Why is this bad?
    The line raises `AttributeError`, often only after the training time is spent.

    ## Example
    ```python
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer().fit(["red", "green"])
    vectorizer.get_feature_names()
    ```

    ## Use instead
    ```python
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer().fit(["red", "green"])
    vectorizer.get_feature_names_out()
    ```

    ## Fix safety
    The fix gives the attribute its new name, where it has one. It is safe: the line raises as it stands.

    ## References
    - `fitlens diff OLD NEW` lists what went between two versions.
    """

    code = "SKL404"
    name = "removed-attribute"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each attribute that went."""
        for access in facts.accesses:
            if not attributes.is_unknown(access, private=True) or not surfaces(access, "AttributeError"):
                continue
            classes = access.receiver.classes
            found = lives.gone(lives.paths(classes), access.name, lives.ATTRIBUTE, facts.version)
            if found is None:
                continue
            path, change = found
            new = lives.new_name(path, change, lives.ATTRIBUTE, attributes.names(classes), facts.version)
            if new is not None and any(_is_never_set(entry, new) for entry in classes):
                new = None
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{access.name}` of `{path.rpartition('.')[2]}` {lives.was_removed(change)}",
                access.span,
                label=f"now `{new}`" if new else "no longer there",
                help=lives.instead(change, new),
                fix=Fix(f"Rename to `{new}`", (Edit(access.span, new),)) if new else None,
            )


def _is_never_set(entry: ClassEntry, name: str) -> bool:
    """Whether a name is documented or inherited, and yet no fit was seen to set it."""
    learned = entry.learned_named(name)
    return learned is not None and not learned.forms and bool(entry.data)
