// What a user may ask for by name: each command is one thing that a menu or a key does.
import { execFile } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";
import { disposeAll } from "./disposing.js";
import { goTo } from "./estimators.js";
import type { Place } from "./protocol.js";
import type { Server } from "./server.js";
import { firstFolder, SECTION } from "./settings.js";
import { type Status, why } from "./status.js";

const LONGEST = 60_000;
/** So many of the actions at a place are made whole: the server makes an edit only when it is asked for. */
const MOST_ACTIONS = 20;
const LINK = /\[[^\]]*\]\((https:\/\/[^)\s]+)\)/g;

export class Commands implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly status: Status,
    private readonly versions: readonly string[],
  ) {
    const all: Record<string, (...given: never[]) => unknown> = {
      restart: () => this.server.restart(),
      showOutput: () => {
        this.server.output.show();
      },
      fixAll: () => vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.fitlens", apply: "first" }),
      upgradeFile: (version?: string) => this.upgrade(version),
      createSearchSpace: () => this.createSearchSpace(),
      openDocumentation: () => this.openDocumentation(),
      chooseTargetVersion: (version?: string) => this.chooseTargetVersion(version),
      reportVersions: () => this.reportVersions(),
      goTo: (place: Place) => goTo(place),
    };
    this.subscriptions = Object.entries(all).map(([name, run]) =>
      vscode.commands.registerCommand(`${SECTION}.${name}`, run),
    );
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  /** The text of the file as it would be for another scikit-learn, in one edit that can be undone. */
  private async upgrade(given?: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const launched = this.server.launched;
    if (editor === undefined || launched === undefined || editor.document.uri.scheme === "vscode-notebook-cell") {
      void vscode.window.showInformationMessage("FitLens upgrades the Python file that is open in the active editor.");
      return;
    }
    const version = given ?? (await this.pickVersion("The scikit-learn that this file is to run with"));
    if (version === undefined) {
      return;
    }
    const { document } = editor;
    const before = document.getText();
    const name = document.isUntitled ? "untitled.py" : document.uri.fsPath;
    const args = ["check", "--fix-only", "--quiet", "--no-cache", "--target-version", version, "--stdin-filename", name, "-"];
    const after = await run(launched.command, [...launched.args, ...args], before, path.dirname(name));
    if (document.getText() !== before) {
      void vscode.window.showWarningMessage("The file was changed while FitLens looked at it, and is left as it is.");
    } else if (after === before) {
      void vscode.window.showInformationMessage(`FitLens knows nothing to change safely for scikit-learn ${version}.`);
    } else {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), after);
      await vscode.workspace.applyEdit(edit);
    }
  }

  private async createSearchSpace(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      return;
    }
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      editor.document.uri,
      editor.selection,
      vscode.CodeActionKind.RefactorRewrite.value,
      MOST_ACTIONS,
    );
    const action = found.find((each) => each.title.startsWith("Create a search space"));
    if (action?.edit === undefined) {
      void vscode.window.showInformationMessage("Put the cursor on the name of an estimator, where it is made.");
      return;
    }
    await vscode.workspace.applyEdit(action.edit);
  }

  /** The page that a hover of ours links to; where there is none, the documentation of FitLens. */
  private async openDocumentation(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const hovers =
      editor === undefined
        ? []
        : await vscode.commands.executeCommand<vscode.Hover[]>(
            "vscode.executeHoverProvider",
            editor.document.uri,
            editor.selection.active,
          );
    const text = hovers
      .flatMap((hover) => hover.contents as (string | vscode.MarkdownString)[])
      .map((content) => (typeof content === "string" ? content : content.value))
      .filter((each) => each.includes("docs "))
      .join("\n");
    const url = [...text.matchAll(LINK)].at(-1)?.[1];
    await (url === undefined
      ? vscode.commands.executeCommand("workbench.extensions.action.showExtensionsWithIds", ["fitlens.fitlens"])
      : vscode.env.openExternal(vscode.Uri.parse(url)));
  }

  private async chooseTargetVersion(given?: string): Promise<void> {
    const version = given ?? (await this.pickVersion("The scikit-learn to judge by", true));
    if (version === undefined) {
      return;
    }
    const target = firstFolder() === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
    const value = version === "" ? undefined : version;
    await vscode.workspace.getConfiguration(SECTION).update("targetVersion", value, target);
  }

  private async pickVersion(title: string, automatic = false): Promise<string | undefined> {
    const told = this.status.analysed;
    const items = this.versions.map((version) => ({
      label: version === "" ? "As the project says" : `scikit-learn ${version}`,
      description: version === told?.scikitLearn.judgedBy ? `now: ${why(told)}` : "",
      version,
    }));
    const offered = items.filter((item) => automatic || item.version !== "");
    return (await vscode.window.showQuickPick(offered, { title }))?.version;
  }

  private async reportVersions(): Promise<string> {
    const launched = this.server.launched;
    const told = this.status.analysed;
    const lines = [
      launched === undefined ? "FitLens: not started" : `FitLens ${launched.fitlens}${launched.bundled ? "" : " (of the workspace)"}`,
      launched === undefined ? "" : `runs on Python ${launched.python}`,
      launched?.selected === undefined ? "no interpreter selected" : `interpreter selected by ${launched.selected.by}`,
      told === undefined ? "" : `judged by scikit-learn ${told.scikitLearn.judgedBy}: ${why(told)}`,
      `VS Code ${vscode.version} on ${process.platform} ${process.arch}`,
    ];
    const report = lines.filter((line) => line !== "").join("\n");
    const copy = "Copy";
    void vscode.window.showInformationMessage(report.replaceAll("\n", " · "), copy).then(async (chosen) => {
      if (chosen === copy) {
        await vscode.env.clipboard.writeText(report);
      }
    });
    return Promise.resolve(report);
  }
}

/** What a program prints that is given a text; rejects with what it says of a failure. */
function run(command: string, args: string[], input: string, directory: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: LONGEST, maxBuffer: 64 * 1024 * 1024, windowsHide: true, cwd: path.isAbsolute(directory) ? directory : undefined };
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        reject(new Error(stderr.trim() === "" ? error.message : stderr.trim()));
      }
    });
    child.stdin?.end(input);
  });
}
