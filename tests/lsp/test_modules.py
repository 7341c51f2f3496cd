"""Open documents and what they import: from disk, from another open document, and anew when that changes."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

SERVER = Path(__file__).parents[2] / "server"
MODELS = """\
from sklearn.base import BaseEstimator

class Own(BaseEstimator):
    def __init__(self, alpha=1):
        self.alpha = alpha
"""
OTHER = MODELS.replace("alpha", "beta")
MAIN = "from app.models import Own\nOwn(alpha=1)\n"
APART = "from sklearn.svm import SVC\nSVC(speed=1)\n"
CAPABILITIES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    ),
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities(),
        hover=types.HoverClientCapabilities(),
        completion=types.CompletionClientCapabilities(),
    ),
)


class Workspace:
    """A client that pulls diagnostics, with a workspace on disk."""

    def __init__(self, client: LanguageClient, directory: Path) -> None:
        self.client = client
        self.directory = directory

    def uri(self, name: str) -> str:
        return (self.directory / name).as_uri()

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def save(self, name: str, text: str) -> None:
        """Another program changes a file, of which the client tells."""
        self.write(name, text)
        event = types.FileEvent(self.uri(name), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def open(self, name: str, text: str) -> None:
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri(name), "python", 1, text))
        )

    def type(self, name: str, version: int, text: str) -> None:
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version, self.uri(name)), [whole])
        )

    async def pull(self, name: str) -> tuple[str | None, list[str | int | None]]:
        """The result's identity, and the codes of what is found."""
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(self.uri(name)))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.result_id, [each.code for each in report.items]

    async def refreshed(self, times: int) -> None:
        await until(lambda: self.client.diagnostic_refresh_count == times)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
async def workspace(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(SERVER), "VIRTUAL_ENV": "", "CONDA_PREFIX": ""}
    client = await ClientServerConfig([sys.executable, "-m", "fitlens", "server"], server_env=environment).start()
    assert isinstance(client, LanguageClient)
    (tmp_path / "pyproject.toml").touch()
    made = Workspace(client, tmp_path)
    made.write("app/models.py", MODELS)
    await client.initialize_session(
        types.InitializeParams(
            capabilities=CAPABILITIES, workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "project")]
        )
    )
    yield made
    await client.shutdown_session()
    await client.stop()


async def test_what_imports_a_document_follows_it_as_it_is_typed_and_nothing_else_does(workspace: Workspace):
    workspace.open("main.py", MAIN)
    workspace.open("apart.py", APART)
    assert (await workspace.pull("main.py"))[1] == []
    apart = await workspace.pull("apart.py")
    assert apart[1] == ["SKL101"]

    workspace.open("app/models.py", MODELS)
    workspace.type("app/models.py", 2, OTHER[:-20])
    workspace.type("app/models.py", 3, OTHER)
    await workspace.refreshed(1)
    assert (await workspace.pull("main.py"))[1] == ["SKL101"]
    assert await workspace.pull("apart.py") == apart

    workspace.client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(workspace.uri("app/models.py")))
    )
    await workspace.refreshed(2)
    assert (await workspace.pull("main.py"))[1] == []  # what is on disk holds again


async def test_completion_knows_an_imported_module_as_it_is_typed(workspace: Workspace):
    workspace.open("main.py", "from app.models import Own\nOwn(")
    workspace.open("app/models.py", MODELS)
    at = types.CompletionParams(types.TextDocumentIdentifier(workspace.uri("main.py")), types.Position(1, 4))
    for version, name in ((2, "alpha"), (3, "beta")):
        workspace.type("app/models.py", version, MODELS.replace("alpha", name))
        found = await workspace.client.text_document_completion_async(at)
        assert isinstance(found, types.CompletionList)
        assert [item.label for item in found.items] == [name]


async def test_what_imports_a_file_follows_its_changes_on_disk(workspace: Workspace):
    workspace.open("main.py", MAIN.replace("models", "base"))
    first = await workspace.pull("main.py")
    assert first[1] == []
    workspace.save("app/base.py", OTHER)
    await workspace.refreshed(1)
    second = await workspace.pull("main.py")
    assert second[1] == ["SKL101"]
    workspace.save("app/unrelated.py", "x = 1\n")
    await asyncio.sleep(0.5)
    assert await workspace.pull("main.py") == second


async def test_what_only_jedi_finds_adds_labels_and_delays_none(workspace: Workspace):
    """A package whose names come by `__getattr__`, for readers listed in a stub."""
    import sklearn

    packages = workspace.directory / ".venv" / "lib" / "python3.11" / "site-packages"
    (packages / "lazy").mkdir(parents=True)
    (packages / "sklearn").mkdir()
    (packages / "sklearn" / "__init__.py").write_text("")
    (packages / f"scikit_learn-{sklearn.__version__}.dist-info").mkdir()
    (packages / "lazy" / "__init__.py").write_text("import sklearn\ndef __getattr__(name): ...\n")
    (packages / "lazy" / "__init__.pyi").write_text("from .inner import make as make\n")
    (packages / "lazy" / "inner.py").write_text("from sklearn.svm import SVC\n\ndef make():\n    return SVC()\n")
    workspace.save("pyproject.toml", "")
    workspace.open("main.py", "from lazy import make\nfrom sklearn.svm import SVC\nSVC(spede=1)\nmake().support_\n")
    on_support = types.HoverParams(types.TextDocumentIdentifier(workspace.uri("main.py")), types.Position(3, 10))
    assert (await workspace.pull("main.py"))[1] == ["SKL101"]
    assert await workspace.client.text_document_hover_async(on_support) is None
    async with asyncio.timeout(120):
        while (hover := await workspace.client.text_document_hover_async(on_support)) is None:
            await asyncio.sleep(0.1)
    assert isinstance(hover.contents, types.MarkupContent)
    assert "learned parameter of SVC" in hover.contents.value
    assert (await workspace.pull("main.py"))[1] == ["SKL101"]
