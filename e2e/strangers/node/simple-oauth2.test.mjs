// simple-oauth2, with its defaults.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthorizationCode } from "simple-oauth2";
import * as zoom from "./sandbox.mjs";

const client = new AuthorizationCode({
  client: { id: zoom.CLIENT_ID, secret: zoom.CLIENT_SECRET },
  auth: { tokenHost: zoom.BASE },
});

test("authorize, token, refresh, meetings, revoke", async () => {
  const url = client.authorizeURL({ redirect_uri: zoom.REDIRECT, state: "s".repeat(200) });
  const back = await zoom.allow(url, "oskar@halden.example");
  assert.equal(back.searchParams.get("state"), "s".repeat(200));
  const first = await client.getToken({ code: back.searchParams.get("code"), redirect_uri: zoom.REDIRECT });
  assert.equal(first.expired(), false);
  const token = await first.refresh();
  const call = zoom.withToken(token.token.access_token);
  assert.equal((await call("GET", "/users/me")).body.email, "oskar@halden.example");
  await zoom.liveOneMeeting(call);
  await token.revoke("access_token");
  assert.equal((await call("GET", "/users/me")).status, 401);
});
