// Zoom's own SDK for JavaScript. Its receiver verifies what the sandbox signs, and its endpoints take a base address.
// Only its OAuth has fixed hosts, so the token comes from simple-oauth2.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MeetingsEndpoints, MeetingsOAuthClient } from "@zoom/rivet/meetings";
import { AuthorizationCode } from "simple-oauth2";
import * as zoom from "./sandbox.mjs";

async function connect(user) {
  const client = new AuthorizationCode({
    client: { id: zoom.CLIENT_ID, secret: zoom.CLIENT_SECRET },
    auth: { tokenHost: zoom.BASE },
  });
  const back = await zoom.allow(client.authorizeURL({ redirect_uri: zoom.REDIRECT }), user);
  const { token } = await client.getToken({ code: back.searchParams.get("code"), redirect_uri: zoom.REDIRECT });
  return token.access_token;
}

/** Zoom's receiver on a free port, and the sandbox sending there, which makes it prove itself first. */
async function receiver(t, secret) {
  const client = new MeetingsOAuthClient({
    clientId: zoom.CLIENT_ID,
    clientSecret: zoom.CLIENT_SECRET,
    webhooksSecretToken: secret,
    installerOptions: { redirectUri: zoom.REDIRECT, stateStore: "an unguessable secret of this program" },
    port: 0,
  });
  const events = [];
  const names = ["created", "updated", "started", "participant_joined", "participant_left", "ended", "deleted"];
  for (const name of names.map((name) => `meeting.${name}`)) {
    client.webEventConsumer.event(name, (event) => events.push(event));
  }
  const server = await client.start();
  t.after(() => server.close());
  return { events, url: `http://127.0.0.1:${server.address().port}/zoom/events` };
}

test("Zoom's own SDK takes the sandbox's events and answers for Zoom's", async (t) => {
  const { events, url } = await receiver(t, zoom.WEBHOOK_SECRET);
  await zoom.control("PUT", "app", { webhook_url: url });
  const token = await connect("oskar@halden.example");
  const { meetings } = new MeetingsEndpoints({ auth: { getToken: () => token }, baseUrl: zoom.API });

  const created = await meetings.createMeeting({ path: { userId: "me" }, body: { ...zoom.MEETING, topic: "Café – ’ø’" } });
  assert.equal(created.statusCode, 201);
  assert.ok(created.trackingId, "the answer has Zoom's tracking id");
  const path = { meetingId: created.data.id };
  const listed = await meetings.listMeetings({ path: { userId: "me" }, query: { page_size: 300 } });
  assert.ok(listed.data.meetings.some((meeting) => meeting.id === created.data.id));
  assert.equal((await meetings.updateMeeting({ path, body: { duration: 30 } })).statusCode, 204);
  assert.equal((await meetings.getMeeting({ path })).data.duration, 30);

  await zoom.control("POST", `meetings/${created.data.id}/start`);
  const joined = await zoom.control("POST", `meetings/${created.data.id}/join`, { name: "Jill" });
  await zoom.control("POST", `meetings/${created.data.id}/leave`, { participant: joined.participant });
  await zoom.control("POST", `meetings/${created.data.id}/end`);
  assert.equal((await meetings.deleteMeeting({ path })).statusCode, 204);
  await assert.rejects(meetings.getMeeting({ path }), /\[404\/3001\]/);

  // Whatever is still under way is delivered when the clock is touched.
  await zoom.control("POST", "clock", { advance: "0s" });
  const seen = events.map((event) => event.event);
  for (const name of ["created", "updated", "started", "participant_joined", "participant_left", "ended", "deleted"]) {
    assert.ok(seen.includes(`meeting.${name}`), `no meeting.${name} in ${seen}`);
  }
  const { deliveries } = await zoom.control("GET", "deliveries");
  const refused = deliveries.filter(({ attempts }) => attempts.some(({ outcome }) => outcome.status !== 200));
  assert.deepEqual(refused, []);
});

test("an address with another secret cannot prove itself", async (t) => {
  const { url } = await receiver(t, "another-secret");
  await assert.rejects(zoom.control("PUT", "app", { webhook_url: url }), /did not prove itself/);
});
