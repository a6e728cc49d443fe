"""Authlib, with PKCE and the secret in the body."""

import unittest

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

import sandbox

MEETING = {"topic": "Kick-off 🚒", "type": 2, "start_time": "2037-03-02T09:30:00Z", "duration": 45}


def session(**options) -> OAuth2Session:
    return OAuth2Session(
        sandbox.CLIENT_ID,
        sandbox.CLIENT_SECRET,
        redirect_uri=sandbox.REDIRECT,
        token_endpoint_auth_method="client_secret_post",
        code_challenge_method="S256",
        **options,
    )


class Authlib(unittest.TestCase):
    def test_authorize_token_refresh_meetings_revoke(self):
        client = session()
        verifier = generate_token(48)
        url, state = client.create_authorization_url(sandbox.AUTHORIZE, code_verifier=verifier)
        back = sandbox.allow(url, "oskar@halden.example")
        token = client.fetch_token(
            sandbox.TOKEN, authorization_response=back, state=state, code_verifier=verifier
        )
        self.assertEqual(token["token_type"], "bearer")

        refreshed = client.refresh_token(sandbox.TOKEN)
        self.assertNotEqual(refreshed["refresh_token"], token["refresh_token"])
        self.assertEqual(client.get(sandbox.API + "/users/me").json()["email"], "oskar@halden.example")

        created = client.post(sandbox.API + "/users/me/meetings", json=MEETING)
        self.assertEqual(created.status_code, 201, created.text)
        meeting = sandbox.API + f"/meetings/{created.json()['id']}"
        listed = client.get(sandbox.API + "/users/me/meetings", params={"page_size": 300}).json()
        self.assertIn("Kick-off 🚒", [one["topic"] for one in listed["meetings"]])
        self.assertEqual(client.patch(meeting, json={"duration": 30}).status_code, 204)
        self.assertEqual(client.get(meeting).json()["duration"], 30)
        self.assertEqual(client.delete(meeting).status_code, 204)
        self.assertEqual(client.get(meeting).json()["code"], 3001)

        revoked = client.revoke_token(sandbox.REVOKE, token=client.token["access_token"])
        self.assertEqual(revoked.json(), {"status": "success"})
        self.assertEqual(client.get(sandbox.API + "/users/me").status_code, 401)

    def test_a_dead_refresh_token_is_invalid_grant(self):
        client = session()
        with self.assertRaises(OAuthError) as refused:
            client.refresh_token(sandbox.TOKEN, refresh_token="no-such-token")
        self.assertEqual(refused.exception.error, "invalid_grant")

    def test_the_app_gets_a_token_of_its_own(self):
        token = session().fetch_token(sandbox.TOKEN, grant_type="client_credentials")
        self.assertNotIn("refresh_token", token)


if __name__ == "__main__":
    unittest.main()
