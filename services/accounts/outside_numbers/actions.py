"""Check a number outside the school: an act with a name, a day and a way (G-33)."""

import hashlib
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.outside_numbers import queries
from services.accounts.outside_numbers.models import NumberCheck
from services.accounts.outside_numbers.rules import (
    NOT_CHECKED,
    OTHER_CONTENT,
    what_is_wrong,
)
from services.accounts.outside_numbers.schemas import CheckNumber, Who
from services.accounts.schools.actions import add_version
from services.accounts.schools.models import ProfileVersion
from services.accounts.schools.queries import newest_profile, school_in_force
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import Conflict, FieldError, Malformed
from services.shared.yearly import is_good_day


async def check_number(
    session: AsyncSession, who: Who, given: CheckNumber, key: str, *, by: Caller
) -> None:
    """Put the number into a new version of the profile, with who checked it, when and how.

    The same request again changes nothing. Raises Malformed with a sentence for each field that
    staff could not rely on, Conflict for the same key with other content.
    """
    school = await school_in_force(session, by.school_id)
    wrong = what_is_wrong(who, given.model_dump(include={"name", "phone", "owner", "email"}))
    if not is_good_day(given.checked_on, clock.today(school.time_zone)):
        wrong["checked_on"] = NOT_CHECKED
    if wrong:
        errors = tuple(FieldError(field, sentence) for field, sentence in wrong.items())
        raise Malformed(errors[0].message, errors)
    last = await newest_profile(session, by.school_id)
    content = hashlib.sha256(f"{who}|{given.model_dump_json()}".encode()).digest()
    known = await queries.check_asked_with(session, by.school_id, key)
    if known is not None:
        if known.content_hash != content:
            raise Conflict(OTHER_CONTENT)
        return
    check = {
        "id": uuid4(),
        "school_id": by.school_id,
        "who": who.value,
        "how": given.how.value,
        "checked_on": given.checked_on,
        "checked_by_id": by.person_id,
        "idempotency_key": key,
        "content_hash": content,
        "at": clock.now(),
    }
    await session.execute(insert(NumberCheck), [check])
    await _store(session, last, who, given, by)
    await audit(session, actor=by, act="number.checked", kind="school", subject_id=by.school_id)


async def _store(
    session: AsyncSession, last: ProfileVersion, who: Who, given: CheckNumber, by: Caller
) -> None:
    facts = {fact: getattr(given, fact) for fact in ("name", "phone", "owner")}
    facts |= {"checked_on": given.checked_on.isoformat()}
    if who is Who.LADO:
        facts |= {"email": given.email}
    changed = {f"contacts.{who.value}.{fact}": known for fact, known in facts.items()}
    await add_version(
        session, last, changed, by=by, reason=f"The number of {given.name} was checked."
    )
