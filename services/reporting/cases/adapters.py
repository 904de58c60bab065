"""The keys of cases: made at opening, unwrapped for whoever row security lets see them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import CaseKey, SchoolKey
from services.reporting.tables import Rows, table_of
from services.shared import clock
from services.shared.encryption import Keyring, Sealer
from services.shared.errors import NotThere

_CASE_KEY = table_of(CaseKey)
_SCHOOL_KEY = table_of(SchoolKey)
_MY_KEY = text("SELECT key_id, wrapped FROM reporting.my_report_key(:report_id)")


class CaseKeys:
    """Seals and opens what belongs to a case.

    Wrapped school keys are remembered: they never change, and every report needs one.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._schools: dict[UUID, bytes] = {}

    async def make(
        self, session: AsyncSession, school_id: UUID, case_id: UUID, rows: Rows
    ) -> Sealer:
        """Add a fresh key for a new case to `rows` and return its sealer."""
        school = await self._school(session, school_id)
        key_id, wrapped = self._keyring.new_data_key(school)
        row = {"case_id": case_id, "school_id": school_id, "key_id": key_id, "wrapped": wrapped}
        rows.add(CaseKey, row)
        return self._keyring.sealer(school_id, school, key_id, wrapped)

    async def make_apart(
        self, session: AsyncSession, school_id: UUID
    ) -> tuple[UUID, bytes, Sealer]:
        """Return (key id, wrapped key, sealer) of a fresh key for what belongs to no case."""
        school = await self._school(session, school_id)
        key_id, wrapped = self._keyring.new_data_key(school)
        return key_id, wrapped, self._keyring.sealer(school_id, school, key_id, wrapped)

    async def sealer_apart(
        self, session: AsyncSession, school_id: UUID, key_id: UUID, wrapped: bytes
    ) -> Sealer:
        """Return the sealer of a key that `make_apart` made, for whoever may read its row."""
        school = await self._school(session, school_id)
        return self._keyring.sealer(school_id, school, key_id, wrapped)

    async def sealer_of(self, session: AsyncSession, school_id: UUID, case_id: UUID) -> Sealer:
        """Return the sealer of a case; raises NotThere where the caller reads none of it."""
        asked = select(_CASE_KEY.c.key_id, _CASE_KEY.c.wrapped)
        found = await session.execute(asked.where(_CASE_KEY.c.case_id == case_id))
        return await self._sealer(session, school_id, found.one_or_none())

    async def sealer_of_mine(
        self, session: AsyncSession, school_id: UUID, report_id: UUID
    ) -> Sealer:
        """Return the sealer of the case of the caller's own report, to add to it."""
        found = await session.execute(_MY_KEY, {"report_id": report_id})
        return await self._sealer(session, school_id, found.one_or_none())

    async def _sealer(
        self, session: AsyncSession, school_id: UUID, row: Row[Any, Any] | None
    ) -> Sealer:
        if row is None:
            raise NotThere
        school = await self._school(session, school_id)
        return self._keyring.sealer(school_id, school, row.key_id, row.wrapped)

    async def _school(self, session: AsyncSession, school_id: UUID) -> bytes:
        if school_id not in self._schools:
            self._schools[school_id] = await self._stored(session, school_id)
        return self._schools[school_id]

    async def _stored(self, session: AsyncSession, school_id: UUID) -> bytes:
        asked = select(_SCHOOL_KEY.c.wrapped).where(_SCHOOL_KEY.c.school_id == school_id)
        found: bytes | None = await session.scalar(asked)
        if found is None:
            # a school's first report; of two at once the first one's key stands
            fresh = {"school_id": school_id, "wrapped": self._keyring.new_school_key()}
            once = insert_once(_SCHOOL_KEY).on_conflict_do_nothing()
            await session.execute(once, [{**fresh, "made_at": clock.now()}])
            found = await session.scalar(asked)
        if found is None:
            raise NotThere
        return found


async def _case_keys(request: Request) -> CaseKeys:
    keys: CaseKeys = request.app.state.case_keys
    return keys


Keys = Annotated[CaseKeys, Depends(_case_keys)]
