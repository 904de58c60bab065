"""What the lines about the child's doors share: codes, sealed journeys, a front door by socket."""

import json
import re
from urllib.parse import urlencode

from frontend.pupil.telling import journey
from frontend.pupil.telling.journey import Journey, JourneySeal, Lane, Step
from operations.bench.load import Request
from operations.stack import Stack

_HIDDEN = re.compile(rb'name="journey" value="([^"]+)"')


def front_seal(stack: Stack) -> JourneySeal:
    """Return the seal of this stack's own front end, from its key."""
    key = (stack.site.home / "secrets" / "web.key").read_text().strip()
    return JourneySeal(bytes.fromhex(key))


def at_the_end() -> Journey:
    """Return a younger child's journey at its last page, with a key of its own."""
    return journey.begin(Lane.LITTLE).but(
        at=Step.LITTLE_ADULT, safe_now="yes", topics=("unkind",), chosen_adult="do_not_mind"
    )


def form(path: str, address: str = "", **fields: str | list[str]) -> Request:
    """Return the request with which a browser sends a form of ours; `address` is the child's."""
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
    }
    if address:
        headers["x-forwarded-for"] = address
    return "POST", path, headers, urlencode(fields, doseq=True).encode()


def journey_in(page: bytes) -> str:
    """Return the sealed journey that a page carries; raises ValueError for any other page."""
    found = _HIDDEN.search(page)
    if found is None:
        raise ValueError("this page carries no journey")
    return found.group(1).decode()


def pictures_in(receipt: bytes) -> list[str]:
    """Return the three pictures in reporting's answer to a child's report."""
    told: list[str] = json.loads(receipt)["come_back"]
    return told
