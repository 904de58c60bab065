"""A search whose gates all hold, and how it is proposed and decided in tests."""

from typing import Any
from uuid import uuid4

import httpx

from tests.desks import Desk


def all_gates(desk: Desk, **other: Any) -> dict[str, Any]:
    """The answers with which every gate holds at any school; the child is a girl."""
    return {
        "reason": "A friend says that the plan for a fight after school is on this phone.",
        "power": "offence_or_harm",
        "consent": "parent",
        "suspects_child_image": "no",
        "searcher_id": str(desk.staff["head"].id),
        "searcher_sex": "F",
        "witness_id": str(desk.staff["dsl"].id),
        "place": "The head's office, blinds down",
        "is_private": "yes",
        "seniors_told": "The deputy head, at 10:15",
        "adds_distress": "no",
        **other,
    }


FOUND = {
    "what_looked_at": "Messages of today in one app.",
    "what_found": "Two messages that name a time and a place.",
    "action_taken": "The phone was switched off and put back into its bag.",
    "found_illegal": False,
}


async def try_to_propose(
    desk: Desk, device_id: str, who: str = "ddsl", key: str | None = None, **other: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    body = all_gates(desk, **other)
    return await desk.post(who, f"/devices/{device_id}/searches", body, **headers)


async def propose(desk: Desk, device_id: str, who: str = "ddsl", **other: Any) -> str:
    answer = await try_to_propose(desk, device_id, who, **other)
    assert answer.status_code == 201, answer.text
    return f"/searches/{answer.json()['id']}"


async def authorised(desk: Desk, **other: Any) -> tuple[str, str]:
    """A device and its search, authorised."""
    device_id = (await desk.take("head"))["device_id"]
    search = await propose(desk, device_id, **other)
    answer = await desk.post("ddsl", f"{search}/authorise", {})
    assert answer.json().get("state") == "authorised", answer.text
    return device_id, search


def missing_on(page: dict[str, Any]) -> dict[str, str]:
    """What is missing, by gate."""
    return {one["key"]: one["missing"] for one in page["gates"] if one["missing"]}
