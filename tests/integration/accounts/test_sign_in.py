import asyncio
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from services.accounts.sign_in.errors import LOCKED, NOT_SIGNED_IN
from services.shared import clock
from tests.factories import AStaffMember, a_school, a_staff_member, move_clock

pytestmark = pytest.mark.anyio

PASSWORD = "kettle-lantern-otter-41"
FIFTEEN_MINUTES = 15 * 60


@pytest.fixture
async def teacher(settings_values: dict[str, Any]) -> AStaffMember:
    school = await a_school(settings_values)
    return await a_staff_member(school, "teacher", "assistant", password=PASSWORD)


def code_of(member: AStaffMember, steps_aside: int = 0) -> str:
    moment = clock.now().timestamp() + 30 * steps_aside
    return pyotp.TOTP(member.totp_secret).at(int(moment))


async def sign_in(
    accounts: httpx.AsyncClient, user_name: str, password: str = PASSWORD, **second: str
) -> httpx.Response:
    typed = {"user_name": user_name, "password": password, **second}
    return await accounts.post("/sessions", json=typed)


def sessions(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Session {answer.json()['session']}"}


@pytest.mark.guard("G-34")
async def test_name_password_and_code_open_a_session(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    answer = await sign_in(accounts, f" {teacher.user_name.upper()} ", totp=code_of(teacher))
    assert answer.status_code == 201
    told = answer.json()
    assert told["person"] == {
        "id": str(teacher.id),
        "display_name": teacher.display_name,
        "roles": ["assistant", "teacher"],
    }
    assert told["school"]["id"] == str(teacher.school.id)
    assert told["idle_seconds"] == FIFTEEN_MINUTES
    assert len(told["session"]) == 43
    current = await accounts.get("/sessions/current", headers=sessions(answer))
    assert current.json() == {name: told[name] for name in ("person", "school", "idle_seconds")}


@pytest.mark.guard("G-34")
@pytest.mark.parametrize("wrong", ["name", "password", "code", "no code", "tablet"])
async def test_every_wrong_part_gets_the_same_sentence(
    accounts: httpx.AsyncClient, teacher: AStaffMember, wrong: str
) -> None:
    bad_code = str((int(code_of(teacher)) + 1) % 1_000_000).zfill(6)
    tries = {
        "name": ("nobody.here", PASSWORD, {"totp": code_of(teacher)}),
        "password": (teacher.user_name, PASSWORD + "x", {"totp": code_of(teacher)}),
        "code": (teacher.user_name, PASSWORD, {"totp": bad_code}),
        "no code": (teacher.user_name, PASSWORD, {}),
        "tablet": (teacher.user_name, PASSWORD, {"tablet": "x" * 43}),
    }
    name, password, second = tries[wrong]
    answer = await sign_in(accounts, name, password, **second)
    assert answer.status_code == 401
    assert answer.json()["detail"] == NOT_SIGNED_IN
    assert answer.json()["errors"] == []


async def test_a_code_works_once_only(accounts: httpx.AsyncClient, teacher: AStaffMember) -> None:
    code = code_of(teacher)
    assert (await sign_in(accounts, teacher.user_name, totp=code)).status_code == 201
    assert (await sign_in(accounts, teacher.user_name, totp=code)).status_code == 401
    earlier = code_of(teacher, steps_aside=-1)
    assert (await sign_in(accounts, teacher.user_name, totp=earlier)).status_code == 401
    later = code_of(teacher, steps_aside=1)
    assert (await sign_in(accounts, teacher.user_name, totp=later)).status_code == 201


async def test_a_code_used_twice_at_the_same_moment_opens_one_session(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    code = code_of(teacher)
    tries = [sign_in(accounts, teacher.user_name, totp=code) for _ in range(4)]
    assert sorted(one.status_code for one in await asyncio.gather(*tries)) == [201, 401, 401, 401]


async def test_five_wrong_tries_lock_the_account_for_fifteen_minutes(
    accounts: httpx.AsyncClient, teacher: AStaffMember, movable_clock: Path
) -> None:
    for _ in range(5):
        assert (await sign_in(accounts, teacher.user_name, "wrong-password")).status_code == 401
    locked = await sign_in(accounts, teacher.user_name, totp=code_of(teacher))
    assert (locked.status_code, locked.json()["detail"]) == (429, LOCKED)
    move_clock(movable_clock, FIFTEEN_MINUTES - 5)
    assert (await sign_in(accounts, teacher.user_name, totp=code_of(teacher))).status_code == 429
    move_clock(movable_clock, FIFTEEN_MINUTES + 5)
    assert (await sign_in(accounts, teacher.user_name, totp=code_of(teacher))).status_code == 201


async def test_an_unknown_name_is_locked_like_a_known_one(accounts: httpx.AsyncClient) -> None:
    name = f"nobody-{clock.now().timestamp()}"
    answers = [await sign_in(accounts, name) for _ in range(6)]
    assert [one.status_code for one in answers] == [401] * 5 + [429]


async def test_forty_tries_at_once_are_five_tries(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    tries = [sign_in(accounts, teacher.user_name, f"wrong-{n}") for n in range(40)]
    told = [one.status_code for one in await asyncio.gather(*tries)]
    assert (told.count(401), told.count(429)) == (5, 35)


async def test_a_colleague_signs_in_while_an_account_is_locked(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    colleague = await a_staff_member(teacher.school, "teacher", password=PASSWORD)
    for _ in range(6):
        await sign_in(accounts, teacher.user_name, "wrong-password")
    answer = await sign_in(accounts, colleague.user_name, totp=code_of(colleague))
    assert answer.status_code == 201


@pytest.mark.rule("A-1.11-3")
async def test_sign_out_ends_the_session(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    mine = sessions(await sign_in(accounts, teacher.user_name, totp=code_of(teacher)))
    assert (await accounts.delete("/sessions/current", headers=mine)).status_code == 204
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 401


@pytest.mark.rule("D-7.5-7", "A-1.11-3")
@pytest.mark.guard("G-34")
async def test_an_idle_session_ends_and_stays_ended(
    accounts: httpx.AsyncClient, teacher: AStaffMember, movable_clock: Path
) -> None:
    mine = sessions(await sign_in(accounts, teacher.user_name, totp=code_of(teacher)))
    for moment in (FIFTEEN_MINUTES - 10, 2 * FIFTEEN_MINUTES - 20):
        move_clock(movable_clock, moment)
        assert (await accounts.get("/sessions/current", headers=mine)).status_code == 200
    move_clock(movable_clock, 3 * FIFTEEN_MINUTES)
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 401
    move_clock(movable_clock, 0)
    assert (await accounts.get("/sessions/current", headers=mine)).status_code == 401


async def test_no_session_outlasts_ten_hours_however_busy(
    accounts: httpx.AsyncClient, teacher: AStaffMember, movable_clock: Path
) -> None:
    mine = teacher.session_header()
    told = []
    for moment in range(0, 10 * 3600 + 60, 600):
        move_clock(movable_clock, moment)
        told.append((await accounts.get("/sessions/current", headers=mine)).status_code)
    assert told == [200] * (len(told) - 1) + [401]


@pytest.mark.parametrize("header", ["", "Session ", "Session x", "Bearer x", "session-id"])
async def test_no_session_no_answer(accounts: httpx.AsyncClient, header: str) -> None:
    answer = await accounts.get("/sessions/current", headers={"Authorization": header})
    assert answer.status_code == 401


async def test_what_was_typed_never_comes_back(accounts: httpx.AsyncClient) -> None:
    answer = await accounts.post(
        "/sessions", json={"user_name": "somebody", "password": "s3cret-words", "shoe_size": 4}
    )
    assert answer.status_code == 422
    assert "s3cret-words" not in answer.text


async def test_signs_that_no_name_holds_are_a_slip_and_break_nothing(
    accounts: httpx.AsyncClient,
) -> None:
    typed = {"user_name": "some\x00body", "password": "kettle", "totp": "000000"}
    assert (await accounts.post("/sessions", json=typed)).status_code == 422
    assert (await accounts.get("/pupil-pages/%00")).status_code == 422
