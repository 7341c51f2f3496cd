// The status item: by which scikit-learn a program is judged and why, what was found, and how long the last analysis took.
import * as vscode from "vscode";
import { disposeAll } from "./disposing.js";
import type { Analysed } from "./protocol.js";
import type { Server } from "./server.js";

export class Status implements vscode.Disposable {
  readonly item = vscode.window.createStatusBarItem("fitlens", vscode.StatusBarAlignment.Right, 90);
  private readonly last = new Map<string, Analysed>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.item.name = "FitLens";
    this.subscriptions = [
      this.item,
      server.onAnalysed((told) => {
        this.last.set(vscode.Uri.parse(told.uri).toString(), told);
        this.show();
      }),
      server.onDidChangeState(() => {
        this.show();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.show();
      }),
      vscode.window.onDidChangeActiveNotebookEditor(() => {
        this.show();
      }),
    ];
    this.show();
  }

  /** What came of the last analysis of the script or notebook that is looked at. */
  get analysed(): Analysed | undefined {
    const uri = vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
    return uri === undefined ? undefined : this.last.get(uri.toString());
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private show(): void {
    const python = vscode.window.activeTextEditor?.document.languageId === "python";
    if (!python && vscode.window.activeNotebookEditor === undefined) {
      this.item.hide();
      return;
    }
    this.item.backgroundColor = undefined;
    switch (this.server.state) {
      case "running":
        this.tell(this.analysed);
        break;
      case "starting":
        this.put("$(loading~spin) FitLens", "The FitLens server starts.", "fitlens.showOutput");
        break;
      case "no-python":
      case "given-up":
      case "stopped":
        this.put("$(warning) FitLens", "The FitLens server does not run; click to start it.", "fitlens.restart");
        this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
    }
    this.item.show();
  }

  private tell(told: Analysed | undefined): void {
    if (told === undefined) {
      this.put("sklearn", "FitLens has analysed nothing here yet.", "fitlens.chooseTargetVersion");
      return;
    }
    const { error, warning, info } = told.findings;
    const counts = [
      error > 0 ? ` $(error) ${String(error)}` : "",
      warning > 0 ? ` $(warning) ${String(warning)}` : "",
      info > 0 ? ` $(info) ${String(info)}` : "",
    ].join("");
    const { judgedBy } = told.scikitLearn;
    const lines = [
      `**FitLens** judges by scikit-learn **${judgedBy}**: ${why(told)}.`,
      ...told.scikitLearn.problems.map((problem) => `$(warning) ${problem}`),
      found(told),
      `The last analysis took ${told.milliseconds < 10 ? told.milliseconds.toFixed(1) : told.milliseconds.toFixed(0)} ms${
        told.complete ? "" : ", and stopped at its budget"
      }.`,
      "Click to choose another version.",
    ];
    this.put(`sklearn ${judgedBy}${counts}`, markdown(lines.join("\n\n")), "fitlens.chooseTargetVersion");
  }

  private put(text: string, tooltip: string | vscode.MarkdownString, command: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = command;
  }
}

/** Why a program is judged by that version: `requirements.txt:3 asks for scikit-learn==1.5.2`. */
export function why(told: Analysed): string {
  const { source, reason } = told.scikitLearn;
  return source === "" ? reason : `${source} ${reason}`;
}

function found({ findings: { error, warning, info } }: Analysed): string {
  const parts = [plural(error, "error"), plural(warning, "warning"), plural(info, "note")].filter((part) => part !== "");
  return parts.length === 0 ? "Nothing was found." : `Found: ${parts.join(", ")}.`;
}

function plural(count: number, name: string): string {
  return count === 0 ? "" : `${String(count)} ${name}${count === 1 ? "" : "s"}`;
}

function markdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text, true);
}
