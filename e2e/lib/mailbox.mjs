// The mailbox inside Rapport, where mail goes while no mail server is set.

import assert from "node:assert/strict";
import { until } from "./until.mjs";

/** Waits for the newest mail whose line matches `subject`, for as long as `limit` or as usual, and opens it. */
export async function openMail(page, server, subject, limit) {
  const line = page.getByRole("main").getByRole("link", { name: subject }).first();
  await until(`a mail like ${subject}`, async () => {
    await page.goto(`${server.url}/mailbox`);
    return line.isVisible();
  }, limit);
  await line.click();
  await page.waitForURL(`${server.url}/mailbox/*`);
}

/** The text of the mail as the reader sees it. */
export async function shownMail(page) {
  const body = page.frameLocator("iframe").locator("body");
  await body.waitFor();
  return (await body.innerText()).replace(/\s+/g, " ");
}

/** The target of the mail's button. */
export function mailButton(page, name) {
  return page.frameLocator("iframe").getByRole("link", { name, exact: true }).getAttribute("href");
}

/** The calendar file of the open mail, its long lines joined again (RFC 5545, section 3.1). */
export async function calendarFile(page) {
  const link = page.getByRole("main").getByRole("link", { name: /\.ics/ }).first();
  const response = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href);
  assert.equal(response.status(), 200);
  assert.match(response.headers()["content-type"], /^text\/calendar/);
  return (await response.text()).replace(/\r\n[ \t]/g, "");
}
