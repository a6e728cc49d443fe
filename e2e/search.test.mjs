// Search: the palette by keys, what it finds while one types, and the same as a page without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connectZoom, logIn } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { ANA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const box = (scope) => scope.getByRole("searchbox", { name: "Search everything" });
const result = (scope, name) => scope.getByRole("link", { name });

test("the palette opens by keys and finds while one types", async (t) => {
  const server = await startFor(t);
  const page = await newPage(browser);
  const step = story(t, page, server);
  const palette = page.getByRole("dialog", { name: "Search" });

  await step("open it by Ctrl K, and close it by Escape", async () => {
    await logIn(page, server);
    await connectZoom(page, server);
    await page.keyboard.press("Control+k");
    await palette.waitFor();
    assert.ok(await box(palette).evaluate((element) => element === document.activeElement));
    await result(palette, "Companies").waitFor();
    await page.keyboard.press("Escape");
    await palette.waitFor({ state: "detached" });
  });
  await step("a slip of the finger is forgiven, and Enter opens the best answer", async () => {
    await page.keyboard.press("/");
    await box(palette).waitFor();
    await page.keyboard.type("ferrera");
    await result(palette, /^Ana Ferreira/).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: ANA.name, level: 1 }).waitFor();
  });
  await step("Enter does not wait for the pause after typing", async () => {
    await page.keyboard.press("Control+k");
    await box(palette).waitFor();
    await page.keyboard.type("rui matos");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Rui Matos", level: 1 }).waitFor();
  });
  await step("arrows lead to an action, which opens in the same dialog", async () => {
    await page.keyboard.press("Control+k");
    await box(palette).waitFor();
    await page.keyboard.type("ana ferreira");
    const action = result(palette, "Schedule meeting with Ana");
    await action.waitFor();
    const focused = () => action.evaluate((element) => element === document.activeElement);
    for (let down = 0; down < 10 && !(await focused()); down++) await page.keyboard.press("ArrowDown");
    assert.ok(await focused());
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: `Schedule meeting with ${ANA.name}` }).waitFor();
    assert.equal(await page.getByRole("dialog").count(), 1);
    await page.keyboard.press("Escape");
  });
  await step("a key in a field stays a letter", async () => {
    await page.getByLabel("New note").fill("");
    await page.getByLabel("New note").press("/");
    assert.equal(await page.getByLabel("New note").inputValue(), "/");
    assert.equal(await palette.count(), 0);
  });
  assertNoProblems(page);
});

test("without JavaScript it is a page with the same answers", async (t) => {
  const server = await startFor(t);
  const page = await newPage(browser, { javaScript: false });
  const step = story(t, page, server);
  const main = page.getByRole("main");

  await step("search by a phone number written otherwise", async () => {
    await logIn(page, server);
    await page.getByRole("link", { name: /^Search/ }).first().click();
    await box(main).fill("00351 (210) 000-142");
    await main.getByRole("button", { name: "Search", exact: true }).click();
    await result(main, /^Ana Ferreira/).waitFor();
  });
  await step("schedule from there", async () => {
    await result(main, "Schedule meeting with Ana").click();
    await page.getByRole("heading", { name: `Schedule meeting with ${ANA.name}` }).waitFor();
  });
  await step("a company", async () => {
    await page.goto(`${server.url}/search?q=atelier`);
    await result(main, /^Atelier Morel/).click();
    await page.getByRole("heading", { name: "Atelier Morel", level: 1 }).waitFor();
  });
  assertNoProblems(page);
});
