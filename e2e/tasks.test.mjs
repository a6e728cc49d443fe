// Tasks: added from a contact, seen on Today, done and taken back; a call that is noted. With JavaScript and without.

import { after, before, test } from "node:test";
import { assertTold, logIn } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const WHAT = "Ask for the fleet list";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`a task from its promise to its end, with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const main = page.getByRole("main");
    const scope = javaScript ? page.getByRole("dialog") : main;

    await step("add one from a contact", async () => {
      await logIn(page, server);
      await page.goto(`${server.url}/contacts?q=ana`);
      await main.getByRole("link", { name: new RegExp(ANA.name) }).first().click();
      await page.getByRole("heading", { name: ANA.name, level: 1 }).waitFor();
      await main.getByRole("link", { name: "Add task", exact: true }).click();
      await page.getByRole("heading", { name: "New task" }).waitFor();
      if (javaScript) await assertAccessible(page, "the form of a task");
      await scope.getByRole("button", { name: "Save task", exact: true }).click();
      await scope.getByText("Say what is to be done.").waitFor();
      await scope.getByLabel("What", { exact: true }).fill(WHAT);
      await scope.getByLabel("Until", { exact: true }).fill(dateIn(0, MARA.zone));
      await scope.getByRole("button", { name: "Save task", exact: true }).click();
      await assertTold(page, "Task added");
      await page.getByRole("heading", { name: "Next steps" }).waitFor();
    });
    await step("Today and the list of tasks know it", async () => {
      await page.goto(`${server.url}/`);
      await main.getByRole("button", { name: `Done: ${WHAT}`, exact: true }).waitFor();
      await main.getByText("You promised").waitFor();
      await main.getByRole("link", { name: "All tasks", exact: true }).click();
      await main.getByRole("heading", { name: "Overdue" }).waitFor();
      if (javaScript) await assertAccessible(page, "the list of tasks");
    });
    await step("give it to a colleague and take it back", async () => {
      await main.getByRole("link", { name: `Edit task: ${WHAT}`, exact: true }).click();
      await page.getByRole("heading", { name: "Edit task" }).waitFor();
      await scope.getByLabel("Who", { exact: true }).selectOption({ label: "Oskar Berg" });
      await scope.getByRole("button", { name: "Save task", exact: true }).click();
      await assertTold(page, "Task saved");
      await main.getByRole("link", { name: "Everyone’s", exact: true }).click();
      await main.getByRole("listitem").filter({ hasText: WHAT }).getByText("Oskar Berg").waitFor();
    });
    await step("do it, find it among those that are done, and take that back", async () => {
      await main.getByRole("button", { name: `Done: ${WHAT}`, exact: true }).click();
      await assertTold(page, `Done: ${WHAT}`);
      await main.getByRole("link", { name: "Done", exact: true }).click();
      await main.getByRole("button", { name: `Not done: ${WHAT}`, exact: true }).click();
      await assertTold(page, `To do again: ${WHAT}`);
    });
    await step("note a call", async () => {
      await page.goto(`${server.url}/contacts?q=ana`);
      await main.getByRole("link", { name: new RegExp(ANA.name) }).first().click();
      await main.getByRole("link", { name: "Log call", exact: true }).click();
      await page.getByRole("heading", { name: `Call with ${ANA.name}` }).waitFor();
      await scope.getByLabel(/^What was said/).fill("The list comes on Monday.");
      await scope.getByRole("button", { name: "Save call", exact: true }).click();
      await assertTold(page, "Call saved");
      await main.getByText("The list comes on Monday.").first().waitFor();
    });
    assertNoProblems(page);
  });
}
