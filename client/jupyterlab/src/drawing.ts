/** Labels and findings in an editor: marks that move with the text until newer ones come. */

import { Prec, StateEffect, StateField, type Extension, type Range, type Text } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Diagnostic } from 'vscode-languageserver-protocol';

import type { Label } from './labels';
import { offsetAt } from './positions';

const SEVERITIES = ['error', 'error', 'warning', 'info', 'hint'];

const redraw = StateEffect.define<{ labels?: readonly Label[]; findings?: readonly Diagnostic[] }>();

/** Draws what is given in place of what was. */
export function draw(
  view: EditorView,
  drawn: { labels?: readonly Label[]; findings?: readonly Diagnostic[] }
): void {
  view.dispatch({ effects: redraw.of(drawn) });
}

/** The findings at an offset. */
export function findingsAt(view: EditorView, offset: number): Diagnostic[] {
  const found: Diagnostic[] = [];
  view.state.field(findings, false)?.between(offset, offset, (_from, _to, mark) => {
    found.push((mark.spec as { finding: Diagnostic }).finding);
  });
  return found;
}

/** The places of all findings, in their order. */
export function placesOfFindings(view: EditorView): number[] {
  const found: number[] = [];
  view.state.field(findings, false)?.between(0, view.state.doc.length, from => {
    found.push(from);
  });
  return found;
}

function marks<T>(
  text: Text,
  all: readonly T[],
  mark: (each: T) => { from: number; to: number; decoration: Decoration }
): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const each of all) {
    const { from, to, decoration } = mark(each);
    // What has no width is shown at the character behind it, or before it.
    const start = from < to ? from : Math.max(0, Math.min(from, text.length - 1));
    const end = Math.min(Math.max(to, start + 1), text.length);
    if (start < end) {
      ranges.push(decoration.range(start, end));
    }
  }
  return Decoration.set(ranges, true);
}

const labels = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(drawn, transaction) {
    let now = drawn.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(redraw) && effect.value.labels) {
        const text = transaction.newDoc;
        now = marks(text, effect.value.labels, each => {
          const from = offsetAt(text, each);
          const names = each.kinds.map(kind => `fitlens-${kind}`).join(' ');
          return { from, to: from + each.length, decoration: Decoration.mark({ class: `fitlens-label ${names}` }) };
        });
      }
    }
    return now;
  },
  provide: field => EditorView.decorations.from(field)
});

const findings = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(drawn, transaction) {
    let now = drawn.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(redraw) && effect.value.findings) {
        const text = transaction.newDoc;
        now = marks(text, effect.value.findings, finding => ({
          from: offsetAt(text, finding.range.start),
          to: offsetAt(text, finding.range.end),
          decoration: Decoration.mark({
            class: `fitlens-finding fitlens-${SEVERITIES[finding.severity ?? 1]}`,
            finding
          })
        }));
      }
    }
    return now;
  },
  provide: field => EditorView.decorations.from(field)
});

/** What an editor needs to be drawn in. Innermost, because syntax highlighting has colours of its own. */
export const drawing: Extension = Prec.highest([labels, findings]);
