"""What is overdue is chased once a school day: whoever leads the case, else all who read it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.reporting.planner.actions import chase_overdue
from services.shared import clock
from services.shared.database import Database
from tests.integration.notifications.conftest import move, until
from tests.integration.notifications.test_procedure_roles import DAYS, triage

pytestmark = pytest.mark.anyio
# Beyond every calendar of the other tests' schools: only this one is in school then.
LATER = 2000 * DAYS


@pytest.fixture
async def own(village: Any) -> AsyncIterator[Database]:
    made = Database(village.values["reporting_database_url"], pool_size=1)
    yield made
    await made.close()


async def let_school_be(village: Any, *, now: bool) -> None:
    """Let it be school hours at this moment, or not."""
    begins = clock.now() - timedelta(hours=1 if now else 3)
    await village.rows("DELETE FROM accounts.school_day WHERE school_id = $1", village.school.id)
    await village.rows(
        "INSERT INTO accounts.school_day (school_id, on_date, kind, starts_at, ends_at, note)"
        " VALUES ($1, $2, 'school', $3, $4, '')",
        *(village.school.id, begins.date(), begins, begins + timedelta(hours=2)),
    )


async def chased(village: Any) -> list[str]:
    rows = await village.rows(
        "SELECT person_id FROM notifications.delivery"
        " WHERE school_id = $1 AND purpose = 'overdue' AND state = 'accepted'",
        village.school.id,
    )
    names = {member.id: role for role, member in village.staff.items()}
    return sorted(names[row["person_id"]] for row in rows)


async def have_been_chased(village: Any, *roles: str) -> None:
    async def is_so() -> bool:
        return await chased(village) == sorted(roles)

    await until(is_so)


async def act(village: Any, case_id: UUID, name: str) -> None:
    headers = village.staff["dsl"].bearer("reporting")
    seen = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    body = {"version": seen["version"]}
    answer = await village.reporting.post(f"/cases/{case_id}/{name}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def test_all_readers_hear_once_a_day_until_one_of_them_leads(
    village: Any, mail: Any, worker: Any, movable_clock: Path, own: Database
) -> None:
    case_id = await triage(village, "bullying")
    move(movable_clock, LATER)
    await let_school_be(village, now=True)
    assert await chase_overdue(own) >= 1
    await chase_overdue(own)
    await have_been_chased(village, "dsl", "ddsl")
    await act(village, case_id, "take")
    move(movable_clock, LATER + DAYS)
    await let_school_be(village, now=True)
    await chase_overdue(own)
    await have_been_chased(village, "dsl", "ddsl", "dsl")


@pytest.mark.guard("G-12")
async def test_nobody_hears_out_of_school_or_who_was_kept_out_since(
    village: Any, mail: Any, worker: Any, movable_clock: Path, own: Database
) -> None:
    case_id = await triage(village, "bullying")
    move(movable_clock, LATER)
    await let_school_be(village, now=False)
    await chase_overdue(own)
    assert await chased(village) == []
    await village.rows(
        "INSERT INTO reporting.case_exclusion (case_id, person_id, why, school_id, at)"
        " VALUES ($1, $2, 'subject', $3, now())",
        *(case_id, village.staff["dsl"].id, village.school.id),
    )
    await let_school_be(village, now=True)
    await chase_overdue(own)
    await have_been_chased(village, "ddsl")
    assert "Something of yours is overdue" in {str(one["Subject"]) for one in mail.messages()}
