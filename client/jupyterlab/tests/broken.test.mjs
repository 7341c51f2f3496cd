// A language server that ends whenever it is started.

import { after, before, test } from 'node:test';

import { Lab, launch } from './lab.mjs';

let browser, lab;

before(async () => {
  browser = await launch();
  lab = await Lab.open(browser, 'notebook.ipynb');
});

after(() => browser?.close());

test('it is given up, the user is told, and may have it tried again', async () => {
  const told = lab.page.locator('.Toastify__toast', { hasText: 'the language server ended 6 times (exit code 1)' });
  await told.waitFor({ timeout: 300_000 });
  await lab.screenshot('broken');
  await told.getByRole('button', { name: 'Try again' }).click();
  await told.waitFor({ state: 'detached' });
  await told.waitFor({ timeout: 300_000 });
});
