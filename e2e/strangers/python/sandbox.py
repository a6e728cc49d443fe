"""The sandbox that `cargo xtask strangers` started, and Mara's browser, which presses Allow."""

import os

import requests

BASE = os.environ["ZOOM_SANDBOX"]
CLIENT_ID = "sandbox-client-id"
CLIENT_SECRET = "sandbox-client-secret"
REDIRECT = "http://127.0.0.1:5000/callback"
AUTHORIZE = BASE + "/oauth/authorize"
TOKEN = BASE + "/oauth/token"
REVOKE = BASE + "/oauth/revoke"
API = BASE + "/v2"

# oauthlib refuses plain http, which is all that a sandbox on this machine has.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def allow(authorize_url: str, user: str) -> str:
    """Opens the consent page as `user`, who agrees at once. Answers the address that the browser is sent to."""
    answer = requests.get(
        authorize_url,
        params={"auto_approve": "1", "login_as": user},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 302, f"{answer.status_code}: {answer.text}"
    return answer.headers["location"]


def connect(user: str) -> dict:
    """Tokens of `user`, for the clients that do no OAuth themselves."""
    from requests_oauthlib import OAuth2Session

    session = OAuth2Session(CLIENT_ID, redirect_uri=REDIRECT)
    back = allow(session.authorization_url(AUTHORIZE)[0], user)
    return session.fetch_token(TOKEN, authorization_response=back, client_secret=CLIENT_SECRET)
