import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.factories import AStaffMember, a_school, a_staff_member, move_clock

pytestmark = pytest.mark.anyio

PASSWORD = "kettle-lantern-otter-41"


@pytest.fixture
async def office(settings_values: dict[str, Any]) -> AStaffMember:
    return await a_staff_member(await a_school(settings_values), "office")


async def enrol(
    accounts: httpx.AsyncClient, by: AStaffMember, name: str = "Oaks 1", key: str | None = None
) -> httpx.Response:
    headers = {**by.bearer("accounts"), "Idempotency-Key": key or str(uuid4())}
    return await accounts.post("/tablets", json={"name": name}, headers=headers)


async def sign_in_on(
    accounts: httpx.AsyncClient, member: AStaffMember, secret: str
) -> httpx.Response:
    typed = {"user_name": member.user_name, "password": PASSWORD, "tablet": secret}
    return await accounts.post("/sessions", json=typed)


async def test_an_enrolled_tablet_is_a_second_factor_until_it_is_revoked(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    teacher = await a_staff_member(office.school, "teacher", password=PASSWORD)
    tablet = (await enrol(accounts, office)).json()
    opened = await sign_in_on(accounts, teacher, tablet["secret"])
    assert (opened.status_code, opened.json()["idle_seconds"]) == (201, 300)
    mine = {"Authorization": f"Session {opened.json()['session']}"}
    token = await accounts.post(
        "/sessions/current/tokens", json={"audience": "accounts"}, headers=mine
    )
    bearer = {"Authorization": f"Bearer {token.json()['token']}"}
    assert (await accounts.get("/staff", headers=bearer)).status_code == 200
    listed = (await accounts.get("/tablets", headers=office.bearer("accounts"))).json()["items"]
    assert [one["name"] for one in listed] == ["Oaks 1"]
    assert listed[0]["last_used_at"] is not None
    assert "secret" not in listed[0]

    revoke = f"/tablets/{tablet['id']}/revoke"
    for _ in range(2):
        revoked = await accounts.post(revoke, headers=office.bearer("accounts"))
        assert revoked.json()["revoked_at"] is not None
    assert (await accounts.get("/staff", headers=bearer)).status_code == 401
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 401
    assert (await sign_in_on(accounts, teacher, tablet["secret"])).status_code == 401


async def test_a_tablet_rests_for_five_minutes_at_most(
    accounts: httpx.AsyncClient, office: AStaffMember, movable_clock: Path
) -> None:
    teacher = await a_staff_member(office.school, "teacher", password=PASSWORD)
    opened = await sign_in_on(accounts, teacher, (await enrol(accounts, office)).json()["secret"])
    mine = {"Authorization": f"Session {opened.json()['session']}"}
    move_clock(movable_clock, 290)
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 200
    move_clock(movable_clock, 595)
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 401


async def test_a_tablet_of_another_school_is_no_second_factor(
    accounts: httpx.AsyncClient, office: AStaffMember, settings_values: dict[str, Any]
) -> None:
    elsewhere = await a_staff_member(await a_school(settings_values), "teacher", password=PASSWORD)
    secret = (await enrol(accounts, office)).json()["secret"]
    assert (await sign_in_on(accounts, elsewhere, secret)).status_code == 401
    teacher = await a_staff_member(office.school, "teacher", password=PASSWORD)
    assert (await sign_in_on(accounts, teacher, secret)).status_code == 201


@pytest.mark.parametrize(
    ("role", "status"), [("office", 201), ("head", 201), ("teacher", 403), ("tech", 403)]
)
async def test_only_office_and_head_enrol(
    accounts: httpx.AsyncClient, office: AStaffMember, role: str, status: int
) -> None:
    member = await a_staff_member(office.school, role)
    assert (await enrol(accounts, member)).status_code == status


async def test_another_schools_tablet_looks_absent(
    accounts: httpx.AsyncClient, office: AStaffMember, settings_values: dict[str, Any]
) -> None:
    stranger = await a_staff_member(await a_school(settings_values), "office")
    tablet_id = (await enrol(accounts, office)).json()["id"]
    theirs, nobodys = [
        await accounts.post(f"/tablets/{one}/revoke", headers=stranger.bearer("accounts"))
        for one in (tablet_id, uuid4())
    ]
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json()["detail"] == nobodys.json()["detail"]


async def test_the_same_request_again_is_the_same_tablet(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    first = await enrol(accounts, office, key="one-request-1")
    again = await enrol(accounts, office, key="one-request-1")
    assert first.json()["id"] == again.json()["id"]
    other = await enrol(accounts, office, name="Acorns", key="one-request-1")
    assert other.status_code == 422
    teacher = await a_staff_member(office.school, "teacher", password=PASSWORD)
    assert (await sign_in_on(accounts, teacher, first.json()["secret"])).status_code == 401
    assert (await sign_in_on(accounts, teacher, again.json()["secret"])).status_code == 201
    used = await enrol(accounts, office, key="one-request-1")
    assert used.status_code == 422


async def test_a_button_pressed_many_times_at_once_enrols_one_tablet(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(enrol(accounts, office, key=key) for _ in range(6)))
    assert {one.status_code for one in answers} == {201}
    listed = (await accounts.get("/tablets", headers=office.bearer("accounts"))).json()["items"]
    assert len(listed) == 1


async def test_strangers_who_lock_a_name_lock_nobody_out_of_the_schools_own_tablets(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    lead = await a_staff_member(office.school, "dsl", password=PASSWORD)
    tablet = (await enrol(accounts, office)).json()
    guess = {"user_name": lead.user_name, "password": "guessed", "tablet": "made-up"}
    for _ in range(6):
        refused = await accounts.post("/sessions", json=guess)
    assert refused.status_code == 429
    assert (await sign_in_on(accounts, lead, tablet["secret"])).status_code == 201
    guess["tablet"] = tablet["secret"]
    tries = [(await accounts.post("/sessions", json=guess)).status_code for _ in range(6)]
    assert tries == [401] * 5 + [429]
    assert (await sign_in_on(accounts, lead, tablet["secret"])).status_code == 429
