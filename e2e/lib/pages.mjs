// Every page of this version, and how a person gets there.

import { fillSchedule, openContact, openSchedule, startingWith, submitSchedule } from "./actions.mjs";
import { dateIn } from "./dates.mjs";
import { ANA, MARA } from "./people.mjs";

/** Straight to an address. */
const at = (path) => (page, server) => page.goto(`${server.url}${path}`);

/** Follows the first link in the content whose name matches. */
async function follow(page, link) {
  const found = page.getByRole("main").getByRole("link", { name: link }).first();
  await page.goto(new URL(await found.getAttribute("href"), page.url()).href);
}

async function contact(page, server) {
  await page.goto(`${server.url}/contacts?q=${encodeURIComponent(ANA.name)}`);
  await follow(page, startingWith(ANA.name));
}

/** The palette over a page, with what it found. */
async function palette(page, server) {
  await page.goto(`${server.url}/contacts`);
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await dialog.getByRole("searchbox").fill("ana");
  await dialog.getByRole("heading", { name: /^With / }).waitFor();
}

/** A deal of the sample world. */
async function deal(page, server) {
  await page.goto(`${server.url}/deals`);
  await follow(page, "Lumen rollout");
}

/** Ana's company. */
async function company(page, server) {
  await page.goto(`${server.url}/companies?q=lumen`);
  await follow(page, /Lumen Freight/);
}

/** An address below the page of Ana's company. */
const belowCompany = (path) => async (page, server) => {
  await company(page, server);
  await page.goto(`${page.url()}${path}`);
};

/** An address below Ana's page. */
const belowContact = (path) => async (page, server) => {
  await contact(page, server);
  await page.goto(`${page.url()}${path}`);
};

/** An address below the page of the meeting with this topic. */
const belowMeeting = (topic, path) => async (page, server) => {
  await contact(page, server);
  await follow(page, `Remove meeting: ${topic}`);
  await page.goto(page.url().replace(/\/remove$/, path));
};

async function mail(page, server, topic) {
  await page.goto(`${server.url}/mailbox`);
  await follow(page, new RegExp(topic));
}

/** What the checks find in the sample world, where Zoom and mail are simulated. */
async function check(page, server) {
  await page.goto(`${server.url}/settings/zoom-app/check`);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByRole("heading", { name: "Reachable from outside" }).waitFor();
}

async function scheduleDialog(page, server) {
  await contact(page, server);
  return openSchedule(page, ANA.name);
}

/** An hour on Basic: the form warns about the limit of 40 minutes. */
async function scheduleLimit(page, server) {
  const scope = await scheduleDialog(page, server);
  await fillSchedule(scope, { topic: "A long one", date: dateIn(3, MARA.zone), time: "16:00", duration: 60 });
  await scope.getByRole("button", { name: "Shorten to 40 minutes" }).waitFor();
}

/** Two meetings at the same time: the form names the other one. */
async function scheduleOverlap(page, server, topic) {
  await contact(page, server);
  await follow(page, `Reschedule: ${topic}`);
  const [date, time] = await Promise.all(["Date", "Start time"].map((name) => page.getByLabel(name, { exact: true }).inputValue()));
  const scope = await scheduleDialog(page, server);
  await fillSchedule(scope, { topic: "At the same time", date, time });
  await scope.getByRole("button", { name: "Keep this time" }).waitFor();
}

/** What is missing is said beside the fields and in a note on top. */
async function scheduleErrors(page, server) {
  const scope = await scheduleDialog(page, server);
  await fillSchedule(scope, { topic: "", date: "2020-01-01", time: "09:00" });
  await submitSchedule(scope);
  await scope.getByText("This time has passed. Choose a later one.").waitFor();
}

async function rescheduleDialog(page, server, topic) {
  await contact(page, server);
  await page.getByRole("main").getByRole("link", { name: `Reschedule: ${topic}` }).first().click();
  await page.getByRole("heading", { name: `Reschedule ${topic}` }).waitFor();
}

async function removeDialog(page, server, topic) {
  await contact(page, server);
  await page.getByRole("main").getByRole("link", { name: `Remove meeting: ${topic}` }).first().click();
  await page.getByRole("heading", { name: `Remove ${topic}?` }).waitFor();
}

/** What the comparison with Zoom found. */
async function compared(page, server) {
  await page.goto(`${server.url}/settings/integrations`);
  await page.getByRole("button", { name: "Compare with Zoom" }).click();
  await page.getByRole("status").first().waitFor();
}

/** The address of the feed, which is turned on if it was off. */
async function calendarFeed(page, server) {
  await page.goto(`${server.url}/settings/calendar`);
  const on = page.getByRole("button", { name: "Turn on calendar feed" });
  if (await on.isVisible()) await on.click();
  await page.getByLabel("Address of the calendar", { exact: true }).waitFor();
}

/** A token that was just made. */
async function apiTokens(page, server) {
  await page.goto(`${server.url}/settings/api-tokens`);
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
  await page.getByRole("button", { name: "Make token" }).click();
  await page.getByLabel("Token Nightly export").waitFor();
}

/** What came of a meeting of the sample world that is over. */
async function outcome(page, server) {
  await page.goto(server.url);
  await follow(page, /^Note outcome: /);
}

/** Where the role of somebody is changed. */
async function person(page, server) {
  await page.goto(`${server.url}/settings/people`);
  await follow(page, "Change role of Oskar Berg");
}

/** Where somebody with meetings is removed, as a page and as a dialog. */
async function removePerson(page, server) {
  await page.goto(`${server.url}/settings/people`);
  await follow(page, "Remove Oskar Berg");
}

async function removePersonDialog(page, server) {
  await page.goto(`${server.url}/settings/people`);
  await page.getByRole("link", { name: "Remove Oskar Berg" }).click();
  await page.getByRole("heading", { name: "Remove Oskar Berg?" }).waitFor();
}

/** Pages that anybody can see. */
export const PUBLIC = [
  ["login", at("/login")],
  ["forgot-password", at("/login/forgot")],
  ["join-link-used", at("/join/used-already")],
  ["reset-link-used", at("/login/reset/used-already")],
  ["not-found-logged-out", at("/nothing/here")],
];

/** Pages of a person who has not connected Zoom. */
export const NOT_CONNECTED = [
  ["today-not-connected", at("/")],
  ["schedule-not-connected", belowContact("/meetings/new")],
  ["integrations-not-connected", at("/settings/integrations")],
  ["integrations-finish", at("/settings/integrations?finish=zoom")],
];

/** Pages of a person who has connected Zoom and scheduled a meeting with this topic. */
export const connected = (topic) => [
  ["today", at("/")],
  ["contacts", at("/contacts")],
  ["contacts-none-found", at("/contacts?q=nobody-has-this-name")],
  ["contact", contact],
  ["contact-new", at("/contacts/new")],
  ["contact-edit", belowContact("/edit")],
  ["companies", at("/companies")],
  ["companies-none-found", at("/companies?q=nobody-has-this-name")],
  ["company", company],
  ["company-new", at("/companies/new")],
  ["company-edit", belowCompany("/edit")],
  ["company-delete", belowCompany("/delete")],
  ["company-choose-people", belowCompany("/meetings/new?chosen=1")],
  ["deals", at("/deals")],
  ["deals-mine", at("/deals?whose=mine")],
  ["deal", deal],
  ["deal-new", at("/deals/new")],
  ["tasks", at("/tasks")],
  ["tasks-everyone", at("/tasks?whose=everyone")],
  ["tasks-done", at("/tasks?show=done")],
  ["task-new", at("/tasks/new")],
  ["call-new", belowContact("/calls/new")],
  ["search", at("/search")],
  ["search-found", at("/search?q=ana")],
  ["search-none-found", at("/search?q=nobody-has-this-name")],
  ["palette", palette],
  ["schedule", belowContact("/meetings/new")],
  ["schedule-dialog", scheduleDialog],
  ["schedule-limit", scheduleLimit],
  ["schedule-overlap", (page, server) => scheduleOverlap(page, server, topic)],
  ["schedule-errors", scheduleErrors],
  ["schedule-choose-contact", at("/meetings/new")],
  ["meetings-week", at("/meetings?view=week")],
  ["meetings-agenda", at("/meetings?view=agenda")],
  ["meetings-filtered", at("/meetings?view=agenda&whose=everybody&state=to-come&with=ana")],
  ["meeting", belowMeeting(topic, "")],
  ["meeting-outcome", outcome],
  ["meeting-reschedule", belowMeeting(topic, "/reschedule")],
  ["meeting-reschedule-dialog", (page, server) => rescheduleDialog(page, server, topic)],
  ["meeting-send-again", belowMeeting(topic, "/invitation")],
  ["meeting-remove", belowMeeting(topic, "/remove")],
  ["meeting-remove-dialog", (page, server) => removeDialog(page, server, topic)],
  ["profile", at("/settings/profile")],
  ["people", at("/settings/people")],
  ["person", person],
  ["person-remove", removePerson],
  ["person-remove-dialog", removePersonDialog],
  ["change-password", at("/settings/password")],
  ["api-tokens-none", at("/settings/api-tokens")],
  ["api-tokens", apiTokens],
  ["calendar-feed-off", at("/settings/calendar")],
  ["calendar-feed", calendarFeed],
  ["integrations", at("/settings/integrations")],
  ["integrations-compared", compared],
  ["disconnect", at("/settings/integrations/zoom/disconnect")],
  ["activity", at("/settings/activity")],
  ["audit", at("/settings/audit")],
  ["held", at("/settings/integrations/zoom/data")],
  ["background-work", at("/settings/jobs")],
  ["zoom-app", at("/settings/zoom-app")],
  ["zoom-app-production", at("/settings/zoom-app/use/production")],
  ["zoom-app-public-page", at("/settings/zoom-app/pages/privacy")],
  ["zoom-app-public-page-german", at("/settings/zoom-app/pages/privacy?lang=de")],
  ["public-documentation", at("/docs/zoom")],
  ["public-privacy", at("/privacy")],
  ["public-support", at("/support")],
  ["public-terms", at("/terms")],
  ["check", at("/settings/zoom-app/check")],
  ["check-done", check],
  ["mailbox", at("/mailbox")],
  ["mail", (page, server) => mail(page, server, topic)],
  ["not-found", at("/nothing/here")],
];
