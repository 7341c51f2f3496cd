/** One text that the language server knows: a script, or one code cell of a notebook. */

import type { CodeEditor } from '@jupyterlab/codeeditor';
import { Text } from '@codemirror/state';
import type * as lsp from 'vscode-languageserver-protocol';

import { difference } from './difference';
import type { Label } from './labels';
import { rangeOf } from './positions';

export type SharedText = CodeEditor.IModel['sharedModel'];

export class Part {
  /** What the language server has. */
  sent = '';
  version = 0;

  /** Of the version that was sent. */
  diagnostics: readonly lsp.Diagnostic[] = [];
  labels: readonly Label[] = [];
  /** Whether the labels are those of the last change of the document, wherever in it that was. */
  isLabelled = false;

  constructor(
    readonly uri: string,
    readonly shared: SharedText
  ) {}

  /** Whether the language server has the text as it is now. */
  get isCurrent(): boolean {
    return this.sent === this.shared.getSource();
  }

  /** The part as it is opened. */
  item(): lsp.TextDocumentItem {
    this.sent = this.shared.getSource();
    this.version += 1;
    return { uri: this.uri, languageId: 'python', version: this.version, text: this.sent };
  }

  /** What has changed since it was sent, which is now sent; null where nothing has. */
  change(): lsp.TextDocumentContentChangeEvent | null {
    const now = this.shared.getSource();
    const changed = difference(this.sent, now);
    if (changed === null) {
      return null;
    }
    const before = Text.of(this.sent.split('\n'));
    const range = rangeOf(before, changed.start, changed.oldEnd);
    this.sent = now;
    this.version += 1;
    return { range, text: now.slice(changed.start, changed.newEnd) };
  }
}
