"""Schemathesis, unmodified, against the JSON API of a running demo: RAPPORT says where it is.

Logs in as the person of the sample world, makes a token on the page as anybody would, and lets the stranger read the
document and try everything in it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import requests

RAPPORT = os.environ["RAPPORT"]
HERE = Path(__file__).parent


def hidden(page: str, name: str, form: str) -> str:
    """A hidden field of the form that is sent to this address."""
    part = page.split(f'action="{form}"', 1)[1]
    return re.search(rf'name="{name}" value="([^"]*)"', part).group(1)


def token() -> str:
    person = requests.Session()
    login = person.get(f"{RAPPORT}/login")
    fields = {"csrf": hidden(login.text, "csrf", "/login"), "email": "mara@halden.example"}
    fields["password"] = "rapport-demo"
    person.post(f"{RAPPORT}/login", fields).raise_for_status()
    form = "/settings/api-tokens"
    page = person.get(RAPPORT + form).text
    wish = {"name": "Schemathesis", "may": "write", "lasts": "30"}
    wish |= {name: hidden(page, name, form) for name in ["csrf", "idempotency_key"]}
    made = person.post(RAPPORT + form, wish)
    return re.search(r'value="(rapport_[^"]+)"', made.text).group(1)


def main() -> int:
    arguments = [
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"{RAPPORT}/api/v1/openapi.json",
        "--url", f"{RAPPORT}/api/v1",
        "--header", f"Authorization: Bearer {token()}",
        "--checks", "all",
        "--seed", "20270309",
        "--max-examples", "12",
        # Below the limit of a token, so that what is looked at is not only the refusal.
        "--rate-limit", "1100/m",
        "--no-color",
        *sys.argv[1:],
    ]
    command = [sys.executable, "-c", "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"]
    return subprocess.run(command + arguments, cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
