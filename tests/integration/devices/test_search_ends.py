"""After a search: what is illegal stops it, parents are told, a lead reviews it (dw3)."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.desks import Desk
from tests.searching import FOUND, authorised, propose

pytestmark = pytest.mark.anyio


@pytest.mark.guard("G-05", "G-06")
@pytest.mark.rule("D-9.3-14", "A-1.35-17")
@pytest.mark.parametrize("act", ["carry-out", "stop"])
async def test_something_illegal_stops_the_search_and_holds_the_device(
    downs: Desk, database: TestDatabase, act: str
) -> None:
    device_id, search = await authorised(downs)
    bodies: dict[str, dict[str, Any]] = {
        "carry-out": FOUND | {"found_illegal": True},
        "stop": {"reason": "A picture appeared.", "found_illegal": True},
    }
    stopped = await downs.post("head", f"{search}/{act}", bodies[act])
    assert stopped.json()["state"] == "stopped"
    device = await downs.page(device_id)
    assert device["state"] == "held_as_evidence"
    assert await holds_told(database, device_id) == [str(downs.staff["head"].id)]
    assert (await downs.give_back(device_id)).status_code == 409
    row = (await downs.get("dsl", "/searches")).json()["items"][0]
    assert row["is_red"] is True
    reviewed = await downs.post("dsl", f"{search}/review", {"wider_need": "Referred today."})
    assert reviewed.status_code == 200
    assert (await downs.get("dsl", search)).json()["is_red"] is False


async def holds_told(database: TestDatabase, device_id: str) -> list[str]:
    """Return who held the device, each time that the leads are told of it."""
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await connection.fetch(
            "SELECT convert_from(payload, 'UTF8')::json AS told FROM queue.pgqueuer"
            " WHERE entrypoint = 'DeviceHeldForPolice.notifications'"
            " AND convert_from(payload, 'UTF8') LIKE '%' || $1 || '%'",
            device_id,
        )
    finally:
        await connection.close()
    return [json.loads(row["told"])["by_person_id"] for row in rows]


async def test_an_ordinary_stop_leaves_the_device_as_it_was(downs: Desk) -> None:
    device_id, search = await authorised(downs)
    body = {"reason": "The child became upset.", "found_illegal": False}
    stopped = await downs.post("dsl", f"{search}/stop", body)
    assert stopped.json()["state"] == "stopped"
    assert (await downs.page(device_id))["state"] == "held"


@pytest.mark.guard("G-16")
@pytest.mark.rule("A-1.35-16")
async def test_parents_are_always_told_of_a_search_or_the_reason_is_kept(downs: Desk) -> None:
    _, search = await authorised(downs)
    told = {"told": True, "told_whom": "Mother, by telephone at 15:10"}
    early = await downs.post("dsl", f"{search}/parents", told)
    assert early.status_code == 409
    await downs.post("head", f"{search}/carry-out", FOUND)
    for body in ({"told": False}, {"told": True}):
        assert (await downs.post("dsl", f"{search}/parents", body)).status_code == 422
    waits = (await downs.get("dsl", search)).json()["waits_for"]
    assert "The parents are told" in waits
    later = {"told": False, "reason": "Children's services asked us to wait until tomorrow."}
    assert (await downs.post("dsl", f"{search}/parents", later)).status_code == 200
    assert "The parents are told" in (await downs.get("dsl", search)).json()["waits_for"]
    assert (await downs.post("dsl", f"{search}/parents", told)).status_code == 200
    assert (await downs.post("dsl", f"{search}/parents", told)).status_code == 409


async def test_every_search_waits_for_a_leads_review(downs: Desk) -> None:
    _, search = await authorised(downs)
    await downs.post("head", f"{search}/carry-out", FOUND)
    assert "A safeguarding lead reviews it" in (await downs.get("dsl", search)).json()["waits_for"]
    body = {"wider_need": "None seen; the class teacher watches over break."}
    refused = await downs.post("head", f"{search}/review", body)
    assert "reviews every search" in refused.json()["detail"]
    assert (await downs.post("dsl", f"{search}/review", body)).status_code == 200
    await downs.post("dsl", f"{search}/parents", {"told": True, "told_whom": "Mother"})
    assert (await downs.get("dsl", "/searches")).json()["items"] == []


async def test_two_people_authorising_at_once_one_wins(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    search = await propose(downs, device_id)
    both = await asyncio.gather(
        downs.post("ddsl", f"{search}/authorise", {}), downs.post("dsl", f"{search}/authorise", {})
    )
    assert sorted(one.status_code for one in both) == [200, 409]


@pytest.mark.guard("G-20")
async def test_the_words_of_a_search_are_sealed_and_its_journal_only_grows(
    downs: Desk, settings_values: dict[str, Any], database: TestDatabase
) -> None:
    _, search = await authorised(downs, place="Kraken room")
    reader = await asyncpg.connect(plain_address(database.superuser_url))
    search_id = search.removeprefix("/searches/")
    try:
        rows = await reader.fetch("SELECT words_sealed FROM devices.proceeding_act")
        assert rows
        assert all(b"Kraken" not in (row["words_sealed"] or b"") for row in rows)
        acts = await reader.fetch(
            "SELECT act FROM audit.entry WHERE subject_id = $1::text::uuid", search_id
        )
        assert {"search.proposed", "search.authorised"} <= {row["act"] for row in acts}
    finally:
        await reader.close()
    service = await asyncpg.connect(plain_address(settings_values["devices_database_url"]))
    try:
        for table in ("proceeding", "proceeding_act"):
            for statement in (
                f"DELETE FROM devices.{table}",
                f"UPDATE devices.{table} SET school_id = school_id",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await service.execute(statement)
    finally:
        await service.close()


async def test_another_school_sees_nothing_of_a_search(downs: Desk, abingdon: Desk) -> None:
    _, search = await authorised(downs)
    assert (await downs.get("head", search)).status_code == 200
    assert (await abingdon.get("head", search)).status_code == 404
    assert (await abingdon.get("head", "/searches?open=false")).json()["items"] == []
