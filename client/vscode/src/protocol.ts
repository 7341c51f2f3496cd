// What the server says besides LSP: requests and notifications of our own, as server/fitlens/lsp answers them.
import { NotificationType, RequestType, type Range, type TextDocumentIdentifier } from "vscode-languageclient/node";

interface Asked {
  textDocument: TextDocumentIdentifier;
}

export type Role = "estimator" | "hyperparameter" | "learned-parameter";
export type Modifier = "unfitted" | "runtime" | "ineffective";

export interface Label {
  range: Range;
  role: Role;
  modifiers: Modifier[];
}

export interface LabelledDocument {
  uri: string;
  version: number | null;
  labels: Label[];
}

export const Labels = new RequestType<Asked, { documents: LabelledDocument[] } | null, void>("fitlens/labels");

export interface Place {
  uri: string;
  range: Range;
}

export interface Hyperparameter {
  name: string;
  value: string;
  given: Place | null;
  runtime: boolean;
  ineffective: boolean;
}

export interface Learned {
  name: string;
  shape: string;
  excluded: boolean;
}

export interface Estimator {
  name: string;
  class: string;
  kind: string;
  step: boolean;
  place: Place;
  fitted: "fitted" | "copied" | "unfitted";
  fittedBy: Place | null;
  hyperparameters: Hyperparameter[];
  learned: Learned[];
  inside: Estimator[];
}

export const Estimators = new RequestType<Asked, Estimator[] | null, void>("fitlens/estimators");

export interface Judgement {
  version: string;
  judgedBy: string;
  source: string;
  reason: string;
  problems: string[];
}

export interface Analysed {
  uri: string;
  versions: Record<string, number>;
  milliseconds: number;
  complete: boolean;
  findings: { error: number; warning: number; info: number };
  scikitLearn: Judgement;
}

export const AnalysedNotification = new NotificationType<Analysed>("fitlens/analysed");
