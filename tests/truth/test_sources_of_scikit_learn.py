"""No false alarm on scikit-learn's own sources and test suite: maintained code that runs, with every idiom there is."""

from __future__ import annotations

from pathlib import Path

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import read_document

TOLD_ON_PURPOSE = {"SKL106", "SKL108", "SKL109", "SKL411", "SKL412", "SKL502"}
"""Warnings of what its tests really do, to see what comes of it: `LogisticRegression(penalty=None, C=4)`, a search over
`C=0` whose refused candidates score 0, a grid for an estimator without hyperparameters that is never fitted, iris scaled
before it is cross-validated;
and of what it has announced to go, which they use until it does."""
CONTRACT = "SKL6"
"""Its tests write estimators that break the contract, and see what its checks say; a few of its own overwrite a
hyperparameter in `fit`."""


def test_no_error_in_the_sources_and_tests_of_scikit_learn() -> None:
    import sklearn

    assert sklearn.__file__ is not None
    files = sorted(Path(sklearn.__file__).parent.rglob("*.py"))
    errors: list[str] = []
    labels = 0
    for file in files:
        document = read_document(str(file))
        facts = analyze(document, open_catalog())
        labels += len(facts.sites)
        errors += [
            f"{file.name}:{document.location(finding.span.start).row}: {finding.code} {finding.message}"
            for finding in registry.run(facts, document)
            if finding.severity == "error" or not (finding.code in TOLD_ON_PURPOSE or finding.code.startswith(CONTRACT))
        ]
    assert len(files) > 600
    assert labels > 30_000
    assert errors == []
