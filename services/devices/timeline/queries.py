"""The page of one device: what is known, what happened, and what may be done next."""

from dataclasses import replace
from uuid import UUID

from services.devices.boards.queries import Names, Today, whereabouts
from services.devices.collections.queries import is_held_back, knows_link
from services.devices.collectors.queries import collectors_of, people_named
from services.devices.custody.models import CustodyEvent, Device
from services.devices.custody.permissions import (
    READ_CODES,
    RELEASE_NOTICES,
    may_see_ground,
    why_not_you,
)
from services.devices.custody.queries import (
    SchoolHere,
    description_of,
    device_at,
    events_of,
    pupils_by_id,
    school_here,
    words_of,
)
from services.devices.custody.rules import (
    HELD_BACK,
    Act,
    Custody,
    Ground,
    Kind,
    PowerState,
    can_be_overdue,
    why_not,
)
from services.devices.extensions.rules import why_not_you as why_not_longer
from services.devices.keys.actions import Desk
from services.devices.notices.queries import guardians_of
from services.devices.notices.rules import Listed
from services.devices.police.permissions import why_not_police
from services.devices.stores.queries import places_at
from services.devices.timeline.schemas import (
    CollectorView,
    DevicePage,
    EventView,
    GuardianView,
    May,
)
from services.shared.audit import audit

NOT_THE_OFFICE = "Only the office and the head see the codes."
NOT_A_LEAD = "A safeguarding lead or the head decides whether a parent is told."
BARRED = "This person must not collect. Keep the device and ask the safeguarding lead."
MAY_NOT_COLLECT = "This person is not down to collect. Ask the office to check the contacts."
_NOTES = {
    "used_in": "Used in",
    "reason": "Reason",
    "police_reference": "Police reference",
    "officer_name": "Police officer",
    "collar_number": "Collar number",
    "force": "Police force",
    "crime_reference": "Crime reference",
    "police_advice": "Kept as the police asked",
    "officer_signed_name": "Signed by the officer",
    "giver": "Handed over by",
    "receiver": "Received by",
    "identity": "Identity checked by",
    "signed": "Signed by",
    "until": "Kept until",
    "condition": "Condition",
}


async def page_of(desk: Desk, device_id: UUID) -> DevicePage:
    """Return everything the page of one device shows; the read is written down."""
    device, custody = await device_at(desk, device_id)
    await audit(
        desk.session, actor=desk.caller, act="device.read", kind="device", subject_id=device_id
    )
    school = await school_here(desk.session, desk.caller.school_id)
    knows_case = await knows_link(desk, custody.link_id)
    events = [
        one for one in await events_of(desk, device_id) if knows_case or one.act != Act.LINKED
    ]
    names = await _names_of(desk, device, events)
    places = {one.id: one.name for one in await places_at(desk.session, desk.caller.school_id)}
    caller = desk.caller
    ground = Ground(device.ground)
    sees_ground = may_see_ground(ground, custody, caller.roles, caller.person_id)
    return DevicePage(
        device_id=device.id,
        reference=device.reference,
        label_code=device.label_code,
        kind=Kind(device.kind),
        description=description_of(desk, device),
        ground=ground if sees_ground else None,
        legal_basis=device.legal_basis,
        power_state=PowerState(device.power_state),
        seal_number=newest_seal(events),
        state=custody.state,
        seq=custody.seq,
        is_confirmed=custody.is_confirmed,
        is_linked=knows_case,
        pupil=names.pupil(device.pupil_id),
        whereabouts=whereabouts(custody, _place(custody, places), names),
        taken_at=device.taken_at,
        taken_by=names.person(device.taken_by),
        due_at=custody.due_at,
        is_overdue=can_be_overdue(custody.state)
        and custody.due_at < Today.at(school.time_zone).now,
        time_zone=school.time_zone,
        events=[event_view(desk, one, names, places) for one in events],
        guardians=await _guardians(desk, device, custody),
        collectors=await _collectors(desk, device, custody),
        is_drawn=any(words_of(desk, one).get("signature") for one in events),
        may=_may(desk, custody, school, knows_case=knows_case),
    )


async def _names_of(desk: Desk, device: Device, events: list[CustodyEvent]) -> Names:
    ids = {one.by_person_id for one in events} | {one.to_person_id for one in events}
    people = {one for one in ids if one is not None}
    return Names(
        people=await people_named(desk.session, people),
        pupils=await pupils_by_id(desk.session, desk.caller.school_id, {device.pupil_id}),
    )


def _place(custody: Custody, places: dict[UUID, str]) -> str | None:
    return places[custody.place_id] if custody.place_id else None


def newest_seal(events: list[CustodyEvent]) -> str | None:
    """Return the number of the seal that is on the device now, or None."""
    sealed = [one.seal_number for one in events if one.seal_number]
    return sealed[-1] if sealed else None


def event_view(desk: Desk, event: CustodyEvent, names: Names, places: dict[UUID, str]) -> EventView:
    """Return one row of the time line with what was written beside it."""
    words = words_of(desk, event)
    return EventView(
        seq=event.seq,
        at=event.at,
        act=event.act,
        by=names.person(event.by_person_id),
        to=names.person(event.to_person_id) if event.to_person_id else None,
        place=places[event.place_id] if event.place_id else None,
        seal_number=event.seal_number,
        notes=[(title, words[key]) for key, title in _NOTES.items() if words.get(key)],
    )


async def _guardians(desk: Desk, device: Device, custody: Custody) -> list[GuardianView]:
    listed = await guardians_of(desk.session, desk.caller.school_id, device.pupil_id)
    return [
        GuardianView(
            id=one.person_id,
            display_name=one.display_name,
            relationship=one.relationship,
            why_not=await _why_not_them(desk, custody, one),
        )
        for one in listed
    ]


async def _collectors(desk: Desk, device: Device, custody: Custody) -> list[CollectorView]:
    """Return whom a parent named in writing; a parent who may not collect names nobody."""
    parents = {one.id: one for one in await _guardians(desk, device, custody)}
    return [
        CollectorView(
            id=one.id,
            display_name=one.display_name,
            relationship=one.relationship,
            named_by=parents[one.named_by].display_name if one.named_by in parents else "",
            written_on=one.written_on,
            why_not=parents[one.named_by].why_not if one.named_by in parents else MAY_NOT_COLLECT,
        )
        for one in await collectors_of(desk.session, device.id)
    ]


async def _why_not_them(desk: Desk, custody: Custody, one: Listed) -> str | None:
    if one.is_barred:
        return BARRED
    if not one.may_collect:
        return MAY_NOT_COLLECT
    return HELD_BACK if await is_held_back(desk, custody, one.person_id) else None


def _may(desk: Desk, custody: Custody, school: SchoolHere, *, knows_case: bool) -> May:
    shown = custody if knows_case else replace(custody, link_id=None)

    def act(one: Act) -> str | None:
        return why_not(shown, one) or why_not_you(one, desk.caller.roles, school.rules)

    is_back = why_not(custody, Act.STORED)
    releases = desk.caller.has_any(*RELEASE_NOTICES)
    return May(
        confirm=act(Act.CONFIRMED),
        store=act(Act.STORED),
        hand_over=act(Act.HANDED_OVER),
        hold=act(Act.HELD_AS_EVIDENCE),
        lift=act(Act.HOLD_LIFTED),
        link=act(Act.LINKED),
        give_back=act(Act.RETURNED),
        keep_longer=why_not(custody, Act.KEPT_LONGER) or why_not_longer(desk.caller.roles),
        search=act(Act.SEARCHED),
        hand_to_police=why_not_police(custody, Act.HANDED_TO_POLICE, desk.caller.roles),
        back_from_police=why_not_police(custody, Act.RETURNED_BY_POLICE, desk.caller.roles),
        tell_parent=is_back or (None if releases else NOT_A_LEAD),
        read_codes=None if desk.caller.has_any(*READ_CODES) else NOT_THE_OFFICE,
    )
