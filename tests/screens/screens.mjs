// Opens every page of the gallery and fails on: a violation found by axe (WCAG 2.0 to 2.2, A and AA,
// and best practice), sideways scrolling at 320 and 768 px, an error of the content policy.
//
//   cargo run -p comity-desk --example gallery &
//   npm install && CHROMIUM=/usr/bin/chromium node screens.mjs [--quick] [--pictures FOLDER]
//
// --quick opens every page in every language, but only a part of the widths and colours in each: what the
// full test command runs.
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const HOST = process.env.GALLERY ?? "http://127.0.0.1:4711";
const PAGES = ["queue", "request", "new", "writer", "writer-need", "writer-where", "writer-basis", "writer-offence", "writer-facts",
  "writer-safeguards", "writer-urgency", "sign", "translation", "triage", "evidence", "approvals", "audit", "deliveries",
  "duty", "provider", "order", "signin", "error", "accessibility", "keys", "law", "law-state",
  "law-instruments", "law-instrument", "law-compare", "law-decide", "law-what-if", "legal"];
const LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const quick = process.argv.includes("--quick");
const at = process.argv.indexOf("--pictures");
const pictures = at > 0 ? process.argv[at + 1] : null;
if (pictures) fs.mkdirSync(pictures, { recursive: true });

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const faults = [];
let opened = 0;

// One tab for each purpose; a tab is moved along rather than opened anew.
async function tab(options = {}) {
  const page = await (await browser.newContext(options)).newPage();
  page.on("console", (message) => {
    if (/Content.Security.Policy/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`);
  });
  return page;
}

async function open(page, address, width, look) {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${HOST}${address}`, { waitUntil: "load" });
  opened += 1;
  await look();
}

// The policy of the pages forbids the checker's own script, so this tab does without it.
const checked = await tab({ bypassCSP: true });
const plain = await tab();

for (const name of PAGES) {
  for (const language of LANGUAGES) {
    const address = `/${language}/${name}`;
    // Day, night, and the telephone, where other parts of a page are shown.
    const looks = [["", 1280], ["?night", 1280], ["", 390]];
    // Quick: English whole, Arabic on the telephone, of the others one look each, another for each.
    const some = { en: looks, ar: [looks[2]], es: [looks[0]], fr: [looks[2]], ru: [looks[1]], zh: [looks[0]] }[language];
    for (const [theme, width] of quick ? some : looks) {
      await open(checked, address + theme, width, async () => {
        await checked.evaluate(axe);
        const found = await checked.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
        for (const one of found.violations) faults.push(`${address}${theme} at ${width}: ${one.id}: ${one.nodes[0].html.slice(0, 140)}`);
      });
    }
    for (const width of quick && !["fr", "ar"].includes(language) ? [320] : [320, 768]) {
      await open(plain, address, width, async () => {
        const over = await plain.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) faults.push(`${address}: ${over} px too wide at ${width} px`);
      });
    }
    if (pictures && ["ar", "en"].includes(language)) {
      for (const width of [1440, 390]) {
        await open(plain, address, width, () =>
          plain.screenshot({ path: `${pictures}/${name}-${language}-${width}.png`, fullPage: true }));
      }
    }
  }
}

await browser.close();
console.log(`${opened} pages opened, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);
