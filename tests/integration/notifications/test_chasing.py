"""Nobody who is there is missed, nobody who is away is waited for, and silence never ends it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from services.accounts.absences.models import Absence
from services.shared import clock
from tests.factories import as_owner
from tests.integration.notifications.conftest import move, until

pytestmark = pytest.mark.anyio
DANGER = {"safe_now": "no", "topics": ["scared"]}


async def mark_away(village: Any, role: str, hours: float) -> None:
    """Mark somebody away from now on, as the office would."""
    now = clock.now()
    row = {
        "id": uuid4(),
        "school_id": village.school.id,
        "person_id": village.staff[role].id,
        "away_from": now - timedelta(minutes=1),
        "away_until": now + timedelta(hours=hours),
        "idempotency_key": str(uuid4()),
        "recorded_by_id": village.staff["head"].id,
        "recorded_at": now,
    }
    async with as_owner(village.values, village.school.id) as session:
        await session.execute(insert(Absence), [row])


async def sent_to(village: Any, mail: Any, *roles: str) -> None:
    """Wait until exactly these were written to, in this order of names."""

    async def is_so() -> bool:
        return bool(mail.recipients() == village.emails(*roles))

    await until(is_so)
    assert mail.recipients() == village.emails(*roles)


@pytest.mark.rule("A-1.5-5")
@pytest.mark.guard("G-11")
async def test_who_is_away_is_stepped_over_and_told_later(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await mark_away(village, "dsl", 3)
    await village.tell(**DANGER)
    await sent_to(village, mail, "ddsl")
    states = await village.mail_states()
    assert states["dsl"] == "queued"
    move(movable_clock, 301)
    await sent_to(village, mail, "ddsl", "head")
    move(movable_clock, 3 * 3600 + 5)
    lead = village.staff["dsl"].email

    async def the_lead_was_told() -> bool:
        return lead in mail.recipients()

    await until(the_lead_was_told)


@pytest.mark.guard("G-11")
async def test_where_both_leads_are_away_the_head_is_asked_at_once(
    village: Any, mail: Any, worker: Any
) -> None:
    await mark_away(village, "dsl", 3)
    await mark_away(village, "ddsl", 3)
    await village.tell()
    await sent_to(village, mail, "head")


@pytest.mark.guard("G-11")
async def test_a_critical_alert_goes_round_again_until_somebody_answers(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell(**DANGER)
    await sent_to(village, mail, "dsl", "ddsl")
    asked = ["dsl", "ddsl"]
    for turn, role in enumerate(("head", "chair", "dsl", "ddsl"), start=1):
        move(movable_clock, 305 * turn)
        asked.append(role)
        await sent_to(village, mail, *asked)
    await village.acknowledge("ddsl")
    move(movable_clock, 305 * 9)
    rows = await village.rows(
        "SELECT next_rung_at, answered_at, target_at - raised_at AS within FROM notifications.alert"
        " WHERE school_id = $1",
        village.school.id,
    )
    assert [row["next_rung_at"] for row in rows] == [None]
    assert rows[0]["answered_at"] is not None
    assert rows[0]["within"] in {timedelta(minutes=15), timedelta(minutes=60)}
    assert mail.recipients() == village.emails(*asked)
