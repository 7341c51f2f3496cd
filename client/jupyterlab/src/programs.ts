/** Which open notebooks and files are programs of Python, and where on the server's disk they lie. */

import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { PageConfig } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import { Notebook, Script, type Program } from './document';
import type { Live } from './live';
import type { Session } from './session';

/** The URI of a file that JupyterLab shows under a path. */
export function uriOf(contents: Contents.IManager, path: string): string {
  const root = (PageConfig.getOption('fitlensRoot') || PageConfig.getOption('rootUri') || 'jupyter:').replace(/\/$/, '');
  const local = contents.localPath(path).split('/').map(encodeURIComponent);
  return [root, ...local].join('/');
}

export class Programs {
  private readonly known = new Map<DocumentRegistry.Context, Program>();

  constructor(
    private readonly session: Session,
    private readonly live: Live,
    private readonly contents: Contents.IManager
  ) {}

  /** A notebook is shown. */
  notebook(panel: NotebookPanel): void {
    const { context, sessionContext } = panel;
    this.follow(context, () => {
      if (!isPython(context.model, panel.content.codeMimetype)) {
        return null;
      }
      const uri = uriOf(this.contents, context.path);
      this.live.serve(uri, sessionContext);
      return new Notebook(uri, context.model, this.session);
    });
    // A new notebook's language is its kernel's.
    context.model.metadataChanged.connect(() => this.reconsider(context));
  }

  /** A file is shown. */
  file(widget: IDocumentWidget): void {
    const context = widget.context as DocumentRegistry.IContext<DocumentRegistry.ICodeModel>;
    this.follow(context, () =>
      /\.pyw?$/i.test(context.path) || context.model.mimeType === 'text/x-python'
        ? new Script(uriOf(this.contents, context.path), context.model, this.session)
        : null
    );
  }

  private readonly makers = new Map<DocumentRegistry.Context, () => Program | null>();

  private follow(context: DocumentRegistry.Context, make: () => Program | null): void {
    if (this.makers.has(context)) {
      return;
    }
    this.makers.set(context, make);
    void context.ready.then(() => this.reconsider(context));
    context.model.contentChanged.connect(() => {
      const program = this.known.get(context);
      if (program !== undefined) {
        this.session.touch(program);
      }
    });
    context.pathChanged.connect(() => {
      this.leave(context);
      this.reconsider(context);
    });
    context.disposed.connect(() => {
      this.leave(context);
      this.makers.delete(context);
    });
  }

  private reconsider(context: DocumentRegistry.Context): void {
    const make = this.makers.get(context);
    if (make === undefined || !context.isReady || this.known.has(context)) {
      return;
    }
    const program = make();
    if (program !== null) {
      this.known.set(context, program);
      this.session.open(program);
    }
  }

  private leave(context: DocumentRegistry.Context): void {
    const program = this.known.get(context);
    if (program !== undefined) {
      this.known.delete(context);
      this.live.forget(program.uri);
      this.session.close(program);
    }
  }
}

function isPython(model: INotebookModel, mimetype: string): boolean {
  const kernel = model.getMetadata('kernelspec') as { language?: string; name?: string } | undefined;
  const language = (model.getMetadata('language_info') as { name?: string } | undefined)?.name ?? kernel?.language;
  return language === undefined ? /python/.test(`${mimetype} ${kernel?.name}`) : language.toLowerCase() === 'python';
}
