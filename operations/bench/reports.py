"""Whole reports as a child's page sends them, for the bench and the scoreboard."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from operations.bench.load import Request
from operations.readiness import ports_from
from operations.stack import Stack

# 600 letters: about what a child who writes writes (performance.md measured with 500).
WORDS = (
    "Somebody I do not know sent me messages in the game and wanted to know where I live. "
    "They said it is a secret and that I must not tell. I feel mixed up and a bit scared. "
)


@dataclass(frozen=True)
class Page:
    """A child's page: its code, its classes' lane, and the token that may tell there."""

    code: str
    lane: str
    school_id: str
    token: str
    adults: tuple[str, ...]


def page_of(stack: Stack, school: int = 0) -> Page:
    """Return the child's page of one demo school of a running stack."""
    told = json.loads(stack.run_verb("sign-ins", "--json"))
    code = page_codes(told)[school]
    accounts = ports_from(stack.site.port)["accounts"]
    url = f"http://127.0.0.1:{accounts}/pupil-pages/{code}"
    with urllib.request.urlopen(url, timeout=10) as answer:  # our own loopback address
        page: dict[str, Any] = json.load(answer)
    adults = tuple(one["person_id"] for one in page["adults"])
    return Page(code, page["lane"] or "big", page["school"]["id"], page["token"], adults)


def page_codes(told: Any) -> list[str]:
    """Return the school page codes in what `lantern sign-ins --json` prints, school by school."""
    return [school["page_code"] for school in told["schools"]]


class ReportMaker:
    """Makes reports that differ in their key only."""

    def __init__(self, page: Page) -> None:
        """Take the page that the children tell on."""
        self.page = page
        self._body = json.dumps(report_body(page)).encode()

    def make(self) -> tuple[UUID, Request]:
        """Return a new key and the request that carries it."""
        key = uuid4()
        headers = {
            "authorization": f"Bearer {self.page.token}",
            "content-type": "application/json",
            "idempotency-key": str(key),
        }
        return key, ("POST", "/pupil-reports", headers, self._body)


def report_body(page: Page, account: str = WORDS * 4) -> dict[str, Any]:
    """Return one child's answers, as the page sends them."""
    return {
        "page_code": page.code,
        "lane": page.lane,
        "class_id": None,
        "safe_now": "yes",
        "feelings": ["scared", "mixed_up"],
        "topics": ["stranger"],
        "account": account[:600],
        "wants_talk": False,
        "chosen_adult_id": page.adults[0] if page.adults else None,
        "chosen_adult": "named" if page.adults else "do_not_mind",
        "not_adult_ids": [],
        "about_adult": "no",
        "name": None,
        "skipped": [],
    }
