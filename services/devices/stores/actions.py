"""Make the places that a school has, see that they do not overflow, and count them."""

from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.devices.keys.actions import Desk
from services.devices.stores.models import Place, StoreCount
from services.devices.stores.queries import (
    REASON,
    count_with,
    holdings_at,
    page_of,
    place_at,
    places_at,
)
from services.devices.stores.rules import (
    FIRST_PLACES,
    APlace,
    why_full,
    why_not_counted,
    why_not_here,
)
from services.devices.stores.schemas import Counted, PlacePage
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.pasted_files import why_not_text

# Whoever puts something into a place or counts it does so alone, so that the numbers hold.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:place AS text), 9))")


async def make_sure_of_places(session: AsyncSession, caller: Caller) -> list[Place]:
    """Return the school's places; the first use makes those that every school starts with."""
    found = await places_at(session, caller.school_id)
    if found:
        return found
    for one in FIRST_PLACES:
        await add_place(session, one, by=caller)
    return await places_at(session, caller.school_id)


async def add_place(session: AsyncSession, new: APlace, *, by: Caller) -> UUID:
    """Add a place; one that is there already stays the one it is."""
    place_id = uuid4()
    row = insert(Place).values(
        id=place_id,
        school_id=by.school_id,
        name=new.name,
        kind=new.kind,
        capacity=new.capacity,
        made_by=by.person_id,
        made_at=clock.now(),
    )
    await session.execute(row.on_conflict_do_nothing(index_elements=["school_id", "name"]))
    await audit(session, actor=by, act="place.added", kind="place", subject_id=place_id)
    return place_id


async def find_place(
    session: AsyncSession, named: str, *, by: Caller, lies_in: UUID | None = None
) -> Place:
    """Return the place called `named` where it has room; `lies_in` is where the device is now.

    Raises Malformed where the school has no such place (G-07), and Refused where it is full.
    """
    places = await make_sure_of_places(session, by)
    why_not = why_not_here(named, [place.name for place in places])
    if why_not:
        raise Malformed("Say where the device is kept.", (FieldError("place", why_not),))
    wanted = named.strip().casefold()
    place = next(place for place in places if place.name.casefold() == wanted)
    if place.id != lies_in:
        await _check_room(session, place)
    return place


async def _check_room(session: AsyncSession, place: Place) -> None:
    await session.execute(_ONE_AT_A_TIME, {"place": str(place.id)})
    rooms = {
        one.place_id: (one.name, one.capacity - one.holds)
        for one in await holdings_at(session, place.school_id)
    }
    name, room = rooms.pop(place.id)
    why = why_full(name, room, rooms.values())
    if why:
        raise Refused(why)


async def count_place(
    desk: Desk, place_id: UUID, given: Counted, *, request_key: UUID
) -> PlacePage:
    """Write down how many devices were found in a place, beside how many are recorded there.

    Raises Malformed for a difference without its reason; sending it twice is one count.
    """
    again = await count_with(desk, request_key)
    if again is not None and (again.place_id, again.found) != (place_id, given.found):
        raise Malformed("This has been sent already with other answers. Start again.")
    if again is None:
        await desk.session.execute(_ONE_AT_A_TIME, {"place": str(place_id)})
        expected = (await place_at(desk, place_id)).holds
        _check_count(expected, given)
        await _write_count(desk, place_id, expected, given, request_key)
    return await page_of(desk, place_id)


def _check_count(expected: int, given: Counted) -> None:
    why = why_not_counted(expected, given.found, given.reason) or why_not_text(given.reason or "")
    if why:
        raise Malformed("Please look at the marked answers.", (FieldError("reason", why),))


async def _write_count(
    desk: Desk, place_id: UUID, expected: int, given: Counted, request_key: UUID
) -> None:
    count_id = uuid4()
    sealed = desk.sealer.seal(given.reason, REASON, count_id) if given.reason else None
    desk.session.add(
        StoreCount(
            id=count_id,
            school_id=desk.caller.school_id,
            place_id=place_id,
            expected=expected,
            found=given.found,
            reason_sealed=sealed,
            key_id=desk.sealer.key_id if sealed else None,
            counted_by=desk.caller.person_id,
            counted_at=clock.now(),
            request_key=request_key,
        )
    )
    await audit(
        desk.session,
        actor=desk.caller,
        act="place.counted",
        kind="place",
        subject_id=place_id,
        facts={"expected": expected, "found": given.found},
    )
