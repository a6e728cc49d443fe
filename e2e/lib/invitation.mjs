// The mail that is open, as programs read it that others wrote: postal-mime, and ical.js, with which Thunderbird reads
// invitations.

import assert from "node:assert/strict";
import ICAL from "ical.js";
import PostalMime from "postal-mime";
import { ANA, MARA } from "./people.mjs";

/** What the mail to Ana and its calendar object say. */
export async function readInvitation(page) {
  const address = await page.getByRole("link", { name: "Download .eml" }).getAttribute("href");
  const raw = await (await page.request.get(new URL(address, page.url()).href)).body();
  const mail = await PostalMime.parse(raw);
  assert.equal(mail.replyTo[0].address, MARA.email);
  assert.equal(mail.to[0].address, ANA.email);
  assert.ok(mail.text && mail.html);
  assert.equal(mail.headers.find(({ key }) => key === "auto-submitted").value, "auto-generated");
  const files = mail.attachments.filter(({ mimeType }) => mimeType === "text/calendar");
  assert.ok(files.length > 0, "no calendar object");
  const texts = new Set(files.map(({ content }) => asText(content)));
  assert.equal(texts.size, 1, "the part and the file differ");
  const calendar = new ICAL.Component(ICAL.parse([...texts][0]));
  // The zones of the object are those that count in it.
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent");
  const event = new ICAL.Event(events[0], { exceptions: events.slice(1) });
  assert.equal(event.attendees.length, 1);
  return {
    text: mail.text,
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    start: event.startDate.toJSDate(),
    url: event.component.getFirstPropertyValue("url"),
    status: event.component.getFirstPropertyValue("status"),
    recurrenceId: event.recurrenceId?.toJSDate(),
    dates: () => datesOf(event),
  };
}

/** When the event takes place, as a calendar shows it. */
function datesOf(event) {
  const dates = [];
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    dates.push(event.getOccurrenceDetails(next).startDate.toJSDate());
  }
  return dates;
}

function asText(content) {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}
