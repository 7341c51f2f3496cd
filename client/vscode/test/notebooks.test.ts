// A notebook is one program: what stands in a cell is known in the next.
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { at, diagnostics, hover, openedNotebook, running, test, until } from "./harness.js";

const MANY = 200;

export function notebooks(): void {
  test("cells have diagnostics, hovers and labels that know the cells above", async () => {
    const { labels } = await running();
    const notebook = await openedNotebook("study.ipynb", [
      "%matplotlib inline\nfrom sklearn.svm import SVC\nclf = SVC(kernel='rbf')",
      "clf.coef_\nclf.fit(X, y)\nclf.support_",
    ]);
    const [first, second] = notebook.getCells().map((cell) => cell.document);
    assert.ok(first && second);
    await until("diagnostics", () => diagnostics(second).length > 0);
    assert.deepEqual(diagnostics(second), [{ code: "SKL201", text: "coef_" }]);
    assert.match(await hover(second, at(second, "support_", 1)), /set by `fit`/);
    await until("labels in both cells", () => [first, second].every((each) => labels.drawn(each.uri).length > 0));
    assert.deepEqual(
      labels.drawn(second.uri).map((each) => [second.getText(each.range), each.kind]),
      [
        ["coef_", "unfitted"],
        ["support_", "learned"],
      ],
    );
  });

  test("a cell that is inserted above changes what is known below", async () => {
    await running();
    const notebook = await openedNotebook("inserted.ipynb", ["from sklearn.svm import SVC\nclf = SVC()", "clf.support_"]);
    const reader = notebook.cellAt(1).document;
    await until("a finding", () => diagnostics(reader).some((each) => each.code === "SKL201"));
    const edit = new vscode.WorkspaceEdit();
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "clf.fit(X, y)", "python");
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(1, [cell])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until("no finding", () => diagnostics(reader).length === 0);
  });

  test("a notebook of two hundred cells has its labels, and one that is no JSON harms nobody", async () => {
    const { labels, server } = await running();
    const cells = ["from sklearn.svm import SVC\nimport numpy as np"];
    for (let number = 1; number < MANY; number++) {
      cells.push(`clf${String(number)} = SVC(C=${String(number)})\nclf${String(number)}.fit(X, y)\nclf${String(number)}.support_`);
    }
    const began = Date.now();
    const notebook = await openedNotebook("many.ipynb", cells);
    await until("labels", () => labels.drawn(notebook.cellAt(1).document.uri).length > 0);
    const took = Date.now() - began;
    console.log(`MEASURED labels of ${String(MANY)} cells ${String(took)} ms after opening`);
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const broken = vscode.Uri.joinPath(folder.uri, "broken.ipynb");
    await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode('{"cells": ['));
    await assert.rejects(async () => {
      await vscode.workspace.openNotebookDocument(broken);
    });
    assert.equal(server.state, "running");
    assert.match(await hover(notebook.cellAt(1).document, new vscode.Position(2, 7)), /learned parameter/);
  });
}
