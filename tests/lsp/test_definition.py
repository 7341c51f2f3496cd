"""Go to definition, as recorded clients ask for it: into scikit-learn's source, and nowhere where others know the way."""

from __future__ import annotations

import linecache
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.uris import to_fs_path

CLIENTS = sorted(path.stem for path in (Path(__file__).parents[1] / "clients" / "caps").glob("*.json"))
PROGRAM = """\
import numpy as np
from sklearn import model_selection as ms
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

"📈"; clf = SVC(C=1.0).fit(X, y)
print(clf.support_, clf.coef_)
pipe = make_pipeline(SVC())
search = ms.GridSearchCV(pipe, {"svc__gamma": [1, 2]}).fit(X, y)
search.best_estimator_[-1].dual_coef_
ms.train_test_split(X)
clf.decision_function(X)
np.linalg.norm(X)
from sklearn.svm._base import LIBSVM_IMPL

class Own(SVC):
    def __init__(self, alpha=1): self.alpha = alpha

own = Own(alpha=2)
"""

pytestmark = pytest.mark.parametrize("editor", CLIENTS, indirect=True, scope="module")


async def led(editor, uri: str, needle: str) -> list[str]:
    """Where the name that ends there leads to: the file, and the line up to and with the name."""
    if editor.offered.definition_provider is None:
        pytest.skip("this editor asks for no definitions")
    position = editor.position(uri, editor.texts[uri].index(needle) + len(needle) - 1)
    answer = await editor.client.text_document_definition_async(
        types.DefinitionParams(types.TextDocumentIdentifier(uri), position)
    )
    links = editor.capabilities.text_document.definition.link_support
    found: list[str] = []
    for each in answer if isinstance(answer, list) else ():
        assert isinstance(each, types.LocationLink) == bool(links)
        if isinstance(each, types.LocationLink):
            assert each.origin_selection_range is not None
            assert needle.endswith(editor.written(uri, each.origin_selection_range).rpartition("__")[2])
            file, range_ = each.target_uri, each.target_selection_range
        else:
            file, range_ = each.uri, each.range
        path = to_fs_path(file) or file
        line = linecache.getline(path, range_.start.line + 1)
        found.append(f"{Path(path).name}: {line[: range_.end.character].strip()}")
    return found


@pytest.fixture
def uri(editor):
    uri = editor.open(PROGRAM)
    yield uri
    editor.close(uri)


async def test_it_leads_to_the_name_in_the_source(editor, uri):
    assert await led(editor, uri, "clf = SVC") == ["_classes.py: class SVC"]
    assert await led(editor, uri, "import LogisticRegression") == ["_logistic.py: class LogisticRegression"]
    assert await led(editor, uri, "ms.GridSearchCV") == ["_search.py: class GridSearchCV"]
    assert await led(editor, uri, "ms.train_test_split") == ["_split.py: def train_test_split"]
    assert await led(editor, uri, "SVC(C") == ["_classes.py: C"]


async def test_it_leads_where_types_alone_do_not(editor, uri):
    assert await led(editor, uri, "svc__gamma") == ["_classes.py: gamma"]
    assert await led(editor, uri, "clf.support_") == ["_base.py: self.support_"]
    assert await led(editor, uri, "clf.coef_") == ["_base.py: def coef_"]
    assert await led(editor, uri, "].dual_coef_") == ["_base.py: self.dual_coef_"]
    assert await led(editor, uri, "clf.decision_function") == ["_base.py: def decision_function"]


async def test_jedi_is_asked_where_the_catalog_ends(editor, uri):
    if not editor.pulls or editor.offered.position_encoding != types.PositionEncodingKind.Utf16:
        pytest.skip("once is enough: it takes seconds to start")
    assert await led(editor, uri, "import LIBSVM_IMPL") == ["_base.py: LIBSVM_IMPL"]


async def test_it_leaves_to_others_what_others_know(editor, uri):
    assert await led(editor, uri, "norm") == []
    assert await led(editor, uri, "make_pipeline(SVC()") == []  # behind the name
    assert await led(editor, uri, "own = Own") == []
    assert await led(editor, uri, "clf") == []
