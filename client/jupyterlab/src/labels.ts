/** The labels of a text: which names are set before fit, and which are learned by it. */

import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-protocol';

export type Kind = 'hyperparameter' | 'runtime' | 'learned' | 'unfitted' | 'ineffective';

export interface Label {
  line: number;
  character: number;
  length: number;
  kinds: readonly Kind[];
}

const KINDS: Record<string, Kind> = {
  hyperparameter: 'hyperparameter',
  learnedParameter: 'learned',
  runtime: 'runtime',
  unfitted: 'unfitted',
  ineffective: 'ineffective'
};

/** What a server's tokens say; those of a kind that is not drawn are left out. */
export function labelsOf(tokens: SemanticTokens | null, legend: SemanticTokensLegend): Label[] {
  const found: Label[] = [];
  const data = tokens?.data ?? [];
  let line = 0;
  let character = 0;
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [down, right, length, type, modifiers] = data.slice(at, at + 5) as [number, number, number, number, number];
    character = down > 0 ? right : character + right;
    line += down;
    const names = [legend.tokenTypes[type], ...legend.tokenModifiers.filter((_, bit) => modifiers & (1 << bit))];
    const kinds = names.flatMap(name => (name !== undefined && KINDS[name]) || []);
    if (kinds.length > 0) {
      found.push({ line, character, length, kinds });
    }
  }
  return found;
}
