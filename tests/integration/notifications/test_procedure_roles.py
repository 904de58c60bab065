"""Whom a procedure names is told: the right people, each once, in their form, and nobody else."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.factories import a_pupil, a_staff_member
from tests.integration.notifications.conftest import move, until

pytestmark = pytest.mark.anyio
DAYS = 86_400


async def triage(village: Any, kind: str, who: str = "dsl", **other: Any) -> UUID:
    """A case that one of the leads has just triaged, with nothing left in the queue."""
    await village.tell()
    await until(village.queue_is_empty)
    case_id: UUID = await village.case_id()
    headers = village.staff[who].bearer("reporting")
    seen = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    body = {"severity": "high", "risk_area": "conduct", "kind": kind, "version": seen["version"]}
    path = f"/cases/{case_id}/triage"
    answer = await village.reporting.post(path, json=body | other, headers=headers)
    assert answer.status_code == 200, answer.text
    await until(village.queue_is_empty)
    return case_id


async def purposes(village: Any) -> dict[str, tuple[str, str]]:
    """What each role's own message is for and where it stands, alerts apart."""
    rows = await village.rows(
        "SELECT person_id, purpose, state FROM notifications.delivery"
        " WHERE school_id = $1 AND purpose <> 'alert'",
        village.school.id,
    )
    names = {member.id: role for role, member in village.staff.items()}
    return {names[row["person_id"]]: (row["purpose"], row["state"]) for row in rows}


async def reads(village: Any, role: str, case_id: UUID) -> bool:
    headers = village.staff[role].bearer("reporting")
    answer = await village.reporting.get(f"/cases/{case_id}", headers=headers)
    return bool(answer.status_code == 200)


@pytest.mark.rule("D-3-4", "D-10.1-1", "A-1.5-9")
async def test_the_head_is_told_when_it_is_due_and_may_read_then(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    case_id = await triage(village, "sexual_image")
    assert await purposes(village) == {"head": ("procedure", "queued")}
    assert not await reads(village, "head", case_id)
    assert village.staff["head"].email not in mail.recipients()
    move(movable_clock, 4 * DAYS)

    async def was_told() -> bool:
        return village.staff["head"].email in mail.recipients()

    await until(was_told)
    assert await reads(village, "head", case_id)
    assert mail.recipients().count(village.staff["dsl"].email) == 1
    assert village.staff["teacher"].email not in mail.recipients()


@pytest.mark.guard("G-12")
async def test_whom_the_case_keeps_out_is_never_told_by_a_procedure(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell(not_adult_ids=[str(village.staff["head"].id)])
    await until(village.queue_is_empty)
    case_id = await village.case_id()
    headers = village.staff["dsl"].bearer("reporting")
    seen = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    body = {"severity": "high", "risk_area": "conduct", "kind": "sexual_image"}
    path = f"/cases/{case_id}/triage"
    await village.reporting.post(path, json=body | {"version": seen["version"]}, headers=headers)
    await until(village.queue_is_empty)
    move(movable_clock, 4 * DAYS)
    await until(village.queue_is_empty)
    assert await purposes(village) == {}
    assert village.staff["head"].email not in mail.recipients()


async def test_a_technician_is_sent_to_the_lead_and_learns_nothing(
    village: Any, mail: Any, worker: Any
) -> None:
    village.staff["tech"] = await a_staff_member(village.school, "tech")
    case_id = await triage(village, "other", procedure="filtering_breach")

    async def was_told() -> bool:
        return village.staff["tech"].email in mail.recipients()

    await until(was_told)
    (message,) = [one for one in mail.messages() if one["To"] == village.staff["tech"].email]
    assert message["Subject"] == "Please see the safeguarding lead"
    assert str(case_id) not in message.as_string()
    assert not await reads(village, "tech", case_id)


async def test_the_class_teacher_of_the_child_is_meant_and_no_other(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    own = await a_staff_member(village.school, "teacher", class_id=village.school.big_class_id)
    village.staff["own"] = own
    child = await a_pupil(village.school)
    await triage(village, "bullying", pupil_ids=[str(child.id)])
    move(movable_clock, 4 * DAYS)

    async def was_told() -> bool:
        return own.email in mail.recipients()

    await until(was_told)
    assert village.staff["teacher"].email not in mail.recipients()
