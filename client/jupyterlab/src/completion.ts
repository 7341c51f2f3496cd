/** Completion: what the language server offers, in JupyterLab's own list beside that of kernels and other servers. */

import type {
  CompletionHandler,
  ICompletionContext,
  ICompletionProvider,
  ICompletionProviderManager
} from '@jupyterlab/completer';
import type * as lsp from 'vscode-languageserver-protocol';

import type { Part } from './part';
import { apply } from './actions';
import { offsetAt } from './positions';
import { Text } from '@codemirror/state';
import type { Session } from './session';

interface Item extends CompletionHandler.ICompletionItem {
  told?: lsp.CompletionItem;
}

const TYPES: Record<number, string> = {
  2: 'method',
  3: 'function',
  5: 'field',
  6: 'variable',
  7: 'class',
  9: 'module',
  10: 'property',
  12: 'value',
  18: 'reference'
};

export class Completions implements ICompletionProvider<Item> {
  readonly identifier = 'fitlens';
  readonly rank = 900;
  readonly renderer = null;
  /** What the last items add elsewhere in their document, by the text that they insert. */
  private additions = new Map<string, { part: Part; edits: lsp.TextEdit[] }>();

  constructor(
    private readonly session: Session,
    manager: ICompletionProviderManager
  ) {
    manager.registerProvider(this);
    manager.selected.connect((_, { insertText }) => this.chosen(insertText));
  }

  isApplicable(context: ICompletionContext): Promise<boolean> {
    return Promise.resolve(this.session.settings.values.completion && this.part(context) !== null);
  }

  async fetch(
    _request: CompletionHandler.IRequest,
    context: ICompletionContext
  ): Promise<CompletionHandler.ICompletionItemsReply<Item>> {
    const part = this.part(context);
    const nothing = { start: 0, end: 0, items: [] };
    const cursor = context.editor?.getCursorPosition();
    if (part === null || cursor === undefined) {
      return nothing;
    }
    this.session.settle(part);
    const text = Text.of(part.sent.split('\n'));
    const found = await this.session.client.request<lsp.CompletionList>('textDocument/completion', {
      textDocument: { uri: part.uri },
      position: { line: cursor.line, character: cursor.column },
      context: { triggerKind: 1 }
    });
    const first = found?.items[0]?.textEdit;
    if (!found || !first || !('range' in first)) {
      return nothing;
    }
    this.additions = new Map();
    const start = offsetAt(text, first.range.start);
    const end = offsetAt(text, first.range.end);
    const items = matching(found.items, text.sliceString(start, end)).map(item => this.item(part, item));
    return { start, end, items };
  }

  async resolve(item: Item): Promise<Item> {
    if (item.told === undefined) {
      return item;
    }
    const resolved = await this.session.client.request<lsp.CompletionItem>('completionItem/resolve', item.told);
    const documentation = resolved?.documentation;
    const told = typeof documentation === 'string' ? documentation : documentation?.value;
    return { ...item, documentation: told };
  }

  private part(context: ICompletionContext): Part | null {
    const text = context.editor?.model.sharedModel;
    return text === undefined ? null : this.session.bindings.partOf(text);
  }

  private item(part: Part, told: lsp.CompletionItem): Item {
    const insertText = told.textEdit?.newText ?? told.label;
    if (told.additionalTextEdits?.length) {
      this.additions.set(insertText, { part, edits: told.additionalTextEdits });
    }
    return {
      label: told.label,
      insertText,
      type: TYPES[told.kind ?? 0] ?? 'text',
      deprecated: told.deprecated ?? told.tags?.includes(1) ?? false,
      documentation: told.detail,
      told
    };
  }

  /** The list inserts the text itself; what goes with it, an import, stands before it and so where it stood. */
  private chosen(insertText: string): void {
    const added = this.additions.get(insertText);
    this.additions = new Map();
    if (added !== undefined) {
      window.setTimeout(() => {
        this.session.settle(added.part);
        apply(this.session, { changes: { [added.part.uri]: added.edits } });
      });
    }
  }
}

/** Those that hold what is typed, first those that begin with it. JupyterLab narrows a list only from the next key on. */
function matching(items: readonly lsp.CompletionItem[], typed: string): lsp.CompletionItem[] {
  const wanted = typed.toLowerCase();
  const at = (item: lsp.CompletionItem) => (item.filterText ?? item.label).toLowerCase().indexOf(wanted);
  const held = items.filter(item => at(item) >= 0);
  return [...held.filter(item => at(item) === 0), ...held.filter(item => at(item) > 0)];
}
