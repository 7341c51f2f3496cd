// A page of a real JupyterLab, in headless Chromium. Its address, and where Chromium is, come from the environment.

import { chromium } from 'playwright-core';

const ADDRESS = process.env.FITLENS_LAB;

/** Starts the browser; close it with `close`. */
export async function launch() {
  return chromium.launch({
    executablePath: process.env.FITLENS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run']
  });
}

/** Runs in the page: gives it a function for the names that carry a class, each with its first element.

A mark of jupyterlab-lsp's may cut one of ours in two: behind an emoji those of jedi's server are out of place. */
function marked() {
  window.fitlensMarked = name => {
    const found = [];
    let last = null;
    for (const element of document.querySelectorAll(`.jp-Document:not(.lm-mod-hidden) .fitlens-${name}`)) {
      const between = document.createRange();
      if (last !== null && last.closest('.cm-line') === element.closest('.cm-line')) {
        between.setStartAfter(last);
        between.setEndBefore(element);
      }
      if (!between.collapsed && between.toString() === '') {
        found.at(-1)[1] += element.textContent;
      } else {
        found.push([element, element.textContent]);
      }
      last = element;
    }
    return found;
  };
}

/** One page with a document open in it. */
export class Lab {
  static async open(browser, path) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // Of a machine that has much else to do.
    page.setDefaultTimeout(120_000);
    page.on('pageerror', error => console.log('# page:', error.message));
    if (process.env.FITLENS_LAB_LOG) {
      page.on('console', message => console.log('#', message.text()));
    }
    await page.addInitScript(marked);
    await page.goto(`${ADDRESS}/lab/tree/${path}?reset`);
    await page.waitForSelector('.jp-Document:visible .cm-content', { timeout: 300_000 });
    return new Lab(page);
  }

  constructor(page) {
    this.page = page;
  }

  /** The editor of a code cell, or of the file: the nth in order. */
  editor(number = 0) {
    return this.page.locator('.jp-Document:visible .cm-content').nth(number);
  }

  /** Waits until the names that carry a class are these. */
  async waitForMarked(name, expected) {
    await this.page.waitForFunction(
      ([each, wanted]) => JSON.stringify(window.fitlensMarked(each).map(([, text]) => text)) === wanted,
      [name, JSON.stringify(expected)]
    );
  }

  /** What is said where the pointer rests: on the nth place that carries a class. */
  async hover(name, number = 0) {
    const shown = this.page.locator('.fitlens-hover');
    await this.page.mouse.move(1, 1);
    await shown.waitFor({ state: 'detached' });
    const place = await this.page.evaluateHandle(
      ([each, at]) => window.fitlensMarked(each)[at][0],
      [name, number]
    );
    await place.scrollIntoViewIfNeeded();
    const box = await place.boundingBox();
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.page.mouse.move(at.x - 3, at.y);
    await this.page.mouse.move(at.x, at.y);
    await shown.waitFor();
    return shown;
  }

  /** Hovers until the kernel's answer is one that matches: it may be late. */
  async live(number, expected) {
    for (let tries = 0; tries < 20; tries += 1) {
      const value = (await this.hover('learned', number)).locator('.fitlens-live');
      await this.page.waitForFunction(() => {
        const told = document.querySelector('.fitlens-live');
        return told === null || !told.textContent.endsWith('…');
      });
      const told = (await value.count()) > 0 ? await value.innerText() : 'nothing is said of the kernel';
      if (expected.test(told)) {
        return;
      }
      console.log('# told:', told);
    }
    throw new Error(`never ${expected}`);
  }

  /** Types at the end of an editor. */
  async type(number, text) {
    await this.editor(number).click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }

  async command(id, args = {}) {
    await this.page.evaluate(([each, given]) => window.jupyterapp.commands.execute(each, given), [id, args]);
  }

  /** Runs the active cell, and waits until it has run. */
  async run(command) {
    await this.command(command);
    await this.kernelIs('idle');
  }

  async kernelIs(status) {
    await this.page.waitForFunction(wanted => {
      const kernel = window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
      return kernel?.status === wanted && kernel.connectionStatus === 'connected';
    }, status);
  }

  /** What an expression is in the kernel, as Python writes it. */
  evaluated(expression) {
    return this.page.evaluate(async code => {
      const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
      const reply = await kernel.requestExecute({ code: '', silent: true, user_expressions: { it: code } }).done;
      return reply.content.user_expressions.it.data['text/plain'];
    }, expression);
  }

  async screenshot(name) {
    if (process.env.FITLENS_LAB_SHOTS) {
      await this.page.screenshot({ path: `${process.env.FITLENS_LAB_SHOTS}/${name}.png` });
    }
  }

  close() {
    return this.page.close();
  }
}
