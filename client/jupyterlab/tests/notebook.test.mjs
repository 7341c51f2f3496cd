// A notebook is one program: what stands in one cell bears on the others, in the order in which they stand.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
});

after(() => browser?.close());

test('hyperparameters and learned parameters are told apart, below a magic too', async () => {
  await lab.waitForMarked('hyperparameter', ['kernel', 'gamma', 'verbose']);
  await lab.waitForMarked('learned', ['coef_', 'coef_', 'support_vectors_']);
  await lab.waitForMarked('runtime', ['verbose']);
  await lab.waitForMarked('unfitted', ['coef_']);
  await lab.screenshot('labels');
});

test('what is wrong is underlined in its cell', async () => {
  await lab.waitForMarked('error', ['coef_']);
});

test('a name is explained where the pointer rests, by what stands in the cells above', async () => {
  const shown = await lab.hover('learned', 1);
  assert.match(await shown.innerText(), /learned parameter of SVC.*set by fit/s);
  await lab.screenshot('hover');
});

test('a finding is said there, with what helps', async () => {
  const shown = await lab.hover('error');
  assert.match(await shown.innerText(), /coef_.*SKL201/s);
  await lab.screenshot('finding');
});

test('completion knows the cells above', async () => {
  await lab.type(3, '\nclf.coe');
  await lab.page.keyboard.press('Tab');
  const chosen = lab.page.locator('.jp-Completer .jp-Completer-item', { hasText: 'coef_' });
  await chosen.first().waitFor();
  const offered = await lab.page.locator('.jp-Completer .jp-Completer-match').allTextContents();
  assert.ok(offered.includes('coef_') && offered.every(each => each.includes('coe')), String(offered));
  await lab.screenshot('completion');
  await chosen.first().click();
  await lab.waitForMarked('learned', ['coef_', 'coef_', 'support_vectors_', 'coef_']);
});

test('an edit in one cell changes what is said of another', async () => {
  await lab.type(0, '.fit(X, y)');
  await lab.waitForMarked('error', []);
  await lab.waitForMarked('unfitted', []);
  for (let count = 0; count < '.fit(X, y)'.length; count += 1) {
    await lab.page.keyboard.press('Backspace');
  }
  await lab.waitForMarked('error', ['coef_']);
});

test('a cell that moves runs where it stands now', async () => {
  await lab.editor(3).click();
  await lab.command('notebook:move-cell-up');
  await lab.waitForMarked('unfitted', []);
  await lab.waitForMarked('error', []);
  await lab.command('notebook:move-cell-down');
  await lab.waitForMarked('unfitted', ['coef_']);
});

test('a cell that is inserted is part of the program, and is no more when it is deleted', async () => {
  await lab.editor(0).click();
  await lab.command('notebook:insert-cell-below');
  await lab.page.keyboard.press('Enter');
  await lab.page.keyboard.type('clf.fit(X, y)');
  await lab.waitForMarked('error', []);
  // JupyterLab makes one step of what is done within half a second: the deletion is to be undone alone.
  await lab.page.waitForTimeout(1000);
  await lab.command('notebook:delete-cell');
  await lab.waitForMarked('error', ['coef_']);
  await lab.command('notebook:undo-cell-action');
  await lab.waitForMarked('error', []);
  await lab.command('notebook:redo-cell-action');
  await lab.waitForMarked('error', ['coef_']);
});
