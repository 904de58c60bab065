"""The limiter counts exactly, keeps what a refused request counted, and forgets in time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from services.shared.database import Database
from services.shared.limiter import count_failure, forget, forget_past, is_blocked, take_one
from services.shared.migrations import plain_address
from tests.database import TestDatabase

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counting(database: TestDatabase) -> AsyncIterator[Database]:
    made = Database(database.url("accounts_service"))
    yield made
    await made.close()


def move(movable_clock: Path, seconds: int) -> None:
    movable_clock.write_text(str(seconds))


async def test_it_blocks_from_the_limit_on(counting: Database) -> None:
    bucket = f"sign-in|{uuid4()}"
    for tried in range(1, 6):
        assert not await is_blocked(counting, bucket, 5)
        assert await count_failure(counting, bucket, 900) == tried
    assert await is_blocked(counting, bucket, 5)
    assert not await is_blocked(counting, f"sign-in|{uuid4()}", 5)


async def test_a_window_ends(counting: Database, movable_clock: Path) -> None:
    bucket = f"sign-in|{uuid4()}"
    for _ in range(5):
        await count_failure(counting, bucket, 900)
    move(movable_clock, 890)
    assert await is_blocked(counting, bucket, 5)
    move(movable_clock, 905)
    assert not await is_blocked(counting, bucket, 5)
    assert await count_failure(counting, bucket, 900) == 1


async def test_it_lets_exactly_the_limit_through_under_load(counting: Database) -> None:
    bucket = f"come-back|{uuid4()}"
    taken = await asyncio.gather(*(take_one(counting, bucket, 20, 60) for _ in range(400)))
    assert sum(taken) == 20


async def test_a_failure_stays_counted_when_the_request_is_rolled_back(counting: Database) -> None:
    bucket = f"come-back|{uuid4()}"
    async with counting.session() as session:
        await count_failure(counting, bucket, 60)
        await count_failure(session, f"{bucket}|in the session", 60)
        await session.rollback()
    assert await is_blocked(counting, bucket, 1)
    assert not await is_blocked(counting, f"{bucket}|in the session", 1)


async def test_a_good_sign_in_starts_anew(counting: Database) -> None:
    bucket = f"sign-in|{uuid4()}"
    await count_failure(counting, bucket, 900)
    await forget(counting, bucket)
    assert not await is_blocked(counting, bucket, 1)


async def test_past_windows_leave_no_row_and_no_row_names_anybody(
    counting: Database, database: TestDatabase, movable_clock: Path
) -> None:
    bucket = f"sign-in|somebody-{uuid4()}"
    await count_failure(counting, bucket, 900)
    superuser = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await superuser.fetch("SELECT l::text AS told FROM working.limiter l")
        assert not any("somebody" in row["told"] for row in rows)
        kept = "SELECT relpersistence::text FROM pg_class WHERE relname = 'limiter'"
        assert await superuser.fetchval(kept) == "u"
        move(movable_clock, 1_000_000_000)  # past whatever another test moved to
        await forget_past(counting)
        assert await superuser.fetchval("SELECT count(*) FROM working.limiter") == 0
    finally:
        await superuser.close()
