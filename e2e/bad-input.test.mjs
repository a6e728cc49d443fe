// What goes wrong in a browser: each mistake is answered by a sentence that says what happened and
// what to do, and nothing that was typed is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  askZoom,
  assertTold,
  connectZoom,
  fillSchedule,
  logIn,
  meetingAction,
  openContact,
  openIntegrations,
  openSchedule,
  pressable,
  submitSchedule,
  zoomCard,
} from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { openMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { start, startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

const OSKAR = { ...MARA, email: "oskar@halden.example" };

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page of a person who is logged in. */
async function loggedIn(person = MARA, options = {}) {
  const page = await newPage(browser, options);
  await logIn(page, server, person);
  return page;
}

/** A page of Mara with Zoom connected; the connection is made once for the whole file. */
let connected = null;
async function withZoom(options = {}) {
  const page = await loggedIn(MARA, options);
  connected ??= connectZoom(page, server);
  await connected;
  await page.goto(server.url);
  return page;
}

/** The page says in words what happened, offers a way on, and shows no internals. */
async function assertExplained(page) {
  const main = page.getByRole("main");
  await main.waitFor();
  const text = await main.innerText();
  assert.ok(text.trim().split(/\s+/).length >= 6, `no sentence: ${text}`);
  assert.doesNotMatch(text, /panic|Error\(|unwrap|\bsql\b|stack/i);
  const waysOn = main.getByRole("link").or(main.getByRole("button"));
  assert.ok((await waysOn.count()) > 0, `no way on: ${text}`);
}

async function assertNotConnected(page) {
  await openIntegrations(page);
  await pressable(zoomCard(page), "Connect Zoom").waitFor();
}

test("a wrong password keeps the email and says so", async (t) => {
  const page = await newPage(browser);
  await page.goto(`${server.url}/login`);
  await page.getByLabel("Email", { exact: true }).fill(MARA.email);
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("alert").first().waitFor();
  assert.equal(await page.getByLabel("Email", { exact: true }).inputValue(), MARA.email);
  assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), "");
  assertNoProblems(page);
});

test("a declined consent says that Zoom was not connected", async (t) => {
  const page = await loggedIn(OSKAR);
  const step = story(t, page, server);
  await step("decline", async () => {
    await askZoom(page, server);
    await page.getByRole("button", { name: "Decline", exact: true }).click();
    await page.waitForURL(`${server.url}/**`);
  });
  await step("read why", () => assertExplained(page));
  await step("try again later", () => assertNotConnected(page));
  assertNoProblems(page);
});

for (const [what, query] of [
  ["a wrong state", "code=abc&state=not-one-of-ours"],
  ["no state", "code=abc"],
  ["no code", "state=not-one-of-ours"],
  ["nothing at all", ""],
]) {
  test(`a callback with ${what} is explained and connects nothing`, async (t) => {
    const page = await loggedIn(OSKAR);
    const step = story(t, page, server);
    await step("open the callback", async () => {
      const response = await page.goto(`${server.url}/integrations/zoom/callback?${query}`);
      assert.ok(response.status() < 500, `answered ${response.status()}`);
    });
    await step("read why", () => assertExplained(page));
    await step("nothing is connected", () => assertNotConnected(page));
    assertNoProblems(page);
  });
}

test("a callback that is used a second time is explained and changes nothing", async (t) => {
  const page = await withZoom();
  const step = story(t, page, server);
  let callback;
  await step("connect Oskar's account in another window", async () => {
    const oskar = await loggedIn(OSKAR);
    oskar.on("request", (request) => {
      if (request.url().includes("/integrations/zoom/callback?")) callback = request.url();
    });
    await connectZoom(oskar, server, OSKAR.email);
    const response = await oskar.goto(callback);
    assert.ok(response.status() < 500, `answered ${response.status()}`);
    await assertExplained(oskar);
    await openIntegrations(oskar);
    assert.ok((await zoomCard(oskar).innerText()).includes(OSKAR.email), "the first connection stands");
  });
  await step("another person's callback does not work either", async () => {
    const response = await page.goto(callback);
    assert.ok(response.status() < 500, `answered ${response.status()}`);
    await openIntegrations(page);
    assert.ok((await zoomCard(page).innerText()).includes(MARA.email));
  });
});

test("with a contact without an email a meeting is scheduled, and an address is taken with it", async (t) => {
  const page = await withZoom();
  const step = story(t, page, server);
  const name = "Nils Utan Post";
  await step("add a contact by name only", async () => {
    const sidebar = page.getByRole("navigation", { name: "Main" }).first();
    await sidebar.getByRole("link", { name: "Contacts", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "New contact", exact: true }).first().click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Create contact", exact: true }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
  });
  await step("meeting at once is off and says why", async () => {
    const button = page.getByRole("button", { name: "Meet now", exact: true });
    assert.ok(await button.isDisabled());
    const reason = page.locator(`#${await button.getAttribute("aria-describedby")}`);
    assert.match(await reason.innerText(), /no email address/);
  });
  await step("the form says that nobody is mailed", async () => {
    const scope = await openSchedule(page, name);
    await scope.getByText("Nobody is mailed: Nils has no email address").waitFor();
    await fillSchedule(scope, { topic: "Without mail", date: dateIn(4, MARA.zone), time: "20:00" });
    await submitSchedule(scope);
    await page.getByText("Meeting scheduled, nobody was told").first().waitFor();
  });
  await step("a wrong address is named and kept, a right one is invited and kept", async () => {
    const scope = await openSchedule(page, name);
    await fillSchedule(scope, { topic: "With mail", date: dateIn(4, MARA.zone), time: "21:00" });
    const email = scope.getByLabel(/^Email address of Nils/);
    await email.fill("nils@");
    await submitSchedule(scope);
    await scope.getByText("Nothing was scheduled. 1 field needs a change.").waitFor();
    assert.equal(await email.inputValue(), "nils@");
    await email.fill("nils@utan.example");
    await submitSchedule(scope);
    await page.getByText("Meeting scheduled, invitation sent to Nils").first().waitFor();
    await page.getByRole("link", { name: "nils@utan.example", exact: true }).waitFor();
  });
  assertNoProblems(page);
});

for (const javaScript of [true, false]) {
  test(`a topic over 200 characters keeps all that was typed, JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const page = await withZoom({ javaScript });
    const step = story(t, page, server);
    const topic = "long ".repeat(50);
    await step("send it", async () => {
      await openContact(page, ANA.name);
      const scope = await openSchedule(page, ANA.name);
      // The field stops a person at 200 characters, but not another client.
      await scope.getByLabel("Topic", { exact: true }).evaluate((field) => field.removeAttribute("maxlength"));
      await fillSchedule(scope, { topic, date: dateIn(5, MARA.zone), time: "09:00", agenda: "Kept" });
      await submitSchedule(scope);
    });
    await step("read why", async () => {
      const field = page.getByLabel("Topic", { exact: true });
      await page.getByText(/200 characters/).first().waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      assert.equal((await field.inputValue()).trim(), topic.trim());
      assert.equal(await page.getByLabel("Agenda Optional, shown in the invitation").inputValue(), "Kept");
    });
    await step("nothing was scheduled", async () => {
      const topics = await sandbox(server.sandbox).topics();
      assert.ok(!topics.some((known) => known.startsWith("long long")));
    });
    assertNoProblems(page);
  });
}

test("a date that does not exist is named and nothing is scheduled", async (t) => {
  const page = await withZoom();
  const step = story(t, page, server);
  await step("send 30 February", async () => {
    await openContact(page, ANA.name);
    const scope = await openSchedule(page, ANA.name);
    await fillSchedule(scope, { topic: "On no day", time: "09:00" });
    // A date field cannot hold it, but another client can send it.
    const date = scope.getByLabel("Date", { exact: true });
    const year = Number(dateIn(0, MARA.zone).slice(0, 4)) + 1;
    await date.evaluate((field) => (field.type = "text"));
    await date.fill(`${year}-02-30`);
    await submitSchedule(scope);
  });
  await step("read why", async () => {
    const field = page.getByLabel("Date", { exact: true });
    await until("the date is marked", async () => (await field.getAttribute("aria-invalid")) === "true");
    await page.getByText(/February/).first().waitFor();
    assert.equal(await page.getByLabel("Topic", { exact: true }).inputValue(), "On no day");
  });
  assert.ok(!(await sandbox(server.sandbox).topics()).includes("On no day"));
  assertNoProblems(page);
});

test("a meeting scheduled while Zoom is down is kept and completes by itself", async (t) => {
  const down = await startFor(t);
  const page = await newPage(browser);
  const zoom = sandbox(down.sandbox);
  const step = story(t, page, down);
  const topic = "Weathering the storm";
  await step("connect, then Zoom goes down", async () => {
    await logIn(page, down);
    await connectZoom(page, down);
    await zoom.breakDown();
  });
  await step("schedule all the same", async () => {
    await openContact(page, ANA.name);
    const scope = await openSchedule(page, ANA.name);
    await fillSchedule(scope, { topic, date: dateIn(6, MARA.zone), time: "13:00", duration: 30 });
    await submitSchedule(scope);
    await assertTold(page, /Zoom is not answering|Waiting for Zoom/);
  });
  await step("it is kept and waits", async () => {
    await openContact(page, ANA.name);
    await page.getByText("Waiting for Zoom").first().waitFor();
    assert.ok(!(await zoom.topics()).includes(topic));
  });
  await step("Zoom comes back and the meeting completes", async () => {
    await zoom.recover();
    const inZoom = async () => (await zoom.topics()).includes(topic);
    await until("the meeting is in Zoom", inZoom, 60_000);
    await openMail(page, down, new RegExp(topic));
  });
  await step("exactly one meeting, and it can be started", async () => {
    await page.goto(down.url);
    await openContact(page, ANA.name);
    await meetingAction(page, "Start meeting", topic).waitFor();
    assert.equal((await zoom.topics()).filter((known) => known === topic).length, 1);
  });
});
