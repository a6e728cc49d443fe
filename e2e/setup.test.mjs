// `rapport serve` starts empty: the first person sets it up with the key from the server's log.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { logIn, pressable } from "./lib/actions.mjs";
import { start } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const OWNER = { email: "ada@first.example", password: "a long enough password" };

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), start({ command: "serve" })]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function fillSetup(page, key) {
  await page.getByLabel(/^Setup key/).fill(key);
  await page.getByLabel(/^Workspace name/).fill("First Light");
  await page.getByLabel(/^Your name/).fill("Ada Vorst");
  await page.getByLabel("Email", { exact: true }).fill(OWNER.email);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  await page.getByRole("button", { name: "Create account", exact: true }).click();
}

test("the first start sets up the owner, and only with the key of the log", async (t) => {
  const page = await newPage(browser);
  const step = story(t, page, server);
  await step("every address leads to set-up", async () => {
    await page.goto(server.url);
    await page.waitForURL(`${server.url}/setup`);
    await assertAccessible(page, "set-up");
  });
  await step("a wrong key is refused and what was typed stays", async () => {
    await fillSetup(page, "not-the-key");
    await page.getByRole("alert").first().waitFor();
    assert.equal(await page.getByLabel(/^Workspace name/).inputValue(), "First Light");
  });
  await step("the right key creates the account", async () => {
    const key = server.output().match(/setup key[^:\n]*:\s*(\S+)/i)?.[1];
    assert.ok(key, `no setup key in the log:\n${server.output()}`);
    await fillSetup(page, key);
    await page.waitForURL((url) => url.pathname === "/");
  });
  await step("Today shows the first steps", async () => {
    await pressable(page.getByRole("main"), "Connect Zoom").waitFor();
    await assertAccessible(page, "the first Today");
  });
  await step("the empty list of contacts says what to do", async () => {
    await page.goto(`${server.url}/contacts`);
    await page.getByRole("heading", { name: "No contacts yet" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "New contact", exact: true }).first().waitFor();
  });
  await step("set-up is closed for good", async () => {
    const other = await newPage(browser);
    await other.goto(`${server.url}/setup`);
    assert.equal(await other.getByLabel(/^Setup key/).count(), 0);
    await logIn(other, server, OWNER);
  });
  assertNoProblems(page);
});
