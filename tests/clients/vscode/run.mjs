// Runs the tests of build/vscode-test inside of a real extension host: PORT of a code-server, FOLDER that it opens.
import { chromium } from "playwright-core";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [port, folder, limit] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "..", "..", "..");
const uri = (file) => ({ scheme: "vscode-remote", authority: `127.0.0.1:${port}`, path: file });

const browser = await chromium.launch({
  executablePath: process.env.FITLENS_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  const done = new Promise((resolve) => {
    void page.exposeFunction("codeAutomationExit", resolve);
    setTimeout(() => resolve("timeout"), Number(limit) * 1000);
  });
  await page.exposeFunction("codeAutomationLog", (_kind, args) => console.log(...args));
  // A released build ignores extensionTestsPath in the address; what the page itself carries is not ignored. Intercepting
  // the page instead would make it another origin to Chromium, and block its websocket.
  await page.addInitScript(
    (options) => {
      new MutationObserver((_, observer) => {
        const element = document.getElementById("vscode-workbench-web-configuration");
        if (element === null) return;
        observer.disconnect();
        const settings = JSON.parse(element.dataset.settings);
        settings.developmentOptions = { ...settings.developmentOptions, ...options };
        element.setAttribute("data-settings", JSON.stringify(settings));
      }).observe(document, { childList: true, subtree: true });
    },
    { extensions: [uri(path.join(here, "python"))], extensionTestsPath: uri(path.join(root, "build/vscode-test/index.js")) },
  );
  // "load" may be long in coming on a busy machine, and what is waited for is the end of the tests.
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "commit", timeout: 120_000 });
  const code = await done;
  if (process.env.FITLENS_SHOT) await page.screenshot({ path: process.env.FITLENS_SHOT });
  console.log(`ended ${code}`);
} finally {
  await browser.close();
}
