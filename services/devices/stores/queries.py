"""What places a school has, what lies in them, and how often that was counted."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.keys.actions import Desk
from services.devices.stores.models import Place, StoreCount
from services.devices.stores.schemas import CountView, PlacePage, PlaceView, StoredDevice
from services.shared import directory
from services.shared.audit import audit
from services.shared.errors import NotThere

REASON = "store_count.reason.1"
COUNTS_SHOWN = 20
# The one count that must reconcile: what is in a place is what the projection says is there.
_HOLDINGS = text(
    "SELECT place.id AS place_id, place.name, place.kind, place.capacity,"
    " (SELECT count(*) FROM devices.device_state AS held WHERE held.place_id = place.id) AS holds,"
    " newest.counted_at, newest.found - newest.expected AS difference"
    " FROM devices.place AS place LEFT JOIN LATERAL"
    " (SELECT counted_at, found, expected FROM devices.store_count AS one"
    "  WHERE one.place_id = place.id ORDER BY counted_at DESC LIMIT 1) AS newest ON true"
    " WHERE place.school_id = :school ORDER BY place.name"
)
_STORED = text(
    "SELECT device.id AS device_id, device.reference, device.kind, held.state"
    " FROM devices.device_state AS held JOIN devices.device AS device ON device.id = held.device_id"
    " WHERE held.place_id = :place ORDER BY device.reference"
)


async def places_at(session: AsyncSession, school_id: UUID) -> list[Place]:
    """Return the places of a school in the order of their names."""
    here = select(Place).where(Place.school_id == school_id).order_by(Place.name)
    return list(await session.scalars(here))


async def holdings_at(session: AsyncSession, school_id: UUID) -> list[PlaceView]:
    """Return the places of a school with how many devices lie in each."""
    rows = await session.execute(_HOLDINGS, {"school": school_id})
    return [PlaceView(**row) for row in rows.mappings()]


async def place_at(desk: Desk, place_id: UUID) -> PlaceView:
    """Return one place with what it holds; raises NotThere for another school's."""
    held = await holdings_at(desk.session, desk.caller.school_id)
    found = next((one for one in held if one.place_id == place_id), None)
    if found is None:
        raise NotThere
    return found


async def count_with(desk: Desk, request_key: UUID) -> StoreCount | None:
    """Return the count that was sent with this Idempotency-Key, or None."""
    rows = select(StoreCount).where(
        StoreCount.school_id == desk.caller.school_id, StoreCount.request_key == request_key
    )
    return await desk.session.scalar(rows)


async def page_of(desk: Desk, place_id: UUID) -> PlacePage:
    """Return one place, what should lie in it and its newest counts; the read is written down."""
    place = await place_at(desk, place_id)
    rows = await desk.session.execute(_STORED, {"place": place_id})
    await audit(
        desk.session, actor=desk.caller, act="place.read", kind="place", subject_id=place_id
    )
    return PlacePage(
        place=place,
        devices=[StoredDevice(**row) for row in rows.mappings()],
        counts=await _counts_of(desk, place_id),
    )


async def _counts_of(desk: Desk, place_id: UUID) -> list[CountView]:
    newest = (
        select(StoreCount)
        .where(StoreCount.place_id == place_id)
        .order_by(StoreCount.counted_at.desc())
        .limit(COUNTS_SHOWN)
    )
    counts = list(await desk.session.scalars(newest))
    people = await directory.people_by_id(desk.session, {one.counted_by for one in counts})
    return [
        CountView(
            counted_at=one.counted_at,
            counted_by=people[one.counted_by].display_name,
            expected=one.expected,
            found=one.found,
            difference=one.found - one.expected,
            reason=_reason_of(desk, one),
        )
        for one in counts
    ]


def _reason_of(desk: Desk, count: StoreCount) -> str | None:
    if count.reason_sealed is None:
        return None
    return desk.sealer.open_sealed(count.reason_sealed, REASON, count.id).reveal()
