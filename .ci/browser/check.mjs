// Opens report pages in a real browser and does with them what people do.
//
//     node check.mjs PAGE.html...
//
// Each page, wide and narrow, light and dark: no violation of accessibility (axe, all its rules), nothing loaded, no
// error on the console, nothing wider than a telephone. Then the filters by keyboard, the links, and paper: with and
// without scripts every finding prints, and nothing is cut.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let passed = 0;
let failed = 0;

const is = (what, good, why = "") => {
  if (good) { passed += 1; return; }
  failed += 1;
  console.log(`failed: ${what}`, why);
};

// A page with its requests and its complaints.
const open = async (file, options = {}) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const told = { requests: [], errors: [] };
  page.on("request", (request) => told.requests.push(request.url()));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) told.errors.push(message.text()); });
  page.on("pageerror", (error) => told.errors.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  return { page, told, close: () => context.close() };
};

const visible = (page, selector) => page.evaluate((wanted) =>
  [...document.querySelectorAll(wanted)].filter((one) => one.checkVisibility({ contentVisibilityAuto: false })
    && one.getClientRects().length > 0).length, selector);

const looks = async (file) => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const name = `${file} ${colorScheme} ${width}`;
      const { page, told, close } = await open(file, { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      const { violations } = await page.evaluate(`${axe}; axe.run()`);
      for (const violation of violations) {
        is(`${name}: ${violation.id}`, false, violation.nodes.slice(0, 3).map((node) => node.html + node.failureSummary).join("\n"));
      }
      is(`${name}: accessible`, violations.length === 0);
      const room = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      is(`${name}: fits`, room[0] <= room[1], room);
      is(`${name}: loads nothing`, told.requests.filter((url) => !url.startsWith("data:")).length === 1, told.requests);
      is(`${name}: no complaint`, told.errors.length === 0, told.errors);
      await close();
    }
  }
};

const filters = async (file) => {
  const { page, close } = await open(file, { viewport: { width: 1280, height: 900 } });
  const total = await page.locator(".f li").count();
  if (total === 0) return close();
  const shown = () => page.locator(".f li:not([hidden])").count();
  const of = (letter) => page.locator(`.f li.${letter}`).count();
  is(`${file}: all are shown at first`, await shown() === total);

  // The first stop is the link past the offices.
  await page.keyboard.press("Tab");
  is(`${file}: a link past the head`, await page.evaluate(() => document.activeElement.getAttribute("href")) === "#main");

  // By the keyboard alone: errors off and on again.
  await page.locator("input[value=e]").focus();
  await page.keyboard.press("Space");
  is(`${file}: errors go`, await shown() === total - await of("e"));
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  is(`${file}: warnings go`, await shown() === total - await of("w"));
  is(`${file}: the filter is told`, /\d/.test(await page.locator("#n").textContent()));

  for (const name of ["o", "c"]) {
    await page.locator("button[type=reset]").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => document.querySelectorAll(".f li:not([hidden])").length === count, total);
    const choice = page.locator(`select[name=${name}]`);
    await choice.focus();
    await page.keyboard.press("ArrowDown");
    const text = await choice.evaluate((one) => one.selectedOptions[0].textContent);
    const count = Number(text.match(/\(([\d.,]+)\)\s*$/)[1].replace(/\D/g, ""));
    is(`${file}: ${name} shows what it says`, await shown() === count, [text, await shown()]);
    const empty = await page.evaluate(() => [...document.querySelectorAll(".f:not([hidden])")]
      .filter((one) => !one.querySelector("li:not([hidden])")).length);
    is(`${file}: no file without a finding`, empty === 0);
  }

  // A file opens and closes by the keyboard; the buttons do it for all.
  await page.locator("button[type=reset]").click();
  await page.locator("button[name=z]").focus();
  await page.keyboard.press("Enter");
  is(`${file}: all closed`, await page.locator(".f[open]").count() === 0);
  await page.locator(".f summary").first().focus();
  await page.keyboard.press("Enter");
  is(`${file}: one open`, await page.locator(".f[open]").count() === 1);

  // Every link leads somewhere on the page.
  const lost = await page.evaluate(() => [...document.querySelectorAll("a")]
    .map((one) => one.getAttribute("href")).filter((href) => !document.getElementById(href.slice(1))));
  is(`${file}: links lead somewhere`, lost.length === 0, lost);
  const twice = await page.evaluate(() => document.querySelectorAll("[id]").length
    - new Set([...document.querySelectorAll("[id]")].map((one) => one.id)).size);
  is(`${file}: ids are unique`, twice === 0);
  return close();
};

const paper = async (file) => {
  for (const javaScriptEnabled of [true, false]) {
    const name = `${file} on paper ${javaScriptEnabled ? "with" : "without"} script`;
    // About the width of A4 less its margins.
    const { page, close } = await open(file, { javaScriptEnabled, viewport: { width: 703, height: 900 } });
    await page.emulateMedia({ media: "print" });
    if (javaScriptEnabled) await page.evaluate(() => document.querySelectorAll(".f").forEach((one) => { one.open = false; }));
    const total = await page.locator(".f li").count();
    is(`${name}: all findings`, await visible(page, ".f li") === total, [await visible(page, ".f li"), total]);
    is(`${name}: no filters`, await visible(page, ".l") === 0);
    const cut = await page.evaluate(() => [...document.querySelectorAll(".d")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.getAttribute("aria-label")));
    is(`${name}: nothing is cut`, cut.length === 0, cut);
    await close();
  }
};

for (const file of process.argv.slice(2)) {
  await looks(file);
  await filters(file);
  await paper(file);
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
