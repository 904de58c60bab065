"""From hand to hand: storing, handing over, the police hold, and two people at once."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.desks import Desk, move
from tests.integration.devices.test_police import OFFICER

pytestmark = pytest.mark.anyio

LIFT = {"reason": "The police have what they need.", "police_reference": "46/1234/26"}


@pytest.mark.rule("D-9.3-8")
async def test_every_hand_over_is_signed_by_both_and_stands_in_the_time_line(downs: Desk) -> None:
    taken = await downs.take("teacher")
    address = f"/devices/{taken['device_id']}"
    office = downs.staff["office"]
    signed = {
        "to_person_id": str(office.id),
        "giver_signed_name": "T. Eacher",
        "receiver_signed_name": "O. Ffice",
    }
    for missing in ("giver_signed_name", "receiver_signed_name"):
        unsigned = await downs.post("teacher", f"{address}/hand-over", signed | {missing: ""})
        assert unsigned.status_code == 422
    handed = await downs.post("teacher", f"{address}/hand-over", signed)
    assert handed.json()["seq"] == 2
    page = await downs.page(taken["device_id"])
    assert page["whereabouts"] == f"With {office.display_name}"
    assert ["Received by", "O. Ffice"] in page["events"][1]["notes"]
    stored = await downs.post("office", f"{address}/store", {"place": "office cupboard"})
    assert stored.status_code == 200
    assert (await downs.page(taken["device_id"]))["whereabouts"] == "Office cupboard"


async def test_a_device_goes_only_to_a_colleague(downs: Desk, abingdon: Desk) -> None:
    taken = await downs.take("teacher")
    names = {"giver_signed_name": "T. Eacher", "receiver_signed_name": "S. Omebody"}
    for somebody in (downs.child.guardian_ids[0], abingdon.staff["office"].id):
        body = names | {"to_person_id": str(somebody)}
        refused = await downs.post("teacher", f"/devices/{taken['device_id']}/hand-over", body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "to_person_id"


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-9.3-14")
async def test_possible_evidence_is_not_given_back_until_the_hold_is_lifted(downs: Desk) -> None:
    taken = await downs.take("teacher", possible_evidence=True)
    assert taken["state"] == "held_as_evidence"
    refused = await downs.give_back(taken["device_id"], "head")
    assert refused.status_code == 409
    assert "police" in refused.json()["detail"]
    page = await downs.page(taken["device_id"])
    assert page["may"]["give_back"] == refused.json()["detail"]
    lift = f"/devices/{taken['device_id']}/lift-hold"
    assert (await downs.post("dsl", lift, LIFT)).json()["state"] == "held"
    assert (await downs.give_back(taken["device_id"])).status_code == 200


@pytest.mark.guard("G-05", "G-16")
async def test_only_the_lead_or_the_head_lifts_a_hold_and_says_why(downs: Desk) -> None:
    taken = await downs.take("teacher")
    address = f"/devices/{taken['device_id']}"
    held = await downs.post("teacher", f"{address}/hold", {"reason": "A threat was shown to me."})
    assert held.json()["state"] == "held_as_evidence"
    for who in ("teacher", "office", "ddsl"):
        assert (await downs.post(who, f"{address}/lift-hold", LIFT)).status_code == 409
    for missing in LIFT:
        refused = await downs.post("head", f"{address}/lift-hold", LIFT | {missing: ""})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == missing
    assert (await downs.post("head", f"{address}/lift-hold", LIFT)).status_code == 200


async def test_an_unconfirmed_device_is_unconfirmed_after_a_hold(abingdon: Desk) -> None:
    taken = await abingdon.take("teacher", possible_evidence=True)
    address = f"/devices/{taken['device_id']}"
    lifted = await abingdon.post("dsl", f"{address}/lift-hold", LIFT)
    assert lifted.json()["state"] == "safe_keeping"
    assert (await abingdon.post("head", f"{address}/confirm", {})).json()["state"] == "held"


async def test_two_people_giving_one_phone_back_at_once_one_wins(downs: Desk) -> None:
    taken = await downs.take("teacher")
    both = await asyncio.gather(
        downs.give_back(taken["device_id"], "office"), downs.give_back(taken["device_id"], "head")
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    lost = next(one for one in both if one.status_code == 409)
    winner = "office" if both[0].status_code == 200 else "head"
    assert downs.staff[winner].display_name in lost.json()["detail"]
    assert "gave it back" in lost.json()["detail"]
    page = await downs.page(taken["device_id"])
    assert [one["act"] for one in page["events"]] == ["taken", "returned"]


async def test_others_see_only_what_is_in_their_own_care(downs: Desk, abingdon: Desk) -> None:
    taken = await downs.take("teacher")
    address = f"/devices/{taken['device_id']}"
    for who in ("teacher", "office", "head", "dsl", "ddsl"):
        assert (await downs.get(who, address)).status_code == 200
    not_mine = await downs.get("assistant", address)
    not_there = await downs.get("assistant", f"/devices/{uuid4()}")
    other_school = await abingdon.get("head", address)
    assert not_mine.status_code == not_there.status_code == other_school.status_code == 404
    for answer in (not_mine, not_there, other_school):
        document = answer.json()
        del document["request_id"]
        assert document["detail"] == "There is nothing here that you can see."
    assert (await downs.get("assistant", "/devices")).json()["items"] == []
    assert (await downs.get("assistant", "/devices")).json()["counts"]["held"] == 0


@pytest.mark.guard("G-22")
async def test_the_office_sees_custody_but_not_a_ground_that_may_be_a_crime(downs: Desk) -> None:
    taken = await downs.take("teacher", ground="sexual_imagery", possible_evidence=True)
    assert (await downs.page(taken["device_id"], "office"))["ground"] is None
    assert (await downs.page(taken["device_id"], "dsl"))["ground"] == "sexual_imagery"
    ordinary = await downs.take("teacher")
    assert (await downs.page(ordinary["device_id"], "office"))["ground"] == "school_rule"


async def test_the_list_counts_what_goes_home_today_and_what_is_overdue(
    downs: Desk, movable_clock: Path
) -> None:
    await downs.take("teacher")
    await downs.take("teacher", possible_evidence=True)
    counts = (await downs.get("office", "/devices")).json()["counts"]
    assert counts["held"] == 2
    assert counts["evidence"] == 1
    move(movable_clock, 5 * 24 * 3600)
    late = (await downs.get("office", "/devices")).json()
    assert late["counts"]["overdue"] == 1
    assert [one["is_overdue"] for one in late["items"]].count(True) == 1


async def test_lists_go_on_page_by_page(downs: Desk) -> None:
    shelf = {"name": "Long shelf", "capacity": 60}
    assert (await downs.post("office", "/places", shelf)).status_code == 201
    devices = {(await downs.take("teacher", place="Long shelf"))["device_id"] for _ in range(52)}
    first = (await downs.get("office", "/devices")).json()
    assert len(first["items"]) == 50
    second = (await downs.get("office", f"/devices?cursor={first['next_cursor']}")).json()
    seen = {one["device_id"] for one in (*first["items"], *second["items"])}
    assert seen == devices
    assert second["next_cursor"] is None


async def test_places_are_listed_with_what_lies_in_them(downs: Desk) -> None:
    await downs.take("teacher")
    places = {
        one["name"]: one["holds"] for one in (await downs.get("teacher", "/places")).json()["items"]
    }
    assert places == {"Head's safe": 1, "Office cupboard": 0}
    assert (await downs.post("teacher", "/places", {"name": "Tray 4"})).status_code == 403
    assert (await downs.post("office", "/places", {"name": "Tray 4"})).status_code == 201
    await downs.take("teacher", place="tray 4")


@pytest.mark.guard("G-20")
async def test_the_service_cannot_change_or_remove_the_chain(
    downs: Desk, settings_values: dict[str, Any]
) -> None:
    await downs.take("teacher")
    connection = await asyncpg.connect(plain_address(settings_values["devices_database_url"]))
    try:
        await connection.execute(
            "SELECT set_config('app.school_id', $1, false)", str(downs.school.id)
        )
        assert await connection.fetchval("SELECT count(*) FROM devices.custody_event") == 1
        for table in ("device", "custody_event", "notice", "notice_event", "place", "school_key"):
            for statement in (
                f"DELETE FROM devices.{table}",
                f"UPDATE devices.{table} SET school_id = school_id",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM devices.device_state")
    finally:
        await connection.close()


async def test_words_are_sealed_and_every_act_and_read_is_in_the_audit_trail(
    downs: Desk, database: TestDatabase
) -> None:
    taken = await downs.take("teacher", description="A lilac handset with a kraken sticker")
    await downs.page(taken["device_id"], "head")
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        sealed = await connection.fetchval(
            "SELECT description_sealed FROM devices.device WHERE id = $1::text::uuid",
            taken["device_id"],
        )
        assert b"kraken" not in sealed
        acts = await connection.fetch(
            "SELECT act FROM audit.entry WHERE subject_id = $1::text::uuid", taken["device_id"]
        )
        assert {"device.taken", "device.read"} <= {row["act"] for row in acts}
    finally:
        await connection.close()


async def test_held_devices_counts_what_a_case_still_holds(
    downs: Desk, settings_values: dict[str, Any]
) -> None:
    link = str(uuid4())
    taken = await downs.take("teacher", link_id=link)
    connection = await asyncpg.connect(plain_address(settings_values["reporting_database_url"]))
    count = "SELECT published.held_devices($1::text::uuid)"
    try:
        await connection.execute(
            "SELECT set_config('app.school_id', $1, false)", str(downs.school.id)
        )
        assert await connection.fetchval(count, link) == 1
        assert await connection.fetchval(count, str(uuid4())) == 0
        assert (await downs.give_back(taken["device_id"])).status_code == 200
        assert await connection.fetchval(count, link) == 0
        evidence = await downs.take("teacher", link_id=link, possible_evidence=True)
        assert await connection.fetchval(count, link) == 1
        address = f"/devices/{evidence['device_id']}/hand-to-police"
        assert (await downs.post("dsl", address, OFFICER)).status_code == 200
        assert await connection.fetchval(count, link) == 0
    finally:
        await connection.close()


async def test_a_lead_joins_a_device_to_a_case_once(downs: Desk) -> None:
    taken = await downs.take("teacher")
    address, body = f"/devices/{taken['device_id']}/link", {"link_id": str(uuid4())}
    assert (await downs.post("teacher", address, body)).status_code == 409
    assert (await downs.post("dsl", address, body)).status_code == 200
    assert (await downs.post("dsl", address, body)).status_code == 409
    page = await downs.page(taken["device_id"], "teacher")
    assert (page["is_linked"], [one["act"] for one in page["events"]]) == (False, ["taken"])
