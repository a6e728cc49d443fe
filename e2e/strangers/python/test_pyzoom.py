"""requests-oauthlib for OAuth, and pyzoom, a Zoom client, for the rest: it takes the base address as an argument."""

import unittest

from pyzoom import ZoomClient
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

import sandbox


class RequestsOAuthlibAndPyzoom(unittest.TestCase):
    def test_authorize_token_refresh_meetings_revoke(self):
        session = OAuth2Session(sandbox.CLIENT_ID, redirect_uri=sandbox.REDIRECT, pkce="S256")
        url, _state = session.authorization_url(sandbox.AUTHORIZE)
        back = sandbox.allow(url, "oskar@halden.example")
        first = session.fetch_token(
            sandbox.TOKEN, authorization_response=back, client_secret=sandbox.CLIENT_SECRET
        )
        basic = HTTPBasicAuth(sandbox.CLIENT_ID, sandbox.CLIENT_SECRET)
        token = session.refresh_token(sandbox.TOKEN, auth=basic)
        self.assertNotEqual(token["refresh_token"], first["refresh_token"])
        self.assertEqual(session.get(sandbox.API + "/users/me").json()["email"], "oskar@halden.example")

        # Its default settings ask for registration, so its user has a licence.
        zoom = ZoomClient(token["access_token"], token["refresh_token"], base_url=sandbox.API)
        meeting = zoom.meetings.create_meeting(
            "Kick-off", start_time="2037-03-02T09:30:00Z", duration_min=45, password="Pa55"
        )
        self.assertEqual((meeting.topic, meeting.duration), ("Kick-off", 45))
        listed = zoom.meetings.list_meetings()
        self.assertIn(meeting.id, [one.id for one in listed.meetings])
        zoom.meetings.update_meeting(
            "Moved", start_time="2037-03-03T09:30:00Z", duration_min=30, password="Pa55", meeting_id=meeting.id
        )
        moved = zoom.meetings.get_meeting(meeting.id)
        self.assertEqual((moved.topic, moved.duration), ("Moved", 30))
        self.assertTrue(zoom.meetings.delete_meeting(meeting.id))

        url, headers, body = session._client.prepare_token_revocation_request(
            sandbox.REVOKE, token["access_token"]
        )
        revoked = session.request("POST", url, headers=headers, data=body, auth=basic, withhold_token=True)
        self.assertEqual(revoked.json(), {"status": "success"})
        self.assertEqual(session.get(sandbox.API + "/users/me").status_code, 401)


if __name__ == "__main__":
    unittest.main()
