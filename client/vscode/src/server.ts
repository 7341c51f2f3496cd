// The connection to the server: started, started again when something it depends on changes, given up when it keeps crashing.
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import type { Interpreters } from "./interpreters.js";
import { launch, NoPythonError, type Launch } from "./launching.js";
import { AnalysedNotification, type Analysed } from "./protocol.js";
import { serverSettings, setting } from "./settings.js";

const MOST_RESTARTS = 5;
const WITHIN = 3 * 60 * 1000;
const PYTHON = "python";

export type State = "stopped" | "starting" | "running" | "no-python" | "given-up";

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel("FitLens", { log: true });
  private readonly analysed = new vscode.EventEmitter<Analysed>();
  readonly onAnalysed = this.analysed.event;
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.changed.event;
  private current: LanguageClient | undefined;
  private started: Launch | undefined;
  private now: State = "stopped";
  private crashes: number[] = [];
  /** What is started or stopped, one after the other. */
  private queue: Promise<void> = Promise.resolve();
  private disposed = false;

  constructor(
    private readonly extension: vscode.ExtensionContext,
    private readonly interpreters: Interpreters,
    private readonly settings: readonly string[],
  ) {}

  get state(): State {
    return this.now;
  }

  get client(): LanguageClient | undefined {
    return this.now === "running" ? this.current : undefined;
  }

  get launched(): Launch | undefined {
    return this.started;
  }

  /** Starts the server anew, with what holds now. */
  restart(): Promise<void> {
    this.crashes = [];
    return this.again();
  }

  /** Starts anew if the interpreter that is selected is another one. */
  async follow(): Promise<void> {
    const selected = await this.interpreters.selected();
    if (this.now === "no-python" || selected?.path !== this.started?.selected?.path) {
      await this.restart();
    }
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.halt());
  }

  dispose(): void {
    this.disposed = true;
    this.output.dispose();
    this.analysed.dispose();
    this.changed.dispose();
  }

  private again(): Promise<void> {
    return this.inTurn(async () => {
      await this.halt();
      await this.begin();
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work, work);
    return this.queue;
  }

  private become(state: State): void {
    this.now = state;
    if (!this.disposed) {
      this.changed.fire(state);
    }
  }

  private async halt(): Promise<void> {
    const client = this.current;
    this.current = undefined;
    this.become("stopped");
    if (client !== undefined) {
      try {
        await client.dispose(2000);
      } catch {
        // It had ended by itself.
      }
    }
  }

  private async begin(): Promise<void> {
    this.become("starting");
    try {
      this.started = await launch(this.extension, this.interpreters);
    } catch (error) {
      this.become("no-python");
      if (!(error instanceof NoPythonError)) {
        throw error;
      }
      this.output.error(error.message);
      void this.offerInterpreter(error);
      return;
    }
    const { command, args, python, fitlens, bundled, selected } = this.started;
    this.output.info(
      `FitLens ${fitlens}${bundled ? "" : " (the workspace's own)"} on Python ${python}: ${[command, ...args].join(" ")}`,
    );
    this.output.info(selected ? `Programs run with ${selected.path} (${selected.by})` : "No interpreter is selected");
    const run = { command, args: [...args, "server"] };
    const client = new LanguageClient("fitlens", "FitLens", { run, debug: run }, this.options());
    this.current = client;
    client.onNotification(AnalysedNotification, (told) => {
      this.analysed.fire(told);
    });
    try {
      await client.start();
    } catch (error) {
      this.output.error(`The server did not start: ${String(error)}`);
      this.crashed(client);
      return;
    }
    if (this.isCurrent(client)) {
      this.become("running");
    }
  }

  private options(): LanguageClientOptions {
    const schemes = ["file", "untitled", "vscode-notebook-cell"];
    return {
      documentSelector: schemes.map((scheme) => ({ scheme, language: PYTHON })),
      outputChannel: this.output,
      initializationOptions: {
        analysed: true,
        semanticTokens: setting("semanticTokens", false),
        interpreter: this.started?.selected?.path,
        config: serverSettings(this.settings),
      },
      initializationFailedHandler: () => false,
      diagnosticPullOptions: { onChange: true, onSave: false, onTabs: true },
      connectionOptions: { maxRestartCount: 0 },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          const client = this.current;
          if (client !== undefined && this.now === "running") {
            this.crashed(client);
          }
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        provideInlayHints: (document, range, token, next) =>
          setting("inlayHints.enabled", true) ? next(document, range, token) : [],
      },
    };
  }

  private isCurrent(client: LanguageClient): boolean {
    return this.current === client;
  }

  private crashed(client: LanguageClient): void {
    if (!this.isCurrent(client)) {
      return;
    }
    const time = Date.now();
    this.crashes = [...this.crashes.filter((each) => time - each < WITHIN), time];
    this.become("stopped");
    if (this.crashes.length <= MOST_RESTARTS) {
      this.output.warn(`The server ended by itself, for the ${String(this.crashes.length)}. time; it is started again`);
      void this.again();
      return;
    }
    this.become("given-up");
    this.output.error(`The server ended by itself ${String(this.crashes.length)} times; it is not started again`);
    void this.offerRestart();
  }

  private async offerRestart(): Promise<void> {
    const restart = "Restart";
    const show = "Show Output";
    const message = `The FitLens server ended ${String(this.crashes.length)} times in a row and is not started again.`;
    const chosen = await vscode.window.showErrorMessage(message, restart, show);
    if (chosen === restart) {
      await this.restart();
    } else if (chosen === show) {
      this.output.show();
    }
  }

  private async offerInterpreter(error: NoPythonError): Promise<void> {
    const knows = (await vscode.commands.getCommands(true)).includes("python.setInterpreter");
    const select = knows ? "Select Interpreter" : "Open Settings";
    const again = "Try Again";
    const chosen = await vscode.window.showErrorMessage(error.message, select, again);
    if (chosen === again) {
      await this.restart();
    } else if (chosen === select) {
      await (knows
        ? vscode.commands.executeCommand("python.setInterpreter")
        : vscode.commands.executeCommand("workbench.action.openSettings", "fitlens.serverInterpreter"));
    }
  }
}
