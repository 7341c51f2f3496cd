// The user's settings: those of the extension, and those of the server as it takes them from an editor.
import * as vscode from "vscode";

export const SECTION = "fitlens";

/** The scope that settings are read for: one server serves all folders, the first speaks for them. */
export function firstFolder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

export function setting(name: string, otherwise: boolean): boolean;
export function setting(name: string, otherwise: string): string;
export function setting<T extends object>(name: string, otherwise: T): T;
export function setting(name: string, otherwise: unknown): unknown {
  return vscode.workspace.getConfiguration(SECTION, firstFolder()).get(name, otherwise);
}

/** The server's own settings that the user has set in the editor, as `KEY = VALUE` in TOML. */
export function serverSettings(names: readonly string[]): string[] {
  const configuration = vscode.workspace.getConfiguration(SECTION, firstFolder());
  const given: string[] = [];
  for (const name of names) {
    const key = name.replace(`${SECTION}.`, "");
    const found = configuration.inspect(key);
    const value = found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
    if (value !== undefined && value !== null && value !== "") {
      given.push(`${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} = ${toml(value)}`);
    }
  }
  return given;
}

/** A value of JSON as TOML writes it in one line. */
export function toml(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(toml).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)} = ${toml(inner)}`)
      .join(", ")} }`;
  }
  return JSON.stringify(value);
}
