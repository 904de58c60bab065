"""What people do with a device: move it, confirm it, hold it for the police, join it to a case."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import Update, text, update
from sqlalchemy.exc import IntegrityError

from services.devices.custody.errors import AlreadyMoved, AnotherLook
from services.devices.custody.models import CustodyEvent, Device, DeviceState
from services.devices.custody.permissions import why_not_you
from services.devices.custody.queries import (
    LABELS,
    device_at,
    is_colleague,
    last_event_of,
    local_day,
    local_time,
    school_here,
)
from services.devices.custody.rules import (
    Act,
    Custody,
    Move,
    follow,
    was_first,
    why_not,
    why_not_late,
)
from services.devices.custody.rules_words import why_not_words
from services.devices.custody.schemas import (
    Confirm,
    HandOver,
    Hold,
    LiftHold,
    LinkCase,
    Store,
    Written,
)
from services.devices.keys.actions import Desk
from services.devices.notices.actions import note
from services.devices.notices.rules import NoticeAct
from services.devices.stores.actions import find_place
from services.shared import clock, directory
from services.shared.audit import audit
from services.shared.errors import Refused
from services.shared.events.devices import DeviceHeldForPolice, DeviceStateChanged
from services.shared.queue import record

SCREENS = "devices_changes"
_TELL_SCREENS = text(f"SELECT pg_notify('{SCREENS}', :told)")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:link AS text), 7))")


@dataclass(frozen=True)
class Step:
    """One move with what is written beside it; `words` are sealed."""

    move: Move
    words: dict[str, str] = field(default_factory=dict)
    seal_number: str | None = None


async def confirm_device(desk: Desk, device_id: UUID, given: Confirm) -> Custody:
    """Stand behind what a colleague took into safe-keeping; late needs a reason (A-1.16-8)."""
    device, custody = await device_at(desk, device_id)
    school = await school_here(desk.session, desk.caller.school_id)
    _only_who_may(why_not_you(Act.CONFIRMED, desk.caller.roles, school.rules))
    check_words(given, reason=given.reason)
    taken_on = local_day(device.taken_at, school.time_zone)
    why = why_not_late(taken_on, clock.today(school.time_zone), given.reason)
    if why and not custody.is_back:
        raise AnotherLook("reason", why)
    return await carry_out(desk, device, custody, Step(Move(Act.CONFIRMED), _said(given.reason)))


async def store_device(desk: Desk, device_id: UUID, given: Store) -> Custody:
    """Put a device into one of the school's places (G-07)."""
    device, custody = await device_at(desk, device_id)
    lies_in = custody.place_id
    place = await find_place(desk.session, given.place, by=desk.caller, lies_in=lies_in)
    step = Step(Move(Act.STORED, place_id=place.id), {}, given.seal_number)
    return await carry_out(desk, device, custody, step)


async def hand_over_device(desk: Desk, device_id: UUID, given: HandOver) -> Custody:
    """Give a device to a colleague; both sign (D-9.3-8). Raises Malformed for anybody else."""
    device, custody = await device_at(desk, device_id)
    check_words(given, reason=given.reason)
    if not await is_colleague(desk.session, desk.caller.school_id, given.to_person_id):
        raise AnotherLook("to_person_id", "Choose a member of staff of this school.")
    words = {"giver": given.giver_signed_name, "receiver": given.receiver_signed_name}
    move = Move(Act.HANDED_OVER, keeper_id=given.to_person_id)
    return await carry_out(desk, device, custody, Step(move, words | _said(given.reason)))


async def hold_device(desk: Desk, device_id: UUID, given: Hold) -> Custody:
    """Keep a device for the police; nothing gives it back until the hold is lifted (G-05)."""
    device, custody = await device_at(desk, device_id)
    check_words(given, reason=given.reason)
    step = Step(Move(Act.HELD_AS_EVIDENCE), {"reason": given.reason})
    after = await carry_out(desk, device, custody, step)
    await note(desk, device_id, NoticeAct.KEPT)
    return after


async def lift_hold(desk: Desk, device_id: UUID, given: LiftHold) -> Custody:
    """End a police hold, with the reason and the police's reference (G-05, G-16)."""
    device, custody = await device_at(desk, device_id)
    school = await school_here(desk.session, desk.caller.school_id)
    _only_who_may(why_not_you(Act.HOLD_LIFTED, desk.caller.roles, school.rules))
    check_words(given, reason=given.reason)
    words = {"reason": given.reason, "police_reference": given.police_reference}
    after = await carry_out(desk, device, custody, Step(Move(Act.HOLD_LIFTED), words))
    await note(desk, device_id, NoticeAct.FREED)
    return after


async def link_device(desk: Desk, device_id: UUID, given: LinkCase) -> Custody:
    """Join a device to a case by its opaque link; from then on nobody is told by itself (G-17)."""
    device, custody = await device_at(desk, device_id)
    school = await school_here(desk.session, desk.caller.school_id)
    _only_who_may(why_not_you(Act.LINKED, desk.caller.roles, school.rules))
    return await carry_out(desk, device, custody, Step(Move(Act.LINKED, link_id=given.link_id)))


def check_words(written: Written, **texts: str | None) -> None:
    """Raise Malformed where a text hides a file, or looks like a code nobody has denied (G-09)."""
    for name, words in texts.items():
        why = why_not_words(words or "", is_no_code=written.confirmed_no_code)
        if why:
            raise AnotherLook(name, why)


async def carry_out(desk: Desk, device: Device, custody: Custody, step: Step) -> Custody:
    """Add one row to the chain and return where the device stands then.

    Raises Refused where the state table, the school or the caller's role says no (G-05), and
    AlreadyMoved where somebody else acted first: the row's number can be taken only once.
    """
    why = why_not(custody, step.move.act)
    if why:
        raise (await _who_was_first(desk, device) if custody.is_back else Refused(why))
    after = follow(custody, step.move)
    await lock_link(desk, after.link_id)
    event = new_event(desk, device.id, after, step)
    try:
        async with desk.session.begin_nested():
            desk.session.add(event)
    except IntegrityError as taken:
        raise await _who_was_first(desk, device) from taken
    await desk.session.execute(_projected(device, after))
    await say(desk, device, after, step.move.act)
    if step.move.act is Act.HELD_AS_EVIDENCE:
        await _tell_leads(desk, event)
    return after


async def _tell_leads(desk: Desk, event: CustodyEvent) -> None:
    """Let the safeguarding leads hear of possible evidence, whoever found it (A-1.35-22)."""
    held = DeviceHeldForPolice(
        school_id=event.school_id,
        device_id=event.device_id,
        custody_event_id=event.id,
        by_person_id=event.by_person_id,
    )
    await record(desk.session, held)


def new_event(desk: Desk, device_id: UUID, after: Custody, step: Step) -> CustodyEvent:
    """Return the chain's next row: what `step` did, and where the device stands `after` it."""
    event_id = uuid4()
    words = json.dumps(step.words) if step.words else None
    sealed = desk.sealer.seal(words, LABELS["words"], event_id) if words else None
    return CustodyEvent(
        id=event_id,
        school_id=desk.caller.school_id,
        device_id=device_id,
        seq=after.seq,
        act=step.move.act,
        at=clock.now(),
        by_person_id=desk.caller.person_id,
        to_person_id=step.move.keeper_id or step.move.returned_to,
        place_id=step.move.place_id,
        link_id=step.move.link_id,
        seal_number=step.seal_number or None,
        words_sealed=sealed,
        key_id=desk.sealer.key_id if sealed else None,
    )


def _projected(device: Device, after: Custody) -> Update:
    stands = asdict(after) | {"changed_at": clock.now()}
    return update(DeviceState).where(DeviceState.device_id == device.id).values(**stands)


async def lock_link(desk: Desk, link_id: UUID | None) -> None:
    """Let nobody count the devices of the case behind `link_id` until we have committed."""
    # the lock under which reporting counts the devices of a case (architecture.md 3, way 4)
    if link_id is not None:
        await desk.session.execute(_LOCK, {"link": str(link_id)})


async def say(desk: Desk, device: Device, after: Custody, act: Act) -> None:
    """Write the act into the audit trail and tell the others that the device changed hands."""
    facts = {"seq": after.seq, "state": after.state.value}
    await audit(
        desk.session,
        actor=desk.caller,
        act=f"device.{act}",
        kind="device",
        subject_id=device.id,
        facts=facts,
    )
    changed = DeviceStateChanged(
        school_id=device.school_id,
        device_id=device.id,
        link_id=after.link_id,
        state=after.state.value,
    )
    await record(desk.session, changed)
    await tell_screens(desk, {after.taken_by, after.keeper_id} - {None})


async def tell_screens(desk: Desk, people: Iterable[UUID | None] = ()) -> None:
    """Let open boards look again once this is stored: those who see all, and `people`."""
    told = {"school": str(desk.caller.school_id), "people": [str(one) for one in people]}
    await desk.session.execute(_TELL_SCREENS, {"told": json.dumps(told)})


async def _who_was_first(desk: Desk, device: Device) -> AlreadyMoved:
    last = await last_event_of(desk, device.id)
    people = await directory.people_by_id(desk.session, {last.by_person_id})
    school = await school_here(desk.session, desk.caller.school_id)
    who = people[last.by_person_id].display_name
    return AlreadyMoved(was_first(Act(last.act), who, local_time(last.at, school.time_zone)))


def _only_who_may(why: str | None) -> None:
    if why:
        raise Refused(why)


def _said(reason: str | None) -> dict[str, str]:
    return {"reason": reason} if reason else {}
