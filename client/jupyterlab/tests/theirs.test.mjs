// jupyterlab-lsp alone, with FitLens as its language server of Python.

import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
});

after(() => browser?.close());

test('what is wrong is underlined, by its own means', async () => {
  const underlined = lab.page.locator('.jp-Document:visible .cm-lintRange-error', { hasText: 'coef_' });
  await underlined.waitFor();
});
