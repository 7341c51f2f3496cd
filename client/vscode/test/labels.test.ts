// Labels as decorations: on their names, moved along while typing, and switched off.
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { at, opened, running, set, test, until } from "./harness.js";

const PROGRAM = `from sklearn.svm import SVC

clf = SVC(C=2, kernel="linear", gamma=0.1, verbose=True)
print("📈", clf.coef_)
clf.fit(X, y)
print("📈", clf.coef_)
`;

async function drawn(document: vscode.TextDocument): Promise<[string, string][]> {
  const { labels } = await running();
  return labels.drawn(document.uri).map((each) => [document.getText(each.range), each.kind]);
}

const ALL: [string, string][] = [
  ["C", "hyperparameter"],
  ["kernel", "hyperparameter"],
  ["gamma", "ineffective"],
  ["verbose", "runtime"],
  ["coef_", "unfitted"],
  ["coef_", "learned"],
];

export function labels(): void {
  test("each label is drawn on its name, in its kind", async () => {
    const document = await opened("labels.py", PROGRAM);
    await until("labels", async () => (await drawn(document)).length > 0);
    assert.deepEqual(await drawn(document), ALL);
  });

  test("after an edit the labels are those of the new text", async () => {
    const document = await opened("edited.py", PROGRAM);
    await until("labels", async () => (await drawn(document)).length > 0);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "import os\n");
      edit.delete(new vscode.Range(at(document, ", gamma=0.1"), at(document, ", verbose")));
    });
    await until("new labels", async () => (await drawn(document)).length === ALL.length - 1);
    assert.deepEqual(
      await drawn(document),
      ALL.filter(([name]) => name !== "gamma"),
    );
  });

  test("each kind of label can be switched off, and all at once", async () => {
    const document = await opened("kinds.py", PROGRAM);
    await until("labels", async () => (await drawn(document)).length > 0);
    await set("labels.kinds", { estimator: true, learned: false });
    await until("other labels", async () => (await drawn(document)).some(([, kind]) => kind === "estimator"));
    assert.ok((await drawn(document)).every(([, kind]) => kind !== "learned"));
    await set("labels.enabled", false);
    await until("no labels", async () => (await drawn(document)).length === 0);
    await set("labels.enabled", undefined);
    await set("labels.kinds", undefined);
    await until("labels again", async () => (await drawn(document)).length === ALL.length);
  });
}
