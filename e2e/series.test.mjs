// A meeting that comes again: scheduled once, one of its dates moved, another removed, and at last all. What calendars make
// of the mails is read by ical.js.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, connectZoom, fillSchedule, form, logIn, openContact, openSchedule, submitScheduled } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { LOOKS, assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn, instantIn } from "./lib/dates.mjs";
import { readInvitation } from "./lib/invitation.mjs";
import { openMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const TOPIC = "Depot audit";
const WEEKS = 4;

/** A day so many weeks after another. */
function weeksAfter(date, weeks) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + weeks * 7 * 86400000).toISOString().slice(0, 10);
}

async function scheduleWeekly(page, date) {
  await openContact(page, ANA.name);
  const scope = await openSchedule(page, ANA.name);
  await fillSchedule(scope, { topic: TOPIC, date, time: "16:00", duration: 30 });
  await scope.getByLabel("Repeat", { exact: true }).selectOption("Weekly");
  await scope.getByLabel("Number of dates", { exact: true }).fill(String(WEEKS));
  await submitScheduled(page, scope, ANA);
}

for (const javaScript of [true, false]) {
  test(`a weekly meeting with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const first = dateIn(3, MARA.zone);
    const expected = Array.from({ length: WEEKS }, (_, week) => instantIn(MARA.zone, weeksAfter(first, week), "16:00"));

    await step("Mara schedules it once", async () => {
      await logIn(page, server);
      await connectZoom(page, server);
      await scheduleWeekly(page, first);
    });
    const invitation = await step("a calendar shows every date at the same time of day", async () => {
      await openMail(page, server, new RegExp(TOPIC));
      const read = await readInvitation(page);
      assert.match(read.text, new RegExp(`It takes place ${WEEKS} times:`));
      assert.deepEqual(read.dates(), expected);
      return read;
    });

    const series = await step("one date has the way to all", async () => {
      await openContact(page, ANA.name);
      await page.getByRole("main").getByRole("link", { name: TOPIC }).first().click();
      await page.getByText(`Date 1 of ${WEEKS}`).waitFor();
      await page.getByRole("link", { name: "All dates", exact: true }).click();
      await page.getByRole("heading", { name: "Dates", exact: true }).waitFor();
      return page.url();
    });
    const dates = () => page.getByRole("region", { name: "Dates" }).getByRole("link");
    const moved = dateIn(5, MARA.zone);
    await step("the second date is moved", async () => {
      assert.equal(await dates().count(), WEEKS);
      await dates().nth(1).click();
      await page.getByRole("link", { name: `Reschedule: ${TOPIC}`, exact: true }).click();
      await page.getByText("Only this date changes.").waitFor();
      const scope = form(page);
      await scope.getByLabel("Date", { exact: true }).fill(moved);
      await scope.getByLabel("Start time", { exact: true }).fill("07:15");
      await scope.getByRole("button", { name: "Reschedule meeting", exact: true }).click();
      await assertTold(page, "Meeting rescheduled, Ana was told");
      await openMail(page, server, new RegExp(`Moved: ${TOPIC}`));
      const read = await readInvitation(page);
      assert.deepEqual([read.uid, read.method, read.recurrenceId], [invitation.uid, "REQUEST", expected[1]]);
      assert.deepEqual(read.start, instantIn(MARA.zone, moved, "07:15"));
    });
    await step("the third is removed, and the link stays good", async () => {
      await page.goto(series);
      await dates().nth(2).click();
      await page.getByRole("link", { name: `Remove meeting: ${TOPIC}`, exact: true }).click();
      await page.getByRole("button", { name: "Remove this date", exact: true }).click();
      await assertTold(page, "Meeting removed, Ana was told");
      await openMail(page, server, new RegExp(`Cancelled: ${TOPIC}`));
      const read = await readInvitation(page);
      assert.deepEqual([read.uid, read.method, read.recurrenceId], [invitation.uid, "CANCEL", expected[2]]);
      assert.doesNotMatch(read.text, /no longer works/);
    });
    await step("all are moved at once", async () => {
      await page.goto(series);
      await page.getByRole("link", { name: `Reschedule all dates: ${TOPIC}`, exact: true }).click();
      const scope = form(page);
      await scope.getByText("All dates to come follow the new rule").waitFor();
      await scope.getByLabel("Start time", { exact: true }).fill("09:00");
      await scope.getByRole("button", { name: "Reschedule meeting", exact: true }).click();
      await assertTold(page, "Meeting rescheduled, Ana was told");
      await openMail(page, server, new RegExp(`Moved: ${TOPIC}`));
      const read = await readInvitation(page);
      const nine = expected.map((_, week) => instantIn(MARA.zone, weeksAfter(first, week), "09:00"));
      assert.deepEqual([read.uid, read.sequence], [invitation.uid, 1]);
      assert.deepEqual(read.dates(), nine);
    });
    await step("and all are removed", async () => {
      await page.goto(series);
      await page.getByRole("link", { name: `Remove all dates: ${TOPIC}`, exact: true }).click();
      await page.getByText(`All ${WEEKS} dates to come are off`).waitFor();
      await page.getByRole("button", { name: "Remove all dates", exact: true }).click();
      await assertTold(page, "Meeting removed, Ana was told");
    });
    assertNoProblems(page);
  });
}

test("a series looks right to everyone", async (t) => {
  const server = await startFor(t);
  const host = await newPage(browser);
  await logIn(host, server);
  await connectZoom(host, server);
  await scheduleWeekly(host, dateIn(3, MARA.zone));
  await host.getByRole("main").getByRole("link", { name: TOPIC }).first().click();
  const date = new URL(host.url()).pathname;
  const series = await host.getByRole("link", { name: "All dates", exact: true }).getAttribute("href");
  for (const { name, ...look } of LOOKS) {
    const page = await newPage(browser, look);
    await logIn(page, server);
    for (const path of [series, `${series}/reschedule`, `${series}/remove`, date, `${date}/reschedule`, `${date}/remove`]) {
      await page.goto(server.url + path);
      await assertAccessible(page, `${path}, ${name}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${path} scrolls sideways by ${wide} px, ${name}`);
    }
    await page.context().close();
  }
});
