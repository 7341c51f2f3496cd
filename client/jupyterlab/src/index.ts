/** FitLens in JupyterLab: what is registered where. */

import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { EditorExtensionRegistry, IEditorExtensionRegistry, type CodeMirrorEditor } from '@jupyterlab/codemirror';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { EditorView, ViewPlugin } from '@codemirror/view';

import { Client } from './client';
import { addCommands } from './commands';
import { Completions } from './completion';
import { drawing } from './drawing';
import { Hovers } from './hover';
import { defaultInterpreter } from './interpreter';
import { Live } from './live';
import { notify } from './notices';
import type { SharedText } from './part';
import { Programs, uriOf } from './programs';
import { Session } from './session';
import { Settings } from './settings';

const ID = 'fitlens-jupyterlab:plugin';

const plugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Hyperparameters and learned parameters of scikit-learn told apart',
  autoStart: true,
  requires: [IEditorExtensionRegistry, IRenderMimeRegistry],
  optional: [INotebookTracker, IEditorTracker, ICompletionProviderManager, ISettingRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    extensions: IEditorExtensionRegistry,
    rendermime: IRenderMimeRegistry,
    notebooks: INotebookTracker | null,
    files: IEditorTracker | null,
    completions: ICompletionProviderManager | null,
    registry: ISettingRegistry | null,
    palette: ICommandPalette | null
  ) => {
    const { contents, kernelspecs } = app.serviceManager;
    const settings = new Settings();
    const client = new Client({
      interpreter: async () => settings.values.interpreter || (await defaultInterpreter(kernelspecs)),
      tell: notify
    });
    const session = new Session(client, settings);
    const live = new Live(session);
    const hovers = new Hovers(session, rendermime, live);

    extensions.addExtension({
      name: 'fitlens',
      factory: ({ model }) =>
        EditorExtensionRegistry.createImmutableExtension([drawing, shows(session, model.sharedModel), hovers.extension])
    });
    if (completions !== null) {
      new Completions(session, completions);
    }
    const programs = new Programs(session, live, contents);
    // Trackers that restore a layout tell of what it holds as of what is opened later.
    notebooks?.widgetAdded.connect((_, panel) => programs.notebook(panel));
    files?.widgetAdded.connect((_, widget) => programs.file(widget));
    notebooks?.forEach(panel => programs.notebook(panel));
    files?.forEach(widget => programs.file(widget));
    contents.fileChanged.connect((_, change) => {
      const types = { new: 1, save: 2, delete: 3, rename: 2 } as const;
      const path = change.newValue?.path ?? change.oldValue?.path;
      if (path !== undefined && client.watched.holds(path)) {
        const changes = [{ uri: uriOf(contents, path), type: types[change.type] }];
        client.notify('workspace/didChangeWatchedFiles', { changes });
      }
    });
    addCommands(app, session, palette, () => {
      const editor = notebooks?.activeCell?.editor ?? files?.currentWidget?.content.editor;
      const isShown = app.shell.currentWidget !== null;
      return isShown && editor ? (editor as CodeMirrorEditor).editor : null;
    });
    const loaded = registry === null ? Promise.resolve() : registry.load(ID).then(each => settings.follow(each));
    void Promise.all([loaded.catch(console.warn), app.started]).then(() => client.start());
  }
};

/** Tells the session which text an editor shows, for as long as it does. */
function shows(session: Session, text: SharedText) {
  return ViewPlugin.define((view: EditorView) => {
    session.bindings.show(view, text);
    return { destroy: () => session.bindings.hide(view) };
  });
}

export default plugin;
