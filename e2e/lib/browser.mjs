// Debian's Chromium under Playwright, and pages that remember everything that went wrong on them.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

// The background services are off: a test machine may have no network, and needs none.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The zone of Mara's computer in all journeys. */
export const ZONE = "Europe/Stockholm";

/** How people look at pages: options of `newPage`, and a name. */
export const LOOKS = [
  { name: "light", theme: "light", width: 1440, height: 960 },
  { name: "dark", theme: "dark", width: 1440, height: 960 },
  { name: "phone", theme: "light", width: 390, height: 844, hasTouch: true, isMobile: true },
  { name: "phone-dark", theme: "dark", width: 390, height: 844, hasTouch: true, isMobile: true },
];

/** Starts a browser. Close it in `after`. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: process.env.RAPPORT_E2E_HEADED === undefined,
    args: FLAGS,
  });
}

/** A page in a profile of its own. `page.problems` collects what a person would call broken. */
export async function newPage(browser, { javaScript = true, theme = "light", width = 1440, height = 960, ...more } = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: "reduce",
    timezoneId: ZONE,
    locale: "en-GB",
    ...more,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.javaScript = javaScript;
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(`error in a script: ${error.message}`));
  page.on("console", (message) => {
    // Failed loads are judged by their status below; a refused form is not a broken page.
    const isLoad = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isLoad) page.problems.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    const kind = response.request().resourceType();
    const missing = response.status() >= 400 && !["document", "fetch", "xhr"].includes(kind);
    if (response.status() >= 500 || missing) {
      page.problems.push(`${response.status()} ${response.request().method()} ${response.url()}`);
    }
  });
  return page;
}

/** Fails if anything on the pages seen so far was broken. */
export function assertNoProblems(page) {
  assert.deepEqual(page.problems, []);
}
