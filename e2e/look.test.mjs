// Every page in light, in dark and on a phone: a picture of each in target/e2e/screens, accessible,
// no sideways scrolling, nothing broken.

import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { askZoom, choose, connectZoom, logIn, openContact, schedule } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, LOOKS, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { connected, NOT_CONNECTED, PUBLIC } from "./lib/pages.mjs";
import { outputFolder, root } from "./lib/paths.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { start } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const OSKAR = { ...MARA, email: "oskar@halden.example" };
const TOPIC = "Rollout follow-up";
const SCRIPT_BUDGET = 10 * 1024;

const SANDBOX = [
  ["sandbox-portal", (page) => page.goto(server.sandbox)],
  ["sandbox-consent", (page) => consent(page)],
];

const screens = outputFolder("screens");
let browser;
let server;
// Logged in once each, then the cookies are shared by all looks.
let mara;
let oskar;

before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
  const page = await newPage(browser);
  await logIn(page, server);
  await connectZoom(page, server);
  await openContact(page, ANA.name);
  await schedule(page, ANA, {
    topic: TOPIC,
    date: dateIn(1, MARA.zone),
    time: "14:00",
    duration: 30,
    agenda: "Open tasks, rollout dates, anything blocking.",
  });
  mara = await page.context().storageState();
  const other = await newPage(browser);
  await logIn(other, server, OSKAR);
  oskar = await other.context().storageState();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens each page in one look and checks it; one broken page does not hide the next. */
async function lookAt(t, look, pages, storageState) {
  const { name: lookName, ...options } = look;
  for (const [name, open] of pages) {
    await t.test(name, async () => {
      const page = await newPage(browser, { ...options, ...(storageState && { storageState }) });
      try {
        await open(page, server);
        await page.getByRole("heading").first().waitFor();
        // First of all: the picture and axe put styles of their own into the page, which it refuses.
        assertNoProblems(page);
        // A dialog covers the window, not the whole page.
        const fullPage = (await page.getByRole("dialog").count()) === 0;
        await page.screenshot({ path: join(screens, `${name}-${lookName}.png`), fullPage });
        await assertAccessible(page, `${name} (${lookName})`);
        await assertFits(page);
      } finally {
        await page.context().close();
      }
    });
  }
}

/** Nothing sticks out to the side. */
async function assertFits(page) {
  const { wide, widest } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const outside = [...document.body.querySelectorAll("*")].find((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1;
    });
    return { wide: document.documentElement.scrollWidth - width, widest: outside?.outerHTML.slice(0, 200) };
  });
  assert.ok(wide <= 0, `the page scrolls sideways by ${wide} px, perhaps because of ${widest}`);
}

for (const look of LOOKS) {
  test(`pages for everybody, ${look.name}`, (t) => lookAt(t, look, PUBLIC));
  test(`pages of Oskar, who has not connected Zoom, ${look.name}`, (t) => lookAt(t, look, NOT_CONNECTED, oskar));
  test(`pages of Mara, who has, ${look.name}`, (t) => lookAt(t, look, connected(TOPIC), mara));
  test(`pages of the sandbox, ${look.name}`, (t) => lookAt(t, look, SANDBOX));
}

// Connect Zoom is pressed once; what it leads to is then looked at by its address.
let consentAddress = null;
async function consent(page) {
  if (consentAddress === null) {
    const wide = await newPage(browser, { storageState: oskar });
    await wide.goto(server.url);
    await askZoom(wide, server);
    consentAddress = wide.url();
    await wide.context().close();
  }
  await page.goto(consentAddress);
}

test("the theme of the account wins over the theme of the computer", async () => {
  const page = await newPage(browser, { storageState: oskar, theme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const save = async (theme) => {
    await choose(page.getByRole("radio", { name: theme }));
    await page.getByRole("main").getByRole("button", { name: /^Save/ }).click();
  };
  await page.goto(`${server.url}/settings/profile`);
  const light = await background();
  await save(/^Dark/);
  await until("the page is dark", async () => (await background()) !== light);
  await save(/^System/);
  await until("the page is light again", async () => (await background()) === light);
  assertNoProblems(page);
});

test("the scripts of the whole product stay below 10 KB", async () => {
  const page = await newPage(browser, { storageState: mara });
  const bodies = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") bodies.push(response.body());
  });
  await page.goto(server.url);
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.length > 0, "no script was loaded");
  assert.ok(all <= SCRIPT_BUDGET, `${all} bytes of scripts`);
});

if (process.env.RAPPORT_E2E_UPDATE_SCREENSHOT !== undefined) {
  test("the picture of the README is made anew", async () => {
    const page = await newPage(browser, { storageState: mara });
    await page.goto(server.url);
    await openContact(page, ANA.name);
    await page.screenshot({ path: resolve(root, "docs/images/contact.png") });
  });
}
