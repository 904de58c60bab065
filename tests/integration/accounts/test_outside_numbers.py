"""A number outside the school is relied on once a person said when and how they checked it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.shared import clock
from tests.factories import AStaffMember, a_school, a_staff_member
from tests.integration.accounts.test_opening import OPENING, a_closed_school, staffed, why_not

pytestmark = pytest.mark.anyio
NUMBERS = "/schools/current/numbers"
LATER = str(int(timedelta(days=368).total_seconds()))
GOOD = {"name": "LADO", "phone": "01632 960900", "owner": "The council", "how": "rang"}


async def check(
    accounts: httpx.AsyncClient, by: AStaffMember, key: str = "", **other: str
) -> httpx.Response:
    body = {**GOOD, "checked_on": str(clock.now().date()), **other}
    headers = by.bearer("accounts") | {"Idempotency-Key": key or uuid4().hex}
    return await accounts.post(f"{NUMBERS}/lado", json=body, headers=headers)


async def lado(accounts: httpx.AsyncClient, by: AStaffMember) -> dict[str, Any]:
    answer = await accounts.get(NUMBERS, headers=by.bearer("accounts"))
    [found] = [one for one in answer.json()["items"] if one["who"] == "lado"]
    return dict(found)


@pytest.mark.guard("G-33")
async def test_the_school_opens_once_somebody_has_checked_the_number(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_closed_school(settings_values, profile="default")
    head, *_ = await staffed(school, ("head", "dsl"), ("ddsl",), ("chair",))
    assert not (await lado(accounts, head))["is_verified"]
    assert "The number of the LADO is missing." in str(await opening_of(accounts, head))
    mailbox = "lado@council.example"
    assert (await check(accounts, head, email=mailbox)).status_code == 204
    shown = await lado(accounts, head)
    assert (shown["is_verified"], shown["email"]) == (True, mailbox)
    school_page = await accounts.get("/schools/current", headers=head.bearer("accounts"))
    assert school_page.json()["profile"]["contacts.lado.email"] == mailbox
    assert (shown["checked_by"], shown["how"]) == (head.display_name, "rang")
    assert "The number of the LADO is missing." not in str(await opening_of(accounts, head))


async def opening_of(accounts: httpx.AsyncClient, by: AStaffMember) -> Any:
    return (await accounts.get(OPENING, headers=by.bearer("accounts"))).json()


@pytest.mark.guard("G-33")
async def test_after_a_year_the_number_counts_as_unchecked_again(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any], movable_clock: Path
) -> None:
    school = await a_closed_school(settings_values)
    head, *_ = await staffed(school, ("head", "dsl"), ("ddsl",), ("chair",))
    assert (await check(accounts, head)).status_code == 204
    movable_clock.write_text(LATER)  # noqa: ASYNC240  # one small file
    assert not (await lado(accounts, head))["is_verified"]
    told = await why_not(accounts, head)
    assert told is not None
    assert "a year has passed" in told


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"phone": "ask Jo"}, "phone", "Enter a telephone number"),
        ({"phone": ""}, "phone", "Enter a telephone number"),
        ({"owner": " "}, "owner", "Enter whose number it is"),
        ({"name": ""}, "name", "Enter the name"),
        ({"email": "the council"}, "email", "Enter an e-mail address"),
        ({"checked_on": "2020-01-01"}, "checked_on", "within a year, not to come"),
        ({"checked_on": "2099-01-01"}, "checked_on", "within a year, not to come"),
    ],
)
async def test_what_staff_could_not_rely_on_is_refused_with_a_sentence(
    accounts: httpx.AsyncClient,
    settings_values: dict[str, Any],
    wrong: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    school = await a_school(settings_values)
    head = await a_staff_member(school, "head")
    before = await lado(accounts, head)
    answer = await check(accounts, head, **wrong)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert answer.json()["errors"][0]["field"] == field
    assert await lado(accounts, head) == before


async def test_the_same_form_twice_is_one_check_and_other_content_is_refused(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_school(settings_values)
    head, teacher = await a_staff_member(school, "head"), await a_staff_member(school, "teacher")
    version = await version_of(accounts, head)
    answers = [(await check(accounts, head, "the-same-form")).status_code for _ in range(2)]
    assert answers == [204, 204]
    assert await version_of(accounts, head) == version + 1
    assert (await check(accounts, head, "the-same-form", owner="Kent")).status_code == 409
    assert (await check(accounts, teacher)).status_code == 403
    police = await accounts.post(
        f"{NUMBERS}/police",
        json={**GOOD, "checked_on": str(clock.now().date()), "email": "police@police.example"},
        headers=head.bearer("accounts") | {"Idempotency-Key": uuid4().hex},
    )
    assert police.status_code == 422, "only the LADO is written to by the system"
    unknown = await accounts.post(
        f"{NUMBERS}/mayor",
        json={**GOOD, "checked_on": str(clock.now().date())},
        headers=head.bearer("accounts") | {"Idempotency-Key": uuid4().hex},
    )
    assert unknown.status_code == 422


async def version_of(accounts: httpx.AsyncClient, by: AStaffMember) -> int:
    answer = await accounts.get("/schools/current", headers=by.bearer("accounts"))
    return int(answer.json()["profile_version"])
