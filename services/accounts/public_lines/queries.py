"""What the school says of itself to everybody."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.public_lines.rules import lines_of
from services.accounts.public_lines.schemas import PublicLinesShown
from services.accounts.schools.queries import school_in_force


async def public_lines(session: AsyncSession, school_id: UUID) -> PublicLinesShown:
    """Return the lines as they stand, with the version of the profile."""
    school = await school_in_force(session, school_id)
    lines = lines_of(school.profile)
    return PublicLinesShown.model_validate({**lines, "version": school.profile_version})
