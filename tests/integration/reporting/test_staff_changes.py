"""Who reads a report follows every change among the staff at once: none is remembered wrongly."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.factories import a_school, a_staff_member, as_owner

pytestmark = [pytest.mark.anyio, pytest.mark.guard("G-12")]

OF_DEPUTY = "WHERE person_id = :deputy"
SHARE_MAILBOX = f"""
    UPDATE accounts.contact SET address_hash = (
        SELECT address_hash FROM accounts.contact WHERE person_id = :teacher AND channel = 'email')
    {OF_DEPUTY} AND channel = 'email'
"""
CHANGES = {
    "a role ends": (f"UPDATE accounts.role_holding SET ended_at = given_at {OF_DEPUTY}", ""),
    "a role is taken away": (f"DELETE FROM accounts.role_holding {OF_DEPUTY}", ""),
    "somebody leaves": ("UPDATE accounts.person SET is_active = false WHERE id = :deputy", ""),
    "somebody is renamed": (
        "UPDATE accounts.person SET family_name = 'Rookhope' WHERE id = :deputy",
        "Mrs Rookhope saw it.",
    ),
    "a mailbox is shared": (
        SHARE_MAILBOX,
        "Mrs Yewbarrow saw it.",
    ),
}


async def heard_by(town: Any, words: str = "") -> set[str]:
    told = await town.tell(account=f"It was horrible. {words}")
    assert told.status_code == 201, told.text
    return {one["display_name"] for one in told.json()["heard_by"]}


async def change(town: Any, statement: str) -> None:
    people = {"deputy": town.staff["ddsl"].id, "teacher": town.staff["teacher"].id}
    asked = {name: one for name, one in people.items() if f":{name}" in statement}
    async with as_owner(town.school.values, town.school.id) as session:
        await session.execute(text(statement), asked)


@pytest.mark.parametrize(("statement", "words"), CHANGES.values(), ids=CHANGES.keys())
async def test_the_next_report_knows_of_the_change(town: Any, statement: str, words: str) -> None:
    lead, deputy = (town.staff[role].display_name for role in ("dsl", "ddsl"))
    assert await heard_by(town, words) == {lead, deputy}
    assert await heard_by(town, words) == {lead, deputy}
    await change(town, statement)
    assert await heard_by(town, words) == {lead}
    assert await heard_by(town, words) == {lead}


async def test_a_role_that_is_given_counts_from_the_next_report_on(town: Any) -> None:
    before = await heard_by(town)
    await change(
        town,
        "INSERT INTO accounts.role_holding (id, school_id, person_id, role, rank, given_at)"
        " SELECT gen_random_uuid(), school_id, :teacher, 'ddsl', 2, given_at"
        " FROM accounts.role_holding WHERE person_id = :deputy",
    )
    assert await heard_by(town) == before | {town.staff["teacher"].display_name}


async def test_a_change_in_another_school_is_no_change_here(town: Any) -> None:
    before = await mark_of(town)
    await a_staff_member(await a_school(town.school.values), "teacher")
    assert await mark_of(town) == before
    await a_staff_member(town.school, "teacher")
    assert await mark_of(town) != before


async def mark_of(town: Any) -> Any:
    async with as_owner(town.school.values, town.school.id) as session:
        return await session.scalar(text("SELECT mark FROM accounts.people_mark"))
