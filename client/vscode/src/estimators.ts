// The view "Estimators": those of the file or notebook that is looked at, with what is set in each and what it learns.
import * as vscode from "vscode";
import { disposeAll } from "./disposing.js";
import { type Estimator, Estimators, type Hyperparameter, type Learned, type Place } from "./protocol.js";
import type { Server } from "./server.js";

/** One line of the tree. */
export interface Line {
  label: string;
  description: string;
  icon: string;
  tooltip?: string;
  place?: Place | null;
  inside: Line[];
  open: boolean;
}

export class EstimatorTree implements vscode.TreeDataProvider<Line>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private lines: Line[] = [];
  private readonly subscriptions: vscode.Disposable[];
  private asked = 0;

  constructor(private readonly server: Server) {
    this.subscriptions = [
      this.changed,
      vscode.window.registerTreeDataProvider("fitlens.estimators", this),
      server.onAnalysed((told) => {
        if (vscode.Uri.parse(told.uri).toString() === active()?.toString()) {
          void this.renew();
        }
      }),
      server.onDidChangeState(() => {
        void this.renew();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        void this.renew();
      }),
      vscode.window.onDidChangeActiveNotebookEditor(() => {
        void this.renew();
      }),
    ];
  }

  getChildren(line?: Line): Line[] {
    return line === undefined ? this.lines : line.inside;
  }

  getTreeItem(line: Line): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(line.label, line.inside.length === 0 ? None : line.open ? Expanded : Collapsed);
    item.description = line.description;
    item.iconPath = new vscode.ThemeIcon(line.icon);
    if (line.tooltip !== undefined) {
      item.tooltip = line.tooltip;
    }
    if (line.place) {
      item.command = { command: "fitlens.goTo", title: "Go There", arguments: [line.place] };
    }
    return item;
  }

  dispose(): void {
    disposeAll(this.subscriptions);
  }

  private async renew(): Promise<void> {
    const asked = ++this.asked;
    const uri = active();
    let found: Estimator[] = [];
    try {
      if (uri !== undefined && this.server.client !== undefined) {
        const answer = await this.server.client.sendRequest(Estimators, { textDocument: { uri: uri.toString() } });
        found = answer ?? [];
      }
    } catch {
      // The server went down meanwhile.
    }
    // An answer that another question has overtaken is about another file.
    if (asked === this.asked) {
      this.lines = found.map(ofEstimator);
      this.changed.fire(undefined);
    }
  }
}

/** Where a line of the tree leads to, a cell of a notebook included. */
export async function goTo(place: Place): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const { start, end } = place.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  const notebook = vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document.uri.toString() === uri.toString()),
  );
  if (notebook === undefined) {
    await vscode.window.showTextDocument(uri, { selection });
    return;
  }
  const index = notebook.getCells().findIndex((cell) => cell.document.uri.toString() === uri.toString());
  const cells = new vscode.NotebookRange(index, index + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { selections: [cells] });
  editor.revealRange(cells, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

function active(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
  const document = vscode.window.activeTextEditor?.document;
  return notebook ?? (document?.languageId === "python" ? document.uri : undefined);
}

const FITTED = { fitted: "fitted", copied: "unfitted, a copy is fitted", unfitted: "not fitted here" };

function ofEstimator(estimator: Estimator): Line {
  const { hyperparameters } = estimator;
  const learned = estimator.learned.map((each) => ofLearned(each, estimator));
  const groups: Line[] = [
    group("set here", hyperparameters.filter((each) => each.given !== null).map(ofHyperparameter), true),
    group("default", hyperparameters.filter((each) => each.given === null && !each.runtime).map(ofHyperparameter)),
    group("runtime", hyperparameters.filter((each) => each.given === null && each.runtime).map(ofHyperparameter)),
    group(estimator.fitted === "fitted" ? "learned" : "learned by fit", learned),
  ].filter((each) => each.inside.length > 0);
  // Of a search or a composite its steps matter most, of a single estimator what is set in it.
  const inside = [...estimator.inside.map(ofEstimator), ...groups];
  const state = estimator.step || estimator.kind === "" ? "" : FITTED[estimator.fitted];
  return {
    label: estimator.name,
    description: [estimator.class, state].filter((part) => part !== "").join(" · "),
    icon: estimator.inside.length > 0 ? "layers" : estimator.step ? "symbol-field" : "symbol-class",
    tooltip: [estimator.kind, FITTED[estimator.fitted]].filter((part) => part !== "").join(" · "),
    place: estimator.place,
    inside,
    open: true,
  };
}

function group(label: string, inside: Line[], open = false): Line {
  return { label, description: String(inside.length), icon: "symbol-namespace", inside, open };
}

function ofHyperparameter(each: Hyperparameter): Line {
  const notes = [each.runtime ? "runtime option" : "", each.ineffective ? "no effect here" : ""];
  return {
    label: each.name,
    description: [each.value, ...notes].filter((part) => part !== "").join(" · "),
    icon: each.runtime ? "settings-gear" : each.ineffective ? "circle-slash" : "symbol-parameter",
    place: each.given,
    inside: [],
    open: false,
  };
}

function ofLearned(each: Learned, estimator: Estimator): Line {
  const excluded = each.excluded ? "not with these values" : "";
  return {
    label: each.name,
    description: [each.shape, excluded].filter((part) => part !== "").join(" · "),
    icon: each.excluded ? "circle-slash" : "symbol-array",
    place: estimator.fittedBy,
    inside: [],
    open: false,
  };
}
