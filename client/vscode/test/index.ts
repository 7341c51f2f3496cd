// What VS Code runs: all tests, in this order.
import { runAll } from "./harness.js";
import { features } from "./features.test.js";
import { labels } from "./labels.test.js";
import { notebooks } from "./notebooks.test.js";
import { beside } from "./beside.test.js";
import { life } from "./life.test.js";

export async function run(): Promise<void> {
  features();
  labels();
  notebooks();
  beside();
  life();
  await runAll();
}
