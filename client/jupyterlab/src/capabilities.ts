/** What this client can do, as the language server is told. */

import type { ClientCapabilities } from 'vscode-languageserver-protocol';

export const CAPABILITIES: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  notebookDocument: { synchronization: { dynamicRegistration: false, executionSummarySupport: false } },
  textDocument: {
    synchronization: { dynamicRegistration: false, didSave: false },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      contextSupport: true,
      completionItem: {
        snippetSupport: false,
        documentationFormat: ['markdown', 'plaintext'],
        deprecatedSupport: true,
        tagSupport: { valueSet: [1] }
      }
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor.rewrite'] } },
      isPreferredSupport: true
    },
    publishDiagnostics: { versionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    // The labels. No other language server's tokens are shown here, so none are taken away.
    semanticTokens: {
      requests: { full: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
      overlappingTokenSupport: true
    }
  },
  workspace: {
    workspaceEdit: { documentChanges: true },
    semanticTokens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true }
  }
};
