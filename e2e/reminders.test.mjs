// Reminders: chosen in the profile, shown on the meeting, read in the mailbox, each in its reader's language.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, connectZoom, logIn, openContact, schedule } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { momentIn } from "./lib/dates.mjs";
import { mailButton, openMail, shownMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const TOPIC = "Depot keys";
const MINUTE = 60_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("a reminder goes out a quarter of an hour before", async (t) => {
  const server = await startFor(t);
  const page = await newPage(browser);
  const step = story(t, page, server);

  await step("choose reminders, and a language for one's own mails", async () => {
    await logIn(page, server);
    await page.goto(`${server.url}/settings/profile`);
    await page.getByLabel("Remind me by email", { exact: true }).selectOption("15 minutes before");
    await page.getByLabel("Remind invitees by email", { exact: true }).selectOption("15 minutes before");
    await page.getByLabel("Language of your emails", { exact: true }).selectOption("Svenska");
    await page.getByRole("button", { name: "Save changes" }).click();
    await assertTold(page, "Profile saved");
    await connectZoom(page, server);
  });
  await step("the meeting says when, and to whom", async () => {
    await openContact(page, ANA.name);
    // Due with the next full minute that leaves time to fill in the form.
    const start = Math.ceil((Date.now() + 30_000) / MINUTE) * MINUTE + 15 * MINUTE;
    const [date, time] = momentIn(start, MARA.zone);
    await schedule(page, ANA, { topic: TOPIC, date, time, duration: 30 });
    await page.getByRole("main").getByRole("link", { name: TOPIC, exact: true }).first().click();
    const [, due] = momentIn(start - 15 * MINUTE, MARA.zone);
    await page.getByRole("list", { name: "Reminders" }).getByText(new RegExp(`, ${due}`)).waitFor();
    await page.getByRole("list", { name: "Reminders" }).getByText("You and Ana", { exact: true }).waitFor();
  });
  await step("the invitee's has the way in and to their answer", async () => {
    await openMail(page, server, new RegExp(`Reminder: ${TOPIC}`), 4 * MINUTE);
    assert.match(await shownMail(page), /This is a reminder of your meeting with Mara Lindqvist/);
    assert.match(await mailButton(page, "Join meeting"), /\/j\/\d+/);
    assert.match(await mailButton(page, "Answer or propose a new time"), /\/i\/[\w-]+$/);
  });
  await step("the host's is in their language and leads to the meeting", async () => {
    await openMail(page, server, new RegExp(`Påminnelse: ${TOPIC}`));
    const link = await mailButton(page, "Öppna mötet");
    await page.goto(link);
    await page.getByRole("list", { name: "Reminders" }).getByText("Sent", { exact: true }).waitFor();
  });
  assertNoProblems(page);
});
