// Which Python runs the server, and which FitLens it runs: the one that we carry, or a newer one of the workspace's own.
import { execFile } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Interpreters, Selected } from "./interpreters.js";
import { setting } from "./settings.js";

export const OLDEST: readonly [number, number] = [3, 11];
const LONGEST = 15_000;

interface Probed {
  version: [number, number, number];
  executable: string;
  fitlens: string | null;
}

/** How the server is started, and what is told of it. */
export interface Launch {
  command: string;
  args: string[];
  python: string;
  fitlens: string;
  bundled: boolean;
  /** The interpreter that the user's programs run with; undefined where none is selected. */
  selected: Selected | undefined;
}

/** No Python fits; `tried` says what was found. */
export class NoPythonError extends Error {
  constructor(readonly tried: readonly string[]) {
    super(
      `FitLens runs on Python ${OLDEST.join(".")} or newer, and found ${tried.length > 0 ? tried.join(", ") : "no Python"}.`,
    );
  }
}

export async function launch(extension: vscode.ExtensionContext, interpreters: Interpreters): Promise<Launch> {
  const bundle = extension.asAbsolutePath(path.join("build", "vscode", "python"));
  const carried = (extension.extension.packageJSON as { version: string }).version;
  const selected = await interpreters.selected();
  const tried: string[] = [];
  for (const candidate of candidates(selected)) {
    const probed = await probe(candidate, path.join(bundle, "probe.py"));
    if (probed === undefined) {
      // Of what PATH may hold, only what is there is worth a word.
      if (path.isAbsolute(candidate)) {
        tried.push(`${candidate}, which does not run`);
      }
    } else if (older(probed.version, OLDEST)) {
      tried.push(`${candidate}, which is Python ${probed.version.join(".")}`);
    } else {
      const own = probed.fitlens !== null && older(numbers(carried), numbers(probed.fitlens)) ? probed.fitlens : null;
      return {
        command: candidate,
        // -I: neither the workspace's modules nor PYTHONPATH come before our own.
        args: own === null ? ["-I", path.join(bundle, "start.py")] : ["-I", "-m", "fitlens"],
        python: probed.version.join("."),
        fitlens: own ?? carried,
        bundled: own === null,
        selected,
      };
    }
  }
  throw new NoPythonError([...new Set(tried)]);
}

/** In an untrusted workspace nothing that lies in it is started. */
function* candidates(selected: Selected | undefined): Generator<string> {
  const demanded = setting("serverInterpreter", "");
  if (demanded !== "") {
    if (isTrusted(demanded)) {
      yield demanded;
    }
    return;
  }
  if (selected !== undefined && isTrusted(selected.path)) {
    yield selected.path;
  }
  if (process.platform === "win32") {
    yield* ["py", "python"];
  } else {
    yield* ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
  }
}

function isTrusted(command: string): boolean {
  if (vscode.workspace.isTrusted || !path.isAbsolute(command)) {
    return vscode.workspace.isTrusted || !/[\\/]/.test(command);
  }
  return !(vscode.workspace.workspaceFolders ?? []).some(
    (folder) => !path.relative(folder.uri.fsPath, command).startsWith(".."),
  );
}

function probe(command: string, script: string): Promise<Probed | undefined> {
  return new Promise((resolve) => {
    execFile(command, ["-I", script], { timeout: LONGEST, windowsHide: true }, (error, stdout) => {
      try {
        resolve(error === null ? (JSON.parse(stdout) as Probed) : undefined);
      } catch {
        resolve(undefined);
      }
    });
  });
}

/** Numbers of a version; of a pre-release those before its letters. */
export function numbers(version: string): number[] {
  return (/^[\d.]+/.exec(version)?.[0] ?? "0").split(".").map(Number);
}

export function older(one: readonly number[], other: readonly number[]): boolean {
  for (let place = 0; place < Math.max(one.length, other.length); place++) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}
