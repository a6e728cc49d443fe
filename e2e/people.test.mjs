// An owner invites somebody, who joins, gets another role, sees only what it allows, and is removed. With JavaScript and
// without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, logIn } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { mailButton, openMail } from "./lib/mailbox.mjs";
import { MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const PIA = { name: "Pia Sand", email: "pia@halden.example", password: "a sentence that nobody guesses" };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [how, javaScript, theme] of [["with JavaScript", true, "dark"], ["without JavaScript", false, "light"]]) {
  test(`somebody is invited, joins, gets another role and is removed, ${how}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript, theme });
    const theirs = await newPage(browser, { javaScript, theme });
    const step = story(t, page, server);
    // axe needs scripts.
    const accessible = (seen, name) => javaScript && assertAccessible(seen, name);

    await logIn(page, server);
    await step("invite somebody", async () => {
      await page.goto(`${server.url}/settings/people`);
      await page.getByRole("heading", { name: "People", exact: true, level: 1 }).waitFor();
      await page.getByLabel("Email", { exact: true }).fill(MARA.email);
      await page.getByRole("button", { name: "Send invitation", exact: true }).click();
      await page.getByText(`${MARA.email} has joined already.`).waitFor();
      await page.getByLabel("Email", { exact: true }).fill(PIA.email);
      await page.getByLabel("Role", { exact: true }).selectOption("Member");
      await page.getByRole("button", { name: "Send invitation", exact: true }).click();
      await assertTold(page, `${PIA.email} is invited`);
      await accessible(page, "people with an invitation");
    });
    const link = await step("the mail has the link", async () => {
      await openMail(page, server, /^Join Halden Studio/);
      return mailButton(page, "Join");
    });
    await step("join", async () => {
      await theirs.goto(link);
      await theirs.getByRole("heading", { name: "Join Halden Studio" }).waitFor();
      await accessible(theirs, "joining");
      await theirs.getByLabel("Your name", { exact: true }).fill(PIA.name);
      await theirs.getByLabel(/^Password/).fill(PIA.password);
      await theirs.getByRole("button", { name: "Create account", exact: true }).click();
      await theirs.waitForURL(`${server.url}/`);
      await theirs.goto(`${server.url}/contacts/new`);
      await theirs.getByRole("heading", { name: "New contact" }).first().waitFor();
    });
    await step("give them another role", async () => {
      await page.goto(`${server.url}/settings/people`);
      await page.getByRole("link", { name: `Change role of ${PIA.name}` }).click();
      await accessible(page, "changing a role");
      await choose(page.getByRole("radio", { name: /^Read only/ }));
      await page.getByRole("button", { name: "Change role", exact: true }).click();
      await assertTold(page, `${PIA.name} is read-only now`);
    });
    await step("it holds at once, after another login", async () => {
      await theirs.goto(`${server.url}/contacts`);
      await theirs.getByRole("heading", { name: "Log in", exact: true }).waitFor();
      await logIn(theirs, server, PIA);
      await theirs.goto(`${server.url}/contacts`);
      assert.equal(await theirs.getByRole("link", { name: "New contact", exact: true }).count(), 0);
      await theirs.goto(`${server.url}/contacts/new`);
      await theirs.getByRole("heading", { name: "You cannot do that" }).waitFor();
    });
    await step("remove them", async () => {
      await page.goto(`${server.url}/settings/people`);
      await page.getByRole("link", { name: `Remove ${PIA.name}` }).click();
      await page.getByRole("heading", { name: `Remove ${PIA.name}?` }).waitFor();
      await accessible(page, "removing somebody");
      await page.getByLabel("Who takes over", { exact: true }).selectOption("Oskar Berg");
      await page.getByRole("button", { name: `Remove ${PIA.name}`, exact: true }).click();
      await assertTold(page, `${PIA.name} was removed`);
      await theirs.goto(`${server.url}/contacts`);
      await theirs.getByRole("heading", { name: "Log in", exact: true }).waitFor();
    });
    await step("the link is used up", async () => {
      await theirs.goto(link);
      await theirs.getByRole("heading", { name: "This invitation does not work any more" }).waitFor();
      await accessible(theirs, "a used invitation");
    });
    assertNoProblems(page);
    assertNoProblems(theirs);
  });
}
