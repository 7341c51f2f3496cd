// What a script shows, beside another Python extension.
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { actions, at, diagnostics, hover, opened, running, test, until } from "./harness.js";

const PROGRAM = `from sklearn.svm import SVC

clf = SVC(kernal="linear")
print(clf.coef_)
clf.fit(X, y)
print(clf.support_)
`;

export function features(): void {
  test("a hover on coef_ comes after a file is opened, beside that of another Python extension", async () => {
    const began = Date.now();
    const document = await opened("first.py", PROGRAM);
    const told = await until("a hover", async () => {
      const found = await hover(document, at(document, "coef_", 1));
      return found.includes("learned parameter of") ? found : undefined;
    });
    console.log(`MEASURED hover ${String(Date.now() - began)} ms after opening`);
    assert.match(told, /from the other Python server/);
  });

  test("diagnostics lie on their names, and the fix is applied", async () => {
    await running();
    const document = await opened("fix.py", PROGRAM);
    await until("diagnostics", () => diagnostics(document).length >= 2);
    const byCode = diagnostics(document).sort((one, other) => one.code.localeCompare(other.code));
    assert.deepEqual(byCode, [
      { code: "SKL101", text: "kernal" },
      { code: "SKL201", text: "coef_" },
    ]);
    const place = new vscode.Range(at(document, "kernal"), at(document, "kernal"));
    const fix = (await actions(document, place)).find((each) => each.isPreferred === true);
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes('SVC(kernel="linear")'));
    await until("the diagnostic is gone", () => diagnostics(document).every((each) => each.code !== "SKL101"));
  });

  test("completion and signature help answer inside a call that is not closed", async () => {
    await running();
    const document = await opened("typing.py", "from sklearn.svm import SVC\nSVC(ker");
    const end = document.positionAt(document.getText().length);
    const labels = await until("completions", async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        end,
      );
      const names = found.items.map((each) => (typeof each.label === "string" ? each.label : each.label.label));
      return names.some((each) => each.startsWith("kernel")) ? names : undefined;
    });
    assert.ok(labels.length > 0);
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      "vscode.executeSignatureHelpProvider",
      document.uri,
      at(document, "ker", 0),
    );
    assert.match(help.signatures[0]?.label ?? "", /SVC\(/);
  });

  test("inlay hints say what a fit learns, and can be switched off", async () => {
    await running();
    const document = await opened("hints.py", PROGRAM);
    const hints = async (): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        "vscode.executeInlayHintProvider",
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
      return found.map((each) => (typeof each.label === "string" ? each.label : each.label.map((x) => x.value).join("")));
    };
    await until("a hint", async () => (await hints()).some((each) => each.startsWith("learns ")));
    const configuration = vscode.workspace.getConfiguration("fitlens");
    await configuration.update("inlayHints.enabled", false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await hints(), []);
    await configuration.update("inlayHints.enabled", undefined, vscode.ConfigurationTarget.Global);
  });

  test("semantic tokens are left to others", async () => {
    await running();
    const document = await opened("tokens.py", PROGRAM);
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>(
      "vscode.provideDocumentSemanticTokensLegend",
      document.uri,
    );
    assert.ok(!legend?.tokenTypes.includes("hyperparameter"));
  });
}
