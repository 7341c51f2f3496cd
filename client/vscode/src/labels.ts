// Labels as decorations: hyperparameters and what is learned, told apart by hue and by style, in any theme.
import * as vscode from "vscode";
import { disposeAll } from "./disposing.js";
import { type Label, Labels, type LabelledDocument } from "./protocol.js";
import type { Server } from "./server.js";
import { SECTION, setting } from "./settings.js";

export const KINDS = ["estimator", "hyperparameter", "runtime", "ineffective", "learned", "unfitted"] as const;
export type Kind = (typeof KINDS)[number];

type Style = Pick<
  vscode.ThemableDecorationRenderOptions,
  "fontStyle" | "fontWeight" | "textDecoration" | "opacity" | "letterSpacing" | "border" | "backgroundColor"
> & { color?: string | vscode.ThemeColor };

const STYLES: Record<Kind, Style> = {
  estimator: { fontWeight: "bold" },
  hyperparameter: { color: new vscode.ThemeColor("fitlens.hyperparameter"), fontStyle: "normal" },
  runtime: {
    color: new vscode.ThemeColor("fitlens.runtimeOption"),
    fontStyle: "normal",
    textDecoration: "underline dotted",
  },
  ineffective: {
    color: new vscode.ThemeColor("fitlens.ineffective"),
    fontStyle: "normal",
    textDecoration: "line-through",
  },
  learned: { color: new vscode.ThemeColor("fitlens.learnedParameter"), fontStyle: "italic" },
  unfitted: { color: new vscode.ThemeColor("fitlens.unfitted"), fontStyle: "italic", opacity: "0.65" },
};
const ON_BY_DEFAULT: Record<Kind, boolean> = {
  estimator: false,
  hyperparameter: true,
  runtime: true,
  ineffective: true,
  learned: true,
  unfitted: true,
};

/** One label as it is drawn. */
export interface Drawn {
  kind: Kind;
  range: vscode.Range;
}

export class LabelPainter implements vscode.Disposable {
  private types = new Map<Kind, vscode.TextEditorDecorationType>();
  /** The newest labels of each document, cells of a notebook included: cells come into view later. */
  private readonly known = new Map<string, LabelledDocument>();
  private readonly painted = new vscode.EventEmitter<vscode.Uri>();
  /** Told of each editor whose labels were drawn. */
  readonly onDidPaint = this.painted.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.restyle();
    this.subscriptions = [
      this.painted,
      server.onAnalysed((told) => {
        void this.renew(told.uri);
      }),
      server.onDidChangeState((state) => {
        if (state === "given-up" || state === "no-python") {
          this.known.clear();
          this.paintAll();
        }
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.paintAll();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.known.delete(document.uri.toString());
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SECTION}.labels`)) {
          this.restyle();
          this.paintAll();
        }
      }),
    ];
  }

  /** What is drawn in a document that is visible. */
  drawn(uri: vscode.Uri): Drawn[] {
    const editor = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === uri.toString());
    return editor === undefined ? [] : this.of(editor.document);
  }

  dispose(): void {
    disposeAll([...this.subscriptions, ...this.types.values()]);
  }

  private async renew(uri: string): Promise<void> {
    try {
      const found = await this.server.client?.sendRequest(Labels, { textDocument: { uri } });
      for (const document of found?.documents ?? []) {
        this.known.set(vscode.Uri.parse(document.uri).toString(), document);
      }
    } catch {
      // The server went down meanwhile; what is drawn stays until it is back.
      return;
    }
    this.paintAll();
  }

  private restyle(): void {
    disposeAll(this.types.values());
    this.types = new Map();
    if (!setting("labels.enabled", true)) {
      return;
    }
    const wanted = setting<Partial<Record<Kind, boolean>>>("labels.kinds", {});
    const styles = setting<Partial<Record<Kind, Style>>>("labels.styles", {});
    for (const kind of KINDS) {
      if (wanted[kind] ?? ON_BY_DEFAULT[kind]) {
        const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;
        this.types.set(
          kind,
          vscode.window.createTextEditorDecorationType({ ...STYLES[kind], ...styles[kind], rangeBehavior }),
        );
      }
    }
  }

  private paintAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const known = this.known.get(editor.document.uri.toString());
      // Of an older version the labels are moved along by the editor; drawn anew, they would be at the wrong places.
      if (known !== undefined && known.version !== null && known.version !== editor.document.version) {
        continue;
      }
      const drawn = this.of(editor.document);
      for (const [kind, type] of this.types) {
        editor.setDecorations(
          type,
          drawn.filter((each) => each.kind === kind).map((each) => each.range),
        );
      }
      if (known !== undefined) {
        this.painted.fire(editor.document.uri);
      }
    }
  }

  private of(document: vscode.TextDocument): Drawn[] {
    const found: Drawn[] = [];
    for (const label of this.known.get(document.uri.toString())?.labels ?? []) {
      const kind = kindOf(label);
      if (this.types.has(kind)) {
        const { start, end } = label.range;
        found.push({ kind, range: new vscode.Range(start.line, start.character, end.line, end.character) });
      }
    }
    return found;
  }
}

function kindOf(label: Label): Kind {
  switch (label.role) {
    case "estimator":
      return "estimator";
    case "hyperparameter":
      return label.modifiers.includes("runtime")
        ? "runtime"
        : label.modifiers.includes("ineffective")
          ? "ineffective"
          : "hyperparameter";
    case "learned-parameter":
      return label.modifiers.includes("unfitted") ? "unfitted" : "learned";
  }
}
