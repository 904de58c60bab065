"""Who else may collect, how they sign, what stays longer, and how parents are chased (dw4)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from services.devices.reminders.actions import chase_overdue
from services.shared import clock
from services.shared.database import Database
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.desks import Desk, move

pytestmark = pytest.mark.anyio

DAY = 24 * 3600
NO_RISK = {"would_telling_put_child_at_risk": "no"}


async def _name(desk: Desk, device_id: str, number: int = 0, **other: Any) -> httpx.Response:
    assert desk.child is not None
    body = {
        "display_name": "Rosalind Okafor",
        "relationship": "Neighbour",
        "named_by": str(desk.child.guardian_ids[number]),
        "written_on": clock.today("Europe/London").isoformat(),
        **other,
    }
    key = {"Idempotency-Key": str(uuid4())}
    return await desk.post("office", f"/devices/{device_id}/collectors", body, **key)


@pytest.mark.guard("G-08")
@pytest.mark.rule("D-9.3-13")
async def test_somebody_named_in_writing_beforehand_collects_and_nobody_else(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    by_word = await downs.give_back(device_id, collector_id=str(uuid4()))
    assert by_word.status_code == 409
    named = await _name(downs, device_id)
    assert named.status_code == 201, named.text
    collector_id = named.json()["collector_id"]
    other = (await downs.take("teacher"))["device_id"]
    elsewhere = await downs.give_back(other, collector_id=collector_id)
    assert elsewhere.status_code == 409  # the letter is about one device
    page = await downs.page(device_id)
    assert [(one["display_name"], one["why_not"]) for one in page["collectors"]] == [
        ("Rosalind Okafor", None)
    ]
    body = {"collector_id": collector_id, "signed_name": "R. Okafor"}
    given = await downs.give_back(device_id, **body)
    assert given.status_code == 200, given.text
    assert (await downs.page(device_id))["whereabouts"] == "Given back to Rosalind Okafor"
    gone = (await downs.get("office", "/devices?state=returned")).json()["items"]
    assert [one["whereabouts"] for one in gone] == ["Given back to Rosalind Okafor"]


@pytest.mark.guard("G-08")
async def test_a_barred_parent_names_nobody_and_is_named_by_nobody(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    assert (await _name(downs, device_id, number=1)).status_code == 409
    listed = (await downs.page(device_id))["guardians"]
    barred = next(one["display_name"] for one in listed if "must not" in (one["why_not"] or ""))
    disguised = await _name(downs, device_id, display_name=f"  {barred.upper()} ")
    assert disguised.status_code == 409
    assert "on the child's own list" in disguised.json()["detail"]
    tomorrow = clock.today("Europe/London") + timedelta(days=2)
    later = await _name(downs, device_id, written_on=tomorrow.isoformat())
    assert later.json()["errors"][0]["field"] == "written_on"
    assert (await _name(downs, device_id)).status_code == 201


STROKES = [[[10, 20], [300, 180], [500, 90]], [[40, 40], [60, 60]]]


async def test_a_drawn_signature_is_kept_as_points_and_drawn_again(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    nothing = await downs.get("office", f"/devices/{device_id}/signature.svg")
    assert nothing.status_code == 404
    unsigned = await downs.give_back(device_id, signed_name="")
    assert unsigned.json()["errors"][0]["field"] == "signed_name"
    signed = await downs.give_back(device_id, signed_name="", signature=STROKES)
    assert signed.status_code == 200, signed.text
    assert (await downs.page(device_id))["is_drawn"] is True
    drawn = await downs.get("office", f"/devices/{device_id}/signature.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert '<polyline points="10,20 300,180 500,90"/>' in drawn.text
    receipt = await downs.get("office", f"/devices/{device_id}/receipt.pdf")
    assert receipt.content.startswith(b"%PDF")


@pytest.mark.guard("G-01")
@pytest.mark.parametrize(
    "signature",
    [
        [],
        [[[1, 1]]],
        [[[0, 0], [1001, 5]]],
        [[[0, 0], ["<script>", 5]]],
        [[[0, 0], [1.5, 5]]],
        [[[1, 1]] * 401],
        [[[1, 1]] * 400] * 6,
        "data:image/png;base64,iVBORw0KGgo",
    ],
)
async def test_a_signature_is_points_within_bounds_and_no_picture(
    downs: Desk, signature: object
) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    refused = await downs.give_back(device_id, signature=signature)
    assert refused.status_code == 422
    assert (await downs.give_back(device_id, signature=STROKES)).status_code == 200


async def _keep(desk: Desk, who: str, device_id: str, days: int, **other: Any) -> httpx.Response:
    until = clock.today("Europe/London") + timedelta(days=days)
    body = {"until": until.isoformat(), "reason": "Both parents are abroad.", **other}
    return await desk.post(who, f"/devices/{device_id}/keep-longer", body)


@pytest.mark.guard("G-16")
@pytest.mark.rule("D-9.3-13")
async def test_only_a_leader_keeps_a_device_longer_and_only_with_a_reason(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    due_at = (await downs.page(device_id))["due_at"]
    refused = await _keep(downs, "office", device_id, 7)
    assert refused.status_code == 403
    assert "Only the leadership" in refused.json()["detail"]
    for wrong in ({"reason": ""}, {"reason": None}):
        assert (await _keep(downs, "head", device_id, 7, **wrong)).status_code == 422
    for days in (-1, 31):
        late = await _keep(downs, "head", device_id, days)
        assert late.json()["errors"][0]["field"] == "until"
    assert (await _keep(downs, "head", device_id, 7)).status_code == 200
    page = await downs.page(device_id)
    assert page["due_at"] > due_at
    assert ["Reason", "Both parents are abroad."] in page["events"][-1]["notes"]


async def test_what_waits_for_the_police_is_not_kept_by_the_day(downs: Desk) -> None:
    device_id = (await downs.take("teacher", possible_evidence=True))["device_id"]
    assert (await _keep(downs, "head", device_id, 7)).status_code == 409


async def _jobs(database: TestDatabase, notice_id: str) -> list[str]:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await connection.fetch(
            "SELECT convert_from(payload, 'UTF8') AS told FROM queue.pgqueuer"
            " WHERE entrypoint = 'DeviceNoticeReleased.notifications'"
            " AND convert_from(payload, 'UTF8') LIKE '%' || $1 || '%'",
            notice_id,
        )
        return [row["told"] for row in rows]
    finally:
        await connection.close()


async def _chase(settings_values: dict[str, Any]) -> None:
    database = Database(settings_values["devices_database_url"], pool_size=1, max_overflow=0)
    await chase_overdue(database)
    await database.close()


async def _notice(desk: Desk, device_id: str) -> str:
    listed = (await desk.get("office", f"/devices/{device_id}/notices")).json()["items"]
    return str(listed[0]["notice_id"])


@pytest.mark.guard("G-08", "G-17")
@pytest.mark.rule("D-9.3-13")
async def test_an_overdue_device_is_chased_once_a_day_until_it_is_back(
    downs: Desk, database: TestDatabase, settings_values: dict[str, Any], movable_clock: Path
) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    notice_id = await _notice(downs, device_id)
    await _chase(settings_values)
    assert len(await _jobs(database, notice_id)) == 1  # the notice itself: nothing is late yet
    for days in (5, 6):
        _days_later(movable_clock, days)
        await _chase(settings_values)
        await _chase(settings_values)
        assert len(await _jobs(database, notice_id)) == days - 3
    assert (await downs.give_back(device_id)).status_code == 200
    _days_later(movable_clock, 7)
    await _chase(settings_values)
    assert len(await _jobs(database, notice_id)) == 3


def _days_later(movable_clock: Path, days: int) -> None:
    """Go to noon, `days` days from now."""
    real = datetime.now(UTC)
    noon = real.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)
    move(movable_clock, int((noon - real).total_seconds()))


@pytest.mark.guard("G-17")
async def test_with_a_case_each_reminder_is_released_by_a_named_person(
    downs: Desk, database: TestDatabase, settings_values: dict[str, Any], movable_clock: Path
) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    notice_id = await _notice(downs, device_id)
    linked = await downs.post("dsl", f"/devices/{device_id}/link", {"link_id": str(uuid4())})
    assert linked.status_code == 200
    _days_later(movable_clock, 5)
    await _chase(settings_values)
    assert len(await _jobs(database, notice_id)) == 1
    address = f"/devices/{device_id}/notices/{notice_id}/remind"
    assert (await downs.post("office", address, NO_RISK)).status_code == 403
    unanswered = await downs.post("dsl", address, {})
    assert unanswered.status_code == 422
    risky = {"would_telling_put_child_at_risk": "yes", "reason": "She is afraid."}
    assert (await downs.post("dsl", address, risky)).status_code == 201
    assert len(await _jobs(database, notice_id)) == 1
    for sentence in ("is reminded by e-mail", "has been reminded today"):
        reminded = await downs.post("dsl", address, NO_RISK)
        assert sentence in reminded.json()["sentence"]
    assert len(await _jobs(database, notice_id)) == 2
