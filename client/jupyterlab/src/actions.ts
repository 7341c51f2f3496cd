/** Quick fixes: what the language server offers for a finding, and its edits in cells and scripts. */

import type { EditorView } from '@codemirror/view';
import { Text } from '@codemirror/state';
import type * as lsp from 'vscode-languageserver-protocol';

import { offsetAt, rangeOf } from './positions';
import type { Session } from './session';

/** What may be done about the findings at an offset, what is preferred first. */
export async function actionsAt(
  session: Session,
  view: EditorView,
  offset: number,
  diagnostics: readonly lsp.Diagnostic[],
  only?: string[]
): Promise<lsp.CodeAction[]> {
  const part = session.bindings.partIn(view);
  if (part === null) {
    return [];
  }
  session.settle(part);
  const params: lsp.CodeActionParams = {
    textDocument: { uri: part.uri },
    range: diagnostics[0]?.range ?? rangeOf(view.state.doc, offset, offset),
    context: { diagnostics: [...diagnostics], ...(only && { only }) }
  };
  const found = await session.client.request<lsp.CodeAction[]>('textDocument/codeAction', params);
  const usable = (found ?? []).filter(each => each.edit !== undefined);
  return usable.sort((a, b) => Number(b.isPreferred ?? false) - Number(a.isPreferred ?? false));
}

/** Whether all texts are still those that the edits were made for; then they are edited, and otherwise none is. */
export function apply(session: Session, edit: lsp.WorkspaceEdit): boolean {
  const changes: { uri: string; version: number | null; edits: lsp.TextEdit[] }[] = [];
  for (const change of edit.documentChanges ?? []) {
    if (!('textDocument' in change)) {
      return false;
    }
    const { uri, version } = change.textDocument;
    changes.push({ uri, version, edits: change.edits as lsp.TextEdit[] });
  }
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
    changes.push({ uri, version: null, edits });
  }
  const planned = changes.map(change => ({ ...change, part: session.part(change.uri) }));
  for (const { part, version } of planned) {
    if (part === null || !part.isCurrent || (version !== null && version !== part.version)) {
      return false;
    }
  }
  for (const { part, edits } of planned) {
    const shared = part!.shared;
    const text = Text.of(shared.getSource().split('\n'));
    const places = edits.map(each => ({
      from: offsetAt(text, each.range.start),
      to: offsetAt(text, each.range.end),
      text: each.newText
    }));
    shared.transact(() => {
      for (const each of places.sort((a, b) => b.from - a.from)) {
        shared.updateSource(each.from, each.to, each.text);
      }
    });
  }
  return true;
}
