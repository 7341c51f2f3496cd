// The life of the server: settings, another interpreter, crashes, and no Python at all.
import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Api } from "../src/extension.js";
import type { Analysed } from "../src/protocol.js";
import { at, hover, opened, running, set, test, until } from "./harness.js";

const PROGRAM = "from sklearn.svm import SVC\nclf = SVC(C=2)\nclf.fit(X, y)\nclf.support_\n";

/** The next analysis that tells of a document. */
/** The next analysis of a document that is as wanted: one of before a change may still be under way. */
function analysed(
  found: Api,
  document: vscode.TextDocument,
  wanted: (told: Analysed) => boolean = () => true,
): Promise<Analysed> {
  return new Promise((resolve) => {
    const listening = found.server.onAnalysed((told) => {
      if (vscode.Uri.parse(told.uri).toString() === document.uri.toString() && wanted(told)) {
        listening.dispose();
        resolve(told);
      }
    });
  });
}

function selected(found: Api): string | undefined {
  return found.server.launched?.selected?.path;
}

function kill(found: Api): number {
  const child = Reflect.get(found.server.client ?? {}, "_serverProcess") as { pid: number } | undefined;
  assert.ok(child, "the server has a process");
  process.kill(child.pid, "SIGKILL");
  return child.pid;
}

export function life(): void {
  test("a program is judged by the scikit-learn of the selected interpreter, or by the version that is set", async () => {
    const found = await running();
    const document = await opened("judged.py", PROGRAM);
    assert.equal(found.server.launched?.selected?.by, "Python");
    const later = analysed(found, document, (told) => told.scikitLearn.judgedBy === "1.5");
    await set("targetVersion", "1.5");
    const told = await later;
    assert.deepEqual([told.scikitLearn.judgedBy, told.scikitLearn.source], ["1.5", "the editor's settings"]);
    const again = analysed(found, document, (told) => told.scikitLearn.source !== "the editor's settings");
    await set("targetVersion", undefined);
    await again;
    await running();
  });

  test("another interpreter is followed", async () => {
    const found = await running();
    await opened("other.py", PROGRAM);
    const python = vscode.extensions.getExtension<{ select(path: string): void }>("ms-python.python");
    assert.ok(python);
    const before = selected(found);
    assert.ok(before);
    python.exports.select("/usr/bin/env");
    // It is no Python, so the server runs on the one of PATH; programs are judged by what was chosen.
    await until("the other", () => selected(found) === "/usr/bin/env");
    await running();
    assert.notEqual(found.server.launched?.command, "/usr/bin/env");
    python.exports.select(before);
    await until("the first again", () => selected(found) === before);
    await running();
  });

  test("without a Python that fits it says so, and starts when there is one", async () => {
    const found = await running();
    await set("serverInterpreter", "/nowhere/python");
    await until("no Python", () => found.server.state === "no-python");
    await set("serverInterpreter", undefined);
    await running();
  });

  test("a server that is killed comes back, and one that keeps dying is given up until it is restarted", async () => {
    const found = await running();
    const document = await opened("crash.py", PROGRAM);
    for (let time = 1; time <= 6; time++) {
      kill(found);
      await until("it noticed", () => found.server.state !== "running");
      if (time < 6) {
        await until("it is back", () => found.server.state === "running");
      }
      if (time === 1) {
        await until("a hover", async () => (await hover(document, at(document, "support_", 1))).includes("learned"));
      }
    }
    assert.equal(found.server.state, "given-up");
    await found.server.restart();
    await until("a hover", async () => (await hover(document, at(document, "support_", 1))).includes("learned"));
  });
}
