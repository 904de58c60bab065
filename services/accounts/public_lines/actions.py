"""Change what the school says of itself to everybody: an act with a name and a reason."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.public_lines.rules import (
    CHANGED_BEFORE,
    lines_of,
    settings_of,
    what_is_wrong,
)
from services.accounts.public_lines.schemas import PublicLinesChanged
from services.accounts.schools.actions import add_version
from services.accounts.schools.queries import newest_profile
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Conflict, FieldError, Malformed


async def change(session: AsyncSession, given: PublicLinesChanged, *, by: Caller) -> None:
    """Put the lines into a new version of the profile; the same lines again change nothing.

    Raises Malformed with a sentence for each line that must not stand on an open page, Conflict
    where the profile has another version than the caller looked at.
    """
    lines = given.model_dump(exclude={"version"})
    if wrong := what_is_wrong(lines):
        errors = tuple(FieldError(field, sentence) for field, sentence in wrong.items())
        raise Malformed(errors[0].message, errors)
    last = await newest_profile(session, by.school_id)
    if lines == lines_of(last.settings):
        return
    if given.version != last.version:
        raise Conflict(CHANGED_BEFORE)
    reason = "What the school says of itself to everybody was changed."
    await add_version(session, last, settings_of(lines), by=by, reason=reason)
    act = "school.public_lines_changed"
    await audit(session, actor=by, act=act, kind="school", subject_id=by.school_id)
