// openid-client, certified and strict: PKCE, URL-encoded Basic credentials, exact content types.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as client from "openid-client";
import * as zoom from "./sandbox.mjs";

const server = {
  issuer: zoom.BASE,
  authorization_endpoint: zoom.AUTHORIZE,
  token_endpoint: zoom.TOKEN,
  revocation_endpoint: zoom.REVOKE,
};
const basic = client.ClientSecretBasic(zoom.CLIENT_SECRET);
const config = new client.Configuration(server, zoom.CLIENT_ID, undefined, basic);
client.allowInsecureRequests(config);

test("authorize, token, refresh, meetings, revoke", async () => {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: zoom.REDIRECT,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const back = await zoom.allow(url, "mara@halden.example");
  const first = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState });
  const tokens = await client.refreshTokenGrant(config, first.refresh_token);
  assert.notEqual(tokens.refresh_token, first.refresh_token);

  const call = async (method, path, body) => {
    const headers = new Headers({ "content-type": "application/json", accept: "application/json" });
    const answer = await client.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(zoom.API + path),
      method,
      body && JSON.stringify(body),
      headers,
    );
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
  assert.equal((await call("GET", "/users/me")).body.email, "mara@halden.example");
  await zoom.liveOneMeeting(call);
  await client.tokenRevocation(config, tokens.access_token);
  assert.equal((await zoom.withToken(tokens.access_token)("GET", "/users/me")).status, 401);
});

test("a dead refresh token is invalid_grant", async () => {
  await assert.rejects(client.refreshTokenGrant(config, "no-such-token"), { error: "invalid_grant" });
});

test("the app gets a token of its own", async () => {
  const tokens = await client.clientCredentialsGrant(config);
  assert.equal(tokens.refresh_token, undefined);
});
