"""Taking a device: who, whose, why, where to (dw2)."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from tests.desks import Desk, move

pytestmark = pytest.mark.anyio


@pytest.mark.guard("G-07")
@pytest.mark.rule("D-9.3-8", "D-9.3-9", "D-2-4")
async def test_any_member_of_staff_takes_a_phone_where_the_school_says_so(downs: Desk) -> None:
    taken = await downs.take("assistant")
    assert taken["state"] == "held"
    page = await downs.page(taken["device_id"])
    assert page["whereabouts"] == "Head's safe"
    assert page["description"].startswith("Black phone")
    assert page["is_confirmed"] is True
    assert [one["act"] for one in page["events"]] == ["taken"]


@pytest.mark.rule("A-1.16-8", "A-1.16-6", "A-1.17-3")
async def test_where_the_head_confiscates_others_take_into_safe_keeping(abingdon: Desk) -> None:
    assert (await abingdon.take("head"))["state"] == "held"
    taken = await abingdon.take("teacher", kind="watch", ground="network_harm")
    assert taken["state"] == "safe_keeping"
    refused = await abingdon.post("assistant", f"/devices/{taken['device_id']}/confirm", {})
    assert refused.status_code == 404  # an assistant who neither took nor keeps it sees nothing
    refused = await abingdon.post("teacher", f"/devices/{taken['device_id']}/confirm", {})
    assert refused.status_code == 409
    confirmed = await abingdon.post("head", f"/devices/{taken['device_id']}/confirm", {})
    assert confirmed.json()["state"] == "held"
    again = await abingdon.post("head", f"/devices/{taken['device_id']}/confirm", {})
    assert again.status_code == 409


@pytest.mark.guard("G-16")
async def test_a_late_confirmation_needs_a_reason(abingdon: Desk, movable_clock: Path) -> None:
    taken = await abingdon.take("teacher")
    address = f"/devices/{taken['device_id']}/confirm"
    move(movable_clock, 26 * 3600)
    # tokens and sessions are moved too: the head signs in anew
    late = await abingdon.post("head", address, {})
    assert late.status_code == 422, late.text
    assert late.json()["errors"][0]["field"] == "reason"
    told = await abingdon.post("head", address, {"reason": "I was out of school yesterday."})
    assert told.status_code == 200


async def test_a_governor_takes_nothing(downs: Desk) -> None:
    refused = await downs.try_to_take("chair")
    assert refused.status_code == 403
    await downs.take("teacher")


@pytest.mark.guard("G-10")
@pytest.mark.rule("D-9.4-2")
@pytest.mark.parametrize("owner", ["staff", "parent", "visitor"])
async def test_only_a_pupils_device_is_taken(downs: Desk, owner: str) -> None:
    refused = await downs.try_to_take(owner=owner)
    assert refused.status_code == 409
    assert "Only a pupil's device" in refused.json()["detail"]
    await downs.take(owner="pupil")


@pytest.mark.guard("G-10")
async def test_a_person_who_is_no_pupil_of_this_school_is_refused(
    downs: Desk, abingdon: Desk
) -> None:
    for somebody in (downs.staff["teacher"].id, abingdon.child.id, uuid4()):
        refused = await downs.try_to_take(pupil_id=str(somebody))
        assert refused.status_code == 409
    await downs.take()


@pytest.mark.guard("G-07")
@pytest.mark.parametrize(
    ("field", "wrong"),
    [("place", "under my desk"), ("place", ""), ("ground", "because"), ("ground", None)],
)
async def test_without_a_listed_ground_and_place_nothing_is_recorded(
    downs: Desk, field: str, wrong: object
) -> None:
    before = (await downs.get("head", "/devices")).json()["counts"]["held"]
    refused = await downs.try_to_take(**{field: wrong})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert (await downs.get("head", "/devices")).json()["counts"]["held"] == before
    await downs.take()


@pytest.mark.guard("G-09")
@pytest.mark.rule("D-9.1-3")
@pytest.mark.parametrize("words", ["Red phone, PIN 4821", "Red phone 48 21 90", "passcode is fish"])
async def test_what_looks_like_a_code_is_asked_about(downs: Desk, words: str) -> None:
    asked = await downs.try_to_take(description=words)
    assert asked.status_code == 422
    assert "never keeps the code" in asked.json()["errors"][0]["message"]
    assert "4821" not in asked.text
    await downs.take(description=words, confirmed_no_code=True)


@pytest.mark.guard("G-01")
async def test_a_pasted_picture_is_refused(downs: Desk) -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
    refused = await downs.try_to_take(description=f"data:image/png;base64,{png}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "description"


async def test_the_same_request_twice_is_one_device(downs: Desk) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = await downs.post("teacher", "/devices", downs.a_device(), **key)
    again = await downs.post("teacher", "/devices", downs.a_device(), **key)
    assert first.json() == again.json()
    other = await downs.post("teacher", "/devices", downs.a_device(kind="watch"), **key)
    assert other.status_code == 422
    somebody = await downs.post("office", "/devices", downs.a_device(), **key)
    assert somebody.status_code == 422


async def test_a_button_pressed_many_times_at_once_takes_one_device(downs: Desk) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(
        *(downs.post("teacher", "/devices", downs.a_device(), **key) for _ in range(6))
    )
    assert {one.status_code for one in answers} == {201}
    assert len({one.text for one in answers}) == 1


async def test_a_request_without_a_key_is_refused(downs: Desk) -> None:
    refused = await downs.post("teacher", "/devices", downs.a_device())
    assert refused.status_code == 422


@pytest.mark.rule("A-1.16-8")
async def test_the_legal_basis_stands_as_it_stood_that_day(downs: Desk, abingdon: Desk) -> None:
    for school in (downs, abingdon):
        taken = await school.take("head")
        assert len((await school.page(taken["device_id"]))["legal_basis"]) > 30


async def test_it_is_due_at_the_end_of_a_school_day(downs: Desk) -> None:
    taken = await downs.take()
    row = (await downs.get("teacher", "/devices")).json()["items"][0]
    assert row["device_id"] == taken["device_id"]
    assert row["due_at"] > row["taken_at"]
