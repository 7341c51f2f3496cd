"""The same program in four editors, each with the capabilities that it really announces."""

import pytest
from lsprotocol import types

VSCODE, NEOVIM, OLD_NEOVIM = "vscode-1.139-languageclient-11", "neovim-0.11.4", "neovim-0.7.2"
JUPYTERLAB, EGLOT = "jupyterlab-lsp-5.3", "eglot-1.9"
TWICE = 'from sklearn.svm import SVC\n"📈"; SVC(kernal="liner").fit([[0], [1]], [0, 1])\n'
WHOLE = types.Range(types.Position(0, 0), types.Position(99, 0))

pytestmark = [
    pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning"),
    pytest.mark.parametrize("editor", [VSCODE, NEOVIM, OLD_NEOVIM, JUPYTERLAB, EGLOT], indirect=True, scope="module"),
]


@pytest.fixture
async def uri(editor, example):
    """The example, open."""
    uri = editor.open(example)
    yield uri
    editor.close(uri)


async def test_it_is_offered_what_it_asks_for_and_nothing_else(editor):
    offered, asked = editor.offered, editor.capabilities.text_document
    assert offered.hover_provider
    assert bool(offered.diagnostic_provider) == bool(asked.diagnostic)
    assert bool(offered.completion_provider) == bool(asked.completion)
    assert bool(offered.signature_help_provider) == bool(asked.signature_help)
    assert bool(offered.inlay_hint_provider) == bool(asked.inlay_hint)
    assert bool(offered.code_action_provider) == bool(asked.code_action)
    assert bool(offered.notebook_document_sync) == bool(editor.capabilities.notebook_document)
    # Only a client that lays tokens over each other gets ours: elsewhere they would replace its Python server's.
    assert bool(offered.semantic_tokens_provider) == bool(
        asked.semantic_tokens and asked.semantic_tokens.overlapping_token_support
    )
    general = editor.capabilities.general
    expected = general.position_encodings[0] if general else types.PositionEncodingKind.Utf16
    assert offered.position_encoding == expected


async def test_a_hyperparameter_behind_an_emoji(editor, uri):
    told = await editor.told(uri, "kernel", 0)
    assert told.startswith("**kernel** · hyperparameter of `SVC`")
    assert 'default `"rbf"`' in told


async def test_a_learned_parameter_behind_an_emoji(editor, uri):
    before, after = await editor.told(uri, "coef_", 0), await editor.told(uri, "coef_", 1)
    assert "**not there yet**: `clf` is unfitted at this line" in before
    assert "learned parameter of `SVC`, set by `fit` (line 7)" in after


async def test_completion_in_a_call_that_is_not_closed(editor, example):
    uri = editor.open(example + 'print("📈", SVC(C=1, ker')
    items = {item.label: item for item in await editor.completions(uri, len(editor.texts[uri]))}
    assert {"kernel", "gamma"} <= set(items)
    assert "C" not in items
    announced = editor.capabilities.text_document.completion.completion_item
    kernel = items["kernel"]
    assert kernel.detail.startswith('hyperparameter of SVC, default "rbf"')
    assert isinstance(kernel.text_edit, types.InsertReplaceEdit) == bool(announced.insert_replace_support)
    assert (kernel.insert_text_format == types.InsertTextFormat.Snippet) == bool(announced.snippet_support)
    assert bool(kernel.label_details) == bool(announced.label_details_support)
    resolved = await editor.client.completion_item_resolve_async(kernel)
    documentation = resolved.documentation
    if announced.documentation_format:
        assert documentation.kind == announced.documentation_format[0]
        documentation = documentation.value
    assert documentation.startswith("**kernel** · hyperp" if announced.documentation_format else "kernel · hyperp")
    editor.complete(uri, kernel)
    assert editor.texts[uri].endswith('SVC(C=1, kernel="rbf"' if announced.snippet_support else "SVC(C=1, kernel=")
    editor.close(uri)


async def test_a_name_is_completed_with_its_import(editor, example):
    uri = editor.open(example + "😀 = 1\nmodel = LinearSV")
    items = {item.label: item for item in await editor.completions(uri, len(editor.texts[uri]))}
    editor.complete(uri, items["LinearSVC"])
    assert "from sklearn.svm import SVC, LinearSVC\n" in editor.texts[uri]
    assert editor.texts[uri].endswith("model = LinearSVC")
    editor.close(uri)


async def test_settings_are_completed_in_the_files_that_hold_them(editor):
    uri, text = "file:///nowhere/pyproject.toml", '[tool.fitlens]\nselect = ["SKL10'
    editor.texts[uri], editor.versions[uri] = text, 1
    document = types.TextDocumentItem(uri, "toml", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    items = {item.label: item for item in await editor.completions(uri, len(text))}
    editor.complete(uri, items["SKL101"])
    assert editor.texts[uri].endswith('select = ["SKL101')
    editor.close(uri)


async def test_signature_help_marks_the_argument(editor, example):
    text = example + 'print("📈", SVC(C=1, gamma='
    uri = editor.open(text)
    help_ = await editor.signature(uri, len(text))
    (signature,) = help_.signatures
    assert signature.label.startswith('SVC(*, C=1.0, kernel="rbf"')
    argument = signature.parameters[help_.active_parameter]
    label = argument.label
    assert (label if isinstance(label, str) else signature.label[slice(*label)]) == 'gamma="scale"'
    told = argument.documentation if isinstance(argument.documentation, str) else argument.documentation.value
    assert "hyperparameter" in told
    editor.close(uri)


async def test_diagnostics_are_pulled_or_pushed_never_both(editor, uri):
    found = {diagnostic.code: diagnostic for diagnostic in await editor.diagnostics(uri)}
    assert set(found) == {"SKL101", "SKL201"}
    assert editor.written(uri, found["SKL101"].range) == "kernal"
    assert editor.written(uri, found["SKL201"].range) == "coef_"
    assert "`kernel`" in found["SKL101"].message or '"kernel"' in found["SKL101"].message
    if editor.pulls:
        assert uri not in editor.client.diagnostics


async def test_diagnostics_carry_what_the_client_can_show(editor, uri):
    pushed = editor.capabilities.text_document.publish_diagnostics
    for diagnostic in await editor.diagnostics(uri):
        assert diagnostic.severity == types.DiagnosticSeverity.Error
        assert diagnostic.source == "fitlens"
        assert diagnostic.data is None or pushed.data_support
        assert diagnostic.related_information is None or pushed.related_information
        assert diagnostic.code_description is None or pushed.code_description_support


async def test_what_does_nothing_fades_and_what_goes_is_struck(editor):
    uri = editor.open(
        "from sklearn.linear_model import LogisticRegression\nfrom sklearn.svm import SVC\n"
        'SVC(kernel="linear", gamma=0.1).fit([[0], [1]], [0, 1])\nLogisticRegression(penalty="l2")\nSVC(kernal=1)\n'
    )
    found = {each.code: each for each in await editor.diagnostics(uri)}
    assert list(found["SKL106"].tags) == [types.DiagnosticTag.Unnecessary]
    assert list(found["SKL412"].tags) == [types.DiagnosticTag.Deprecated]
    assert found["SKL101"].tags is None
    if editor.capabilities.text_document.publish_diagnostics.data_support:
        (edit,) = found["SKL101"].data["edits"]
        assert edit["newText"] == "kernel"
    editor.close(uri)


async def test_the_quick_fix_repairs_the_program(editor, uri):
    if editor.offered.code_action_provider is None:
        pytest.skip("this editor shows no code actions")
    found = {diagnostic.code: diagnostic for diagnostic in await editor.diagnostics(uri)}
    action, *_ = await editor.actions(uri, found["SKL101"])
    assert action.kind == types.CodeActionKind.QuickFix
    assert list(action.diagnostics) == [found["SKL101"]]
    editor.edit(uri, editor.edits(action))
    assert 'print("📈", SVC(kernel="linear").kernel)' in editor.texts[uri]
    assert {diagnostic.code for diagnostic in await editor.diagnostics(uri)} == {"SKL201"}


async def test_what_changes_the_whole_file_is_for_those_who_ask_for_it(editor, uri):
    if editor.offered.code_action_provider is None:
        pytest.skip("this editor shows no code actions")
    where = types.TextDocumentIdentifier(uri), WHOLE

    async def of_kinds(only):
        asked = types.CodeActionParams(*where, types.CodeActionContext([], only=only))
        found = await editor.client.text_document_code_action_async(asked)
        return [action.kind for action in found if isinstance(action, types.CodeAction)]

    assert set(await of_kinds(["source.fixAll"])) == {"source.fixAll.fitlens"}
    assert await of_kinds(["source.organizeImports"]) == []
    assert "source.fixAll.fitlens" not in await of_kinds(None)


async def test_what_rewrites_code_is_made_when_it_is_chosen(editor):
    if editor.offered.code_action_provider is None:
        pytest.skip("this editor shows no code actions")
    uri = editor.open("from sklearn.svm import SVC\nSVC(C=1)\n")
    where = types.TextDocumentIdentifier(uri), types.Range(types.Position(1, 1), types.Position(1, 1))
    asked = types.CodeActionParams(*where, types.CodeActionContext([], only=["refactor.rewrite"]))
    offered, *_ = await editor.client.text_document_code_action_async(asked)
    lazily = editor.capabilities.text_document.code_action.resolve_support
    assert (offered.edit is None) == bool(lazily)
    editor.edit(uri, editor.edits(await editor.chosen(offered)))
    assert 'SVC(C=1, kernel="rbf"' in editor.texts[uri]
    if lazily:
        late = await editor.client.code_action_resolve_async(offered)
        assert late.edit is None  # the text that it was made for is not there any more
    editor.close(uri)


async def test_all_is_fixed_that_can_be_though_one_fix_brings_forth_another(editor):
    if editor.offered.code_action_provider is None:
        pytest.skip("this editor shows no code actions")
    uri = editor.open(TWICE)
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), WHOLE, types.CodeActionContext([], only=["source.fixAll"])
    )
    (offered,) = await editor.client.text_document_code_action_async(asked)
    editor.edit(uri, editor.edits(await editor.chosen(offered)))
    assert 'SVC(kernel="linear")' in editor.texts[uri]
    editor.close(uri)


async def test_a_rule_is_explained_on_request(editor):
    if editor.offered.code_action_provider is None or not editor.capabilities.workspace.execute_command:
        assert not editor.offered.execute_command_provider or not editor.offered.execute_command_provider.commands
        pytest.skip("this editor runs no commands")
    assert list(editor.offered.execute_command_provider.commands) == ["fitlens.explainRule"]
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams("fitlens.explainRule", arguments=["SKL101"])
    )
    assert editor.client.messages[-1].message.startswith("unknown-hyperparameter (SKL101): Checks the keywords")


async def test_inlay_hints_say_what_fit_learns_and_in_which_shape(editor, uri):
    if editor.offered.inlay_hint_provider is None:
        pytest.skip("this editor shows no inlay hints")
    learns, shape = await editor.client.text_document_inlay_hint_async(
        types.InlayHintParams(types.TextDocumentIdentifier(uri), WHOLE)
    )
    assert editor.texts[uri][: editor.offset(uri, learns.position)].endswith("clf.fit(X, y)")
    assert str(learns.label).startswith("learns ")
    assert editor.texts[uri][: editor.offset(uri, shape.position)].endswith('after", clf.coef_')
    assert str(shape.label).endswith(", n_features)")


async def test_a_hint_is_explained_when_it_is_asked_for(editor, uri):
    if editor.offered.inlay_hint_provider is None:
        pytest.skip("this editor shows no inlay hints")
    assert editor.offered.inlay_hint_provider.resolve_provider
    params = types.InlayHintParams(types.TextDocumentIdentifier(uri), WHOLE)
    learns, _ = await editor.client.text_document_inlay_hint_async(params)
    assert learns.tooltip is None
    resolved = await editor.client.inlay_hint_resolve_async(learns)
    assert "`coef_` float64 (n_classes" in resolved.tooltip.value


async def test_kinds_of_hints_are_switched_while_the_editor_runs(editor, uri):
    if editor.offered.inlay_hint_provider is None:
        pytest.skip("this editor shows no inlay hints")

    async def shown(chosen):
        settings = types.DidChangeConfigurationParams({"fitlens": {"inlayHints": chosen}})
        editor.client.workspace_did_change_configuration(settings)
        params = types.InlayHintParams(types.TextDocumentIdentifier(uri), WHOLE)
        return [hint.label for hint in await editor.client.text_document_inlay_hint_async(params)]

    assert await shown({"shape": False, "fit": False}) == []
    assert await shown({"roles": True}) == ["hyperparameter", "hyperparameter"]
    assert len(await shown({"fit": True, "shape": True, "roles": False})) == 2


async def test_labels_lie_on_their_names(editor, uri):
    if editor.offered.semantic_tokens_provider is None:
        pytest.skip("this editor does not lay tokens over each other")
    tokens = await editor.tokens(uri)
    assert {(token.text, token.type) for token in tokens} == {
        ("SVC", "estimator"),
        ("C", "hyperparameter"),
        ("kernel", "hyperparameter"),
        ("coef_", "learnedParameter"),
    }
    assert [token.modifiers for token in tokens if token.text == "coef_"] == [1, 0]
    options = editor.open("from sklearn.svm import SVC\nSVC(C=2.0, verbose=True)\n")
    assert [(token.text, token.modifiers) for token in await editor.tokens(options)][1:] == [("C", 0), ("verbose", 2)]


async def test_after_an_edit_only_what_differs_is_sent(editor, example):
    asked = editor.capabilities.text_document.semantic_tokens
    if editor.offered.semantic_tokens_provider is None or not asked.requests.full.delta:
        pytest.skip("this editor takes no differences")
    uri = editor.open(example)
    document = types.TextDocumentIdentifier(uri)
    first = await editor.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    editor.edit(uri, [types.TextEdit(types.Range(types.Position(0, 0), types.Position(0, 0)), "import sklearn\n")])
    delta = await editor.client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(document, first.result_id)
    )
    (edit,) = delta.edits
    assert (edit.start, edit.delete_count, len(edit.data)) == (0, 1, 1)  # the line that the first token stands on
    now = [*first.data[: edit.start], *edit.data, *first.data[edit.start + edit.delete_count :]]
    assert next(token.text for token in editor.decoded(uri, types.SemanticTokens(now))) == "SVC"
    stale = types.SemanticTokensDeltaParams(document, first.result_id)
    whole = await editor.client.text_document_semantic_tokens_full_delta_async(stale)
    assert list(whole.data) == now
    editor.close(uri)


async def test_labels_as_data_for_those_who_draw_them_themselves(editor, uri):
    answer = await editor.client.protocol.send_request_async("fitlens/labels", {"textDocument": {"uri": uri}})
    (told,) = answer.documents
    assert (told.uri, told.version) == (uri, 1)
    found = [(editor.written(uri, _range(each.range)), each.role, list(each.modifiers)) for each in told.labels]
    assert ("C", "hyperparameter", []) in found
    assert [each for each in found if each[0] == "coef_"] == [
        ("coef_", "learned-parameter", ["unfitted"]),
        ("coef_", "learned-parameter", []),
    ]
    nowhere = {"textDocument": {"uri": "file:///nowhere/else.py"}}
    assert await editor.client.protocol.send_request_async("fitlens/labels", nowhere) is None


def _range(told) -> types.Range:
    return types.Range(*(types.Position(each.line, each.character) for each in (told.start, told.end)))


async def test_a_notebook_may_come_as_one_script_with_its_magics_called(editor, example):
    """So does jupyterlab-lsp: one Python document under the notebook's URI."""
    uri = editor.open('get_ipython().run_line_magic("matplotlib", "inline")\n\n\n' + example, ".ipynb")
    assert {diagnostic.code for diagnostic in await editor.diagnostics(uri)} == {"SKL101", "SKL201"}
    assert "set by `fit` (line 10)" in await editor.told(uri, "coef_", 1)
    editor.close(uri)
