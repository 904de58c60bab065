"""Whoever tells without a name tells in the morning or the afternoon, never at a minute (T20)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.shared import clock
from services.shared.calendar import half_day
from services.shared.migrations import plain_address
from tests.database import TestDatabase

pytestmark = pytest.mark.anyio

KEPT = """
    SELECT n.received_at, r.sent_at AS told_at, m.sent_at, c.expires_at,
        (SELECT at FROM reporting.chronology h WHERE h.case_id = n.case_id AND h.kind = 'opened')
        AS opened_at
    FROM reporting.concern n JOIN reporting.concern_revision r ON r.concern_id = n.id
    JOIN reporting.receipt m ON m.concern_id = n.id
    JOIN reporting.come_back_code c ON c.concern_id = n.id WHERE n.case_id = $1
"""


def is_exact(at: datetime) -> bool:
    return at != half_day(at)


async def kept(database: TestDatabase, case_id: Any) -> dict[str, datetime]:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    (row,) = await connection.fetch(KEPT, case_id)
    await connection.close()
    return dict(row)


async def test_no_minute_is_kept_or_shown_of_a_child_without_a_name(
    town: Any, database: TestDatabase
) -> None:
    await town.tell()
    case_id = await town.case_id()
    stored = await kept(database, case_id)
    assert [name for name, at in stored.items() if is_exact(at)] == []
    (row,) = await town.inbox("dsl")
    shown = await town.page("dsl", case_id)
    (opened,) = [one for one in shown["chronology"] if one["kind"] == "opened"]
    seen = (row["waiting_since"], shown["opened_at"], opened["at"])
    seen += (shown["concerns"][0]["received_at"],)
    assert [at for at in seen if is_exact(datetime.fromisoformat(at))] == []


async def test_whoever_gives_a_name_is_known_to_the_minute(
    town: Any, database: TestDatabase
) -> None:
    await town.tell(name="Robin")
    stored = await kept(database, await town.case_id())
    assert abs((clock.now() - stored["received_at"]).total_seconds()) < 60


async def test_coming_back_and_telling_again_keep_no_minute_either(
    town: Any, database: TestDatabase
) -> None:
    key = str(uuid4())
    pictures = (await town.tell(key)).json()["come_back"]
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": str(uuid4())}
    said = {"pictures": pictures, "said": "still_happening"}
    assert (await town.client.post("/come-back/again", json=said, headers=headers)).is_success
    await town.tell(key, account="Other words.")
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    rows = await connection.fetch(
        "SELECT sent_at FROM reporting.concern_revision WHERE case_id = $1", await town.case_id()
    )
    await connection.close()
    assert len(rows) == 3
    assert [row["sent_at"] for row in rows if is_exact(row["sent_at"])] == []


async def test_who_is_with_the_child_is_kept_with_the_words(town: Any) -> None:
    await town.tell(helping=["friend", "grown_up"])
    shown = await town.page("dsl", await town.case_id())
    words = {one["question"]: one["answer"] for one in shown["concerns"][0]["words"]}
    said = "I am helping a friend. A grown-up is helping me tell"
    assert words["Is someone with you?"] == said
    stranger = await town.tell(helping=["the headteacher"])
    assert stranger.status_code == 422


@pytest.mark.parametrize(
    ("at", "kept_at"),
    [
        (datetime(2026, 7, 1, 10, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), datetime(2026, 7, 1, 11, tzinfo=UTC)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_half_day_is_the_schools_own(at: datetime, kept_at: datetime) -> None:
    assert half_day(at) == kept_at
