"""Give a child three pictures to come back with, and count the tries that were wrong."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.come_back import rules
from services.reporting.come_back.errors import NoPicturesLeft
from services.reporting.come_back.models import ComeBackCode
from services.reporting.come_back.permissions import Failures, buckets, may_try
from services.reporting.tables import Rows
from services.shared import clock
from services.shared.calendar import half_day
from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.errors import TooMany
from services.shared.limiter import count_failure, counts_of

WAIT = "Please wait ten minutes and try again, or ask a grown-up you trust."
TRIES_FOR_PICTURES = 40
# A code that nobody can use any more may be given to another child: it ended before this began.
_TAKE_OVER = f"""
    ON CONFLICT (school_id, code_hash) DO UPDATE SET concern_id = excluded.concern_id,
        locator_hash = excluded.locator_hash, number = excluded.number,
        card_pupil_id = excluded.card_pupil_id, expires_at = excluded.expires_at
    WHERE come_back_code.expires_at
        <= excluded.expires_at - interval '{rules.GOOD_FOR.days * 24} hours'
"""


def add_pictures(  # noqa: PLR0913  # one row
    rows: Rows,
    concern_id: UUID,
    place: tuple[str, int],
    *,
    card_pupil_id: UUID | None,
    by: Caller,
    key: bytes,
) -> None:
    """Add the code of `place` (idempotency key, number of the try) for a new concern to `rows`.

    It is not written where another child of the school holds it now.
    """
    pictures = rules.come_back_pictures(key, by.school_id, *place)
    row = {
        "id": uuid4(),
        "school_id": by.school_id,
        "code_hash": rules.code_hash(key, by.school_id, pictures),
        "concern_id": concern_id,
        "locator_hash": rules.locator_hash(
            key, by.school_id, rules.slip_locator(key, by.school_id, place[0])
        ),
        "card_pupil_id": card_pupil_id,
        "number": place[1],
        "expires_at": half_day(clock.now()) + rules.GOOD_FOR,
    }
    rows.add(ComeBackCode, row, conflict=_TAKE_OVER)


async def give_other_pictures(  # noqa: PLR0913  # as above
    session: AsyncSession,
    concern_id: UUID,
    idempotency_key: str,
    *,
    card_pupil_id: UUID | None,
    by: Caller,
    key: bytes,
) -> int:
    """Give a new concern, whose first code is held, another one; return the number of the try.

    Raises NoPicturesLeft where none is found: then nothing is stored.
    """
    for number in range(1, TRIES_FOR_PICTURES):
        rows = Rows()
        place = idempotency_key, number
        add_pictures(rows, concern_id, place, card_pupil_id=card_pupil_id, by=by, key=key)
        if (await rows.write(session))[ComeBackCode.__tablename__]:
            return number
    raise NoPicturesLeft


async def check_tries(database: Database, school_id: UUID, network: str | None) -> None:
    """Raise TooMany where too many pictures were wrong; nothing is hashed or looked up then."""
    counts = await counts_of(database, list(buckets(school_id, network or "")))
    if not may_try(Failures(*counts)):
        raise TooMany(WAIT)


async def count_wrong(database: Database, school_id: UUID, network: str | None) -> None:
    """Count one wrong try; it stays counted although the request fails."""
    for bucket, window in buckets(school_id, network or "").items():
        await count_failure(database, bucket, window)
