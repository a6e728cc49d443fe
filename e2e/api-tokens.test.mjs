// API tokens: made by a person, used by a program, revoked again. With and without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, logIn } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`a program comes in with a token until it is revoked, ${javaScript ? "with" : "without"} JavaScript`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const ask = (token, path, init = {}) =>
      fetch(`${server.url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

    const token = await step("make a token that reads and writes", async () => {
      await logIn(page, server);
      await page.goto(`${server.url}/settings/profile`);
      await page.getByRole("link", { name: "API tokens" }).click();
      await page.getByRole("heading", { name: "API tokens", exact: true }).waitFor();
      await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
      await choose(page.getByRole("radio", { name: /Read and write/ }));
      await page.getByRole("button", { name: "Make token" }).click();
      return page.getByLabel("Token Nightly export").inputValue();
    });
    await step("a program reads and writes with it", async () => {
      assert.match(token, /^rapport_/);
      const me = await (await ask(token, "/me")).json();
      assert.deepEqual([me.name, me.token_may], ["Mara Lindqvist", "write"]);
      const body = JSON.stringify({ name: "Teo Vidal" });
      const made = await ask(token, "/contacts", { method: "POST", body, headers: { "content-type": "application/json" } });
      assert.equal(made.status, 201);
      const { id } = await made.json();
      await page.goto(`${server.url}/contacts/${id}`);
      await page.getByRole("heading", { name: "Teo Vidal" }).waitFor();
    });
    await step("it is not shown again, but that it was used", async () => {
      await page.goto(`${server.url}/settings/api-tokens`);
      await page.getByText("Last used today").waitFor();
      assert.ok(!(await page.content()).includes(token));
    });
    await step("revoked, it opens nothing", async () => {
      await page.getByRole("button", { name: "Revoke: Nightly export" }).click();
      await assertTold(page, "Nightly export is revoked");
      assert.equal((await ask(token, "/me")).status, 401);
    });
    assertNoProblems(page);
  });
}
