// What stands beside the code: the status item, the tree of estimators, and the commands.
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Line } from "../src/estimators.js";
import { at, opened, openedNotebook, running, test, until } from "./harness.js";

const PROGRAM = `from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

model = Pipeline([("scale", StandardScaler()), ("ridge", Ridge(alpha=2.0))])
model.fit(X, y)
print(model.coef_)
`;

function put(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
}

export function beside(): void {
  test("the status item says which scikit-learn judges, why, and what was found", async () => {
    const { status } = await running();
    const document = await opened("status.py", PROGRAM);
    await until("an analysis", () => status.analysed?.uri.endsWith("status.py"));
    assert.match(status.item.text, /^sklearn \d+\.\d+ \$\(error\) 1$/);
    const { value } = status.item.tooltip as vscode.MarkdownString;
    assert.match(value, /judges by scikit-learn \*\*1\.\d+\*\*: \S/);
    assert.match(value, /1 error\./);
    assert.match(value, /took [\d.]+ ms/);
    assert.equal(document.languageId, "python");
  });

  test("the tree has the estimators of the file, what is set in each and what it learns, and leads there", async () => {
    const { tree } = await running();
    await opened("tree.py", PROGRAM);
    const [model] = await until("a tree", () => {
      const lines = tree.getChildren();
      return lines.length === 1 && lines[0]?.label === "model" ? lines : undefined;
    });
    assert.ok(model);
    assert.match(model.description, /Pipeline · fitted/);
    const ridge = model.inside.find((line) => line.label === "ridge");
    assert.ok(ridge);
    const written = (line: Line | undefined): string[] => (line?.inside ?? []).map((each) => `${each.label} ${each.description}`);
    assert.deepEqual(written(ridge.inside.find((line) => line.label === "set here")), ["alpha 2.0"]);
    assert.ok(written(ridge.inside.find((line) => line.label === "default")).some((each) => each.startsWith("fit_intercept ")));
    assert.ok(written(ridge.inside.find((line) => line.label.startsWith("learned"))).some((each) => each.startsWith("coef_ ")));
    const item = tree.getTreeItem(ridge);
    assert.ok(item.command);
    await vscode.commands.executeCommand(item.command.command, ...((item.command.arguments ?? []) as unknown[]));
    assert.equal(vscode.window.activeTextEditor?.selection.start.line, 4);
  });

  test("the tree of a notebook leads into its cells", async () => {
    const { tree } = await running();
    const notebook = await openedNotebook("tree.ipynb", ["from sklearn.svm import SVC", "in_a_cell = SVC()"]);
    const line = await until("a tree", () => tree.getChildren().find((each) => each.label === "in_a_cell"));
    assert.equal(line.place?.uri, notebook.cellAt(1).document.uri.toString());
    await vscode.commands.executeCommand("fitlens.goTo", line.place);
    assert.equal(vscode.window.activeNotebookEditor?.selection.start, 1);
  });

  test("a file is upgraded to another scikit-learn in one step that can be undone", async () => {
    await running();
    const before = 'from sklearn.ensemble import GradientBoostingRegressor\nGradientBoostingRegressor(loss="ls")\n';
    const document = await opened("old.py", before);
    await vscode.commands.executeCommand("fitlens.upgradeFile", "1.9");
    assert.match(document.getText(), /loss="squared_error"/);
    await vscode.commands.executeCommand("undo");
    await until("the text as it was", () => document.getText() === before);
  });

  test("all is fixed at once, and a search space is made, where the cursor is", async () => {
    await running();
    const document = await opened("commands.py", "from sklearn.svm import SVC\nclf = SVC(kernal='linear')\n");
    const editor = await vscode.window.showTextDocument(document);
    await until("diagnostics", () => vscode.languages.getDiagnostics(document.uri).length > 0);
    await vscode.commands.executeCommand("fitlens.fixAll");
    await until("the fix", () => document.getText().includes("kernel='linear'"));
    put(editor, at(document, "SVC(", 1));
    await vscode.commands.executeCommand("fitlens.createSearchSpace");
    assert.match(document.getText(), /clf_space = \{/);
  });

  test("versions are reported, and every command of the manifest exists", async () => {
    await running();
    const report = await vscode.commands.executeCommand<string>("fitlens.reportVersions");
    assert.match(report, /^FitLens \d/);
    assert.match(report, /VS Code 1\./);
    const manifest = vscode.extensions.getExtension("fitlens.fitlens")?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const known = await vscode.commands.getCommands(true);
    for (const { command } of manifest.contributes.commands) {
      assert.ok(known.includes(command), command);
    }
  });
}
