// The calendar feed: turned on by a person, read by a calendar program (ical.js, Thunderbird's), turned off again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import ICAL from "ical.js";
import { assertTold, connectZoom, logIn, openContact, removeMeeting, schedule } from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

const TOPIC = "Depot audit";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("a calendar program reads a person's meetings, and no longer when they say so", async (t) => {
  const server = await startFor(t);
  const page = await newPage(browser);
  const step = story(t, page, server);

  const address = await step("turn it on", async () => {
    await logIn(page, server);
    await connectZoom(page, server);
    await page.goto(`${server.url}/settings/calendar`);
    await page.getByRole("button", { name: "Turn on calendar feed" }).click();
    await assertTold(page, "The calendar feed has a new address");
    return page.getByLabel("Address of the calendar", { exact: true }).inputValue();
  });
  await step("what is scheduled is in it, with the way in", async () => {
    await openContact(page, ANA.name);
    await schedule(page, ANA, { topic: TOPIC, date: dateIn(3, MARA.zone), time: "16:00", duration: 30 });
    const found = (await read(address)).find((event) => event.summary === TOPIC);
    assert.equal(found.duration.toSeconds(), 30 * 60);
    assert.match(found.location, /^http.*\/j\/\d+/);
  });
  await step("what is removed is not", async () => {
    await removeMeeting(page, TOPIC, { tell: "Ana" });
    assert.ok((await read(address)).every((event) => event.summary !== TOPIC));
  });
  await step("turned off, it is gone", async () => {
    await page.goto(`${server.url}/settings/calendar`);
    await page.getByRole("button", { name: "Turn off", exact: true }).click();
    await assertTold(page, "Calendar feed turned off");
    assert.equal((await fetch(address)).status, 404);
  });
  assertNoProblems(page);
});

/** The events at an address, as a calendar program sees them. */
async function read(address) {
  const response = await fetch(address);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^text\/calendar/);
  const calendar = new ICAL.Component(ICAL.parse(await response.text()));
  return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
}
