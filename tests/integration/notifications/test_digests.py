"""Leadership hears once a week that their overview is ready; nobody else does."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from operations.worker import WorkerSettings
from services.notifications.worker import Postman, send_digests
from services.shared import clock
from services.shared.database import Database
from tests.integration.notifications.conftest import move
from tests.integration.notifications.test_procedure_roles import DAYS

pytestmark = pytest.mark.anyio
# Beyond every calendar of the other tests' schools: only this one has a week then.
LATER = 2000 * DAYS
READERS = ("dsl", "ddsl", "head", "chair")


@pytest.fixture
async def postman(village: Any, mail: Any, movable_clock: Path) -> AsyncIterator[Postman]:
    move(movable_clock, LATER)
    settings = WorkerSettings(**{**village.values, "smtp_port": mail.port})
    database = Database(settings.notifications_database_url, pool_size=2)
    carrying = Postman(settings, database)
    yield carrying
    await carrying.come_home()
    await database.close()


async def has_school(village: Any, days_ago: int) -> None:
    """Let the school have one school day so many days ago, and no other."""
    await village.rows("DELETE FROM accounts.school_day WHERE school_id = $1", village.school.id)
    await add_day(village, days_ago)


async def add_day(village: Any, days_ago: int, kind: str = "school") -> None:
    noon = clock.now() - timedelta(days=days_ago)
    hour = timedelta(hours=1)
    await village.rows(
        "INSERT INTO accounts.school_day (school_id, on_date, kind, starts_at, ends_at, note)"
        " VALUES ($1, $2, $3, $4, $5, '')",
        *(village.school.id, noon.date(), kind, noon - hour, noon + hour),
    )


async def told(village: Any, postman: Postman) -> list[str]:
    """Send what is due and return to whom a digest went, by role."""
    await send_digests(postman)
    await postman.come_home()
    rows = await village.rows(
        "SELECT person_id FROM notifications.delivery WHERE school_id = $1"
        " AND purpose = 'digest' AND state = 'accepted'",
        village.school.id,
    )
    names = {member.id: role for role, member in village.staff.items()}
    return sorted(names[row["person_id"]] for row in rows)


async def test_leadership_hears_once_when_the_week_begins(
    village: Any, mail: Any, postman: Postman
) -> None:
    await has_school(village, 0)
    assert await told(village, postman) == sorted(READERS)
    assert await told(village, postman) == sorted(READERS)
    mine = [one for one in mail.messages() if str(one["To"]) in village.emails(*READERS)]
    assert len(mine) == len(READERS)
    assert {str(one["Subject"]) for one in mine} == {"Your week in Lantern"}
    assert "/staff/overview" in mine[0].get_content()


async def test_nobody_hears_in_the_middle_of_a_week_or_out_of_school(
    village: Any, postman: Postman
) -> None:
    await has_school(village, 3)
    assert await told(village, postman) == []
    await has_school(village, 0)
    weekday = clock.now().weekday()
    if weekday:  # on a Monday nothing of this week came before
        await add_day(village, weekday)
        assert await told(village, postman) == []
    await village.rows(
        "UPDATE accounts.school_day SET kind = 'inset' WHERE school_id = $1", village.school.id
    )
    assert await told(village, postman) == []
