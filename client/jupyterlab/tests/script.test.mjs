// A file of Python in JupyterLab's editor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, encodeURI('a folder/modèle.py'));
});

after(() => browser?.close());

test('labels, in a folder whose name has spaces and in a file whose name is not ASCII', async () => {
  await lab.waitForMarked('hyperparameter', ['penalty']);
});

test('a quick fix is offered with the finding, and mends it', async () => {
  const shown = await lab.hover('error');
  assert.match(await shown.innerText(), /gama/);
  await lab.screenshot('quick-fix');
  await shown.locator('.fitlens-fix').first().click();
  await lab.waitForMarked('hyperparameter', ['gamma', 'penalty']);
  await lab.waitForMarked('error', []);
});

test('undone in one step, it is offered again where the cursor is', async () => {
  await lab.editor().click();
  await lab.page.keyboard.press('Control+z');
  await lab.waitForMarked('error', ['gama']);
  const place = lab.page.locator('.jp-Document:visible .fitlens-error');
  await place.click();
  await lab.command('fitlens:quick-fix');
  await lab.page.locator('.lm-Menu-item', { hasText: 'gamma' }).first().click();
  await lab.waitForMarked('hyperparameter', ['gamma', 'penalty']);
});

test('completion brings the import along', async () => {
  await lab.type(0, '\nRandomForestClass');
  await lab.page.keyboard.press('Tab');
  const chosen = lab.page.locator('.jp-Completer .jp-Completer-item', { hasText: 'RandomForestClassifier' });
  await chosen.first().waitFor();
  await chosen.first().click();
  await lab.page.waitForFunction(() =>
    document.querySelector('.jp-FileEditor .cm-content').textContent.includes('from sklearn.ensemble import RandomForestClassifier')
  );
});
