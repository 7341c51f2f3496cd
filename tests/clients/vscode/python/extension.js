// Stands in for ms-python's extension, which no package registry has: says which interpreter is selected, and has a hover.
const vscode = require("vscode");

exports.activate = (context) => {
  const changed = new vscode.EventEmitter();
  let path = process.env.FITLENS_TEST_PYTHON;
  context.subscriptions.push(
    changed,
    vscode.languages.registerHoverProvider("python", {
      provideHover: () => new vscode.Hover("from the other Python server"),
    }),
  );
  return {
    ready: Promise.resolve(),
    environments: {
      getActiveEnvironmentPath: () => ({ id: path, path }),
      resolveEnvironment: async (environment) => ({ executable: { uri: vscode.Uri.file(environment.path) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
    select: (other) => {
      path = other;
      changed.fire({ id: path, path });
    },
  };
};
