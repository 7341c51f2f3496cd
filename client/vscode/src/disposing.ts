// What VS Code was asked for and has to be given back.
import type { Disposable } from "vscode";

export function disposeAll(all: Iterable<Disposable>): void {
  for (const each of all) {
    each.dispose();
  }
}
