"""Look people up for a caller; every look at pupils is written down."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.people.permissions import may_see_guardians
from services.accounts.people.queries import guardians_of, pupil_at, pupils_named, staff_named
from services.accounts.people.rules import (
    SHORTEST_SEARCH,
    SHORTEST_STAFF_SEARCH,
    search_terms,
    why_not_search,
)
from services.accounts.people.schemas import Pupil, PupilFound, StaffMember
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed


def _terms(typed: str, shortest: int) -> tuple[str, ...]:
    terms = search_terms(typed)
    why_not = why_not_search(terms, shortest)
    if why_not:
        raise Malformed(why_not, (FieldError("search", why_not),))
    return terms


async def find_pupils(session: AsyncSession, typed: str, *, by: Caller) -> list[PupilFound]:
    """Return at most eight pupils; raises Malformed for fewer than three letters."""
    terms = _terms(typed, SHORTEST_SEARCH)
    found = await pupils_named(session, by.school_id, terms)
    await audit(
        session,
        actor=by,
        act="pupils.searched",
        kind="school",
        subject_id=by.school_id,
        facts={"found": len(found)},
        content=" ".join(terms).encode(),
    )
    return found


async def read_pupil(session: AsyncSession, pupil_id: UUID, *, by: Caller) -> Pupil:
    """Return a pupil, with their adults for those who deal with families.

    Raises NotThere where the pupil is another school's.
    """
    found = await pupil_at(session, by.school_id, pupil_id)
    shown = may_see_guardians(by.roles)
    guardians = await guardians_of(session, by.school_id, pupil_id) if shown else []
    await audit(
        session,
        actor=by,
        act="pupil.read",
        kind="pupil",
        subject_id=pupil_id,
        facts={"guardians_shown": shown},
    )
    return Pupil(**found.model_dump(), guardians_shown=shown, guardians=guardians)


async def find_staff(
    session: AsyncSession, typed: str, cursor: str | None, *, by: Caller
) -> tuple[list[StaffMember], str | None]:
    """Return staff and governors, all of them where nothing was typed, and the next page's key.

    Raises Malformed for a single letter.
    """
    terms = _terms(typed, SHORTEST_STAFF_SEARCH) if typed.strip() else ()
    return await staff_named(session, by.school_id, terms, cursor)
