"""A colleague hears that something waits for them, and nothing of what or why (D-4.4-1)."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.shared import clock
from tests.integration.notifications.conftest import move, until
from tests.integration.notifications.test_procedure_roles import triage
from tests.integration.notifications.test_quiet_times import keep_quiet

pytestmark = pytest.mark.anyio
CANARY = "CANARY-TASK please look at the filter"


async def give_task(village: Any, case_id: UUID, role: str, by: str = "dsl") -> None:
    headers = village.staff[by].bearer("reporting")
    seen = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    body = {"version": seen["version"], "kind": "advice", "words": CANARY}
    body |= {"asked_id": str(village.staff[role].id), "due_on": str(clock.now().date())}
    answer = await village.reporting.post(
        f"/cases/{case_id}/assignments", json=body, headers=headers
    )
    assert answer.status_code == 200, answer.text


async def tasks(village: Any) -> list[tuple[str, str, str | None]]:
    """Return (role, state, reason) of each message about a task."""
    rows = await village.rows(
        "SELECT person_id, state, reason, case_id FROM notifications.delivery"
        " WHERE school_id = $1 AND purpose = 'task'",
        village.school.id,
    )
    assert all(row["case_id"] is None for row in rows), "no message about a task knows a case"
    names = {member.id: role for role, member in village.staff.items()}
    return sorted((names[row["person_id"]], row["state"], row["reason"]) for row in rows)


async def they_stand(village: Any, *expected: tuple[str, str, str | None]) -> None:
    async def is_so() -> bool:
        return await tasks(village) == sorted(expected)

    await until(is_so)


@pytest.mark.rule("D-4.4-1")
async def test_whoever_is_asked_hears_thinly_and_whoever_asks_does_not(
    village: Any, mail: Any, worker: Any
) -> None:
    case_id = await triage(village, "bullying")
    await give_task(village, case_id, "teacher")
    await give_task(village, case_id, "dsl")
    await they_stand(village, ("teacher", "accepted", None))
    [told] = [one for one in mail.messages() if one["Subject"] == "Something waits for you"]
    assert told["To"] == village.staff["teacher"].email
    assert "/staff/tasks" in told.get_content()
    assert "CANARY" not in told.as_string()


@pytest.mark.rule("D-7.8.1-3")
async def test_a_task_waits_for_the_end_of_a_quiet_time(
    village: Any, mail: Any, worker: Any
) -> None:
    case_id = await triage(village, "bullying")
    await keep_quiet(village, "teacher")
    await give_task(village, case_id, "teacher")
    await they_stand(village, ("teacher", "queued", "quiet"))


@pytest.mark.guard("G-12")
async def test_whoever_the_case_is_kept_from_since_is_not_told(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    """The message waits, the person becomes the subject, the wait ends: nothing leaves."""
    case_id = await triage(village, "bullying")
    await keep_quiet(village, "teacher")
    await give_task(village, case_id, "teacher")
    await give_task(village, case_id, "head")
    await they_stand(village, ("head", "accepted", None), ("teacher", "queued", "quiet"))
    await village.rows(
        "INSERT INTO reporting.case_exclusion (school_id, case_id, person_id, why, at)"
        " VALUES ($1, $2, $3, 'subject', now())",
        *(village.school.id, case_id, village.staff["teacher"].id),
    )
    await village.rows(
        "DELETE FROM notifications.preference WHERE person_id = $1", village.staff["teacher"].id
    )
    move(movable_clock, 16 * 60)
    await they_stand(village, ("head", "accepted", None), ("teacher", "cancelled", "withdrawn"))
