"""What a child and a member of staff do in the browser; tests say what must then be true."""

import json
import time
import urllib.request
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pyotp
from playwright.sync_api import Page, expect

from operations.readiness import ports_from
from operations.seed_people import FamilyPlan, plan_families
from operations.seed_schools import SCHOOLS, SchoolPlan
from operations.stack import Stack
from services.shared import clock

MAIL_SECONDS = 30


@dataclass(frozen=True)
class School:
    """One demo school: its codes, and who works there."""

    name: str
    page_code: str
    class_code: str
    people: tuple[dict[str, Any], ...]

    @property
    def family(self) -> FamilyPlan:
        """The family with a barred father and a listed mother."""
        return plan_families(self.plan.urn)[0]

    @property
    def child(self) -> str:
        """The name of the child of that family."""
        one = self.family.pupils[0]
        return f"{one.given_name} {one.family_name}"

    @property
    def plan(self) -> SchoolPlan:
        """What the demo seeds here."""
        return next(one for one in SCHOOLS if one.name == self.name)

    def called(self, person: dict[str, Any]) -> str:
        """The name by which children know this person."""
        plan = next(one for one in self.plan.staff if one.user_name == person["user_name"])
        return f"{plan.title} {plan.family_name}"

    def who(self, role: str, place: int = 0) -> dict[str, Any]:
        """The person at `place` among those with `role`."""
        return [one for one in self.people if role in one["role"].split(", ")][place]


def schools_of(stack: Stack) -> list[School]:
    told = json.loads(stack.run_verb("sign-ins", "--json"))
    return [
        School(
            one["name"],
            one["page_code"],
            list(one["class_page_codes"].values())[-1],
            tuple(person for person in told["people"] if person["school"] == one["name"]),
        )
        for one in told["schools"]
    ]


def messages_of(stack: Stack) -> list[dict[str, Any]]:
    port = ports_from(stack.site.port)["mailbox"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/messages", timeout=10) as answer:
        told = json.load(answer)
    kept: list[dict[str, Any]] = told["items"]
    return kept


def wait_for_mail(
    stack: Stack, known: Collection[str], how_many: int, to: str = "@"
) -> list[dict[str, Any]]:
    """Return the messages `to` an address beyond those `known` by id, once there are enough."""
    until = time.monotonic() + MAIL_SECONDS
    fresh: list[dict[str, Any]] = []
    while time.monotonic() < until:
        fresh = [one for one in messages_of(stack) if is_fresh(one, known, to)]
        if len(fresh) >= how_many:
            return fresh
        time.sleep(0.2)
    raise AssertionError(f"{len(fresh)} of {how_many} messages came")


def is_fresh(message: dict[str, Any], known: Collection[str], to: str) -> bool:
    """Say whether this message is none of those known and went to this address."""
    return message["id"] not in known and any(to in one for one in message["to"])


def press(page: Page, name: str) -> None:
    """Press the button with this name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def sign_in(page: Page, url: str, person: dict[str, Any]) -> None:
    """Sign a demo person in with password and code."""
    page.goto(f"{url}/staff/sign-in")
    fill_sign_in(page, person)
    press(page, "Sign in")
    expect(page).not_to_have_url(f"{url}/staff/sign-in")


def fill_sign_in(page: Page, person: dict[str, Any], *, with_code: bool = True) -> None:
    """Fill the form in; on a school tablet the code can stay empty."""
    page.get_by_label("User name").fill(person["user_name"])
    page.get_by_label("Password").fill(person["password"])
    if with_code:
        code = pyotp.TOTP(person["totp_secret"]).at(clock.now())
        page.get_by_label("6-digit code").fill(code)
