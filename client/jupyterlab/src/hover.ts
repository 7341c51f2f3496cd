/** What is said of the name under the pointer, of what is wrong there, and what may be done about it. */

import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type * as lsp from 'vscode-languageserver-protocol';

import { actionsAt, apply } from './actions';
import { findingsAt } from './drawing';
import type { Live } from './live';
import { offsetAt, positionAt } from './positions';
import type { Session } from './session';

/** Makes hovers for all editors. */
export class Hovers {
  constructor(
    private readonly session: Session,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly live: Live
  ) {}

  readonly extension: Extension = hoverTooltip((view, offset) => this.at(view, offset), { hoverTime: 250 });

  private async at(view: EditorView, offset: number): Promise<Tooltip | null> {
    const part = this.session.bindings.partIn(view);
    if (part === null) {
      return null;
    }
    this.session.settle(part);
    const text = view.state.doc;
    const where = { textDocument: { uri: part.uri }, position: positionAt(text, offset) };
    const findings = this.session.settings.values.findings ? findingsAt(view, offset) : [];
    const [hover, fixes] = await Promise.all([
      this.session.settings.values.hover
        ? this.session.client.request<lsp.Hover>('textDocument/hover', where)
        : Promise.resolve(null),
      findings.length > 0 ? actionsAt(this.session, view, offset, findings, ['quickfix']) : Promise.resolve([])
    ]);
    if ((hover === null && findings.length === 0) || view.state.doc !== text) {
      return null;
    }
    const range = hover?.range ?? findings[0]!.range;
    const start = offsetAt(text, range.start);
    const end = offsetAt(text, range.end);
    const content = document.createElement('div');
    content.className = 'fitlens-hover';
    findings.forEach(each => content.append(said(each)));
    if (fixes.length > 0) {
      content.append(this.offered(view, fixes));
    }
    if (hover !== null) {
      content.append(await this.rendered(hover));
      const value = this.live.placeholder(view, text.sliceString(start, end), end);
      if (value !== null) {
        content.append(value);
      }
    }
    return { pos: start, end, above: true, create: () => ({ dom: content }) };
  }

  private offered(view: EditorView, fixes: lsp.CodeAction[]): HTMLElement {
    const row = document.createElement('div');
    row.className = 'fitlens-fixes';
    for (const fix of fixes) {
      const button = document.createElement('button');
      button.className = 'fitlens-fix';
      button.append(...withCode(fix.title));
      button.onclick = () => {
        apply(this.session, fix.edit!);
        view.focus();
      };
      row.append(button);
    }
    return row;
  }

  private async rendered(hover: lsp.Hover): Promise<HTMLElement> {
    const markdown = (hover.contents as lsp.MarkupContent).value;
    const model = this.rendermime.createModel({ data: { 'text/markdown': markdown }, trusted: false });
    const renderer = this.rendermime.createRenderer('text/markdown');
    await renderer.renderModel(model);
    renderer.node.classList.add('fitlens-explanation');
    return renderer.node;
  }
}

function said(finding: lsp.Diagnostic): HTMLElement {
  const told = typeof finding.message === 'string' ? finding.message : finding.message.value;
  const [message = '', ...help] = told.split('\n');
  const element = document.createElement('div');
  element.className = 'fitlens-said';
  const first = document.createElement('div');
  first.append(...withCode(message));
  const code = document.createElement('span');
  code.className = 'fitlens-code';
  code.textContent = ` ${finding.code ?? ''}`;
  first.append(code);
  element.append(first);
  for (const each of [...help, ...(finding.relatedInformation ?? []).map(related => related.message)]) {
    const line = document.createElement('div');
    line.className = 'fitlens-help';
    line.append(...withCode(each));
    element.append(line);
  }
  return element;
}

/** What stands between backticks, as code. */
function withCode(text: string): (string | HTMLElement)[] {
  return text.split('`').map((piece, number) => {
    if (number % 2 === 0) {
      return piece;
    }
    const code = document.createElement('code');
    code.textContent = piece;
    return code;
  });
}
