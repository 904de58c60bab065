"""Signing demo people in, as programs do it: for the bench and the scoreboard."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

import pyotp

from operations.readiness import ports_from
from operations.stack import Stack
from services.shared import clock


@dataclass(frozen=True)
class Person:
    """A signed-in demo person."""

    user_name: str
    role: str
    school: str
    session: str


def ask(url: str, body: dict[str, Any] | None = None, authorization: str = "") -> Any:
    """Return the JSON answer of a loopback service; POST where there is a body."""
    headers = {"content-type": "application/json"}
    if authorization:
        headers["authorization"] = authorization
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, headers)  # noqa: S310  # our own loopback address
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # the same
        return json.load(answer)


def sign_in(stack: Stack, *, role: str, school: int = 0) -> Person:
    """Sign the first demo person with `role` at the school in; with a one-time code."""
    told = json.loads(stack.run_verb("sign-ins", "--json"))
    names = [one["name"] for one in told["schools"]]
    who = next(
        one
        for one in told["people"]
        if one["school"] == names[school] and role in one["role"].replace(",", " ").split()
    )
    body = {
        "user_name": who["user_name"],
        "password": who["password"],
        "totp": pyotp.TOTP(who["totp_secret"]).at(clock.now()),
    }
    accounts = f"http://127.0.0.1:{ports_from(stack.site.port)['accounts']}"
    signed = ask(f"{accounts}/sessions", body)
    return Person(who["user_name"], role, who["school"], signed["session"])


def token_for(stack: Stack, person: Person, audience: str) -> str:
    """Return a token of `person` for one service; good for 300 s."""
    accounts = f"http://127.0.0.1:{ports_from(stack.site.port)['accounts']}"
    url = f"{accounts}/sessions/current/tokens"
    token: str = ask(url, {"audience": audience}, f"Session {person.session}")["token"]
    return token
