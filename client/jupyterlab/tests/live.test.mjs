// Live values: what a learned parameter is in the running kernel.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
  await lab.waitForMarked('learned', ['coef_', 'coef_']);
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
  const shown = await lab.hover('learned', 1);
  const value = shown.locator('.fitlens-live', { hasText: 'ndarray' });
  await value.waitFor();
  assert.match(await value.innerText(), /in the kernel: numpy.ndarray of float64 \(3, 4\): -?\d/);
  await lab.screenshot('live');
});

test('no property is evaluated, and nothing is left behind', async () => {
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({
    code: 'touched = []\nnames = set(globals())\nclf = type("Own", (SVC,), {"coef_": property(lambda self: touched.append(1))})().fit(X, y)'
  }).done);
  await lab.kernelIs('idle');
  const shown = await lab.hover('learned', 1);
  await shown.locator('.fitlens-live', { hasText: 'not there' }).waitFor();
  assert.equal(await lab.evaluated('(touched, set(globals()) - names - {"names", "__builtins__"})'), '([], set())');
});

test('a busy kernel is left alone', async () => {
  await lab.page.evaluate(() => {
    window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({ code: 'import time; time.sleep(6)' });
  });
  await lab.kernelIs('busy');
  const shown = await lab.hover('learned', 1);
  await shown.locator('.fitlens-live', { hasText: 'busy' }).waitFor();
});
