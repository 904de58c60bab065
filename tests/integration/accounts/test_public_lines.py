"""What a school says to everybody: changed by whoever leads it, and only its own ways in."""

from typing import Any

import asyncpg
import httpx
import pytest

from services.accounts.public_lines.rules import CHANGED_BEFORE
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.factories import ASchool, AStaffMember, a_school, a_staff_member

pytestmark = pytest.mark.anyio
LINES = "/schools/current/public-lines"
GOOD = {
    "vision": "Every child is safe, and knows whom to tell.",
    "values": ["Care", "Courage"],
    "address": "1 School Road, Exampleton EX1 2AB",
    "email": "office@school.example",
    "phone": "01632 960901",
    "policy": "https://school.example/online-safety-policy",
    "complaints": "https://school.example/complaints",
}


async def lines(accounts: httpx.AsyncClient, by: AStaffMember) -> dict[str, Any]:
    answer = await accounts.get(LINES, headers=by.bearer("accounts"))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def change(
    accounts: httpx.AsyncClient, by: AStaffMember, version: int | None = None, **other: Any
) -> httpx.Response:
    seen = version or (await lines(accounts, by))["version"]
    body = {**GOOD, **other, "version": seen}
    return await accounts.post(LINES, json=body, headers=by.bearer("accounts"))


async def in_public(accounts: httpx.AsyncClient, school: ASchool) -> dict[str, Any]:
    answer = await accounts.get(f"/pupil-pages/{school.code}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()["school"]
    return shown


@pytest.mark.rule("D-7.6-3", "A-1.14-3", "D-0-1", "D-7.9-3", "A-1.15-14")
async def test_the_schools_own_ways_are_taken_and_stand_on_the_open_page(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_school(settings_values)
    head = await a_staff_member(school, "head")
    version = (await lines(accounts, head))["version"]
    assert (await change(accounts, head)).status_code == 204
    assert {name: (await in_public(accounts, school))[name] for name in GOOD} == GOOD
    kept = await lines(accounts, head)
    assert kept == {**GOOD, "version": version + 1}
    again = await change(accounts, head, version)
    assert again.status_code == 204, "the same lines once more change nothing"
    assert (await lines(accounts, head))["version"] == version + 1


REFUSED = [
    pytest.param({name: given}, name, why, marks=pytest.mark.rule(*rules), id=f"{name}-{at}")
    for at, (name, given, why, rules) in enumerate(
        [
            ("email", "ann.reed@school.example", "not of a person", ("D-7.6-3", "A-1.14-3")),
            ("email", "ann.reed@school.example", "not of a person", ("A-1.15-14",)),
            ("email", "office", "must be a mailbox of the school", ("D-7.6-3",)),
            ("phone", "07700 900123", "not a mobile telephone", ("D-7.6-3", "A-1.14-3")),
            ("address", "Ask ann@school.example", "a postal address", ("A-1.14-3", "A-1.15-14")),
            ("vision", "Ring Ann on 07700 900123.", "no way to reach", ("D-7.6-3",)),
            ("vision", "Join us: meeting ID 99 20", "no way to reach", ("D-7.9-3",)),
            ("address", "sip:room7@school.example", "a postal address", ("D-7.9-3",)),
            ("values", ["Care", "zoom.us/j/992"], "no way to reach", ("D-7.9-3",)),
            ("policy", "https://us02.zoom.us/j/992", "not a meeting", ("D-7.9-3",)),
            ("complaints", "http://school.example/c", "begins with https", ("D-7.9-3",)),
        ]
    )
]


@pytest.mark.parametrize(("wrong", "field", "sentence"), REFUSED)
async def test_a_persons_own_or_a_meetings_is_refused_with_a_sentence(
    accounts: httpx.AsyncClient,
    settings_values: dict[str, Any],
    wrong: dict[str, Any],
    field: str,
    sentence: str,
) -> None:
    school = await a_school(settings_values)
    head = await a_staff_member(school, "head")
    before = await in_public(accounts, school)
    refused = await change(accounts, head, **wrong)
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["field"], sentence in error["message"]) == (field, True), error
    assert await in_public(accounts, school) == before
    assert (await change(accounts, head)).status_code == 204, "nothing else was wrong with it"


async def test_only_whoever_leads_changes_them_and_nobody_overwrites_a_colleague(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_school(settings_values)
    head, lead = await a_staff_member(school, "head"), await a_staff_member(school, "dsl")
    teacher = await a_staff_member(school, "teacher")
    version = (await lines(accounts, head))["version"]
    assert (await change(accounts, lead, version, vision="Hers.")).status_code == 204
    late = await change(accounts, head, version, vision="His.")
    assert (late.status_code, late.json()["detail"]) == (409, CHANGED_BEFORE)
    assert (await lines(accounts, head))["vision"] == "Hers."
    body = {**GOOD, "version": version + 1}
    refused = await accounts.post(LINES, json=body, headers=teacher.bearer("accounts"))
    assert refused.status_code == 403
    other = await a_staff_member(await a_school(settings_values), "head")
    assert (await lines(accounts, other))["vision"] != "Hers."


async def test_the_change_carries_a_name_and_is_audited(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any], database: TestDatabase
) -> None:
    school = await a_school(settings_values)
    head = await a_staff_member(school, "head")
    assert (await change(accounts, head, vision="Ours from today.")).status_code == 204
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        approved = await connection.fetchval(
            "SELECT approved_by FROM accounts.profile_version WHERE school_id = $1"
            " ORDER BY version DESC LIMIT 1",
            school.id,
        )
        acts = await connection.fetch("SELECT act FROM audit.entry WHERE actor_id = $1", head.id)
    finally:
        await connection.close()
    assert approved == head.display_name
    assert [one["act"] for one in acts] == ["school.public_lines_changed"]
