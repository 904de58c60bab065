"""Take a device in with one tap, give it back with another; keep the two registers."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from services.devices.custody.actions import check_words, tell_screens
from services.devices.custody.errors import AlreadyMoved, AnotherLook
from services.devices.custody.queries import local_time
from services.devices.hand_in.models import (
    ArrivalPermission,
    ArrivalPermissionEnd,
    HandInEvent,
    HandInState,
)
from services.devices.hand_in.queries import (
    WORDS,
    Morning,
    allowed_among,
    class_of,
    classes_for,
    morning_at,
    permission_with,
    pupils_in,
    state_of,
    states_in,
)
from services.devices.hand_in.rules import (
    PermissionKind,
    Tap,
    tray_for,
    was_first,
    why_not_bring,
    why_not_tap,
    why_not_you,
)
from services.devices.hand_in.schemas import NewPermission, TapIn, TapOut, Tapped
from services.devices.keys.actions import Desk
from services.devices.notices.queries import guardians_of
from services.shared import clock, directory
from services.shared.audit import audit
from services.shared.errors import Malformed, NotThere, Refused

# One tap at a time in one class, so that two children never share a tray.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(cast(:class_id AS text), 10))")
LONGEST_REQUEST = timedelta(days=400)  # a school year, and a little more


@dataclass(frozen=True)
class Child:
    """The child who stands at the desk, on the day their device came in."""

    id: UUID
    class_id: UUID
    on_date: date


async def hand_in(desk: Desk, pupil_id: UUID, given: TapIn) -> Tapped:
    """Take a child's device in; their tray is their number on the list where it is free (dw1).

    Raises Refused for somebody else's class and, at a school with permissions, for a child for
    whom neither a written request nor an adjustment is recorded (A-1.16-7); AlreadyMoved where
    somebody tapped since the page was shown.
    """
    morning = await morning_at(desk.session, desk.caller.school_id)
    child = Child(pupil_id, await class_of(desk, pupil_id), morning.today.on_date)
    await _check_caller(desk, morning, child.class_id)
    allowed = await allowed_among(desk.session, desk.caller.school_id, [pupil_id], child.on_date)
    why = why_not_bring(morning.arrival, has_permission=pupil_id in allowed)
    if why:
        raise Refused(why)
    return await _tap(desk, morning, child, Tap.HANDED_IN, given.after)


async def give_back(desk: Desk, pupil_id: UUID, given: TapOut) -> Tapped:
    """Give a child the device that came in on `on_date` (today unless given); no confiscation.

    Raises Refused and AlreadyMoved as `hand_in` does.
    """
    morning = await morning_at(desk.session, desk.caller.school_id)
    on_date = given.on_date or morning.today.on_date
    class_id = await class_of(desk, pupil_id)
    await _check_caller(desk, morning, class_id)
    state = await state_of(desk.session, pupil_id, on_date)
    child = Child(pupil_id, state.class_id if state else class_id, on_date)
    return await _tap(desk, morning, child, Tap.GIVEN_BACK, given.after)


async def _check_caller(desk: Desk, morning: Morning, class_id: UUID) -> None:
    classes = await classes_for(desk.session, desk.caller)
    is_mine = any(one.is_mine for one in classes if one.id == class_id)
    why = why_not_you(morning.arrival, desk.caller.roles, is_class_staff=is_mine)
    if why:
        raise Refused(why)


async def _tap(desk: Desk, morning: Morning, child: Child, tap: Tap, after: int) -> Tapped:
    await desk.session.execute(_ONE_AT_A_TIME, {"class_id": str(child.class_id)})
    state = await state_of(desk.session, child.id, child.on_date)
    seq = state.seq if state else 0
    if state is not None and seq != after:
        return await _seen_too_late(desk, morning, state, tap, after)
    why = why_not_tap(tap, is_in=state is not None and state.is_in)
    if why:
        raise Refused(why)
    tray = state.tray if state and tap is Tap.GIVEN_BACK else await _tray(desk, child)
    return await _write(desk, child, HandInEvent(seq=seq + 1, act=tap, tray=tray))


async def _seen_too_late(
    desk: Desk, morning: Morning, state: HandInState, tap: Tap, after: int
) -> Tapped:
    """Answer a tap that was sent twice; raise AlreadyMoved where somebody else was first."""
    is_same = state.is_in == (tap is Tap.HANDED_IN) and state.seq == after + 1
    if is_same and state.changed_by == desk.caller.person_id:
        return _tapped(state)
    people = await directory.people_by_id(desk.session, {state.changed_by})
    done = Tap.HANDED_IN if state.is_in else Tap.GIVEN_BACK
    at = local_time(state.changed_at, morning.school.time_zone)
    who = people[state.changed_by].display_name
    raise AlreadyMoved(was_first(done, who, at, state.tray))


def _tapped(state: HandInState) -> Tapped:
    return Tapped(
        pupil_id=state.pupil_id,
        on_date=state.on_date,
        seq=state.seq,
        is_in=state.is_in,
        tray=state.tray,
    )


async def _tray(desk: Desk, child: Child) -> int:
    pupils = await pupils_in(desk.session, desk.caller.school_id, child.class_id)
    ids = [one.pupil_id for one in pupils]
    number = ids.index(child.id) + 1 if child.id in ids else len(ids) + 1
    states = await states_in(desk.session, child.class_id, child.on_date)
    taken = {one.tray for one in states.values() if one.is_in and one.pupil_id != child.id}
    return tray_for(number, taken)


async def _write(desk: Desk, child: Child, event: HandInEvent) -> Tapped:
    event.id, event.school_id = uuid4(), desk.caller.school_id
    event.pupil_id, event.class_id, event.on_date = child.id, child.class_id, child.on_date
    event.at, event.by_person_id = clock.now(), desk.caller.person_id
    desk.session.add(event)
    await desk.session.flush()
    await _project(desk, event)
    await audit(
        desk.session,
        actor=desk.caller,
        act=f"hand_in.{event.act}",
        kind="pupil",
        subject_id=child.id,
        facts={"seq": event.seq, "tray": event.tray},
    )
    await tell_screens(desk)
    state = await state_of(desk.session, child.id, child.on_date)
    assert state is not None  # noqa: S101  # written above
    return _tapped(state)


async def _project(desk: Desk, event: HandInEvent) -> None:
    is_in = event.act == Tap.HANDED_IN
    stands = {
        "seq": event.seq,
        "is_in": is_in,
        "tray": event.tray,
        "changed_at": event.at,
        "changed_by": event.by_person_id,
    }
    if is_in:
        stands |= {"handed_in_at": event.at, "class_id": event.class_id}
    row = insert(HandInState).values(
        pupil_id=event.pupil_id,
        on_date=event.on_date,
        school_id=event.school_id,
        **{"class_id": event.class_id, "handed_in_at": event.at, **stands},
    )
    await desk.session.execute(
        row.on_conflict_do_update(index_elements=["pupil_id", "on_date"], set_=stands)
    )


async def record_permission(desk: Desk, new: NewPermission, *, request_key: UUID) -> None:
    """Enter a parent's written request or an adjustment (A-1.16-7); sending it twice is one.

    Raises Malformed for dates that cannot be and for an adult who is not listed or is barred.
    """
    again = await permission_with(desk, request_key)
    if again is not None:
        if (again.pupil_id, again.kind) != (new.pupil_id, new.kind):
            raise Malformed("This has been sent already with other answers. Start again.")
        return
    await _check_permission(desk, new)
    permission_id = uuid4()
    desk.session.add(
        ArrivalPermission(
            id=permission_id,
            school_id=desk.caller.school_id,
            pupil_id=new.pupil_id,
            kind=new.kind,
            guardian_id=new.guardian_id,
            written_on=new.written_on,
            ends_on=new.ends_on,
            words_sealed=desk.sealer.seal(new.words, WORDS, permission_id),
            key_id=desk.sealer.key_id,
            recorded_by=desk.caller.person_id,
            recorded_at=clock.now(),
            request_key=request_key,
        )
    )
    await desk.session.flush()
    await _say(desk, "arrival_permission.recorded", permission_id)


async def _check_permission(desk: Desk, new: NewPermission) -> None:
    await class_of(desk, new.pupil_id)
    check_words(new, words=new.words)
    morning = await morning_at(desk.session, desk.caller.school_id)
    today = morning.today.on_date
    if not today - LONGEST_REQUEST <= new.written_on <= today:
        raise AnotherLook("written_on", "Write the date of the letter, today or within a year.")
    if new.ends_on is not None and new.ends_on < today:
        raise AnotherLook("ends_on", "Write a last day that is still to come, or leave it empty.")
    if (new.kind is PermissionKind.PARENT_REQUEST) != (new.guardian_id is not None):
        raise AnotherLook("guardian_id", "Choose the parent who wrote the request.")
    await _check_guardian(desk, new)


async def _check_guardian(desk: Desk, new: NewPermission) -> None:
    if new.guardian_id is None:
        return
    listed = await guardians_of(desk.session, desk.caller.school_id, new.pupil_id)
    if not any(one.person_id == new.guardian_id and not one.is_barred for one in listed):
        raise AnotherLook("guardian_id", "Choose a parent or carer who is listed for this child.")


async def end_permission(desk: Desk, permission_id: UUID) -> None:
    """Let a request or an adjustment count no longer; ending it twice is one end."""
    known = await desk.session.get(ArrivalPermission, permission_id)
    if known is None:
        raise NotThere
    row = insert(ArrivalPermissionEnd).values(
        permission_id=permission_id,
        school_id=desk.caller.school_id,
        ended_by=desk.caller.person_id,
        ended_at=clock.now(),
    )
    await desk.session.execute(row.on_conflict_do_nothing(index_elements=["permission_id"]))
    await _say(desk, "arrival_permission.ended", permission_id)


async def _say(desk: Desk, act: str, permission_id: UUID) -> None:
    await audit(
        desk.session,
        actor=desk.caller,
        act=act,
        kind="arrival_permission",
        subject_id=permission_id,
    )
