// A person who logs in as a browser does, and invites somebody.

import assert from "node:assert/strict";
import { MARA } from "../../lib/people.mjs";
import { until } from "../../lib/until.mjs";

const token = (html) => html.match(/name="csrf" value="([^"]+)"/)[1];
const cookies = (answer) => answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);

/** Logs Mara in at `url`. Answers the `Cookie` header of her session. */
export async function logIn(url) {
  const asked = await fetch(`${url}/login`);
  const form = { csrf: token(await asked.text()), email: MARA.email, password: MARA.password };
  const answer = await fetch(`${url}/login`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { cookie: cookies(asked).join("; ") },
    redirect: "manual",
  });
  assert.equal(answer.status, 303, `POST ${answer.url} answered ${answer.status}`);
  return cookies(answer).find((cookie) => cookie.includes("session"));
}

/** The `Cookie` header of somebody who has opened the login page and not logged in. */
export async function guest(url) {
  return cookies(await fetch(`${url}/login`))[0];
}

/** Whether `cookie` is still of somebody who is logged in. */
export async function isLoggedIn(url, cookie) {
  const answer = await fetch(`${url}/contacts`, { headers: { cookie }, redirect: "manual" });
  return answer.status === 200;
}

/** The text of a page behind the login. */
export async function read(url, cookie) {
  const answer = await fetch(url, { headers: { cookie } });
  assert.equal(answer.status, 200, url);
  return answer.text();
}

/** Invites a contact to a telephone call, which needs no Zoom. Answers the path of the page that they are mailed. */
export async function invite(url, cookie) {
  const contact = (await read(`${url}/contacts`, cookie)).match(/\/contacts\/[0-9a-f-]{36}/)[0];
  const form = await read(`${url}${contact}/meetings/new`, cookie);
  const value = (name) => form.match(new RegExp(`name="${name}"[^>]* value="([^"]*)"`))[1];
  const body = new URLSearchParams({ topic: "Call", start: "10:00", duration: "30", place: "phone", phone: "+1 212 555 0147" });
  body.set("zone", "Europe/Stockholm");
  for (const name of ["csrf", "idempotency_key", "date", "invitee"]) body.set(name, value(name));
  body.set("send_invitation", "on");
  const options = { method: "POST", body, headers: { cookie }, redirect: "manual" };
  const answer = await fetch(`${url}${contact}/meetings`, options);
  assert.equal(answer.status, 303, `POST ${answer.url} answered ${answer.status}`);
  return until("the invitation is in the mailbox", async () => {
    for (const [, path] of (await read(`${url}/mailbox`, cookie)).matchAll(/href="(\/mailbox\/[^"]+)"/g)) {
      const found = (await read(`${url}${path}/html`, cookie)).match(/\/i\/[\w-]{20,}/);
      if (found) return found[0];
    }
    return null;
  });
}
