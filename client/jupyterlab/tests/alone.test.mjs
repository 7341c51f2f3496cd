// JupyterLab without jupyterlab-lsp.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
});

after(() => browser?.close());

test('labels, findings and hovers are there', async () => {
  await lab.waitForMarked('hyperparameter', ['kernel', 'gamma', 'verbose']);
  await lab.waitForMarked('error', ['coef_']);
  assert.match(await (await lab.hover('hyperparameter', 0)).innerText(), /kernel · hyperparameter of SVC/);
});

test('a kind of label that is switched off is not drawn', async () => {
  await lab.waitForMarked('runtime', []);
});
