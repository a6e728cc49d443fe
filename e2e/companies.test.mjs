// Companies: added, joined by people through their address, met from their page, deleted; with JavaScript and without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, connectZoom, fillSchedule, form, logIn, submitScheduled } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`a company and its people, with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const main = page.getByRole("main");
    const link = (name) => main.getByRole("link", { name, exact: true }).first();
    const sidebar = page.getByRole("navigation", { name: "Main" }).first();

    await step("add a company with its domain", async () => {
      await logIn(page, server);
      await connectZoom(page, server);
      await sidebar.getByRole("link", { name: "Companies", exact: true }).click();
      await link("New company").click();
      await page.getByLabel("Name", { exact: true }).fill("Havn Analytics");
      await page.getByLabel("Domain Optional").fill("https://www.havn.example/");
      await page.getByRole("button", { name: "Create company", exact: true }).click();
      await page.getByRole("heading", { name: "Havn Analytics", level: 1 }).waitFor();
    });
    await step("somebody with an address there belongs to it", async () => {
      await page.goto(`${server.url}/contacts/new`);
      await page.getByLabel("Name", { exact: true }).fill("Ida Holm");
      await page.getByLabel("Email Optional").fill("ida@havn.example");
      await page.getByRole("button", { name: "Create contact", exact: true }).click();
      await assertTold(page, "The address belongs to Havn Analytics");
      await link("Havn Analytics").click();
      await main.getByRole("link", { name: /Ida Holm/ }).first().waitFor();
    });
    await step("two people of another one are met from its page", async () => {
      await page.goto(`${server.url}/companies?q=lumen`);
      await main.getByRole("link", { name: /Lumen Freight/ }).first().click();
      await page.getByRole("heading", { name: "Lumen Freight", level: 1 }).waitFor();
      await link("Schedule meeting").click();
      await page.getByRole("heading", { name: "Schedule meeting with Lumen Freight" }).waitFor();
      for (const name of ["Ana Ferreira", "Rui Matos"]) {
        await choose(form(page).getByRole("checkbox", { name: new RegExp(name) }));
      }
      await form(page).getByRole("button", { name: "Continue", exact: true }).click();
      await page.getByRole("heading", { name: `Schedule meeting with ${ANA.name}` }).waitFor();
      const scope = form(page);
      await scope.getByText("Rui Matos").first().waitFor();
      await fillSchedule(scope, { topic: "Depots in Porto", date: dateIn(3, MARA.zone), time: "16:00", duration: 30 });
      await submitScheduled(page, scope, ANA);
      await page.goto(`${server.url}/companies?q=lumen`);
      await main.getByRole("link", { name: /Lumen Freight/ }).first().click();
      await link("Depots in Porto").waitFor();
    });
    await step("delete one: its people stay", async () => {
      await page.goto(`${server.url}/companies?q=havn`);
      await main.getByRole("link", { name: /Havn Analytics/ }).first().click();
      await main.getByLabel("More for Havn Analytics").click();
      await link("Delete company").click();
      await page.getByRole("heading", { name: "Delete Havn Analytics?" }).waitFor();
      await form(page).getByText("1 person stays as a contact").waitFor();
      await form(page).getByRole("button", { name: "Delete company", exact: true }).click();
      await assertTold(page, "Company deleted, its people stay");
      await page.goto(`${server.url}/contacts?q=ida`);
      assert.equal(await main.getByRole("link", { name: /^Ida Holm/ }).count(), 1);
      assert.equal(await main.getByRole("link", { name: /Havn/ }).count(), 0);
    });
    assertNoProblems(page);
  });
}
