// Dialogs, menus and the copy button: what JavaScript adds must leave the keyboard at home.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connectZoom, logIn, meetingAction, openContact, openSchedule, schedule } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { start } from "./lib/server.mjs";

const TOPIC = "Depot tour";

let browser;
let server;
let cookies;
before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
  const page = await newPage(browser);
  await logIn(page, server);
  await connectZoom(page, server);
  await openContact(page, ANA.name);
  await schedule(page, ANA, { topic: TOPIC, date: dateIn(2, MARA.zone), time: "10:00", duration: 30 });
  cookies = await page.context().storageState();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Ana's page, open in a new browser profile. */
async function anasPage(options = {}) {
  const page = await newPage(browser, { storageState: cookies, ...options });
  await page.goto(server.url);
  await openContact(page, ANA.name);
  return page;
}

const focused = (locator) => locator.evaluate((element) => element === document.activeElement);

test("the schedule dialog begins in Topic, and Escape leads back to the link that opened it", async () => {
  const page = await anasPage();
  const scope = await openSchedule(page, ANA.name);
  assert.ok(await focused(scope.getByLabel("Topic", { exact: true })));
  await page.keyboard.press("Escape");
  await scope.waitFor({ state: "detached" });
  const opener = page.getByRole("main").getByRole("link", { name: "Schedule meeting", exact: true }).first();
  assert.ok(await focused(opener));
  assertNoProblems(page);
});

test("Cancel only closes the dialog", async () => {
  const page = await anasPage();
  const address = page.url();
  const scope = await openSchedule(page, ANA.name);
  await scope.getByRole("link", { name: "Cancel", exact: true }).click();
  await scope.waitFor({ state: "detached" });
  assert.equal(page.url(), address);
  assertNoProblems(page);
});

test("a question that deletes something begins on the answer that does not", async () => {
  const page = await anasPage();
  await meetingAction(page, "Remove meeting", TOPIC).click();
  const keep = page.getByRole("dialog").getByRole("link", { name: "Keep meeting", exact: true });
  await keep.waitFor();
  assert.ok(await focused(keep));
  assertNoProblems(page);
});

test("Copy join link copies the link of the invitation and says so", async () => {
  const page = await anasPage({ permissions: ["clipboard-read", "clipboard-write"] });
  const copy = page.getByRole("button", { name: `Copy join link: ${TOPIC}`, exact: true });
  await copy.click();
  await page.getByRole("button", { name: "Copied", exact: true }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.startsWith(`${server.sandbox}/j/`), copied);
  await copy.waitFor();
  assertNoProblems(page);
});

test("without JavaScript Copy join link leads to the page that shows the link", async () => {
  const page = await anasPage({ javaScript: false });
  await page.getByRole("button", { name: `Copy join link: ${TOPIC}`, exact: true }).click();
  await page.getByRole("heading", { name: TOPIC, level: 1 }).waitFor();
  const shown = await page.getByRole("main").getByRole("textbox", { name: "Join link" }).inputValue();
  assert.ok(shown.startsWith(`${server.sandbox}/j/`), shown);
  assertNoProblems(page);
});

test("the menu of a meeting opens with the keyboard and closes with Escape", async () => {
  const page = await anasPage();
  const more = page.getByLabel(`More for ${TOPIC}`, { exact: true });
  const entry = page.getByRole("main").getByRole("link", { name: "Open meeting", exact: true }).first();
  await more.focus();
  await page.keyboard.press("Enter");
  await entry.waitFor();
  await page.keyboard.press("Escape");
  await entry.waitFor({ state: "hidden" });
  assert.ok(await focused(more));
  assertNoProblems(page);
});
