// The Zoom strategy of passport, as an Express program would use it: it fetches the profile itself.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import ZoomStrategy from "@giorgosavgeris/passport-zoom-oauth2";
import passport from "passport";
import * as zoom from "./sandbox.mjs";

test("somebody signs in with Zoom", async (t) => {
  passport.use(
    new ZoomStrategy(
      {
        clientID: zoom.CLIENT_ID,
        clientSecret: zoom.CLIENT_SECRET,
        callbackURL: zoom.REDIRECT,
        authorizationURL: zoom.AUTHORIZE,
        tokenURL: zoom.TOKEN,
        profileUrl: `${zoom.API}/users/me`,
      },
      (accessToken, refreshToken, profile, done) => done(null, { accessToken, refreshToken, profile }),
    ),
  );
  const server = createServer((request, response) => {
    request.query = Object.fromEntries(new URL(request.url, "http://localhost").searchParams);
    passport.authenticate("zoom", { session: false })(request, response, (error) => {
      response.statusCode = error ? 500 : 200;
      response.end(JSON.stringify(error ? { error: String(error) } : request.user));
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  const here = `http://127.0.0.1:${server.address().port}`;

  const away = await fetch(`${here}/login`, { redirect: "manual" });
  const back = await zoom.allow(away.headers.get("location"), "mara@halden.example");
  const answer = await fetch(`${here}/callback${back.search}`);
  const user = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(user));
  assert.equal(user.profile.emails[0].value, "mara@halden.example");
  assert.ok(user.refreshToken);
  await zoom.liveOneMeeting(zoom.withToken(user.accessToken));
});
