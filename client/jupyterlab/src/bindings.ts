/** Which editors show a text, and which part of a document it is. Editors come and go while a notebook is scrolled. */

import type { EditorView } from '@codemirror/view';
import { Signal, type ISignal } from '@lumino/signaling';

import type { Part, SharedText } from './part';

export class Bindings {
  private readonly shown = new WeakMap<SharedText, Set<EditorView>>();
  private readonly texts = new WeakMap<EditorView, SharedText>();
  private readonly parts = new WeakMap<SharedText, Part>();
  private readonly _appeared = new Signal<this, EditorView>(this);

  get appeared(): ISignal<this, EditorView> {
    return this._appeared;
  }

  /** An editor shows a text. */
  show(view: EditorView, text: SharedText): void {
    const views = this.shown.get(text) ?? new Set();
    this.shown.set(text, views.add(view));
    this.texts.set(view, text);
    this._appeared.emit(view);
  }

  hide(view: EditorView): void {
    const text = this.texts.get(view);
    if (text !== undefined) {
      this.shown.get(text)?.delete(view);
    }
  }

  bind(part: Part): void {
    this.parts.set(part.shared, part);
  }

  unbind(part: Part): void {
    if (this.parts.get(part.shared) === part) {
      this.parts.delete(part.shared);
    }
  }

  viewsOf(part: Part): EditorView[] {
    return [...(this.shown.get(part.shared) ?? [])];
  }

  partOf(text: SharedText): Part | null {
    return this.parts.get(text) ?? null;
  }

  partIn(view: EditorView): Part | null {
    const text = this.texts.get(view);
    return text === undefined ? null : this.partOf(text);
  }
}
