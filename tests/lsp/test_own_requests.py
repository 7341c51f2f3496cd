"""What clients ask that draw for themselves: labels, the tree of estimators, and what came of each analysis."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from fitlens.catalog.store import versions

SERVER = Path(__file__).parents[2] / "server"
PROGRAM = """\
from sklearn.svm import SVC
clf = SVC(kernel="linear", gamma=0.1)
clf.coef_
clf.fit(X, y)
"""
NOTEBOOK, FIRST, SECOND = "file:///nowhere/n.ipynb", "vscode-notebook-cell:/n#a", "vscode-notebook-cell:/n#b"


class Client:
    """A client that wants to be told of every analysis, and has settings of its own."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.analysed = []

        @client.feature("fitlens/analysed")
        def analysed(params) -> None:
            self.analysed.append(params)

    async def ask(self, method, uri):
        return await self.client.protocol.send_request_async(f"fitlens/{method}", {"textDocument": {"uri": uri}})

    def open(self, uri, text):
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 7, text))
        )


@pytest.fixture(scope="module")
async def client():
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    started = await ClientServerConfig([sys.executable, "-m", "fitlens", "server"], server_env=environment).start()
    assert isinstance(started, LanguageClient)
    made = Client(started)
    await started.initialize_session(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(),
            initialization_options={
                "analysed": True,
                "config": [f'target-version = "{versions()[-2]}"', "select = 3", 'ignore = ["SKL106"]'],
            },
        )
    )
    yield made
    await started.shutdown_session()
    await started.stop()


def drawn(document, text):
    lines = text.split("\n")
    return [
        (
            lines[each.range.start.line][each.range.start.character : each.range.end.character],
            each.role,
            list(each.modifiers),
        )
        for each in document.labels
    ]


async def test_labels_come_with_the_version_that_they_belong_to(client):
    uri = "file:///nowhere/labels.py"
    client.open(uri, PROGRAM)
    (document,) = (await client.ask("labels", uri)).documents
    assert (document.uri, document.version) == (uri, 7)
    assert drawn(document, PROGRAM) == [
        ("SVC", "estimator", []),
        ("kernel", "hyperparameter", []),
        ("gamma", "hyperparameter", ["ineffective"]),
        ("coef_", "learned-parameter", ["unfitted"]),
    ]
    assert await client.ask("labels", "file:///nowhere/closed.py") is None


async def test_a_notebook_has_the_labels_of_every_cell_whichever_is_asked_for(client):
    texts = {FIRST: "from sklearn.svm import SVC\nclf = SVC(C=1)", SECOND: "clf.coef_"}
    client.client.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            types.NotebookDocument(
                NOTEBOOK, "jupyter-notebook", 1, [types.NotebookCell(types.NotebookCellKind.Code, uri) for uri in texts]
            ),
            [types.TextDocumentItem(uri, "python", 1, text) for uri, text in texts.items()],
        )
    )
    for asked in (NOTEBOOK, SECOND):
        found = (await client.ask("labels", asked)).documents
        assert [(each.uri, [label[0] for label in drawn(each, texts[each.uri])]) for each in found] == [
            (FIRST, ["SVC", "C"]),
            (SECOND, ["coef_"]),
        ]


async def test_the_tree_has_what_is_set_and_what_is_learned_and_where(client):
    uri = "file:///nowhere/tree.py"
    client.open(uri, PROGRAM)
    (svc,) = await client.ask("estimators", uri)
    assert (svc["name"], svc["class"], svc["fitted"]) == ("clf", "SVC", "fitted")
    assert (svc["place"]["uri"], svc["place"]["range"]["start"]["line"]) == (uri, 1)
    assert svc["fittedBy"]["range"]["start"]["line"] == 3
    kernel, gamma, first_default, *_ = svc["hyperparameters"]
    assert (kernel["name"], kernel["value"], kernel["given"]["range"]["start"]["line"]) == ("kernel", '"linear"', 1)
    assert gamma["ineffective"]
    assert first_default["given"] is None
    assert not next(each for each in svc["learned"] if each["name"] == "coef_")["excluded"]


async def test_each_analysis_is_told_of_with_what_was_found_and_by_which_version(client):
    uri = "file:///nowhere/told.py"
    client.open(uri, PROGRAM)
    async with asyncio.timeout(20):
        while not (told := [each for each in client.analysed if each.uri == uri]):
            await asyncio.sleep(0.005)
    (analysed,) = told
    assert list(analysed.versions) == [7]
    assert (analysed.findings.error, analysed.findings.warning) == (1, 0)  # SKL201; SKL106 is ignored
    assert analysed.scikitLearn.judgedBy == versions()[-2]
    assert analysed.scikitLearn.source == "the editor's settings"
    assert analysed.milliseconds > 0
