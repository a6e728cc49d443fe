// The main job, from log in to disconnect, as the README promises it: once with JavaScript, once
// without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  assertTold,
  connectZoom,
  disconnectZoom,
  logIn,
  meetingAction,
  openContact,
  openIntegrations,
  pressable,
  removeMeeting,
  reschedule,
  schedule,
  zoomCard,
} from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { clockIn, dateIn, weekOf } from "./lib/dates.mjs";
import { calendarFile, mailButton, openMail, shownMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

const SCOPES = [
  "user:read:user",
  "meeting:write:meeting",
  "meeting:read:meeting",
  "meeting:read:list_meetings",
  "meeting:update:meeting",
  "meeting:delete:meeting",
];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const javaScript of [true, false]) {
  test(`the main job with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const zoom = sandbox(server.sandbox);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const meeting = {
      topic: "SSO and sandbox tenant",
      date: dateIn(3, MARA.zone),
      time: "16:00",
      duration: 30,
      agenda: "Walk through the Entra ID setup.",
    };
    const theirTime = clockIn(ANA.zone, meeting.date, meeting.time, MARA.zone);

    await step("log in", () => logIn(page, server));

    await step("connect Zoom", async () => {
      await connectZoom(page, server);
      const card = await zoomCard(page).innerText();
      for (const expected of ["Connected", MARA.email, "Basic", ...SCOPES]) {
        assert.ok(card.includes(expected), `the card does not show ${expected}:\n${card}`);
      }
    });

    await step("schedule a meeting with a contact", async () => {
      await openContact(page, ANA.name);
      await schedule(page, ANA, meeting);
    });

    await step("Zoom has it", async () => {
      await page.goto(server.sandbox);
      await page.getByText(meeting.topic).first().waitFor();
    });

    let uid;
    const joinLink = await step("the contact's mail has both times, the link and the calendar file", async () => {
      await openMail(page, server, new RegExp(meeting.topic));
      const mail = await shownMail(page);
      for (const expected of [meeting.topic, `${theirTime} to`, ANA.city, `${meeting.time} in ${MARA.city}`, meeting.agenda]) {
        assert.ok(mail.includes(expected), `the mail does not say "${expected}":\n${mail}`);
      }
      const link = await mailButton(page, "Join meeting");
      assert.ok(link.startsWith(`${server.sandbox}/j/`), `the mail joins at ${link}`);
      const calendar = await calendarFile(page);
      for (const expected of ["METHOD:REQUEST", `SUMMARY:${meeting.topic}`, link]) {
        assert.ok(calendar.includes(expected), `the calendar file lacks ${expected}:\n${calendar}`);
      }
      uid = calendar.match(/UID:\S+/)[0];
      return link;
    });

    await step("the join link leads into the meeting", async () => {
      const response = await page.goto(joinLink);
      assert.equal(response.status(), 200);
    });

    await step("the contact page and the meetings list show it", async () => {
      await page.goto(`${server.url}/meetings?view=agenda&week=${weekOf(meeting.date)}`);
      await meetingAction(page, "Start meeting", meeting.topic).waitFor();
      await openContact(page, ANA.name);
      await meetingAction(page, "Start meeting", meeting.topic).waitFor();
    });

    await step("move it an hour later", async () => {
      await reschedule(page, meeting.topic, { from: meeting.time, time: "17:00", tell: ANA.first });
      assert.equal((await zoom.topics()).filter((topic) => topic === meeting.topic).length, 1, "moved in place");
    });

    await step("the contact's mail has the old and the new time, the same link and the same calendar entry", async () => {
      await openMail(page, server, new RegExp(`Moved: ${meeting.topic}`));
      const mail = await shownMail(page);
      const newTime = clockIn(ANA.zone, meeting.date, "17:00", MARA.zone);
      for (const expected of [theirTime, `${newTime} to`, `17:00 in ${MARA.city}`, "The join link is the same."]) {
        assert.ok(mail.includes(expected), `the mail does not say "${expected}":\n${mail}`);
      }
      assert.equal(await mailButton(page, "Join meeting"), joinLink);
      const calendar = await calendarFile(page);
      for (const expected of ["METHOD:REQUEST", "SEQUENCE:1"]) {
        assert.ok(calendar.includes(expected), `the calendar file lacks ${expected}:\n${calendar}`);
      }
      assert.ok(calendar.includes(uid), `another entry than before:\n${calendar}`);
      await page.goto(server.url);
      await openContact(page, ANA.name);
    });

    await step("start the meeting as its host", async () => {
      await meetingAction(page, "Start meeting", meeting.topic).click();
      await page.waitForURL(`${server.sandbox}/s/**`);
      await page.getByRole("heading", { name: meeting.topic }).waitFor();
    });

    await step("end it", async () => {
      // Zoom refuses to delete a meeting that is in progress (error 3002).
      await page.getByRole("button", { name: "End meeting" }).click();
    });

    await step("remove the meeting", async () => {
      await page.goto(server.url);
      await openContact(page, ANA.name);
      await removeMeeting(page, meeting.topic, { tell: ANA.first });
      await until("Zoom deletes it", async () => !(await zoom.topics()).includes(meeting.topic));
      await openMail(page, server, new RegExp(`Cancelled.*${meeting.topic}`));
      const calendar = await calendarFile(page);
      for (const expected of ["METHOD:CANCEL", "SEQUENCE:2", uid]) assert.ok(calendar.includes(expected), calendar);
      await openContact(page, ANA.name);
      assert.equal(await meetingAction(page, "Start meeting", meeting.topic).count(), 0);
    });

    await step("disconnect Zoom", async () => {
      await disconnectZoom(page);
      await openIntegrations(page);
      await pressable(zoomCard(page), "Connect Zoom").waitFor();
      const card = await zoomCard(page).innerText();
      assert.ok(!card.includes(MARA.email), `the card still names the account:\n${card}`);
    });

    await step("Rapport shows what it exchanged with Zoom", async () => {
      await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Integration activity" }).click();
      await page.getByRole("heading", { name: "Integration activity", level: 1 }).waitFor();
      // How many of today's sample meetings came to Zoom, and so how many pages there are, depends on the hour.
      let activity = await page.getByRole("main").innerText();
      const older = page.getByRole("link", { name: "Older" });
      while ((await older.count()) > 0) {
        await page.goto(new URL(await older.getAttribute("href"), page.url()).href);
        activity += await page.getByRole("main").innerText();
      }
      for (const call of ["POST users/me/meetings", "GET users/me", "PATCH meetings/{id}", "DELETE meetings/{id}"]) {
        assert.ok(activity.includes(call), `the activity lacks ${call}:\n${activity}`);
      }
      assert.ok(!activity.includes(meeting.topic), "the activity shows contents");
    });

    assertNoProblems(page);
  });
}
