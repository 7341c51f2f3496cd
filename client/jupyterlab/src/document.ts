/** What the language server knows as one program: a script, or a notebook with its cells in order. */

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type * as lsp from 'vscode-languageserver-protocol';

import type { Client } from './client';
import { difference } from './difference';
import { Part } from './part';

/** How a document's parts come and go is told to. */
export interface Listener {
  came(part: Part): void;
  went(part: Part): void;
}

export interface Program {
  readonly uri: string;
  readonly parts: ReadonlyMap<string, Part>;
  /** Opens it in a language server that does not know it. */
  open(client: Client): void;
  /** Tells what has changed since; whether anything has. */
  update(client: Client): boolean;
  close(client: Client): void;
}

/** A file of Python. */
export class Script implements Program {
  readonly parts: ReadonlyMap<string, Part>;
  private readonly part: Part;

  constructor(
    readonly uri: string,
    model: DocumentRegistry.ICodeModel,
    private readonly listener: Listener
  ) {
    this.part = new Part(uri, model.sharedModel);
    this.parts = new Map([[uri, this.part]]);
  }

  open(client: Client): void {
    this.listener.came(this.part);
    client.notify('textDocument/didOpen', { textDocument: this.part.item() });
  }

  update(client: Client): boolean {
    const change = this.part.change();
    if (change !== null) {
      const { uri, version } = this.part;
      client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
    }
    return change !== null;
  }

  close(client: Client): void {
    this.listener.went(this.part);
    client.notify('textDocument/didClose', { textDocument: { uri: this.uri } });
  }
}

interface TextContent {
  document: lsp.VersionedTextDocumentIdentifier;
  changes: lsp.TextDocumentContentChangeEvent[];
}

const MARKUP: lsp.NotebookCellKind = 1;
const CODE: lsp.NotebookCellKind = 2;

/** A notebook. */
export class Notebook implements Program {
  private readonly known = new Map<string, Part>();
  private cells: lsp.NotebookCell[] = [];
  private version = 0;

  constructor(
    readonly uri: string,
    private readonly model: INotebookModel,
    private readonly listener: Listener
  ) {}

  get parts(): ReadonlyMap<string, Part> {
    return this.known;
  }

  open(client: Client): void {
    this.known.forEach(part => this.listener.went(part));
    this.known.clear();
    const opened: lsp.TextDocumentItem[] = [];
    this.cells = this.collect(opened);
    this.version += 1;
    const notebookDocument: lsp.NotebookDocument = {
      uri: this.uri,
      notebookType: 'jupyter-notebook',
      version: this.version,
      cells: this.cells
    };
    client.notify('notebookDocument/didOpen', { notebookDocument, cellTextDocuments: opened });
  }

  update(client: Client): boolean {
    const opened: lsp.TextDocumentItem[] = [];
    const before = this.cells;
    this.cells = this.collect(opened);
    const structure = this.moved(before, opened);
    const textContent: TextContent[] = [];
    for (const part of this.known.values()) {
      const change = part.change();
      if (change !== null) {
        textContent.push({ document: { uri: part.uri, version: part.version }, changes: [change] });
      }
    }
    if (structure === undefined && textContent.length === 0) {
      return false;
    }
    this.version += 1;
    const params: lsp.DidChangeNotebookDocumentParams = {
      notebookDocument: { uri: this.uri, version: this.version },
      change: { cells: { ...(structure && { structure }), ...(textContent.length > 0 && { textContent }) } }
    };
    client.notify('notebookDocument/didChange', params);
    return true;
  }

  close(client: Client): void {
    const cellTextDocuments = [...this.known.keys()].map(uri => ({ uri }));
    this.known.forEach(part => this.listener.went(part));
    client.notify('notebookDocument/didClose', { notebookDocument: { uri: this.uri }, cellTextDocuments });
  }

  /** The cells as they are now. A cell that is new becomes a part, and is added to those to be opened. */
  private collect(opened: lsp.TextDocumentItem[]): lsp.NotebookCell[] {
    const cells: lsp.NotebookCell[] = [];
    for (const cell of this.model.cells) {
      const uri = `${this.uri}#${encodeURIComponent(cell.sharedModel.id)}`;
      const isCode = cell.type === 'code';
      cells.push({ kind: isCode ? CODE : MARKUP, document: uri });
      const known = this.known.get(uri);
      if (isCode && known?.shared !== cell.sharedModel) {
        const part = new Part(uri, cell.sharedModel);
        part.version = known?.version ?? 0;
        this.known.set(uri, part);
        this.listener.came(part);
        opened.push(part.item());
      }
    }
    return cells;
  }

  /** What has become of the order and the kinds of the cells. */
  private moved(before: lsp.NotebookCell[], opened: lsp.TextDocumentItem[]) {
    const keys = (cells: lsp.NotebookCell[]) => cells.map(cell => `${cell.kind} ${cell.document}`);
    const changed = difference(keys(before), keys(this.cells));
    if (changed === null && opened.length === 0) {
      return undefined;
    }
    const { start, oldEnd, newEnd } = changed ?? { start: 0, oldEnd: 0, newEnd: 0 };
    const code = new Set(this.cells.filter(cell => cell.kind === CODE).map(cell => cell.document));
    const closed = [...this.known.values()].filter(part => !code.has(part.uri));
    for (const part of closed) {
      this.known.delete(part.uri);
      this.listener.went(part);
    }
    return {
      array: { start, deleteCount: oldEnd - start, cells: this.cells.slice(start, newEnd) },
      didOpen: opened,
      didClose: closed.map(part => ({ uri: part.uri }))
    };
  }
}
