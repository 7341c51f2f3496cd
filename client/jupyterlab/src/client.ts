/** The language server as this page knows it: started, spoken to, started again. */

import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/browser';
import type * as lsp from 'vscode-languageserver-protocol';

import { CAPABILITIES } from './capabilities';
import { MOST, Restarting } from './restarting';
import { converse } from './socket';
import { Watched } from './watched';

/** The language server has ended by itself; as in fitlens/jupyter/extension.py. */
const ENDED = 4000;

/** What the user is to be told, with what may be done about it. */
export interface Problem {
  message: string;
  retry: () => void;
}

export interface Options {
  /** The interpreter that the judged programs run with, as an absolute path; null leaves it to the server. */
  interpreter: () => Promise<string | null>;
  tell: (problem: Problem) => void;
}

/** One page's language server. */
export class Client {
  private connection: MessageConnection | null = null;
  private socket: WebSocket | null = null;
  private readonly restarting = new Restarting();
  private wasReached = false;
  private stopped = true;
  private readonly _connected = new Signal<this, void>(this);
  private readonly _published = new Signal<this, lsp.PublishDiagnosticsParams>(this);
  private readonly _outdated = new Signal<this, void>(this);

  readonly watched = new Watched();

  /** What the numbers of its labels mean. */
  legend: lsp.SemanticTokensLegend = { tokenTypes: [], tokenModifiers: [] };

  constructor(private readonly options: Options) {}

  /** A server is there that knows of no document yet. */
  get connected(): ISignal<this, void> {
    return this._connected;
  }

  get published(): ISignal<this, lsp.PublishDiagnosticsParams> {
    return this._published;
  }

  /** Labels that were given no longer hold. */
  get outdated(): ISignal<this, void> {
    return this._outdated;
  }

  get isConnected(): boolean {
    return this.connection !== null;
  }

  start(): void {
    this.stopped = false;
    this.restarting.forget();
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
    this.leave();
  }

  restart(): void {
    this.stop();
    this.start();
  }

  notify(method: string, params: object): void {
    void this.connection?.sendNotification(method, params);
  }

  /** The answer; null where there is no server, or it cannot tell. */
  async request<T>(method: string, params: object, token?: CancellationToken): Promise<T | null> {
    try {
      // A token that is undefined would be taken for a second parameter.
      const rest = token === undefined ? [] : [token];
      return (await this.connection?.sendRequest<T | null>(method, params, ...rest)) ?? null;
    } catch (error) {
      console.debug(`FitLens: ${method}:`, error);
      return null;
    }
  }

  private open(): void {
    const settings = ServerConnection.makeSettings();
    const address = URLExt.join(settings.wsUrl, 'fitlens/server');
    const token = settings.appendToken && settings.token ? `?token=${encodeURIComponent(settings.token)}` : '';
    const socket = new settings.WebSocket(address + token);
    this.socket = socket;
    socket.onopen = () => void this.greet(socket);
    socket.onclose = event => this.lost(socket, event);
  }

  private async greet(socket: WebSocket): Promise<void> {
    const root = PageConfig.getOption('fitlensRoot') || PageConfig.getOption('rootUri') || null;
    const interpreter = await this.options.interpreter().catch(() => null);
    if (socket !== this.socket) {
      return;
    }
    const connection = converse(socket);
    this.watched.serve(connection);
    connection.onNotification('textDocument/publishDiagnostics', (params: lsp.PublishDiagnosticsParams) =>
      this._published.emit(params)
    );
    connection.onRequest('workspace/semanticTokens/refresh', () => {
      this._outdated.emit();
      return null;
    });
    connection.listen();
    const params: lsp.InitializeParams = {
      processId: null,
      clientInfo: { name: 'fitlens-jupyterlab' },
      rootUri: root,
      workspaceFolders: root ? [{ uri: root, name: 'Jupyter' }] : null,
      capabilities: CAPABILITIES,
      initializationOptions: { semanticTokens: true, ...(interpreter ? { interpreter } : {}) }
    };
    try {
      const { capabilities } = await connection.sendRequest<lsp.InitializeResult>('initialize', params);
      this.legend = capabilities.semanticTokensProvider?.legend ?? this.legend;
    } catch (error) {
      console.warn('FitLens: the language server was not reached:', error);
      return;
    }
    if (socket !== this.socket) {
      return;
    }
    this.wasReached = true;
    this.connection = connection;
    void connection.sendNotification('initialized', {});
    this._connected.emit();
  }

  private leave(): void {
    this.connection?.dispose();
    this.connection = null;
    this.socket = null;
  }

  private lost(socket: WebSocket, event: CloseEvent): void {
    if (socket !== this.socket) {
      return;
    }
    this.leave();
    if (this.stopped) {
      return;
    }
    const pause = this.restarting.next(Date.now());
    if (pause !== null) {
      window.setTimeout(() => this.socket === null && !this.stopped && this.open(), pause);
    } else if (event.code === ENDED || !this.wasReached) {
      this.stopped = true;
      this.options.tell({ message: this.why(event), retry: () => this.start() });
    } else {
      // The Jupyter server itself is away, which JupyterLab tells of.
      this.restarting.forget();
      window.setTimeout(() => this.socket === null && !this.stopped && this.open(), 30_000);
    }
  }

  private why(event: CloseEvent): string {
    return event.code === ENDED
      ? `FitLens: the language server ended ${MOST + 1} times (${event.reason}); the log of the Jupyter server says more`
      : 'FitLens: this Jupyter server does not offer its language server; is fitlens installed in its environment?';
  }
}
