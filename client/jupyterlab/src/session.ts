/** Keeps the language server's knowledge and the editors in step: texts go there, findings and labels come back.

Nothing here happens while a key is handled: a change starts a clock, and all else follows behind it. */

import type { EditorView } from '@codemirror/view';
import { Signal, type ISignal } from '@lumino/signaling';
import { CancellationTokenSource } from 'vscode-jsonrpc/browser';
import type * as lsp from 'vscode-languageserver-protocol';

import { Bindings } from './bindings';
import type { Client } from './client';
import type { Listener, Program } from './document';
import { draw } from './drawing';
import { labelsOf } from './labels';
import type { Part } from './part';
import type { Settings } from './settings';

/** Milliseconds without a change before the language server is told, and after the first one at the latest. */
const PAUSE = 120;
const LONGEST = 600;

interface Tended {
  program: Program;
  timer: number | null;
  since: number;
  asking: CancellationTokenSource | null;
}

export class Session implements Listener {
  readonly bindings = new Bindings();
  private readonly tended = new Map<Program, Tended>();
  private readonly owners = new Map<string, Tended>();
  private readonly _drawn = new Signal<this, void>(this);

  constructor(
    readonly client: Client,
    readonly settings: Settings
  ) {
    client.connected.connect(() => this.tended.forEach(each => this.introduce(each)));
    client.published.connect((_, params) => this.received(params));
    client.outdated.connect(() => this.tended.forEach(each => this.label(each)));
    this.bindings.appeared.connect((_, view) => window.setTimeout(() => this.appeared(view)));
    settings.changed.connect(() => this.redraw());
  }

  /** Findings or labels have been drawn. */
  get drawn(): ISignal<this, void> {
    return this._drawn;
  }

  /** A document is open from now on. */
  open(program: Program): void {
    const tended: Tended = { program, timer: null, since: 0, asking: null };
    this.tended.set(program, tended);
    if (this.client.isConnected) {
      this.introduce(tended);
    }
  }

  close(program: Program): void {
    const tended = this.tended.get(program);
    if (tended === undefined) {
      return;
    }
    this.tended.delete(program);
    window.clearTimeout(tended.timer ?? undefined);
    tended.asking?.cancel();
    program.close(this.client);
  }

  /** A document may have changed. */
  touch(program: Program): void {
    const tended = this.tended.get(program);
    if (tended === undefined || !this.client.isConnected) {
      return;
    }
    const now = Date.now();
    if (tended.timer === null) {
      tended.since = now;
    }
    window.clearTimeout(tended.timer ?? undefined);
    const wait = Math.max(0, Math.min(PAUSE, tended.since + LONGEST - now));
    tended.timer = window.setTimeout(() => this.flush(tended), wait);
  }

  /** Tells the language server of a part's document as it is now, before something is asked about it. */
  settle(part: Part): void {
    const tended = this.owners.get(part.uri);
    if (tended !== undefined && (tended.timer !== null || !part.isCurrent)) {
      this.flush(tended);
    }
  }

  part(uri: string): Part | null {
    return this.owners.get(uri)?.program.parts.get(uri) ?? null;
  }

  came(part: Part): void {
    this.bindings.bind(part);
  }

  went(part: Part): void {
    this.owners.delete(part.uri);
    this.bindings.unbind(part);
    this.bindings.viewsOf(part).forEach(view => draw(view, { labels: [], findings: [] }));
  }

  private introduce(tended: Tended): void {
    tended.program.open(this.client);
    this.label(tended);
  }

  private flush(tended: Tended): void {
    window.clearTimeout(tended.timer ?? undefined);
    tended.timer = null;
    if (tended.program.update(this.client)) {
      this.label(tended);
    }
  }

  /** Asks for the labels of what is shown; those of the rest are asked for when it is. */
  private label(tended: Tended): void {
    tended.asking?.cancel();
    tended.asking = new CancellationTokenSource();
    for (const part of tended.program.parts.values()) {
      this.owners.set(part.uri, tended);
      part.isLabelled = false;
      if (this.bindings.viewsOf(part).length > 0) {
        void this.ask(tended, part);
      }
    }
  }

  private async ask(tended: Tended, part: Part): Promise<void> {
    const version = part.version;
    part.isLabelled = true;
    const tokens = await this.client.request<lsp.SemanticTokens>(
      'textDocument/semanticTokens/full',
      { textDocument: { uri: part.uri } },
      tended.asking?.token
    );
    // An answer to an older question is of a text that is no more; the newer one is under way.
    if (tokens === null || version !== part.version || !part.isCurrent) {
      return;
    }
    part.labels = labelsOf(tokens, this.client.legend);
    this.show(part);
  }

  private received(params: lsp.PublishDiagnosticsParams): void {
    const part = this.part(params.uri);
    if (part === null || !part.isCurrent || (params.version !== undefined && params.version !== part.version)) {
      return;
    }
    part.diagnostics = params.diagnostics;
    this.show(part);
  }

  private appeared(view: EditorView): void {
    const part = this.bindings.partIn(view);
    const tended = part && this.owners.get(part.uri);
    if (!part || !tended) {
      return;
    }
    if (part.isCurrent) {
      this.show(part);
    }
    if (!part.isLabelled) {
      void this.ask(tended, part);
    }
  }

  private redraw(): void {
    for (const tended of this.tended.values()) {
      tended.program.parts.forEach(part => part.isCurrent && this.show(part));
    }
  }

  private show(part: Part): void {
    const labels = part.labels
      .map(label => ({ ...label, kinds: this.settings.drawn(label.kinds) }))
      .filter(label => label.kinds.length > 0);
    const findings = this.settings.values.findings ? part.diagnostics : [];
    this.bindings.viewsOf(part).forEach(view => draw(view, { labels, findings }));
    this._drawn.emit();
  }
}
