"""Find or make the key of a school, and open the desk at which its devices are dealt with."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.keys.models import SchoolKey
from services.shared import clock
from services.shared.callers import AnyStaff, Caller, SchoolStaff
from services.shared.encryption import Keyring, Sealer
from services.shared.transactions import Transaction


@dataclass(frozen=True)
class Desk:
    """What every act needs: the transaction, who acts, and what seals their words."""

    session: AsyncSession
    caller: Caller
    sealer: Sealer


async def school_sealer(session: AsyncSession, keyring: Keyring, school_id: UUID) -> Sealer:
    """Return what seals and opens the words of `school_id`; its first use makes the key."""
    here = select(SchoolKey).where(SchoolKey.school_id == school_id)
    key = await session.scalar(here)
    if key is None:
        await session.execute(_new_key(keyring, school_id))
        # somebody else may have made it at the same moment: the row that is there counts
        key = (await session.scalars(here)).one()
    return keyring.sealer(school_id, key.wrapped, key.key_id, key.data_wrapped)


def _new_key(keyring: Keyring, school_id: UUID) -> Insert:
    wrapped = keyring.new_school_key()
    key_id, data_wrapped = keyring.new_data_key(wrapped)
    made = insert(SchoolKey).values(
        school_id=school_id,
        wrapped=wrapped,
        key_id=key_id,
        data_wrapped=data_wrapped,
        made_at=clock.now(),
    )
    return made.on_conflict_do_nothing(index_elements=["school_id"])


async def open_desk(request: Request, caller: SchoolStaff, session: Transaction) -> Desk:
    """Return the desk of a member of staff for this one request."""
    sealer = await school_sealer(session, request.app.state.keyring, caller.school_id)
    return Desk(session, caller, sealer)


AtDesk = Annotated[Desk, Depends(open_desk, scope="function")]


async def open_wide_desk(request: Request, caller: AnyStaff, session: Transaction) -> Desk:
    """Return the desk of anybody on the staff, technicians and governors too: no child's device."""
    return await open_desk(request, caller, session)


AtWideDesk = Annotated[Desk, Depends(open_wide_desk, scope="function")]
