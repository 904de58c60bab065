"""What staff used is out of use until the police give leave, and its user sees nothing (dw6)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.desks import Desk
from tests.factories import a_staff_member
from tests.searching import missing_on

pytestmark = pytest.mark.anyio

LAPTOP: dict[str, Any] = {
    "thing": "both",
    "asset": "Laptop LT-014",
    "accounts": "Its sign-in and its mailbox",
    "place": "Head's safe",
    "reason": "Taken out of use as it stands after a report.",
    "access_cut": "yes",
}
POLICE = {
    "officer_name": "Constable Rowan",
    "police_reference": "46/1234/26",
    "police_words": "Keep it switched off until we collect a copy.",
}
END = {"outcome": "back_in_service", "what_was_done": "Cleaned and set up anew."}


async def withdrawn(desk: Desk, who: str = "tech", **other: Any) -> str:
    desk.staff["tech"] = await a_staff_member(desk.school, "tech")
    key = {"Idempotency-Key": str(uuid4())}
    answer = await desk.post(who, "/quarantines", LAPTOP | other, **key)
    assert answer.status_code == 201, answer.text
    return f"/quarantines/{answer.json()['id']}"


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-11.3-21")
async def test_nothing_is_released_before_the_police_give_leave(downs: Desk) -> None:
    quarantine = await withdrawn(downs)
    advised = await downs.post("dsl", f"{quarantine}/police-advice", POLICE)
    assert advised.json()["state"] == "quarantined"
    early = await downs.post("head", f"{quarantine}/end", END)
    assert early.status_code == 409
    assert "police's leave" in early.json()["detail"]
    assert (await downs.get("head", quarantine)).json()["may"]["ended"] == early.json()["detail"]
    left = await downs.post("head", f"{quarantine}/police-leave", POLICE)
    assert left.json()["state"] == "released_by_police"
    ended = await downs.post("head", f"{quarantine}/end", END)
    assert ended.json()["state"] == "destroyed_or_returned"
    assert (await downs.get("head", "/quarantines")).json()["items"] == []
    over = await downs.post("head", f"{quarantine}/end", END)
    assert over.status_code == 409


async def test_the_head_names_one_keeper_and_only_the_head(downs: Desk) -> None:
    quarantine = await withdrawn(downs)
    assert "keeper" in missing_on((await downs.get("head", quarantine)).json())
    body = {"keeper_id": str(downs.staff["office"].id)}
    for who in ("tech", "dsl"):
        assert (await downs.post(who, f"{quarantine}/keeper", body)).status_code == 409
    assert (await downs.post("head", f"{quarantine}/keeper", body)).status_code == 200
    page = (await downs.get("head", quarantine)).json()
    assert "keeper" not in missing_on(page)
    assert page["answers"]["keeper"] == downs.staff["office"].display_name


@pytest.mark.guard("G-12", "G-22")
async def test_whoever_used_it_sees_nothing_and_the_technician_no_name(downs: Desk) -> None:
    user = downs.staff["ddsl"]
    quarantine = await withdrawn(downs, used_by_id=str(user.id))
    assert (await downs.get("ddsl", quarantine)).status_code == 404
    assert (await downs.get("ddsl", "/quarantines")).json()["items"] == []
    assert len((await downs.get("dsl", "/quarantines")).json()["items"]) == 1
    assert (await downs.get("dsl", quarantine)).json()["answers"]["used_by"] == user.display_name
    assert "used_by" not in (await downs.get("tech", quarantine)).json()["answers"]
    keeper = {"keeper_id": str(user.id)}
    refused = await downs.post("head", f"{quarantine}/keeper", keeper)
    assert "somebody other" in refused.json()["detail"]


@pytest.mark.guard("G-13")
async def test_the_chair_stands_in_where_the_head_used_it(downs: Desk) -> None:
    ordinary = await withdrawn(downs)
    assert (await downs.get("chair", ordinary)).status_code == 404
    about_head = await withdrawn(downs, used_by_id=str(downs.staff["head"].id))
    assert (await downs.get("head", about_head)).status_code == 404
    keeper = {"keeper_id": str(downs.staff["dsl"].id)}
    assert (await downs.post("chair", f"{about_head}/keeper", keeper)).status_code == 200


async def test_another_technician_sees_only_what_they_withdrew(downs: Desk, abingdon: Desk) -> None:
    quarantine = await withdrawn(downs)
    downs.staff["tech"] = await a_staff_member(downs.school, "tech")
    assert (await downs.get("tech", quarantine)).status_code == 404
    assert (await abingdon.get("head", quarantine)).status_code == 404
