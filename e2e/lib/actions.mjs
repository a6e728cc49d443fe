// What a person does in Rapport, in a person's words. Elements are found by role and name.

import assert from "node:assert/strict";
import { MARA } from "./people.mjs";

/** A button or a link: both look alike, and which one it is depends on what it does. */
export function pressable(scope, name) {
  return scope.getByRole("button", { name, exact: true }).or(scope.getByRole("link", { name, exact: true }));
}

/** Chooses a radio button or ticks a switch with the keyboard, since its circle may be drawn by its label. */
export async function choose(control) {
  await control.focus();
  await control.press("Space");
}

/** The form that opens for an action: a dialog with JavaScript, a page of its own without. */
export function form(page) {
  return page.javaScript ? page.getByRole("dialog") : page.getByRole("main");
}

/** Waits for the toast, or without JavaScript the note, that tells what was done. */
export async function assertTold(page, text) {
  await page.getByText(text).first().waitFor();
}

export async function logIn(page, server, person = MARA) {
  await page.goto(`${server.url}/login`);
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL(`${server.url}/`);
}

export async function openIntegrations(page) {
  await page.getByRole("navigation", { name: "Workspace" }).getByRole("link", { name: "Settings", exact: true }).click();
  const settings = page.getByRole("navigation", { name: "Settings" });
  await settings.getByRole("link", { name: "Integrations", exact: true }).click();
  await page.getByRole("heading", { name: "Integrations", exact: true, level: 1 }).waitFor();
}

/** The card of Zoom on Settings, Integrations. */
export function zoomCard(page) {
  return page.getByRole("region", { name: "Zoom", exact: true });
}

/** From Rapport to the sandbox's consent page. */
export async function askZoom(page, server) {
  await openIntegrations(page);
  // Whoever was there before and did not come back starts again.
  await page.getByRole("main").getByRole("button", { name: /^(Connect Zoom|Start again)$/ }).click();
  await page.waitForURL(`${server.sandbox}/oauth/authorize**`);
}

export async function connectZoom(page, server, account = MARA.email) {
  await askZoom(page, server);
  await choose(page.getByRole("radio", { name: account }));
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await page.waitForURL(`${server.url}/settings/integrations**`);
  await assertTold(page, `Zoom connected as ${account}`);
}

/** The name of a row: the contact's, then their title. */
export function startingWith(name) {
  return new RegExp(`^${name}`);
}

/** Finds a contact as a person would: the list, its search, the name. */
export async function openContact(page, name) {
  const sidebar = page.getByRole("navigation", { name: "Main" }).first();
  await sidebar.getByRole("link", { name: "Contacts", exact: true }).click();
  const search = page.getByRole("searchbox", { name: "Search contacts" });
  await search.fill(name);
  await search.press("Enter");
  await page.getByRole("main").getByRole("link", { name: startingWith(name) }).first().click();
  await page.getByRole("heading", { name, exact: true, level: 1 }).waitFor();
}

/** Opens the schedule form from the contact page. */
export async function openSchedule(page, contact) {
  await page.getByRole("main").getByRole("link", { name: "Schedule meeting", exact: true }).first().click();
  await page.getByRole("heading", { name: `Schedule meeting with ${contact}` }).waitFor();
  return form(page);
}

/** Fills what is given; `duration` is in minutes. */
export async function fillSchedule(scope, { topic, date, time, duration, agenda }) {
  if (topic !== undefined) await scope.getByLabel("Topic", { exact: true }).fill(topic);
  if (date !== undefined) await scope.getByLabel("Date", { exact: true }).fill(date);
  if (time !== undefined) await scope.getByLabel("Start time", { exact: true }).fill(time);
  if (duration !== undefined) {
    const minutes = scope.getByRole("group", { name: "Duration" }).getByRole("radio", { name: `${duration} minutes` });
    await choose(minutes);
  }
  if (agenda !== undefined) await scope.getByLabel("Agenda Optional, shown in the invitation").fill(agenda);
}

export async function submitSchedule(scope) {
  await scope.getByRole("button", { name: "Schedule meeting", exact: true }).click();
}

/** Submits and is told; another meeting at that time, such as one of the sample world, is no reason against it. */
async function submitMeant(page, scope, button, text) {
  const submit = scope.getByRole("button", { name: button, exact: true });
  const keep = scope.getByRole("button", { name: "Keep this time", exact: true });
  await submit.click();
  const told = page.getByText(text).first();
  // Keep this time may be there before the answer is: only the note on top says that this is the answer.
  const decision = scope.getByText("The time needs a decision.");
  await told.or(decision).first().waitFor();
  if (await decision.isVisible()) {
    await keep.click();
    await keep.waitFor({ state: "hidden" });
    await submit.click();
    await told.waitFor();
  }
}

/** Submits a filled schedule form and waits for the note that the invitation was sent. */
export function submitScheduled(page, scope, contact) {
  return submitMeant(page, scope, "Schedule meeting", `Meeting scheduled, invitation sent to ${contact.first}`);
}

/** From the open contact page to a scheduled meeting. */
export async function schedule(page, contact, meeting) {
  const scope = await openSchedule(page, contact.name);
  await fillSchedule(scope, meeting);
  await submitScheduled(page, scope, contact);
}

/** The link with which the row of a meeting offers an action, such as "Start meeting". */
export function meetingAction(page, action, topic) {
  return page.getByRole("main").getByRole("link", { name: `${action}: ${topic}`, exact: true }).first();
}

/** From the row of a meeting to its new start, with the form as it is filled in. */
export async function reschedule(page, topic, { from, time, tell }) {
  await meetingAction(page, "Reschedule", topic).click();
  await page.getByRole("heading", { name: `Reschedule ${topic}`, exact: true }).waitFor();
  const scope = form(page);
  assert.equal(await scope.getByLabel("Start time", { exact: true }).inputValue(), from);
  await fillSchedule(scope, { time });
  const box = scope.getByRole("checkbox", { name: `Tell ${tell} by email`, exact: true });
  assert.equal(await box.isChecked(), true, "telling the contact is the default");
  await submitMeant(page, scope, "Reschedule meeting", `Meeting rescheduled, ${tell} was told`);
}

export async function removeMeeting(page, topic, { tell }) {
  await meetingAction(page, "Remove meeting", topic).click();
  await page.getByRole("heading", { name: `Remove ${topic}?`, exact: true }).waitFor();
  const scope = form(page);
  const box = scope.getByRole("checkbox", { name: `Tell ${tell} by email`, exact: true });
  assert.equal(await box.isChecked(), true, "telling the contact is the default");
  await scope.getByRole("button", { name: "Remove meeting", exact: true }).click();
  await assertTold(page, `Meeting removed, ${tell} was told`);
}

export async function disconnectZoom(page) {
  await openIntegrations(page);
  await pressable(zoomCard(page), "Disconnect Zoom").click();
  await page.getByRole("heading", { name: "Disconnect Zoom?", exact: true }).waitFor();
  const scope = form(page);
  await scope.getByRole("button", { name: "Disconnect Zoom", exact: true }).click();
  await assertTold(page, /Zoom disconnected, \d+ records deleted/);
}
