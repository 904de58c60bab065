"""Enrol a school tablet as a second factor, and revoke it."""

from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.sign_in.models import Tablet
from services.accounts.sign_in.rules import new_secret, secret_hash
from services.accounts.tablets.queries import tablet_asked_with, tablet_at
from services.accounts.tablets.rules import why_not_again
from services.accounts.tablets.schemas import Enrolled, KnownTablet
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed


async def enrol_tablet(session: AsyncSession, name: str, key: str, *, by: Caller) -> Enrolled:
    """Make a tablet a second factor; its secret is in the answer and nowhere else.

    The same request again (its answer was lost) gives the same tablet a new secret; the same key
    for another name, person, or a tablet in use raises Malformed.
    """
    secret = new_secret()
    known = await tablet_asked_with(session, by.school_id, key)
    if known:
        return await _enrol_again(session, known, name, secret, by)
    tablet_id = uuid4()
    row = {
        "id": tablet_id,
        "school_id": by.school_id,
        "name": name,
        "secret_hash": secret_hash(secret),
        "idempotency_key": key,
        "enrolled_by_id": by.person_id,
        "enrolled_at": clock.now(),
    }
    await session.execute(insert(Tablet), [row])
    await _write(session, by, "tablet.enrolled", tablet_id)
    return Enrolled(id=tablet_id, name=name, secret=secret)


async def _enrol_again(
    session: AsyncSession, known: Tablet, name: str, secret: str, by: Caller
) -> Enrolled:
    used = (await tablet_at(session, by.school_id, known.id)).last_used_at
    is_same = known.name == name and known.enrolled_by_id == by.person_id
    why_not = why_not_again(
        is_same_request=is_same, is_used=used is not None, is_revoked=known.revoked_at is not None
    )
    if why_not:
        raise Malformed(why_not, (FieldError("Idempotency-Key", why_not),))
    mine = update(Tablet).where(Tablet.id == known.id)
    await session.execute(mine.values(secret_hash=secret_hash(secret)))
    await _write(session, by, "tablet.enrolled_again", known.id)
    return Enrolled(id=known.id, name=name, secret=secret)


async def revoke_tablet(session: AsyncSession, tablet_id: UUID, *, by: Caller) -> KnownTablet:
    """Make a tablet an ordinary one; whoever signed in on it is signed out at once.

    Again is the same as once. Raises NotThere for another school's tablet.
    """
    known = await tablet_at(session, by.school_id, tablet_id)
    if known.revoked_at is None:
        mine = update(Tablet).where(Tablet.id == tablet_id)
        revoked = {"revoked_at": clock.now(), "revoked_by_id": by.person_id}
        await session.execute(mine.values(**revoked))
        await _write(session, by, "tablet.revoked", tablet_id)
    return await tablet_at(session, by.school_id, tablet_id)


async def _write(session: AsyncSession, by: Caller, act: str, tablet_id: UUID) -> None:
    await audit(session, actor=by, act=act, kind="tablet", subject_id=tablet_id)
