"""The same code, judged by different versions of scikit-learn."""

from __future__ import annotations

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import document_from_text

SPARSE = "from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(sparse=False)\n"
HASH = "from sklearn.utils import murmurhash3_32\nmurmurhash3_32('a', seed=0)\n"
CODER = "import numpy as np\nfrom sklearn.decomposition import SparseCoder\nSparseCoder(np.eye(4)).n_components_\n"


@pytest.mark.parametrize(
    ("code", "version", "found"),
    [
        (SPARSE, "0.24", []),
        (SPARSE, "1.3", ["SKL412"]),
        (SPARSE, "1.4", ["SKL402"]),
        (SPARSE, "1.9", ["SKL402"]),
        # Compiled functions tell their arguments since 1.4.
        (HASH, "1.2", []),
        # Up to 1.8 this attribute is computed from the hyperparameter, fitted or not.
        (CODER, "1.7", []),
    ],
)
def test_judged_by(code: str, version: str, found: list[str]) -> None:
    catalog = open_catalog(version)
    document = document_from_text("program.py", code)
    assert [finding.code for finding in registry.run(analyze(document, catalog), document)] == found
