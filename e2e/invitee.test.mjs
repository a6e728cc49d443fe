// The contact's side: the mail, their page, another time, and what their calendar reads. The mails are also read by parsers
// that others wrote.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, connectZoom, logIn, openContact, removeMeeting, schedule } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { LOOKS, assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { clockIn, dateIn } from "./lib/dates.mjs";
import { readInvitation } from "./lib/invitation.mjs";
import { mailButton, openMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const TOPIC = "Depot audit";

for (const javaScript of [true, false]) {
  test(`an invitee answers with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const host = await newPage(browser, { javaScript });
    const guest = await newPage(browser, { javaScript, timezoneId: ANA.zone });
    const step = story(t, host, server);
    const theirs = story(t, guest, server);
    const date = dateIn(3, MARA.zone);
    const other = dateIn(4, MARA.zone);

    const link = await step("Mara invites Ana, who gets a mail with her page", async () => {
      await logIn(host, server);
      await connectZoom(host, server);
      await openContact(host, ANA.name);
      await schedule(host, ANA, { topic: TOPIC, date, time: "16:00", duration: 30, agenda: "Which depots?" });
      await openMail(host, server, new RegExp(TOPIC));
      return mailButton(host, "Answer or propose a new time");
    });
    const invitation = await step("the invitation is read by other programs", () => readInvitation(host));
    assert.equal(invitation.method, "REQUEST");
    assert.equal(invitation.sequence, 0);

    await theirs("Ana sees her time and is asked nothing else", async () => {
      await guest.goto(link);
      await guest.getByRole("heading", { name: TOPIC, level: 1 }).waitFor();
      const text = await guest.getByRole("main").innerText();
      const time = clockIn(ANA.zone, date, "16:00", MARA.zone);
      assert.ok(text.includes(time), `no ${time} in\n${text}`);
      assert.equal(await guest.getByRole("link", { name: "Join meeting" }).getAttribute("href"), invitation.url);
      for (const name of ["Google Calendar", "Outlook", "Download .ics"]) {
        assert.ok(await guest.getByRole("link", { name, exact: true }).isVisible(), name);
      }
      assert.deepEqual(await guest.context().cookies(), []);
    });

    await theirs("she accepts", async () => {
      await guest.getByRole("button", { name: "I’ll be there" }).click();
      await guest.getByRole("status").filter({ hasText: "You are coming. Mara knows." }).waitFor();
    });

    await theirs("she proposes another time", async () => {
      await guest.getByRole("link", { name: "Can’t make it?" }).click();
      await guest.getByLabel("Date 1").fill(other);
      await guest.getByLabel("Time 1").fill("10:00");
      await guest.getByLabel("Date 2").fill("");
      await guest.getByLabel("Time 2").fill("");
      await guest.getByLabel(/^Message to Mara/).fill("Our audit moved.");
      await guest.getByRole("button", { name: "Send to Mara" }).click();
      await guest.getByRole("status").filter({ hasText: "You proposed another time." }).waitFor();
    });

    await step("Mara hears of it and takes it with one click", async () => {
      await openMail(host, server, /Ana Ferreira proposes another time/);
      await host.goto(await mailButton(host, "Open the meeting"));
      await host.getByRole("heading", { name: "Ana proposes another time" }).waitFor();
      if (javaScript) await assertAccessible(host, "a meeting with a proposal");
      await host.getByRole("button", { name: /^Move to this time: / }).click();
      await assertTold(host, "Meeting rescheduled, Ana was told");
    });

    await step("the update is about the same event, later, and newer", async () => {
      await openMail(host, server, new RegExp(`Moved: ${TOPIC}`));
      const update = await readInvitation(host);
      assert.deepEqual([update.uid, update.method, update.sequence], [invitation.uid, "REQUEST", 1]);
      assert.ok(update.start > invitation.start);
      assert.equal(update.url, invitation.url);
    });

    await step("a cancellation removes it from her calendar", async () => {
      await openContact(host, ANA.name);
      await removeMeeting(host, TOPIC, { tell: "Ana" });
      await openMail(host, server, new RegExp(`Cancelled: ${TOPIC}`));
      const cancelled = await readInvitation(host);
      assert.deepEqual([cancelled.uid, cancelled.method, cancelled.sequence], [invitation.uid, "CANCEL", 2]);
      assert.equal(cancelled.status, "CANCELLED");
    });

    await theirs("her page says so", async () => {
      await guest.goto(link);
      await guest.getByRole("status").filter({ hasText: "This meeting was cancelled" }).waitFor();
      assert.equal(await guest.getByRole("link", { name: "Join meeting" }).count(), 0);
    });
    assertNoProblems(guest);
    assertNoProblems(host);
  });
}

test("the page of an invitee looks right to everyone", async (t) => {
  const server = await startFor(t);
  const host = await newPage(browser);
  await logIn(host, server);
  await connectZoom(host, server);
  await openContact(host, ANA.name);
  await schedule(host, ANA, { topic: TOPIC, date: dateIn(3, MARA.zone), time: "16:00", duration: 30 });
  await openMail(host, server, new RegExp(TOPIC));
  const link = await mailButton(host, "Answer or propose a new time");
  for (const { name, ...look } of LOOKS) {
    const guest = await newPage(browser, look);
    for (const path of ["", "/answer", "x"]) {
      await guest.goto(link + path);
      await assertAccessible(guest, `the invitee's page${path}, ${name}`);
      const wide = await guest.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${path} scrolls sideways by ${wide} px, ${name}`);
    }
    await guest.goto(link);
    // Mara's computer is elsewhere than Ana: the page offers the zone of whoever reads it.
    assert.equal(await guest.getByRole("combobox").inputValue(), MARA.zone);
    assert.deepEqual(guest.problems.filter((problem) => !problem.startsWith("404")), []);
    await guest.context().close();
  }
});
