// A direct order for subscriber data, played by hand through the screens of a running demo, without
// JavaScript: signed by two, told to the State first, answered by the provider with a sealed file, opened
// by the authority that asked. The file must come out as it went in, and its proof package must download.
//
//   comity demo --dir FOLDER --port 7441 &
//   node direct.mjs http://127.0.0.1:7441 http://127.0.0.1:7442 http://127.0.0.1:7443 [--pictures FOLDER]
import assert from "node:assert/strict";
import fs from "node:fs";
import { chromium } from "playwright-core";

const [A, B, P] = process.argv.slice(2, 5);
const at = process.argv.indexOf("--pictures");
const pictures = at > 0 ? process.argv[at + 1] : null;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const CONTENT = "name,registered\nR. Example,2026-01-11T08:14:00Z\n";
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

async function signIn(base, name) {
  const page = await (await browser.newContext({ baseURL: base, javaScriptEnabled: false, acceptDownloads: true, locale: "en" })).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto("/sign-in");
  await page.fill("input[name=name]", name);
  await page.fill("input[name=password]", "exercise only");
  await page.click("main button");
  return page;
}

let shots = 0;
async function picture(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/direct-${++shots}-${name}.png`, fullPage: true });
}

// What another node brings arrives within a moment; a reader without JavaScript loads the page again.
async function until(page, address, selector) {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto(address);
    if (await page.locator(selector).count()) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`${address} does not show ${selector}`);
}

async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return fs.readFileSync(await file.path());
}

// The text: that of the demo's production, narrowed to what a provider may be asked directly.
const okoye = await signIn(A, "okoye");
const all = await (await okoye.request.get("/api/v1/requests?view=all")).json();
const production = all.requests.find((one) => one.kind === "mla_stored").number;
const known = await (await okoye.request.get(`/api/v1/requests/${production}`)).json();
const form = known.form;
for (const own of ["kind", "request_id", "form_version", "addressee", "legal_basis", "signature", "channel", "assistance", "dual_criminality"]) delete form[own];
form.order = { ...form.domestic_basis.order, issuing_authority: form.domestic_basis.order.issued_by };
form.urgency.needed_by = new Date(Date.now() + 40 * 86_400_000).toISOString();
form.items.forEach((item) => { item.period ??= { from: form.offences[0].from, to: form.offences[0].to }; });
form.items = form.items.filter((item) => item.category === "subscriber").slice(0, 1);
form.notified_states = ["XB"];
form.statement_protocol = true;
await okoye.goto("/queue");
const key = await okoye.locator("input[name=csrf]").first().inputValue();
const begun = await okoye.request.post("/api/v1/requests", {
  headers: { "x-csrf": key }, data: { kind: "subscriber_direct", to: "XB/northwind/mail", form },
});
assert.equal(begun.status(), 200, await begun.text());
const { number } = await begun.json();

await okoye.goto(`/d/${number}/sign`);
await picture(okoye, "sign");
// The articles of the Second Protocol were not read in its text: a person says that they were looked at.
const readings = `form[action="/d/${number}/confirm"]`;
for (const box of await okoye.locator(`${readings} input[name=read]`).all()) await box.check();
await okoye.locator(`${readings} button`).last().click();
await okoye.locator(`form[action="/d/${number}/sign"] button`).last().click();
await picture(okoye, "signed");
assert.match(okoye.url(), new RegExp(`/r/${number}`), "the drafter's signature does not suffice");

const lindqvist = await signIn(A, "lindqvist");
await lindqvist.goto("/approvals");
await picture(lindqvist, "approvals");
await lindqvist.locator(`form[action^="/r/${number}/pending/"] button`).first().click();

const silva = await signIn(P, "silva");
await until(silva, "/p", `a[href="/p/${number}"]`);
await picture(silva, "provider");
const novak = await signIn(B, "novak");
const told = await (await novak.request.get("/api/v1/requests?view=all")).json();
const notice = told.requests.find((one) => one.part === "notice" && one.kind === "subscriber_direct");
assert.ok(notice, "the State was told");
await novak.goto(`/r/${notice.number}`);
await picture(novak, "notice");

await silva.goto(`/p/${number}`);
await picture(silva, "order");
await silva.setInputFiles("input[type=file]", { name: "subscriber.csv", mimeType: "text/csv", buffer: Buffer.from(CONTENT) });
await silva.locator('form[enctype="multipart/form-data"] button').click();
await silva.goto(`/p/${number}`);
await picture(silva, "sealed");
await silva.locator(`form[action="/p/${number}/answer"]:has(input[value=sealed]) button`).click();
await picture(silva, "answered");

await until(okoye, `/r/${number}/evidence`, 'a[href^="/evidence/"][data-row], th a[href^="/evidence/"]');
await picture(okoye, "evidence");
await okoye.locator('th a[href^="/evidence/"]').first().click();
await until(okoye, new URL(okoye.url()).pathname, 'form[action$="/content"]');
await picture(okoye, "exhibit");
const page = okoye;
await page.locator('details:has(form[action$="/content"]) summary').click();
const opening = page.locator('form[action$="/content"]');
await opening.locator("textarea").fill("To read who registered the mailbox.");
const opened = await download(page, () => opening.locator("button").click());
assert.equal(opened.toString(), CONTENT, "it comes out as it went in");
const sealed = await download(page, () => page.locator('form[action$="/sealed"] button').click());
assert.equal(sealed.subarray(0, 15).toString(), "comity-sealed/1");
const proof = await download(page, () => page.locator('form[action$="/proof"] button').click());
assert.ok(proof.length > 10_000, "a proof package");
if (pictures) {
  fs.writeFileSync(`${pictures}/exhibit.sealed`, sealed);
  fs.writeFileSync(`${pictures}/case.proof`, proof);
}
await page.goto(`/r/${number}`);
await picture(page, "end");
const end = await (await page.request.get(`/api/v1/requests/${number}`)).json();
assert.equal(end.items[0].state.state ?? Object.keys(end.items[0].state)[0], "produced");
await browser.close();
console.log(`${number}: from draft to opened evidence, told to the State as ${notice.number}`);
