"""Count failures and volume, exactly, on PostgreSQL; no first report is ever refused by address.

A failure must stay counted although the request that failed is rolled back: so hand these functions
the `Database` (they commit at once), and a session only where the count should fall with it.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared import clock
from services.shared.database import Database

_COUNT = text(
    "INSERT INTO working.limiter AS l (bucket, count, ends_at) VALUES (:bucket, 1, :ends_at)"
    " ON CONFLICT (bucket) DO UPDATE SET"
    " count = CASE WHEN l.ends_at <= :now THEN 1 ELSE l.count + 1 END,"
    " ends_at = CASE WHEN l.ends_at <= :now THEN :ends_at ELSE l.ends_at END"
    " RETURNING count"
)
_STANDS_AT = text("SELECT count FROM working.limiter WHERE bucket = :bucket AND ends_at > :now")
_ALL_STAND_AT = text(
    "SELECT bucket, count FROM working.limiter WHERE bucket = ANY (:buckets) AND ends_at > :now"
)
_FORGET = text("DELETE FROM working.limiter WHERE bucket = :bucket")
_FORGET_PAST = text("DELETE FROM working.limiter WHERE ends_at <= :now")


async def count_failure(where: AsyncSession | Database, bucket: str, window_seconds: int) -> int:
    """Count one failure in `bucket` and return how many the running window holds with it.

    A window starts with its first failure and ends `window_seconds` later.
    """
    now = clock.now()
    ends_at = now + timedelta(seconds=window_seconds)
    known = {"bucket": _hashed(bucket), "now": now, "ends_at": ends_at}
    return await _scalar(where, _COUNT, known)


async def is_blocked(where: AsyncSession | Database, bucket: str, limit: int) -> bool:
    """Say whether the running window of `bucket` holds `limit` failures or more."""
    known = {"bucket": _hashed(bucket), "now": clock.now()}
    return await _scalar(where, _STANDS_AT, known) >= limit


async def counts_of(database: Database, buckets: Sequence[str]) -> list[int]:
    """Return what the running window of each bucket holds, in one round trip."""
    hashed = [_hashed(one) for one in buckets]
    async with database.engine.connect() as connection:
        rows = await connection.execute(_ALL_STAND_AT, {"buckets": hashed, "now": clock.now()})
        found = {row.bucket: row.count for row in rows}
    return [int(str(found.get(one, 0))) for one in hashed]


async def take_one(
    where: AsyncSession | Database, bucket: str, limit: int, window_seconds: int
) -> bool:
    """Count one try; say whether it is among the first `limit` of the window."""
    return await count_failure(where, bucket, window_seconds) <= limit


async def forget(where: AsyncSession | Database, bucket: str) -> None:
    """Start `bucket` anew, as after a good sign-in."""
    await _run(where, _FORGET, {"bucket": _hashed(bucket)})


async def forget_past(database: Database) -> None:
    """Drop the windows that have ended; the worker calls this now and then."""
    await _run(database, _FORGET_PAST, {"now": clock.now()})


def _hashed(bucket: str) -> bytes:
    return hashlib.sha256(bucket.encode("utf-8", "surrogatepass")).digest()


async def _scalar(where: AsyncSession | Database, ask: TextClause, known: dict[str, Any]) -> int:
    if isinstance(where, AsyncSession):
        return int(await where.scalar(ask, known) or 0)
    async with where.engine.begin() as connection:
        return int(await connection.scalar(ask, known) or 0)


async def _run(where: AsyncSession | Database, change: TextClause, known: dict[str, Any]) -> None:
    if isinstance(where, AsyncSession):
        await where.execute(change, known)
        return
    async with where.engine.begin() as connection:
        await connection.execute(change, known)
