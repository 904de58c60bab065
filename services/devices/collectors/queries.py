"""Whom parents named in writing, and what they are called."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.collectors.models import NamedCollector
from services.devices.keys.actions import Desk
from services.shared import directory


async def collectors_of(session: AsyncSession, device_id: UUID) -> list[NamedCollector]:
    """Return those who were named for a device, first one first."""
    rows = select(NamedCollector).where(NamedCollector.device_id == device_id)
    return list(await session.scalars(rows.order_by(NamedCollector.recorded_at)))


async def collector_with(desk: Desk, request_key: UUID) -> NamedCollector | None:
    """Return the person who was recorded with this Idempotency-Key, or None."""
    rows = select(NamedCollector).where(
        NamedCollector.school_id == desk.caller.school_id,
        NamedCollector.request_key == request_key,
    )
    return await desk.session.scalar(rows)


async def people_named(session: AsyncSession, ids: set[UUID]) -> dict[UUID, directory.Person]:
    """Return the people with `ids`, by id: those the school knows and those a parent named."""
    found = await directory.people_by_id(session, ids)
    unknown = ids - found.keys()
    if not unknown:
        return found
    rows = await session.scalars(select(NamedCollector).where(NamedCollector.id.in_(unknown)))
    return found | {
        one.id: directory.Person(one.id, "collector", one.display_name, None) for one in rows
    }
