// A person removes the app in Zoom itself: Rapport is told, deletes everything and confirms it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connectZoom, logIn, meetingAction, openContact, openIntegrations, pressable, schedule, zoomCard } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { start } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a deauthorization in Zoom deletes everything from Zoom and is confirmed", async (t) => {
  const page = await newPage(browser);
  const zoom = sandbox(server.sandbox);
  const step = story(t, page, server);
  const topic = "Before the goodbye";

  await step("connect and schedule", async () => {
    await logIn(page, server);
    await connectZoom(page, server);
    await openContact(page, ANA.name);
    await schedule(page, ANA, { topic, date: dateIn(2, MARA.zone), time: "10:00", duration: 30 });
  });

  await step("remove the app in the sandbox's portal", async () => {
    await page.goto(server.sandbox);
    await page.getByRole("button", { name: "Send deauthorization", exact: true }).first().click();
  });

  await step("Rapport has forgotten the account", async () => {
    await page.goto(server.url);
    await until("the card offers to connect again", async () => {
      await openIntegrations(page);
      return pressable(zoomCard(page), "Connect Zoom").isVisible();
    });
    const card = await zoomCard(page).innerText();
    assert.ok(!card.includes(MARA.email), `the card still names the account:\n${card}`);
  });

  await step("the meeting stays without its link", async () => {
    await openContact(page, ANA.name);
    await page.getByRole("main").getByText(topic).first().waitFor();
    assert.equal(await meetingAction(page, "Start meeting", topic).count(), 0);
  });

  await step("Zoom received the confirmation, with the app's own credentials", async () => {
    const confirmations = await until("a confirmation", async () => {
      const { compliance } = await zoom.state();
      return compliance.length > 0 && compliance;
    });
    assert.equal(confirmations.length, 1);
    const calls = (await zoom.requests()).filter(({ path }) => path === "/oauth/data/compliance");
    assert.deepEqual(calls.map(({ method, status }) => [method, status]), [["POST", 200]]);
  });

  await step("Integration activity tells the whole chain", async () => {
    const main = page.getByRole("main");
    await until("all four steps", async () => {
      await page.goto(`${server.url}/settings/activity`);
      await main.waitFor();
      // The steps are folded in; their text is there all the same.
      const told = await main.textContent();
      return [/Deauthorization received/, /Data deleted/, /Confirmed to Zoom/, /was told by email/].every((words) => words.test(told));
    });
    assert.ok(!(await main.textContent()).includes(topic), "the activity shows contents");
  });

  assertNoProblems(page);
});
