"""What must be known before a device is written down."""

from uuid import UUID

from sqlalchemy import select, text

from services.devices.custody.models import Device
from services.devices.keys.actions import Desk

# Of two requests with one key the second waits here until the first is stored or has failed.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:key AS text), 9))")


async def device_taken_with(desk: Desk, request_key: UUID) -> Device | None:
    """Return the device that was taken with this Idempotency-Key, or None: then ours is first."""
    await desk.session.execute(_ONE_AT_A_TIME, {"key": str(request_key)})
    rows = select(Device).where(
        Device.school_id == desk.caller.school_id, Device.request_key == request_key
    )
    return await desk.session.scalar(rows)


async def reference_is_free(desk: Desk, reference: str) -> bool:
    """Say whether no device of this school carries `reference`."""
    rows = select(Device.id).where(
        Device.school_id == desk.caller.school_id, Device.reference == reference
    )
    return await desk.session.scalar(rows) is None
