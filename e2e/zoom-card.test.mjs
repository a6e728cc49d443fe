// The Zoom card while something is under way: at the consent page, while it is checked, and while Zoom is down.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fillSchedule, logIn, openContact, openSchedule, submitSchedule, zoomCard } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { outputFolder } from "./lib/paths.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [look, options] of [
  ["light", {}],
  ["phone-dark", { theme: "dark", width: 390, height: 844 }],
]) {
  test(`the Zoom card says what is under way, ${look}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, options);
    const step = story(t, page, server);
    const zoom = sandbox(server.sandbox);
    const card = zoomCard(page);
    const button = (name) => card.getByRole("button", { name, exact: true });
    const seen = async (name) => {
      await assertAccessible(page, name);
      const path = join(outputFolder("screens"), `zoom-card-${name}-${look}.png`);
      await page.screenshot({ path, fullPage: true });
    };
    const settings = () => page.goto(`${server.url}/settings/integrations`);

    await step("Mara goes to Zoom and comes back without an answer", async () => {
      await logIn(page, server);
      await settings();
      await card.getByText("Not connected", { exact: true }).waitFor();
      await button("Connect Zoom").click();
      await page.waitForURL(`${server.sandbox}/oauth/authorize**`);
      await settings();
      await card.getByText("Waiting for Zoom", { exact: true }).waitFor();
      await card.getByText(/^The request expires at \d\d:\d\d\./).waitFor();
      await card.getByText("Did Zoom say that your request was sent?", { exact: false }).waitFor();
      await seen("waiting");
    });

    await step("she starts again and connects", async () => {
      await button("Start again").click();
      await page.waitForURL(`${server.sandbox}/oauth/authorize**`);
      await page.getByRole("button", { name: "Allow", exact: true }).click();
      await card.getByText("Connected", { exact: true }).waitFor();
    });

    await step("a check that takes a moment says so on its button, which is pressed once", async () => {
      // The next page is held back, so that this one can be looked at.
      await page.evaluate(() => window.addEventListener("submit", (event) => event.preventDefault()));
      await button("Check connection").click();
      await button("Checking").waitFor();
      assert.equal(await button("Checking").isDisabled(), true);
      assert.equal(await button("Checking").locator(".ic").isVisible(), false, "the spinner takes its place");
      await seen("checking");
      await settings();
      await button("Check connection").click();
      await page.getByText("Zoom answered, the connection works").first().waitFor();
    });

    await step("while Zoom is down the card says what waits", async () => {
      await zoom.breakDown();
      await page.goto(server.url);
      await openContact(page, ANA.name);
      const form = await openSchedule(page, ANA.name);
      await fillSchedule(form, { topic: "Calm after it", date: dateIn(6, MARA.zone), time: "13:00", duration: 30 });
      await submitSchedule(form);
      await page.getByRole("main").getByText(/Zoom is not answering|Waiting for Zoom/).first().waitFor();
      await until("the card of an outage", async () => {
        await settings();
        return button("Try again").isVisible();
      });
      await card.getByText("1 meeting waits for Zoom, and 1 person for their email about it.", { exact: false }).waitFor();
      await seen("not-answering");
    });

    await step("and Try again ends it", async () => {
      await zoom.recover();
      await button("Try again").click();
      await page.getByText("Zoom answered, the connection works").first().waitFor();
      await button("Check connection").waitFor();
    });

    assertNoProblems(page);
  });
}
