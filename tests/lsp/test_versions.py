"""What an open document is judged and explained by, scikit-learn and settings, and that it changes with the project's files."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from fitlens.catalog.store import versions

PROGRAM = "from sklearn.svm import SVC\nclf = SVC(C=1.0, kernal='rbf')\n"
SERVER = Path(__file__).parents[2] / "server"
REFRESHES = types.WorkspaceClientCapabilities(
    did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
    inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
    semantic_tokens=types.SemanticTokensWorkspaceClientCapabilities(refresh_support=True),
)
MARKDOWN = types.TextDocumentClientCapabilities(
    hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
)
OLDEST, NEWEST = versions()[0], versions()[-1]


class Project:
    """A client with a workspace on disk that watches files for the server."""

    def __init__(self, client: LanguageClient, directory: Path) -> None:
        self.client = client
        self.directory = directory
        self.watched: list[types.Registration] = []
        self.refreshed: list[str] = []

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.watched += params.registrations

        @client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
        def refresh_hints(_: None) -> None:
            self.refreshed.append("hints")

        @client.feature(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)
        def refresh_tokens(_: None) -> None:
            self.refreshed.append("tokens")

    def pin(self, version: str, folder: str = ".") -> None:
        self.write(f"{folder}/requirements.txt", f"scikit-learn=={version}.0\n")

    def write(self, name: str, text: str) -> None:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def open(self, name: str, text: str = PROGRAM) -> str:
        uri = (self.directory / name).as_uri()
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text))
        )
        return uri

    async def published(self, uri: str, expected: list[tuple[str, str]]) -> None:
        """Waits until these are the code and the severity of each diagnostic of a document."""

        def found() -> list[tuple[str, str]] | None:
            known = self.client.diagnostics.get(uri)
            return None if known is None else [(str(d.code), d.severity.name if d.severity else "") for d in known]

        try:
            await until(lambda: found() == expected)
        except TimeoutError:
            assert found() == expected

    async def hover(self, uri: str) -> str:
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(1, 10))
        )
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value


@pytest.fixture
async def project(tmp_path: Path):
    """A workspace whose requirements pin the newest version, in a client that can watch and refresh."""
    environment = {**os.environ, "PYTHONPATH": str(SERVER), "VIRTUAL_ENV": "", "CONDA_PREFIX": ""}
    client = await ClientServerConfig([sys.executable, "-m", "fitlens", "server"], server_env=environment).start()
    assert isinstance(client, LanguageClient)
    made = Project(client, tmp_path)
    (tmp_path / "requirements.txt").write_text(f"scikit-learn=={NEWEST}.0\n")
    await client.initialize_session(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(workspace=REFRESHES, text_document=MARKDOWN),
            workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "project")],
        )
    )
    yield made
    await client.shutdown_session()
    await client.stop()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_client_that_watches_files_is_told_which(project: Project):
    await until(lambda: project.watched)
    (registration,) = project.watched
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    options: Any = registration.register_options
    patterns = {watcher["globPattern"] for watcher in options["watchers"]}
    assert {"**/pyproject.toml", "**/requirements*.txt"} <= patterns
    assert any("uv.lock" in pattern for pattern in patterns)


async def test_a_changed_pin_changes_what_is_said_of_open_documents(project: Project):
    uri, inner = project.open("program.py"), project.open("inner/program.py")
    assert f"/{NEWEST}/modules/" in await project.hover(uri)
    project.pin(OLDEST, "inner")
    await until(lambda: project.client.diagnostic_refresh_count and {"hints", "tokens"} <= set(project.refreshed))
    assert f"/{OLDEST}/modules/" in await project.hover(inner)
    assert f"/{NEWEST}/modules/" in await project.hover(uri)
    project.pin(OLDEST)
    assert f"/{OLDEST}/modules/" in await project.hover(uri)


async def test_settings_hold_for_open_documents_and_a_change_of_them_is_seen(project: Project):
    uri, inner = project.open("program.py"), project.open("inner/program.py")
    await project.published(uri, [("SKL101", "Error")])
    project.write("pyproject.toml", '[tool.fitlens]\nseverity = { SKL101 = "info" }\n')
    await project.published(uri, [("SKL101", "Information")])
    project.write("inner/fitlens.toml", 'extend = "../pyproject.toml"\nextend-exclude = ["program.py"]\n')
    await project.published(inner, [])
    # What cannot be used is as if it were not there.
    project.write("pyproject.toml", '[tool.fitlens]\nselct = ["SKL1"]\n')
    await project.published(uri, [("SKL101", "Error")])
    project.write("pyproject.toml", '[tool.fitlens]\nper-file-ignores = { "program.py" = ["SKL1"] }\n')
    await project.published(uri, [])


async def test_comments_silence_and_unused_ones_are_told(project: Project):
    silenced = project.open("silenced.py", PROGRAM.rstrip() + "  # fitlens: ignore[SKL101]\n")
    unused = project.open("unused.py", PROGRAM.replace("kernal", "kernel").rstrip() + "  # fitlens: ignore\n")
    await project.published(silenced, [])
    await project.published(unused, [("SKL901", "Warning")])


async def test_what_a_baseline_holds_is_a_hint(project: Project):
    uri = project.open("program.py")
    await project.published(uri, [("SKL101", "Error")])
    known = {"rule": "SKL101", "statement": "clf = SVC ( C = 1.0 , kernal = 'rbf' )"}
    project.write("fitlens-baseline.json", json.dumps({"version": 1, "findings": {"program.py": [known]}}))
    project.write("fitlens.toml", 'baseline = "fitlens-baseline.json"\n')
    await project.published(uri, [("SKL101", "Hint")])
