/** Between the protocol's positions and offsets into a text, both in UTF-16 units. */

import type { Text } from '@codemirror/state';
import type { Position, Range } from 'vscode-languageserver-protocol';

/** The offset of a position in an editor's text; one beyond the end of its line or of the text becomes that end. */
export function offsetAt(text: Text, position: Position): number {
  if (position.line >= text.lines) {
    return text.length;
  }
  const line = text.line(position.line + 1);
  return Math.min(line.from + position.character, line.to);
}

export function positionAt(text: Text, offset: number): Position {
  const line = text.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
}

export function rangeOf(text: Text, from: number, to: number): Range {
  return { start: positionAt(text, from), end: positionAt(text, to) };
}
