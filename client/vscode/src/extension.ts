// Where VS Code enters: puts the parts together, and hands the tests what they look at.
import * as vscode from "vscode";
import { Commands } from "./commands.js";
import { EstimatorTree } from "./estimators.js";
import { Interpreters } from "./interpreters.js";
import { LabelPainter } from "./labels.js";
import { Server } from "./server.js";
import { SECTION } from "./settings.js";
import { Status } from "./status.js";

/** Settings of the extension that a server in being does not depend on. */
const OWN = ["labels", "inlayHints"].map((name) => `${SECTION}.${name}`);

/** What `activate` gives to other extensions and to tests. */
export interface Api {
  readonly server: Server;
  readonly labels: LabelPainter;
  readonly status: Status;
  readonly tree: EstimatorTree;
}

let running: Server | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const interpreters = new Interpreters();
  const settings = settingsOfServer(context);
  const server = new Server(context, interpreters, settings);
  const labels = new LabelPainter(server);
  const status = new Status(server);
  const tree = new EstimatorTree(server);
  running = server;
  context.subscriptions.push(
    server,
    labels,
    status,
    tree,
    new Commands(server, status, versions(context)),
    interpreters,
    server.onDidChangeState((state) => {
      void vscode.commands.executeCommand("setContext", "fitlens.running", state === "running");
    }),
    interpreters.onDidChange(() => {
      void server.follow();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void server.restart();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const others = allSettings(context).filter((name) => !OWN.some((own) => name.startsWith(own)));
      if (others.some((name) => event.affectsConfiguration(name))) {
        void server.restart();
      }
    }),
  );
  void vscode.commands.executeCommand("setContext", "fitlens.active", true);
  void server.restart();
  return { server, labels, status, tree };
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

interface Manifest {
  contributes: { configuration: { id: string; properties: Record<string, { enum?: string[] }> }[] };
}

function versions(context: vscode.ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as Manifest;
  return manifest.contributes.configuration.flatMap((part) => part.properties["fitlens.targetVersion"]?.enum ?? []);
}

function allSettings(context: vscode.ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as Manifest;
  return manifest.contributes.configuration.flatMap((part) => Object.keys(part.properties));
}

function settingsOfServer(context: vscode.ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as Manifest;
  const part = manifest.contributes.configuration.find((each) => each.id === "fitlens.server");
  return Object.keys(part?.properties ?? {});
}
