"""An address is used once its owner confirmed it there; the duty phone has an owner and a day."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from services.accounts.addresses.rules import (
    NOT_A_CARRIER,
    NOT_A_MAILBOX,
    NOT_A_PHONE,
    NOT_RUNG,
    TOO_MANY,
)
from services.accounts.sign_in.errors import NOT_YOUR_OWN, TOO_MANY_GUESSES
from services.shared import clock
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.factories import AStaffMember, a_school, a_staff_member, as_owner, move_clock

pytestmark = pytest.mark.anyio
NEW = "somewhere.else@school.example"
OWN = "an invented password of mine"


@dataclass
class Desk:
    """A school's people, who give addresses of their own."""

    client: httpx.AsyncClient
    values: dict[str, Any]
    head: AStaffMember
    lead: AStaffMember
    teacher: AStaffMember

    async def give(
        self,
        who: AStaffMember,
        address: str,
        channel: str = "email",
        key: str = "",
        password: str = OWN,
    ) -> httpx.Response:
        headers = who.bearer("accounts") | {"Idempotency-Key": key or str(uuid4())}
        path = f"/addresses/{channel}"
        given = {"address": address, "password": password}
        return await self.client.post(path, json=given, headers=headers)

    async def shown(self, who: AStaffMember, channel: str = "email") -> dict[str, Any]:
        answer = await self.client.get("/addresses", headers=who.bearer("accounts"))
        (found,) = [one for one in answer.json()["items"] if one["channel"] == channel]
        return dict(found)

    async def sent_to(self, who: AStaffMember) -> list[UUID]:
        """Return what stands in the links that were sent to this person, oldest first."""
        wanted = text("SELECT id FROM accounts.address_try WHERE person_id = :id ORDER BY asked_at")
        async with as_owner(self.values, who.school.id) as session:
            return list(await session.scalars(wanted, {"id": who.id}))

    async def confirm(self, who: AStaffMember, try_id: UUID) -> httpx.Response:
        path = f"/address-tries/{try_id}/confirm"
        return await self.client.post(path, headers=who.bearer("accounts"))

    async def keep_phone(self, by: AStaffMember, **other: Any) -> httpx.Response:
        asked = {
            "number": "07700 900321",
            "carrier_id": str(self.head.id),
            "checked_on": str(clock.now().date()),
            **other,
        }
        path, headers = "/schools/current/duty-phone", by.bearer("accounts")
        return await self.client.post(path, json=asked, headers=headers)

    async def phone(self) -> dict[str, Any]:
        path = "/schools/current/duty-phone"
        answer = await self.client.get(path, headers=self.head.bearer("accounts"))
        return dict(answer.json())


@pytest.fixture
async def desk(accounts: httpx.AsyncClient, settings_values: dict[str, Any]) -> Desk:
    school = await a_school(settings_values)
    roles = ("head", "dsl", "teacher")
    people = [await a_staff_member(school, role, password=OWN) for role in roles]
    return Desk(accounts, settings_values, *people)


async def test_an_address_is_used_once_it_was_confirmed_with_its_link(desk: Desk) -> None:
    who = desk.teacher
    assert (await desk.give(who, NEW)).status_code == 202
    shown = await desk.shown(who)
    assert (shown["address"], shown["waiting"]) == (who.email, NEW)
    (try_id,) = await desk.sent_to(who)
    assert str(try_id) not in str(shown)
    for _ in range(2):  # again is the same
        assert (await desk.confirm(who, try_id)).json()["channel"] == "email"
    shown = await desk.shown(who)
    assert (shown["address"], shown["waiting"]) == (NEW, None)


async def test_nobody_confirms_for_somebody_else_or_with_an_old_link(
    desk: Desk, movable_clock: Path
) -> None:
    who = desk.teacher
    await desk.give(who, NEW)
    await desk.give(who, f"x{NEW}")
    older, newer = await desk.sent_to(who)
    for person, link in ((desk.lead, newer), (who, older), (who, uuid4())):
        assert (await desk.confirm(person, link)).status_code == 404
    move_clock(movable_clock, 48 * 3600 + 1)
    assert (await desk.confirm(who, newer)).status_code == 404
    shown = await desk.shown(who)
    assert (shown["address"], shown["waiting"]) == (who.email, None)


async def test_a_first_number_is_kept_beside_the_mailbox(desk: Desk) -> None:
    assert (await desk.give(desk.lead, "+44 7700 900777", "phone")).status_code == 202
    await desk.confirm(desk.lead, (await desk.sent_to(desk.lead))[0])
    assert (await desk.shown(desk.lead, "phone"))["address"] == "+44 7700 900777"
    assert (await desk.shown(desk.lead))["address"] == desk.lead.email


async def test_a_page_left_open_is_not_enough_to_send_the_messages_elsewhere(
    desk: Desk, movable_clock: Path, database: TestDatabase
) -> None:
    who = desk.teacher
    for wrong in ("", "another password", OWN.upper()):
        answer = await desk.give(who, NEW, password=wrong)
        assert (answer.status_code, answer.json()["detail"]) == (422, NOT_YOUR_OWN)
        assert answer.json()["errors"] == [{"field": "password", "message": NOT_YOUR_OWN}]
    assert not await desk.sent_to(who)
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        acts = await connection.fetch("SELECT act FROM audit.entry WHERE actor_id = $1", who.id)
    finally:
        await connection.close()
    assert [row["act"] for row in acts] == ["password.refused"] * 3
    assert (await desk.give(who, NEW)).status_code == 202  # and the count begins anew
    for _ in range(5):
        await desk.give(who, NEW, password="guess")
    locked = await desk.give(who, f"x{NEW}")
    assert (locked.status_code, locked.json()["detail"]) == (429, TOO_MANY_GUESSES)
    assert (await desk.give(desk.lead, f"y{NEW}")).status_code == 202
    move_clock(movable_clock, 15 * 60 + 1)
    assert (await desk.give(who, f"x{NEW}")).status_code == 202


@pytest.mark.parametrize(
    ("channel", "address", "sentence"),
    [
        ("email", "two@a.example,three@b.example", NOT_A_MAILBOX),
        ("email", "", NOT_A_MAILBOX),
        ("phone", "01632 960123", NOT_A_PHONE),
        ("phone", "my usual one", NOT_A_PHONE),
    ],
)
async def test_what_is_no_address_is_refused(
    desk: Desk, channel: str, address: str, sentence: str
) -> None:
    answer = await desk.give(desk.teacher, address, channel)
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
    assert answer.json()["errors"][0]["field"] == "address"


async def test_the_same_request_sends_one_message_and_nobody_is_flooded(desk: Desk) -> None:
    who, key = desk.teacher, str(uuid4())
    for _ in range(3):
        assert (await desk.give(who, NEW, key=key)).status_code == 202
    assert len(await desk.sent_to(who)) == 1
    assert (await desk.give(who, f"x{NEW}", key=key)).status_code == 409
    for number in range(4):
        assert (await desk.give(who, f"{number}{NEW}")).status_code == 202
    answer = await desk.give(who, f"last{NEW}")
    assert (answer.status_code, answer.json()["detail"]) == (429, TOO_MANY)


@pytest.mark.guard("G-33")
async def test_the_duty_phone_has_a_carrier_an_owner_and_a_day(
    desk: Desk, movable_clock: Path
) -> None:
    assert (await desk.phone())["number"] is None
    assert (await desk.keep_phone(desk.lead)).status_code == 204
    found = await desk.phone()
    assert found["number"] == "07700 900321"
    assert (found["carrier_name"], found["owner_name"], found["is_due"]) == (
        desk.head.display_name,
        desk.lead.display_name,
        False,
    )
    move_clock(movable_clock, 367 * 86_400)
    assert (await desk.phone())["is_due"]
    headers = desk.head.bearer("accounts")
    for _ in range(2):
        path = "/schools/current/duty-phone/end"
        assert (await desk.client.post(path, headers=headers)).status_code == 204
    assert (await desk.phone())["number"] is None
    assert (await desk.keep_phone(desk.head, checked_on=str(clock.now().date()))).status_code == 204


async def test_only_who_may_carry_the_duty_phone_is_offered(desk: Desk) -> None:
    await a_staff_member(desk.head.school, "chair")
    offered = {one["id"] for one in (await desk.phone())["carriers"]}
    assert offered == {str(desk.head.id), str(desk.lead.id)}
    assert (await desk.keep_phone(desk.head, carrier_id=str(desk.lead.id))).status_code == 204
    found = await desk.phone()
    assert {one["id"] for one in found["carriers"]} == offered
    assert found["carrier_name"] == desk.lead.display_name


@pytest.mark.guard("G-33")
async def test_a_duty_phone_that_nobody_rang_or_may_carry_is_refused(desk: Desk) -> None:
    today = clock.now().date()
    for wrong, sentence in (
        ({"carrier_id": str(desk.teacher.id)}, NOT_A_CARRIER),
        ({"carrier_id": str(uuid4())}, NOT_A_CARRIER),
        ({"checked_on": str(today + timedelta(days=2))}, NOT_RUNG),
        ({"checked_on": str(today - timedelta(days=400))}, NOT_RUNG),
        ({"number": "01632 960123"}, NOT_A_PHONE),
    ):
        answer = await desk.keep_phone(desk.head, **wrong)
        assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
        assert answer.json()["errors"][0]["field"] in wrong
    assert (await desk.phone())["number"] is None
