// What a person does with a meeting beside scheduling it: meet at once, follow up, invite once more.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  assertTold, choose, connectZoom, fillSchedule, form, logIn, meetingAction, openContact, openSchedule, schedule, submitSchedule,
  submitScheduled,
} from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { start } from "./lib/server.mjs";

const TOPIC = "Depot tour";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`meeting actions ${javaScript ? "with" : "without"} JavaScript`, async (t) => {
    const server = await start();
    t.after(() => server.stop());
    const page = await newPage(browser, { javaScript });
    await logIn(page, server);

    await t.test("without Zoom, Meet now says why not", async () => {
      await openContact(page, ANA.name);
      const button = page.getByRole("button", { name: "Meet now", exact: true });
      assert.ok(await button.isDisabled());
      await page.getByText("Meet now needs Zoom.").waitFor();
    });

    await t.test("without Zoom, a phone call is scheduled", async () => {
      const scope = await openSchedule(page, ANA.name);
      assert.ok(await scope.getByRole("radio", { name: "Zoom meeting" }).isDisabled());
      await fillSchedule(scope, { topic: "Call about depots", date: dateIn(3, MARA.zone), time: "11:00" });
      await scope.getByLabel("Phone number", { exact: true }).fill("+46 8 123 45 67");
      await submitScheduled(page, scope, ANA);
      await page.getByText("+46 8 123 45 67").waitFor();
    });

    await t.test("a link of its own is chosen with its field", async () => {
      const scope = await openSchedule(page, ANA.name);
      await fillSchedule(scope, { topic: "Own room", date: dateIn(3, MARA.zone), time: "20:00" });
      await choose(scope.getByRole("radio", { name: "Other link" }));
      await scope.getByLabel("Link", { exact: true }).fill("https://meet.example.com/halden");
      await submitScheduled(page, scope, ANA);
      await page.getByRole("link", { name: "Open link: Own room", exact: true }).waitFor();
    });

    await t.test("a second meeting at the same time needs a decision", async () => {
      const scope = await openSchedule(page, ANA.name);
      await fillSchedule(scope, { topic: "Doubled", date: dateIn(3, MARA.zone), time: "20:15" });
      await scope.getByLabel("Phone number", { exact: true }).fill("+46 8 123 45 67");
      await submitSchedule(scope);
      await scope.getByText("Nothing was scheduled. The time needs a decision.").waitFor();
      await scope.getByText("You have Own room at that time").first().waitFor();
      const keep = scope.getByRole("button", { name: "Keep this time", exact: true });
      await keep.click();
      await keep.waitFor({ state: "hidden" });
      await submitSchedule(scope);
      await assertTold(page, "Meeting scheduled, invitation sent to Ana");
    });

    await connectZoom(page, server);
    await openContact(page, ANA.name);
    await schedule(page, ANA, { topic: TOPIC, date: dateIn(2, MARA.zone), time: "10:00", duration: 30 });

    await t.test("a meeting leaves Zoom and comes back", async () => {
      const goTo = async (radio, fill, says) => {
        await openContact(page, ANA.name);
        await meetingAction(page, "Reschedule", TOPIC).click();
        const scope = form(page);
        await choose(scope.getByRole("radio", { name: radio, exact: true }));
        await fill(scope);
        if (javaScript) await scope.getByText(says).waitFor();
        await scope.getByRole("button", { name: "Reschedule meeting", exact: true }).click();
        await assertTold(page, "Meeting rescheduled, Ana was told");
      };
      const phone = (scope) => scope.getByLabel("Phone number", { exact: true }).fill("+46 8 765 43 21");
      await goTo("Phone call", phone, "Zoom removes the meeting, and the join link no longer works");
      await page.getByText("+46 8 765 43 21").waitFor();
      assert.equal(await meetingAction(page, "Start meeting", TOPIC).count(), 0);
      await goTo("Zoom meeting", async () => {}, "Zoom creates the meeting, and its join link is in the email");
      await meetingAction(page, "Start meeting", TOPIC).waitFor();
    });

    await t.test("the invitation is sent again", async () => {
      await openMenu(page, TOPIC);
      await page.getByRole("link", { name: "Send invitation again", exact: true }).first().click();
      await form(page).getByRole("checkbox", { name: new RegExp(ANA.name) }).waitFor();
      await form(page).getByRole("button", { name: "Send invitation again", exact: true }).click();
      await assertTold(page, "Invitation sent to Ana");
    });

    await t.test("a follow-up is filled in, a week later", async () => {
      await openMenu(page, TOPIC);
      await page.getByRole("link", { name: "Schedule a follow-up", exact: true }).first().click();
      const scope = form(page);
      await scope.getByLabel("Topic", { exact: true }).waitFor();
      assert.equal(await scope.getByLabel("Topic", { exact: true }).inputValue(), TOPIC);
      assert.equal(await scope.getByLabel("Date", { exact: true }).inputValue(), dateIn(9, MARA.zone));
      await scope.getByRole("button", { name: "Schedule meeting", exact: true }).last().click();
      await assertTold(page, "Meeting scheduled, invitation sent to Ana");
      const both = page.getByRole("main").getByRole("link", { name: `Remove meeting: ${TOPIC}`, exact: true });
      assert.equal(await both.count(), 2);
    });

    await t.test("Meet now leads into the meeting", async () => {
      await page.getByRole("button", { name: "Meet now", exact: true }).click();
      await page.waitForURL(`${server.sandbox}/s/**`);
      await page.goto(server.url);
      await page.getByText("Meeting created, invitation sent to Ana").waitFor();
    });
    assertNoProblems(page);
  });
}

async function openMenu(page, topic) {
  await page.getByLabel(`More for ${topic}`, { exact: true }).first().click();
}
