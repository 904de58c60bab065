"""What reporting does when devices or notifications tell a fact, and what it answers them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from services.devices.main import create_app as create_devices
from services.devices.settings import DevicesSettings
from services.reporting.worker import SUBSCRIBERS
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER
from services.shared.events.devices import DeviceStateChanged
from services.shared.events.notifications import AlertClimbed
from services.shared.migrations import plain_address
from services.shared.transactions import open_transaction

pytestmark = pytest.mark.anyio


async def hear(town: Any, name: str, event: Any) -> None:
    """Let the worker's subscriber hear an event, as the worker does."""
    database = Database(town.school.values["reporting_database_url"], pool_size=1, max_overflow=0)
    try:
        async with open_transaction(
            database, school_id=town.school.id, person_id=REPORTING_WORKER
        ) as session:
            await SUBSCRIBERS[name](session, event)
    finally:
        await database.close()


async def ask(town: Any, service: str, sql: str, *arguments: Any) -> Any:
    """Ask a published function as another service would."""
    url = plain_address(town.school.values[f"{service}_database_url"])
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT set_config('app.school_id', $1, true)", str(town.school.id)
            )
            return await connection.fetchval(sql, *arguments)
    finally:
        await connection.close()


async def linked(town: Any, who: str = "dsl") -> tuple[UUID, UUID]:
    case_id = await town.case_id(who)
    answer = await town.post(who, f"/cases/{case_id}/device-link")
    return case_id, UUID(answer.json()["device_link_id"])


async def test_a_linked_device_leaves_lines_in_the_chronology(town: Any) -> None:
    await town.tell()
    case_id, link_id = await linked(town)
    for state in ("held", "returned"):
        event = DeviceStateChanged(
            school_id=town.school.id, device_id=uuid4(), link_id=link_id, state=state
        )
        await hear(town, "DeviceStateChanged.reporting", event)
    kinds = [one["kind"] for one in (await town.page("dsl", case_id))["chronology"]]
    assert [one for one in kinds if one in {"device_held", "device_returned"}] == [
        *("device_held", "device_returned"),
    ]


async def test_a_device_nobody_linked_is_nobodys(town: Any) -> None:
    for link_id in (None, uuid4()):
        event = DeviceStateChanged(
            school_id=town.school.id, device_id=uuid4(), link_id=link_id, state="held"
        )
        await hear(town, "DeviceStateChanged.reporting", event)


@pytest.mark.guard("G-11")
async def test_whom_the_ladder_asks_next_reads_the_case(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id()
    head = town.staff["head"]
    assert (await town.get("head", f"/cases/{case_id}")).status_code == 404
    event = AlertClimbed(school_id=town.school.id, case_id=case_id, person_id=head.id)
    await hear(town, "AlertClimbed.reporting", event)
    shown = await town.page("head", case_id)
    assert head.display_name in shown["readers"]
    assert "alert_climbed" in [one["kind"] for one in shown["chronology"]]


@pytest.mark.guard("G-12")
async def test_the_ladder_never_lets_in_whoever_is_kept_out(town: Any) -> None:
    await town.tell(about_adult="yes", account="mrs quillfeather did")
    case_id = await town.case_id()
    head = town.staff["head"]
    event = AlertClimbed(school_id=town.school.id, case_id=case_id, person_id=head.id)
    await hear(town, "AlertClimbed.reporting", event)
    assert (await town.get("head", f"/cases/{case_id}")).status_code == 404
    sql = "SELECT published.may_be_told($1, $2)"
    assert await ask(town, "notifications", sql, case_id, head.id) is False
    assert await ask(town, "notifications", sql, case_id, town.staff["chair"].id) is True
    assert await ask(town, "notifications", sql, uuid4(), head.id) is False


@pytest.mark.guard("G-12")
async def test_notifications_hears_who_reads_and_never_who_is_kept_out(town: Any) -> None:
    chosen = town.staff["teacher"].id
    await town.tell(account="mr pinecroft laughed", chosen_adult_id=str(chosen))
    case_id = await town.case_id()
    sql = "SELECT published.case_readers($1, $2)"
    readers = {
        role: await ask(town, "notifications", sql, case_id, one.id)
        for role, one in town.staff.items()
    }
    assert {role for role, reads in readers.items() if reads} == {"dsl", "teacher"}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(town, "devices", sql, case_id, chosen)


async def test_a_device_is_not_released_by_whoever_the_case_is_about(town: Any) -> None:
    teacher = town.staff["teacher"]
    await town.report("assistant", about_adult="yes", subject_person_id=str(teacher.id))
    case_id, link_id = await linked(town)
    sql = "SELECT published.release_holds($1, $2)"
    assert await ask(town, "devices", sql, link_id, teacher.id) is True
    assert await ask(town, "devices", sql, link_id, town.staff["assistant"].id) is False
    assert await ask(town, "devices", sql, uuid4(), teacher.id) is False
    triage = {"severity": "high", "risk_area": "contact", "kind": "staff_concern"}
    await town.do("dsl", case_id, "triage", **triage)
    await town.do("dsl", case_id, "outcome", text="Looked into.")
    assert (await town.close(case_id)).status_code == 200
    assert await ask(town, "devices", sql, link_id, teacher.id) is False


@pytest.mark.guard("G-19")
async def test_a_case_is_not_closed_while_its_device_is_held(town: Any) -> None:
    await town.tell()
    case_id, link_id = await linked(town)
    await town.do(
        "dsl", case_id, "triage", severity="high", risk_area="contact", kind="sexual_image"
    )
    await town.do("dsl", case_id, "outcome", text="Police informed.")
    async with devices_of(town) as devices:
        device_id = await a_held_device(town, devices, link_id)
        refused = await town.do("dsl", case_id, "close", reason="Done.")
        assert refused.status_code == 409
        assert "device" in refused.json()["detail"]
        assert (await town.page("dsl", case_id))["may"]["close"] == refused.json()["detail"]
        await give_back(town, devices, device_id)
    assert (await town.close(case_id)).status_code == 200


async def tell_state(town: Any, device_id: str, link_id: UUID, state: str) -> None:
    event = DeviceStateChanged(
        school_id=town.school.id, device_id=UUID(device_id), link_id=link_id, state=state
    )
    await hear(town, "DeviceStateChanged.reporting", event)


@pytest.mark.rule("D-9.3-8", "D-9.3-13", "A-1.35-42")
async def test_the_custody_steps_are_done_by_the_devices_own_record(town: Any) -> None:
    await town.tell()
    case_id, link_id = await linked(town)
    body = {"severity": "high", "risk_area": "conduct", "kind": "other"}
    await town.do("dsl", case_id, "triage", **body, procedure="pupil_device")

    async def states() -> list[tuple[str, str]]:
        steps = [await town.step(case_id, key) for key in ("confiscate", "return")]
        return [(one["state"], one["workflow"]) for one in steps]

    assert await states() == [("due", "dw2"), ("due", "dw4")]
    async with devices_of(town) as devices:
        first = await a_held_device(town, devices, link_id)
        await tell_state(town, first, link_id, "held")
        assert await states() == [("done", "dw2"), ("due", "dw4")]
        shown = await town.step(case_id, "confiscate")
        assert "taken in and stored" in shown["why"]
        refused = await town.do("dsl", case_id, "steps/confiscate/done", what="Taken at ten.")
        assert refused.json()["detail"] == "This step is done already."
        second = await a_held_device(town, devices, link_id)
        await give_back(town, devices, first)
        await tell_state(town, first, link_id, "returned")
        # one of two is back: nothing is finished while another is held
        assert await states() == [("done", "dw2"), ("due", "dw4")]
        await give_back(town, devices, second)
        assert await states() == [("done", "dw2"), ("done", "dw4")]


@asynccontextmanager
async def devices_of(town: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Open the devices service's own door."""
    other = create_devices(DevicesSettings(**town.school.values), town.app.state.verifier._keys)
    transport = httpx.ASGITransport(app=other)
    async with httpx.AsyncClient(transport=transport, base_url="http://devices") as client:
        yield client
    await other.state.database.close()


async def give_back(town: Any, devices: httpx.AsyncClient, device_id: str) -> None:
    body = {
        "guardian_id": str(town.child.guardian_ids[0]),
        "identity_checked": True,
        "identity_how": "Known to staff",
        "signed_name": "A. Parent",
    }
    headers = town.staff["dsl"].bearer("devices") | {"Idempotency-Key": str(uuid4())}
    answer = await devices.post(f"/devices/{device_id}/return", json=body, headers=headers)
    assert answer.status_code in {200, 201}, answer.text


async def a_held_device(town: Any, devices: httpx.AsyncClient, link_id: UUID) -> str:
    """Take a device that is linked with a case."""
    body = {
        "pupil_id": str(town.child.id),
        "ground": "school_rule",
        "kind": "phone",
        "description": "Black phone",
        "power_state": "off",
        "place": "Head's safe",
        "seal_number": "BAG-1",
        "possible_evidence": False,
        "link_id": str(link_id),
    }
    headers = town.staff["dsl"].bearer("devices") | {"Idempotency-Key": str(uuid4())}
    answer = await devices.post("/devices", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["device_id"])
