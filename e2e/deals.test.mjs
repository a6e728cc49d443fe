// Deals: added, moved on the board and met about; with JavaScript and without.

import { after, before, test } from "node:test";
import { assertTold, connectZoom, fillSchedule, form, logIn, submitScheduled } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`a deal from its first day to won, with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const main = page.getByRole("main");
    const lane = (name) => main.getByRole("region", { name: new RegExp(`^${name}`) });

    await step("add one", async () => {
      await logIn(page, server);
      await connectZoom(page, server);
      await page.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name: "Deals", exact: true }).click();
      await main.getByRole("link", { name: "New deal", exact: true }).click();
      await page.getByLabel("Title", { exact: true }).fill("Porto depots");
      await page.getByLabel("Value", { exact: true }).fill("7,500");
      await page.getByLabel("Contact Optional").fill(ANA.email);
      await page.getByRole("button", { name: "Create deal", exact: true }).click();
      await page.getByRole("heading", { name: "Porto depots", level: 1 }).waitFor();
      await main.getByText("€7,500").first().waitFor();
      await main.getByRole("link", { name: "Lumen Freight", exact: true }).first().waitFor();
    });
    await step("meet about it", async () => {
      await main.getByRole("link", { name: "Schedule meeting", exact: true }).click();
      await page.getByRole("heading", { name: `Schedule meeting with ${ANA.name}` }).waitFor();
      const scope = form(page);
      await fillSchedule(scope, { topic: "Terms for Porto", date: dateIn(3, MARA.zone), time: "16:00", duration: 30 });
      await submitScheduled(page, scope, ANA);
    });
    await step("move it by its menu", async () => {
      await page.goto(`${server.url}/deals`);
      await lane("Qualified").getByRole("link", { name: "Porto depots", exact: true }).waitFor();
      await main.getByLabel("Move Porto depots").click();
      await main.getByRole("button", { name: "Negotiation", exact: true }).click();
      await assertTold(page, "Deal moved to Negotiation");
      await lane("Negotiation").getByRole("link", { name: "Porto depots", exact: true }).click();
      await page.getByRole("heading", { name: "Porto depots", level: 1 }).waitFor();
      await main.getByRole("button", { name: "Move to Won", exact: true }).click();
      await assertTold(page, "Deal moved to Won");
    });
    await step("its contact's timeline tells it", async () => {
      await main.getByRole("link", { name: ANA.name, exact: true }).first().click();
      await page.getByRole("heading", { name: ANA.name, level: 1 }).waitFor();
      await main.getByText("Porto depots, from Negotiation to Won").waitFor();
    });
    assertNoProblems(page);
  });
}
