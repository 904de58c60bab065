"""A school opens for its children only once somebody safe always answers."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from services.accounts.schools.actions import change_profile
from tests.factories import ASchool, AStaffMember, a_school, a_staff_member, as_owner

pytestmark = pytest.mark.anyio
OPENING = "/schools/current/opening"
LADO = {
    "contacts.lado.phone": "01632 960900",
    "contacts.lado.owner": "The council",
    "contacts.lado.checked_on": "2026-11-02",
}


async def a_closed_school(values: dict[str, Any], profile: str = "downs") -> ASchool:
    school = await a_school(values, profile=profile)
    async with as_owner(values, school.id) as session:
        await session.execute(
            text("DELETE FROM accounts.school_opening WHERE school_id = :id"), {"id": school.id}
        )
    return school


async def staffed(school: ASchool, *sets: tuple[str, ...]) -> list[AStaffMember]:
    return [await a_staff_member(school, *roles) for roles in sets]


async def why_not(accounts: httpx.AsyncClient, by: AStaffMember) -> str | None:
    """Try to open; return the sentence of the refusal."""
    answer = await accounts.post(OPENING, headers=by.bearer("accounts"))
    assert answer.status_code in {200, 409}, answer.text
    return None if answer.status_code == 200 else str(answer.json()["detail"])


@pytest.mark.guard("G-11")
@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ((("head", "dsl"), ("chair",)), "Nobody is a deputy safeguarding lead yet."),
        ((("head", "dsl"), ("ddsl",)), "Nobody is the chair of governors yet."),
        ((("head", "dsl", "ddsl"), ("chair",)), "not the lead or the head"),
        ((("head", "dsl", "chair"), ("ddsl",)), "not the lead or the head"),
        ((("head", "dsl"), ("ddsl",), ("chair",)), None),
    ],
)
async def test_one_person_may_be_head_and_lead_but_never_their_own_cover(
    accounts: httpx.AsyncClient,
    settings_values: dict[str, Any],
    people: tuple[tuple[str, ...], ...],
    sentence: str | None,
) -> None:
    school = await a_closed_school(settings_values)
    staff = await staffed(school, *people)
    told = await why_not(accounts, staff[0])
    if sentence is None:
        assert told is None
    else:
        assert told is not None
        assert sentence in told
    page = await accounts.get(f"/pupil-pages/{school.code}")
    assert page.status_code == (200 if sentence is None else 404)


@pytest.mark.rule("A-1.5-4")
async def test_where_the_policy_says_so_the_lead_is_not_the_head(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_closed_school(settings_values, "abingdon")
    async with as_owner(settings_values, school.id) as session:
        await change_profile(session, school.id, LADO, by="A test")
    (both, *_others) = await staffed(school, ("head", "dsl"), ("ddsl",), ("chair",))
    assert await why_not(accounts, both) == (
        "This school's policy wants a safeguarding lead who is not the head."
    )
    await a_staff_member(school, "dsl")
    assert await why_not(accounts, both) is None


@pytest.mark.guard("G-33")
async def test_a_number_that_is_missing_or_old_keeps_the_school_closed(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_closed_school(settings_values, "abingdon")
    staff = await staffed(school, ("dsl",), ("head",), ("ddsl",), ("chair",))
    assert await why_not(accounts, staff[0]) == "The number of the LADO is missing."
    old = LADO | {"contacts.lado.checked_on": "2024-01-01"}
    async with as_owner(settings_values, school.id) as session:
        await change_profile(session, school.id, old, by="A test")
    assert "a year has passed" in str(await why_not(accounts, staff[0]))
    shown = await accounts.get(OPENING, headers=staff[0].bearer("accounts"))
    assert shown.json()["opened_at"] is None
    assert any(one["why_not"] for one in shown.json()["items"])


async def test_opening_again_changes_nothing(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    school = await a_closed_school(settings_values)
    staff = await staffed(school, ("head", "dsl"), ("ddsl",), ("chair",))
    first = await accounts.post(OPENING, headers=staff[0].bearer("accounts"))
    again = await accounts.post(OPENING, headers=staff[0].bearer("accounts"))
    assert first.json()["opened_at"] == again.json()["opened_at"] is not None
