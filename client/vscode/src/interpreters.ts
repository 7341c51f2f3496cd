// Which Python the user has chosen: from the Python Environments extension, else from ms-python's; each asked as it documents.
import * as vscode from "vscode";
import { disposeAll } from "./disposing.js";
import { firstFolder } from "./settings.js";

interface Environments {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>;
  onDidChangeEnvironment: vscode.Event<unknown>;
}

interface MicrosoftPython {
  ready?: Promise<void>;
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const ENVIRONMENTS = "ms-python.vscode-python-envs";
const PYTHON = "ms-python.python";
const LONGEST = 8000;

/** The interpreter that is selected in the editor, and who says so; undefined where no extension knows one. */
export interface Selected {
  path: string;
  by: string;
}

export class Interpreters implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private readonly followed = new Set<string>();

  constructor() {
    // One of them may be installed while we run.
    this.subscriptions.push(
      vscode.extensions.onDidChange(() => {
        this.changed.fire();
      }),
    );
  }

  async selected(): Promise<Selected | undefined> {
    return (await this.ofEnvironments()) ?? (await this.ofPython());
  }

  private async ofEnvironments(): Promise<Selected | undefined> {
    const api = await activated<Environments>(ENVIRONMENTS);
    if (api === undefined || typeof api.getEnvironment !== "function") {
      return undefined;
    }
    this.follow(ENVIRONMENTS, api.onDidChangeEnvironment);
    try {
      const found = await inTime(api.getEnvironment(firstFolder()));
      const path = found?.execInfo?.run?.executable;
      return path === undefined ? undefined : { path, by: "Python Environments" };
    } catch {
      return undefined;
    }
  }

  private async ofPython(): Promise<Selected | undefined> {
    const api = await activated<MicrosoftPython>(PYTHON);
    // Another extension may pass itself off as this one, with less.
    const environments = (api as Partial<MicrosoftPython> | undefined)?.environments;
    if (environments === undefined) {
      return undefined;
    }
    this.follow(PYTHON, environments.onDidChangeActiveEnvironmentPath);
    try {
      await inTime(api?.ready ?? Promise.resolve());
      const active = environments.getActiveEnvironmentPath(firstFolder());
      const resolved = await inTime(environments.resolveEnvironment(active));
      const path = resolved?.executable.uri?.fsPath;
      return path === undefined ? undefined : { path, by: "Python" };
    } catch {
      return undefined;
    }
  }

  private follow(extension: string, event: vscode.Event<unknown>): void {
    if (!this.followed.has(extension)) {
      this.followed.add(extension);
      this.subscriptions.push(
        event(() => {
          this.changed.fire();
        }),
      );
    }
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }
}

async function activated<T>(id: string): Promise<T | undefined> {
  const extension = vscode.extensions.getExtension<T>(id);
  try {
    return extension === undefined ? undefined : await inTime(extension.activate());
  } catch {
    return undefined;
  }
}

/** Another extension that never answers must not keep ours from starting. */
async function inTime<T>(promise: Thenable<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, LONGEST);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
