// The sandbox that `cargo xtask strangers` started, and a browser whose user presses Allow.

import assert from "node:assert/strict";

export const BASE = process.env.ZOOM_SANDBOX;
export const CLIENT_ID = "sandbox-client-id";
export const CLIENT_SECRET = "sandbox-client-secret";
export const WEBHOOK_SECRET = "sandbox-webhook-secret";
export const REDIRECT = "http://127.0.0.1:5000/callback";
export const AUTHORIZE = `${BASE}/oauth/authorize`;
export const TOKEN = `${BASE}/oauth/token`;
export const REVOKE = `${BASE}/oauth/revoke`;
export const API = `${BASE}/v2`;
export const MEETING = { topic: "Kick-off 🚒", type: 2, start_time: "2037-03-02T09:30:00Z", duration: 45 };

/** Opens the consent page as `user`, who agrees at once. Answers the URL that the browser is sent to. */
export async function allow(authorizeUrl, user) {
  const url = new URL(authorizeUrl);
  url.searchParams.set("auto_approve", "1");
  url.searchParams.set("login_as", user);
  const answer = await fetch(url, { redirect: "manual" });
  assert.equal(answer.status, 302, await answer.text());
  return new URL(answer.headers.get("location"));
}

/** A call of the sandbox's control plane. */
export async function control(method, path, body) {
  const answer = await fetch(`${BASE}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path} answered ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

/**
 * The life of one meeting. `call(method, path, body)` is the stranger's own way to ask; it answers
 * `{ status, body }`.
 */
export async function liveOneMeeting(call) {
  const created = await call("POST", "/users/me/meetings", MEETING);
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const { id } = created.body;
  const listed = await call("GET", "/users/me/meetings?page_size=300");
  assert.ok(listed.body.meetings.some((meeting) => meeting.id === id));
  assert.equal((await call("PATCH", `/meetings/${id}`, { duration: 30 })).status, 204);
  assert.equal((await call("GET", `/meetings/${id}`)).body.duration, 30);
  assert.equal((await call("DELETE", `/meetings/${id}`)).status, 204);
  const gone = await call("GET", `/meetings/${id}`);
  assert.deepEqual([gone.status, gone.body.code], [404, 3001]);
}

/** Asks with a bearer token, for the clients that only do OAuth. */
export function withToken(token) {
  return async (method, path, body) => {
    const answer = await fetch(API + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
}
