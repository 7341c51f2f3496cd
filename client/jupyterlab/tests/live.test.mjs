// Live values: what a learned parameter is in the running kernel.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
  await lab.waitForMarked('learned', ['coef_', 'coef_', 'support_vectors_']);
  await lab.kernelIs('idle');
});

after(() => browser?.close());

test('nobody is asked unless the user wants it', async () => {
  await lab.editor(0).click();
  await lab.run('notebook:run-cell');
  await lab.editor(3).click();
  await lab.run('notebook:run-cell');
  const shown = await lab.hover('learned', 1);
  assert.equal(await shown.locator('.fitlens-live').count(), 0);
});

test('type, shape and the first values of an array', async () => {
  await lab.command('fitlens:live-values');
  await lab.live(2, /in the kernel: numpy.ndarray of float64 \(\d+, 4\): -?\d/);
  await lab.screenshot('live');
});

test('no property is evaluated, and nothing is left behind', async () => {
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({
    code: 'touched = []\nnames = None\nnames = set(globals())\nclf = type("Own", (SVC,), {"coef_": property(lambda self: touched.append(1))})().fit(X, y)'
  }).done);
  await lab.kernelIs('idle');
  await lab.live(1, /a property, which is not evaluated/);
  assert.equal(await lab.evaluated('(touched, sorted(set(globals()) - names))'), '([], [])');
});

test('a busy kernel is left alone', async () => {
  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: 'import time; time.sleep(600)' });
  });
  await lab.kernelIs('busy');
  await lab.live(1, /busy/);
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt());
});
