"""SKL405 not-yet-available."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Span
from fitlens.rules import attributes, lifetimes, lives, nested, passed, paths
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class NotYetAvailable:
    """What a later scikit-learn has, and the selected one has not.

    ## What it does
    Checks imports, keywords, values, methods and attributes against what came after the selected version.

    ## Why is this bad?
    The program was written for a newer scikit-learn than it runs with: the import, the call or the `fit` raises.

    ## Example
    ```python
    # scikit-learn 1.1
    from sklearn.preprocessing import OneHotEncoder

    OneHotEncoder(sparse_output=False)
    ```

    ## Use instead
    ```python
    # scikit-learn 1.1
    from sklearn.preprocessing import OneHotEncoder

    OneHotEncoder(sparse=False)
    ```

    ## Fix safety
    Where the selected version has it under another name, the fix renames it. It is safe: the code raises as it stands. Else
    there is no fix but a newer scikit-learn.

    ## References
    - `fitlens diff OLD NEW` lists what came between two versions.
    """

    code = "SKL405"
    name = "not-yet-available"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name or value that is too new."""
        for fate, _ in paths.fates(facts, document, "not yet"):
            yield self._finding(f"`{fate.name}` {lives.is_new(fate.change)}", fate.span, facts)
        for call, argument in passed.unknown(facts, document):
            found = lives.coming(passed.paths(call.fact), argument.name or "", lives.PARAMETER, facts.version)
            if found is not None:
                path, change = found
                _, fix = call.repair(path, argument, change, passed.known(call.fact))
                what = f"`{argument.name}` of `{path.rpartition('.')[2]}` {lives.is_new(change)}"
                yield self._finding(what, argument.span, facts, fix)
        for place in lifetimes.places(facts):
            told = lifetimes.refused(place.owners, place.name, place.value, facts.version)
            if told is not None and told.change.state(facts.version) == "not yet":
                what = f"`{place.written}` of `{told.change.target.rpartition('.')[2]}` {lives.is_new(told.change)}"
                yield self._finding(what, place.span, facts)._replace(severity=place.severity)
        for key, missing in nested.elsewhere(facts, "not yet"):
            owner = missing.change.target.rpartition(".")[2]
            what = f"`{missing.name}` of `{owner}` {lives.is_new(missing.change)}"
            finding = self._finding(what, key.span, facts, nested.renamed(key, missing.new))
            yield finding if key.settled == "yes" else finding._replace(severity="warning")
        yield from self._attributes(facts)

    def _attributes(self, facts: Facts) -> Iterator[Finding]:
        for access in facts.accesses:
            if not attributes.is_unknown(access) or not surfaces(access, "AttributeError"):
                continue
            classes = access.receiver.classes
            found = lives.coming(lives.paths(classes), access.name, lives.ATTRIBUTE, facts.version)
            if found is None:
                continue
            path, change = found
            old = lives.new_name(path, change, lives.ATTRIBUTE, attributes.names(classes), facts.version)
            fix = Fix(f"Rename to `{old}`", (Edit(access.span, old),)) if old else None
            what = f"`{access.name}` of `{path.rpartition('.')[2]}` {lives.is_new(change)}"
            yield self._finding(what, access.span, facts, fix)

    def _finding(self, message: str, span: Span, facts: Facts, fix: Fix | None = None) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            message,
            span,
            label=f"not in {facts.version}",
            help="" if fix is None else fix.title,
            fix=fix,
        )
