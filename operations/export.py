"""`lantern export STUDENT REASON`: fetch one child's sealed record as the person who signs in.

The command has no rights of its own: it asks for a user name, a password and a code, and does what
that person may do in the browser. STUDENT is the child's name, or enough of it to be the only one.
"""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from operations.environment import Site
from operations.readiness import read_port

USAGE = 'usage: lantern export STUDENT "REASON"  (writes the archive into this folder)'
WORDS = 2


class NotDone(Exception):
    """A service said no; the message is its sentence."""


@dataclass(frozen=True)
class SignIn:
    """Who exports."""

    user_name: str
    password: str
    code: str


@dataclass(frozen=True)
class Parts:
    """How the command speaks with accounts and reporting."""

    accounts: httpx.Client
    reporting: httpx.Client

    def ask(self, client: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:
        """Return the answer; raises NotDone with the problem's sentence."""
        answer = client.request(method, path, **more)
        if answer.is_error:
            raise NotDone(answer.json().get("detail", f"refused with {answer.status_code}"))
        return answer

    def bearers(self, who: SignIn) -> dict[str, dict[str, str]]:
        """Sign in, return the headers for accounts and reporting, and sign out again."""
        body = {"user_name": who.user_name, "password": who.password, "totp": who.code}
        session = self.ask(self.accounts, "POST", "/sessions", json=body).json()["session"]
        signed_in = {"Authorization": f"Session {session}"}
        return {"session": signed_in} | {
            audience: self._bearer(signed_in, audience) for audience in ("accounts", "reporting")
        }

    def _bearer(self, signed_in: Mapping[str, str], audience: str) -> dict[str, str]:
        path = "/sessions/current/tokens"
        asked = {"audience": audience}
        told = self.ask(self.accounts, "POST", path, json=asked, headers=signed_in).json()
        return {"Authorization": f"Bearer {told['token']}"}


def export(parts: Parts, who: SignIn, student: str, reason: str, folder: Path) -> tuple[Path, str]:
    """Write the sealed archive into `folder`; return its path and its passphrase."""
    headers = parts.bearers(who)
    try:
        pupil_id = _only_pupil(parts, headers["accounts"], student)
        body = {"pupil_id": pupil_id, "reason": reason}
        keyed = headers["reporting"] | {"Idempotency-Key": str(uuid4())}
        made = parts.ask(parts.reporting, "POST", "/exports", json=body, headers=keyed).json()
        path = f"/exports/{made['export_id']}"
        sealed = parts.ask(parts.reporting, "GET", path, headers=headers["reporting"])
    finally:
        parts.accounts.request("DELETE", "/sessions/current", headers=headers["session"])
    file = folder / str(made["file_name"])
    file.write_bytes(sealed.content)
    return file, str(made["passphrase"])


def _only_pupil(parts: Parts, headers: Mapping[str, str], student: str) -> str:
    asked = {"search": student}
    found = parts.ask(parts.accounts, "GET", "/pupils", params=asked, headers=headers)
    items = found.json()["items"]
    if len(items) != 1:
        raise NotDone(f"{len(items)} children are called like that; write the whole name.")
    return str(items[0]["id"])


def _client(home: Path, port: str, service: str) -> httpx.Client:
    name = f"LANTERN_{service.upper()}_URL"
    url = os.environ.get(name) or Site(home, read_port(port), "").variables()[name]
    return httpx.Client(base_url=url, timeout=60.0, trust_env=False)


def ask_who(
    typed: Callable[[str], str] = input, hidden: Callable[[str], str] = getpass.getpass
) -> SignIn:
    """Ask for a user name, a password and a code at the terminal."""
    return SignIn(typed("User name: "), hidden("Password: "), typed("Code: "))


def main(arguments: Namespace) -> int:
    """Run the verb; 1 with a sentence where it is refused, 2 where words are missing."""
    if len(arguments.words) != WORDS:
        print(USAGE, file=sys.stderr)
        return 2
    clients = [_client(arguments.home, arguments.port, one) for one in ("accounts", "reporting")]
    try:
        with clients[0] as accounts, clients[1] as reporting:
            student, reason = arguments.words
            parts = Parts(accounts, reporting)
            file, passphrase = export(parts, ask_who(), student, reason, Path.cwd())
    except (NotDone, httpx.HTTPError) as refused:
        print(f"No archive was made: {refused}", file=sys.stderr)
        return 1
    print(f"{file}\nPassphrase (shown this once; send it by another route): {passphrase}")
    return 0
