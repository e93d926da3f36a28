// Opens every page of the gallery and fails on: a violation found by axe (WCAG 2.0 to 2.2, A and AA,
// and best practice), sideways scrolling at 320 and 768 px, an error of the content policy.
//
//   cargo run -p comity-desk --example gallery &
//   npm ci && CHROMIUM=/usr/bin/chromium node screens.mjs [--pictures FOLDER]
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const HOST = process.env.GALLERY ?? "http://127.0.0.1:4711";
const PAGES = ["queue", "request", "new", "writer", "sign", "triage", "evidence", "approvals", "audit", "deliveries",
  "duty", "provider", "order", "signin", "error", "accessibility", "keys"];
const LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const at = process.argv.indexOf("--pictures");
const pictures = at > 0 ? process.argv[at + 1] : null;
if (pictures) fs.mkdirSync(pictures, { recursive: true });

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const faults = [];
let opened = 0;

async function open(address, width, look, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/Content Security Policy|Content-Security-Policy/.test(message.text())) faults.push(`${address}: ${message.text()}`);
  });
  await page.goto(`${HOST}${address}`);
  await page.waitForTimeout(120);
  opened += 1;
  await look(page);
  await context.close();
}

for (const name of PAGES) {
  for (const language of LANGUAGES) {
    for (const theme of ["", "?night"]) {
      const address = `/${language}/${name}${theme}`;
      // The policy of the page forbids the checker's own script, so this context does without it.
      await open(address, 1280, async (page) => {
        await page.evaluate(axe);
        const found = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
        for (const one of found.violations) faults.push(`${address}: ${one.id}: ${one.nodes[0].html.slice(0, 140)}`);
      }, { bypassCSP: true });
    }
    for (const width of [320, 768]) {
      const address = `/${language}/${name}`;
      await open(address, width, async (page) => {
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) faults.push(`${address}: ${over} px too wide at ${width} px`);
      });
    }
    if (pictures && ["ar", "en"].includes(language)) {
      for (const width of [1440, 390]) {
        await open(`/${language}/${name}`, width, (page) =>
          page.screenshot({ path: `${pictures}/${name}-${language}-${width}.png`, fullPage: true }));
      }
    }
  }
}

await browser.close();
console.log(`${opened} pages opened, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);
