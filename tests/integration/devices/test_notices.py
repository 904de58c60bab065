"""The parent's page: its code, its ticket, its lock, and what it follows."""

import asyncio
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.desks import Desk, move

pytestmark = pytest.mark.anyio


async def _notice(desk: Desk) -> tuple[str, str, str]:
    taken = await desk.take("teacher")
    listed = (await desk.get("office", f"/devices/{taken['device_id']}/notices")).json()["items"]
    return taken["device_id"], listed[0]["notice_id"], listed[0]["code"]


async def test_only_the_office_and_the_head_see_the_code(
    downs: Desk, database: TestDatabase
) -> None:
    device_id, _, code = await _notice(downs)
    assert len(code) == 8
    for who, sees in (("head", True), ("dsl", False), ("teacher", False)):
        listed = (await downs.get(who, f"/devices/{device_id}/notices")).json()["items"]
        assert (listed[0]["code"] == code) is sees
        assert (listed[0]["code"] is None) is not sees
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        sealed = await connection.fetch(
            "SELECT code_sealed FROM devices.notice_event WHERE code_sealed IS NOT NULL"
        )
        assert all(code.encode() not in row["code_sealed"] for row in sealed)
        acts = await connection.fetch(
            "SELECT act FROM audit.entry WHERE subject_id = $1::text::uuid", device_id
        )
        assert "notice.codes_read" in {row["act"] for row in acts}
    finally:
        await connection.close()


@pytest.mark.rule("D-9.3-4")
async def test_the_parent_opens_the_page_with_the_code_and_says_they_have_read_it(
    downs: Desk,
) -> None:
    device_id, notice_id, code = await _notice(downs)
    typed = f"{code[:4].lower()} {code[4:]}"
    opened = await downs.client.post(f"/notices/{notice_id}/open", json={"code": typed})
    assert opened.status_code == 200
    ticket, notice = opened.json()["ticket"], opened.json()["notice"]
    first_name = downs.child.display_name.split()[0]
    assert notice["child"] == first_name
    assert "You can collect it from" in notice["when"]
    family_name = downs.child.display_name.split()[-1]
    assert family_name not in opened.text
    read = await downs.client.post(f"/notices/{notice_id}/read", json={"ticket": ticket})
    assert read.json()["acknowledged_at"] is None
    for _ in range(2):
        told = await downs.client.post(f"/notices/{notice_id}/acknowledge", json={"ticket": ticket})
        assert told.json()["acknowledged_at"]
    wrong = await downs.client.post(f"/notices/{notice_id}/read", json={"ticket": "guessed"})
    assert wrong.status_code == 403
    assert (await downs.give_back(device_id)).status_code == 200
    read = await downs.client.post(f"/notices/{notice_id}/read", json={"ticket": ticket})
    assert read.json()["given_back_at"]


@pytest.mark.guard("G-05")
async def test_a_parents_page_follows_a_police_hold(downs: Desk) -> None:
    device_id, notice_id, code = await _notice(downs)
    opened = await downs.client.post(f"/notices/{notice_id}/open", json={"code": code})
    body, address = {"ticket": opened.json()["ticket"]}, f"/notices/{notice_id}/read"
    await downs.post("dsl", f"/devices/{device_id}/hold", {"reason": "A threat was shown."})
    kept = (await downs.client.post(address, json=body)).json()
    assert kept["when"] == "It cannot be collected at the moment."
    lift = {"reason": "They have what they need.", "police_reference": "46/1234/26"}
    await downs.post("dsl", f"/devices/{device_id}/lift-hold", lift)
    freed = (await downs.client.post(address, json=body)).json()
    assert "can be collected" in freed["when"]


async def test_a_ticket_is_good_for_half_an_hour_and_a_notice_for_thirty_days(
    downs: Desk, movable_clock: Path
) -> None:
    _, notice_id, code = await _notice(downs)
    opened = await downs.client.post(f"/notices/{notice_id}/open", json={"code": code})
    body = {"ticket": opened.json()["ticket"]}
    for seconds, status in ((29 * 60, 200), (31 * 60, 403)):
        move(movable_clock, seconds)
        read = await downs.client.post(f"/notices/{notice_id}/read", json=body)
        assert read.status_code == status
    for days, status in ((29, 200), (31, 403)):
        move(movable_clock, days * 24 * 3600)
        opened = await downs.client.post(f"/notices/{notice_id}/open", json={"code": code})
        assert opened.status_code == status


async def test_five_wrong_codes_lock_the_page_until_the_office_makes_a_new_one(downs: Desk) -> None:
    device_id, notice_id, code = await _notice(downs)
    address = f"/notices/{notice_id}/open"
    wrong = await asyncio.gather(
        *(downs.client.post(address, json={"code": "WRONG234"}) for _ in range(8))
    )
    assert sorted(one.status_code for one in wrong) == [403] * 4 + [429] * 4
    assert (await downs.client.post(address, json={"code": code})).status_code == 429
    listed = (await downs.get("office", f"/devices/{device_id}/notices")).json()["items"]
    assert listed[0]["is_locked"] is True
    renew = f"/devices/{device_id}/notices/{notice_id}/code"
    assert (await downs.post("teacher", renew, {})).status_code == 403
    fresh = (await downs.post("office", renew, {})).json()["items"][0]["code"]
    assert (await downs.client.post(address, json={"code": code})).status_code == 403
    assert (await downs.client.post(address, json={"code": fresh})).status_code == 200


async def test_an_unknown_notice_answers_like_a_wrong_code(downs: Desk) -> None:
    _, notice_id, _ = await _notice(downs)
    answers = [
        await downs.client.post(f"/notices/{one}/open", json={"code": "WRONG234"})
        for one in (notice_id, uuid4())
    ]
    for answer in answers:
        assert answer.status_code == 403
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


@pytest.mark.guard("G-08")
async def test_a_guardian_who_is_barred_after_being_told_reads_nothing_more(
    downs: Desk, database: TestDatabase
) -> None:
    device_id, notice_id, code = await _notice(downs)
    address = f"/notices/{notice_id}"
    opened = await downs.client.post(f"{address}/open", json={"code": code})
    assert opened.status_code == 200
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        await connection.execute(
            "UPDATE accounts.guardianship SET is_barred = true, may_collect = false"
            " WHERE person_id IN"
            " (SELECT guardian_id FROM devices.notice WHERE id = $1::text::uuid)",
            notice_id,
        )
    finally:
        await connection.close()
    again = await downs.client.post(f"{address}/open", json={"code": code})
    read = await downs.client.post(f"{address}/read", json={"ticket": opened.json()["ticket"]})
    assert (again.status_code, read.status_code) == (403, 403)
    listed = (await downs.get("office", f"/devices/{device_id}/notices")).json()["items"]
    assert all(one["code"] is None for one in listed if one["notice_id"] == notice_id)


async def test_a_parent_sees_the_other_devices_they_were_told_of(downs: Desk) -> None:
    first_device, first, _ = await _notice(downs)
    _, second, code = await _notice(downs)
    opened = await downs.client.post(f"/notices/{second}/open", json={"code": code})
    (other,) = [one for one in opened.json()["notice"]["others"] if one["notice_id"] == first]
    assert other["child"] == downs.child.display_name.split()[0]
    assert other["is_given_back"] is False
    assert second not in str(opened.json()["notice"]["others"])
    ticket = {"ticket": opened.json()["ticket"]}
    shut = await downs.client.post(f"/notices/{first}/read", json=ticket)
    assert shut.status_code == 403
    assert (await downs.give_back(first_device)).status_code == 200
    again = await downs.client.post(f"/notices/{second}/read", json=ticket)
    (other,) = [one for one in again.json()["others"] if one["notice_id"] == first]
    assert other["is_given_back"] is True
