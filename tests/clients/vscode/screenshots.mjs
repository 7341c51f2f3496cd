// Takes the pictures: PORT of a code-server, FOLDER that it opens, DIRECTORY for the pictures. What does not appear fails.
import { chromium } from "playwright-core";

const [port, folder, pictures] = process.argv.slice(2);
const LONGEST = 120_000;
const browser = await chromium.launch({
  executablePath: process.env.FITLENS_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1180, height: 640 } });
page.setDefaultTimeout(LONGEST);
const shot = (name) => page.screenshot({ path: `${pictures}/${name}.png` });
const word = (text) => page.locator(".view-line span span", { hasText: new RegExp(`^${text}$`) });
const command = async (name) => {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").fill(`>${name}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
  await page.keyboard.press("Enter");
};
try {
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "commit", timeout: LONGEST });
  const row = (name) => page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
  await row("iris.py").waitFor();
  await row("iris.py").dblclick();
  await page.locator(".view-lines", { hasText: "load_iris" }).first().waitFor();
  await page.locator(".squiggly-error").first().waitFor();
  // Decorations are classes of their own: what is learned is in italics.
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".view-line span span")].some(
      (each) => each.textContent === "coef_" && getComputedStyle(each).fontStyle === "italic",
    ),
  );
  await page.locator(".statusbar-item", { hasText: "sklearn" }).waitFor();
  await page.locator(".pane-header", { hasText: "Estimators" }).click();
  await page.locator(".monaco-list-row", { hasText: "StandardScaler" }).waitFor();
  await page.waitForTimeout(1500);
  await shot("editor");

  await word("gamma").first().hover();
  await page.locator(".monaco-hover:not(.hidden)", { hasText: "No effect here" }).first().waitFor();
  await page.waitForTimeout(800);
  await shot("hover");

  await page.keyboard.press("Escape");
  await page.mouse.move(900, 30);
  await command("Problems: Focus on Problems View");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "SKL201" }).first().waitFor();
  await page.waitForTimeout(800);
  await shot("problems");
  await command("View: Close Panel").catch(() => page.keyboard.press("Escape"));

  const cell = page.locator(".notebookOverlay .view-lines", { hasText: "LogisticRegression" }).first();
  // Before extensions are scanned a notebook opens as JSON.
  for (let time = 0; time < 10; time++) {
    await row("study.ipynb").dblclick();
    if (await cell.waitFor({ timeout: 15_000 }).then(() => true, () => false)) break;
    await command("View: Close All Editors");
  }
  await page.locator(".notebookOverlay .squiggly-error").first().waitFor();
  await page.locator(".monaco-list-row", { hasText: "LogisticRegression · fitted" }).first().waitFor();
  await page.waitForTimeout(1500);
  await shot("notebook");
  console.log("4 pictures");
} catch (error) {
  await page.screenshot({ path: "build/screenshot-failed.png" }).catch(() => undefined);
  throw error;
} finally {
  await browser.close();
}
