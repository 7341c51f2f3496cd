// The language server of a page dies, and another takes its place.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
});

after(() => browser?.close());

/** The processes of language servers that a Jupyter server has started. */
function servers() {
  return readdirSync('/proc').filter(each => {
    try {
      const parent = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1].split(' ')[1];
      const words = readFileSync(`/proc/${each}/cmdline`, 'utf8').split('\0');
      return parent === process.env.FITLENS_LAB_PROCESS && words.includes('fitlens');
    } catch {
      return false;
    }
  });
}

test('what is open is known to the next one', async () => {
  await lab.waitForMarked('unfitted', ['coef_']);
  const [first, ...others] = servers();
  assert.equal(others.length, 0);
  process.kill(Number(first));
  await lab.type(0, '.fit(X, y)');
  await lab.waitForMarked('unfitted', []);
  await lab.waitForMarked('error', []);
  assert.notEqual(servers()[0], first);
});

test('two pages do not hear each other', async () => {
  const other = await Lab.open(browser, encodeURI('a folder/modèle.py'));
  await other.waitForMarked('hyperparameter', ['penalty']);
  assert.equal(servers().length, 2);
  await other.close();
});

test('a notebook that is no JSON is left to JupyterLab', async () => {
  await lab.page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:open', { path: 'broken.ipynb' }).catch(() => undefined)
  );
  await lab.page.locator('.jp-Dialog').getByText('broken.ipynb').first().waitFor();
  await lab.page.keyboard.press('Enter');
  await lab.command('docmanager:open', { path: 'a folder/modèle.py' });
  await lab.waitForMarked('hyperparameter', ['penalty']);
});
