/** The files whose changes the language server wants to hear of. */

import type { MessageConnection } from 'vscode-jsonrpc/browser';
import type * as lsp from 'vscode-languageserver-protocol';

/** A glob of the protocol's as a pattern: `*`, `**` and `{a,b}`. */
export function pattern(glob: string): RegExp {
  const signs: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '{': '(?:', '}': ')', ',': '|' };
  const source = glob.replace(/\*\*\/|\*\*|\*|[{},]|[.+?^$()|[\]\\]/g, sign => signs[sign] ?? `\\${sign}`);
  return new RegExp(`^${source}$`);
}

/** What was registered. */
export class Watched {
  private patterns: RegExp[] = [];

  /** Takes registrations from a language server, in the place of those of the last one. */
  serve(connection: MessageConnection): void {
    this.patterns = [];
    connection.onRequest('client/registerCapability', (params: lsp.RegistrationParams) => {
      for (const each of params.registrations) {
        if (each.method === 'workspace/didChangeWatchedFiles') {
          const options = each.registerOptions as lsp.DidChangeWatchedFilesRegistrationOptions;
          this.patterns.push(...options.watchers.map(watcher => pattern(String(watcher.globPattern))));
        }
      }
      return null;
    });
  }

  /** Whether a path, relative to the workspace, is one of them. */
  holds(path: string): boolean {
    return this.patterns.some(each => each.test(path));
  }
}
