// Somebody forgot their password, reads the mail in another browser, and logs in with a new one. With JavaScript and without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, logIn } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { mailButton, openMail } from "./lib/mailbox.mjs";
import { MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const NEW = "a sentence that nobody guesses";
const LATER = "another sentence that nobody guesses";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [how, javaScript, theme] of [["with JavaScript", true, "dark"], ["without JavaScript", false, "light"]]) {
  test(`a forgotten password is replaced by a link, and a session is ended elsewhere, ${how}`, async (t) => {
    const server = await startFor(t);
    const elsewhere = await newPage(browser);
    const page = await newPage(browser, { javaScript, theme });
    const step = story(t, page, server);
    // axe needs scripts.
    const accessible = (name) => javaScript && assertAccessible(page, name);

    await logIn(elsewhere, server);
    await step("ask for a link", async () => {
      await page.goto(`${server.url}/login`);
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
      await accessible("asking for a link");
      await page.getByLabel("Email", { exact: true }).fill(MARA.email);
      await page.getByRole("button", { name: "Reset password", exact: true }).click();
      await assertTold(page, "Look into your mailbox");
      await accessible("the login page with a note");
    });
    const link = await step("the mail has the link", async () => {
      await openMail(elsewhere, server, /Your new password for Rapport/);
      return mailButton(elsewhere, "Choose a new password");
    });
    await step("a password that is too short is refused", async () => {
      await page.goto(link);
      await accessible("a new password");
      await page.getByLabel("New password").fill("short");
      await page.getByRole("button", { name: "Change password", exact: true }).click();
      await page.getByText("Use at least 12 characters.").waitFor();
      await accessible("a refused password");
    });
    await step("the new one is taken, and logs in", async () => {
      await page.getByLabel("New password").fill(NEW);
      await page.getByRole("button", { name: "Change password", exact: true }).click();
      await assertTold(page, "Password changed");
      await logIn(page, server, { ...MARA, password: NEW });
    });
    await step("everybody else is logged out", async () => {
      await elsewhere.goto(`${server.url}/contacts`);
      await elsewhere.getByRole("heading", { name: "Log in" }).waitFor();
    });
    await step("the link is used up", async () => {
      await page.goto(link);
      await page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
      await accessible("a used link");
    });
    await step("another browser is seen in the profile and logged out", async () => {
      await logIn(elsewhere, server, { ...MARA, password: NEW });
      await page.goto(`${server.url}/settings/profile`);
      await page.getByText("This browser").waitFor();
      await accessible("the profile");
      await page.getByRole("button", { name: /^Log out Chrome on Linux/ }).click();
      await assertTold(page, "That browser is logged out");
      await elsewhere.goto(`${server.url}/contacts`);
      await elsewhere.getByRole("heading", { name: "Log in" }).waitFor();
    });
    await step("the password is changed by who knows it", async () => {
      await page.goto(`${server.url}/settings/profile`);
      await page.getByRole("link", { name: "Change password", exact: true }).click();
      await accessible("changing the password");
      await page.getByLabel("Present password").fill(NEW);
      await page.getByLabel("New password").fill(LATER);
      await page.getByRole("button", { name: "Change password", exact: true }).click();
      await assertTold(page, "All other browsers were logged out.");
      await logIn(elsewhere, server, { ...MARA, password: LATER });
    });
    assertNoProblems(page);
    assert.deepEqual(elsewhere.problems, []);
  });
}
