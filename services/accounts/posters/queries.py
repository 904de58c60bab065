"""Which posters a school has."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.posters.schemas import Poster
from services.shared.errors import NotThere

# Row security shows the caller's school alone.
_POSTERS: Final = text(
    "SELECT p.code, s.name AS school, c.name AS class_name FROM directory.page_code p"
    " JOIN directory.school s ON s.id = p.school_id"
    " LEFT JOIN directory.school_class c ON c.id = p.class_id"
    " WHERE p.school_id = directory.current_school() ORDER BY c.name NULLS FIRST, p.code"
)


async def posters_of(session: AsyncSession) -> list[Poster]:
    """Return the posters of this transaction's school; a school has one for each class."""
    rows = (await session.execute(_POSTERS)).mappings()
    return [Poster(**row) for row in rows]


async def poster_at(session: AsyncSession, code: str) -> Poster:
    """Return one poster of this school; raises NotThere for other letters."""
    for one in await posters_of(session):
        if one.code == code:
            return one
    raise NotThere
