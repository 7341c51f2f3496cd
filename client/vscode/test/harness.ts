// Tests inside of the extension host: each has a name, and its outcome is one line of JSON in a file that pytest reads.
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Api } from "../src/extension.js";

const LONGEST = 60_000;

interface Test {
  name: string;
  run: () => Promise<void>;
}

const tests: Test[] = [];

export function test(name: string, run: () => Promise<void>): void {
  tests.push({ name, run });
}

/** To a file: what is printed gets lost where the window loses its connection for a moment. */
function tell(outcome: [string, string | null, number]): void {
  const file = process.env["FITLENS_TEST_RESULTS"];
  if (file === undefined) {
    throw new Error("FITLENS_TEST_RESULTS names no file");
  }
  fs.appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}

export async function runAll(): Promise<void> {
  let failed = 0;
  for (const { name, run } of tests) {
    const began = Date.now();
    let problem: string | null = null;
    try {
      await run();
    } catch (error) {
      failed++;
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    tell([name, problem, Date.now() - began]);
  }
  if (failed > 0) {
    throw new Error(`${String(failed)} failed`);
  }
}

/** Waits for something to come true, and gives it. `of` says what is waited for. */
export async function until<T>(of: string, find: () => T | Promise<T>, longest = LONGEST): Promise<NonNullable<T>> {
  const end = Date.now() + longest;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== null && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`${of}: not within ${String(longest / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>("fitlens.fitlens");
  if (extension === undefined) {
    throw new Error("the extension is not installed");
  }
  return extension.activate();
}

export async function running(): Promise<Api> {
  const found = await api();
  await until("the server runs", () => found.server.state === "running");
  return found;
}

function folder(): string {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (first === undefined) {
    throw new Error("no folder is open");
  }
  return first.uri.fsPath;
}

/** A file of the workspace with this text, open in an editor. */
export async function opened(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.file(path.join(folder(), name));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** A notebook of the workspace with these code cells, open in its editor. */
export async function openedNotebook(name: string, cells: string[]): Promise<vscode.NotebookDocument> {
  const uri = vscode.Uri.file(path.join(folder(), name));
  const content = {
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `c${String(index)}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python", file_extension: ".py", mimetype: "text/x-python" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(content)));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** The position of a text, or of one of its occurrences, `into` characters behind its start. */
export function at(document: vscode.TextDocument, text: string, into = 0, occurrence = 0): vscode.Position {
  let offset = -1;
  for (let count = 0; count <= occurrence; count++) {
    offset = document.getText().indexOf(text, offset + 1);
    if (offset < 0) {
      throw new Error(`${text} is not in ${document.uri.path}`);
    }
  }
  return document.positionAt(offset + into);
}

export function diagnostics(document: vscode.TextDocument): { code: string; text: string }[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((each) => each.source === "fitlens")
    .map((each) => ({ code: each.code as string, text: document.getText(each.range) }));
}

export async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return found
    .flatMap((each) => each.contents as (string | vscode.MarkdownString)[])
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

export async function actions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
}

export async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration("fitlens")
    .update(name, value, vscode.ConfigurationTarget.Global);
}
