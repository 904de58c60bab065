"""Take a pupil's device; where no case is linked, tell the parents (dw2)."""

import hashlib
import secrets
from dataclasses import asdict
from uuid import UUID, uuid4

from services.devices.custody.actions import (
    Step,
    carry_out,
    check_words,
    lock_link,
    new_event,
    say,
)
from services.devices.custody.errors import AnotherLook
from services.devices.custody.models import Device, DeviceState
from services.devices.custody.queries import (
    LABELS,
    Pupil,
    SchoolHere,
    device_at,
    due_back_at,
    pupils_by_id,
    school_here,
    told_of,
)
from services.devices.custody.rules import (
    NOT_A_PUPILS,
    SENSITIVE_GROUNDS,
    Act,
    Custody,
    Move,
    State,
    state_at_taking,
    why_not_take,
)
from services.devices.keys.actions import Desk
from services.devices.notices.actions import tell_by_itself
from services.devices.notices.queries import count_notices
from services.devices.notices.rules import tells_by_itself
from services.devices.stores.actions import find_place
from services.devices.taking.errors import OtherContent
from services.devices.taking.queries import device_taken_with, reference_is_free
from services.devices.taking.rules import USED_IN_WORDS, why_not_used_in
from services.devices.taking.schemas import TakeDevice, Taken
from services.shared import clock
from services.shared.errors import Refused

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


async def take_device(desk: Desk, new: TakeDevice, *, request_key: UUID) -> Taken:
    """Take a pupil's device (dw2) and, where no case is linked, tell the parents.

    Raises Refused for a person, an owner or a pupil that the rules do not allow, and Malformed
    for a place that the school does not have (G-07, G-09, G-10). A no-use place is named (D-9.1-4).
    """
    again = await device_taken_with(desk, request_key)
    if again is not None:
        return await _same_answer(desk, again, new)
    school = await school_here(desk.session, desk.caller.school_id)
    why = why_not_take(school.rules, desk.caller.roles, new.owner)
    if why:
        raise Refused(why)
    _check_answers(new)
    child = await _child(desk, new)
    device = await _write_device(desk, new, child, school, request_key)
    custody = await _write_taking(desk, device, new, school)
    told = await _tell_parents(desk, device, custody, child, school)
    return _taken(device, custody, told)


def _check_answers(new: TakeDevice) -> None:
    check_words(new, description=new.description)
    why = why_not_used_in(new.ground, new.used_in)
    if why:
        raise AnotherLook("used_in", why)


async def _child(desk: Desk, new: TakeDevice) -> Pupil:
    if new.pupil_id is None:
        raise AnotherLook("pupil_id", "Find the child whose device it is.")
    pupils = await pupils_by_id(desk.session, desk.caller.school_id, {new.pupil_id})
    if new.pupil_id not in pupils:
        raise Refused(NOT_A_PUPILS)
    return pupils[new.pupil_id]


async def _same_answer(desk: Desk, device: Device, new: TakeDevice) -> Taken:
    sealed = desk.sealer.open_bytes(device.request_sealed, LABELS["request"], device.id)
    if sealed != _fingerprint(new) or device.taken_by != desk.caller.person_id:
        raise OtherContent
    _, custody = await device_at(desk, device.id)
    return _taken(device, custody, await count_notices(desk, device.id))


def _fingerprint(new: TakeDevice) -> bytes:
    return hashlib.sha256(new.model_dump_json().encode()).digest()


def _taken(device: Device, custody: Custody, told: int) -> Taken:
    return Taken(
        device_id=device.id,
        reference=device.reference,
        label_code=device.label_code,
        state=custody.state,
        notices=told,
    )


async def _write_device(
    desk: Desk, new: TakeDevice, child: Pupil, school: SchoolHere, request_key: UUID
) -> Device:
    device_id = uuid4()
    due_at = await due_back_at(desk.session, desk.caller.school_id, school.time_zone)
    device = Device(
        id=device_id,
        school_id=desk.caller.school_id,
        reference=await _new_reference(desk),
        label_code=secrets.token_hex(16),
        pupil_id=child.id,
        ground=new.ground,
        kind=new.kind,
        power_state=new.power_state,
        legal_basis=school.rules.basis,
        description_sealed=desk.sealer.seal(new.description, LABELS["description"], device_id),
        key_id=desk.sealer.key_id,
        seal_number=new.seal_number or None,
        taken_by=desk.caller.person_id,
        taken_at=clock.now(),
        due_at=due_at,
        request_key=request_key,
        request_sealed=desk.sealer.seal(_fingerprint(new), LABELS["request"], device_id),
    )
    desk.session.add(device)
    await desk.session.flush()  # the chain's rows point at it
    return device


async def _new_reference(desk: Desk) -> str:
    while True:
        reference = "D-" + "".join(secrets.choice(ALPHABET) for _ in range(4))
        if await reference_is_free(desk, reference):
            return reference


async def _write_taking(desk: Desk, device: Device, new: TakeDevice, school: SchoolHere) -> Custody:
    place = await find_place(desk.session, new.place, by=desk.caller)
    state = state_at_taking(school.rules, desk.caller.roles)
    custody = Custody(
        state=state,
        seq=1,
        place_id=place.id,
        keeper_id=None,
        returned_to=None,
        is_confirmed=state is State.HELD,
        link_id=new.link_id,
        taken_by=device.taken_by,
        due_at=device.due_at,
    )
    await lock_link(desk, new.link_id)
    words = {"used_in": USED_IN_WORDS[new.used_in]} if new.used_in else {}
    step = Step(Move(Act.TAKEN, place_id=place.id, link_id=new.link_id), words, new.seal_number)
    desk.session.add(new_event(desk, device.id, custody, step))
    desk.session.add(_projection(device, custody))
    await desk.session.flush()
    await say(desk, device, custody, Act.TAKEN)
    if not new.possible_evidence:
        return custody
    reason = {"reason": "Marked as possible evidence when it was taken."}
    return await carry_out(desk, device, custody, Step(Move(Act.HELD_AS_EVIDENCE), reason))


def _projection(device: Device, custody: Custody) -> DeviceState:
    stands = asdict(custody)
    return DeviceState(
        device_id=device.id, school_id=device.school_id, changed_at=clock.now(), **stands
    )


async def _tell_parents(
    desk: Desk, device: Device, custody: Custody, child: Pupil, school: SchoolHere
) -> int:
    """Tell the parents where nobody has to be asked first, and return how many (G-17)."""
    is_sensitive = device.ground in SENSITIVE_GROUNDS or custody.state is State.HELD_AS_EVIDENCE
    if not tells_by_itself(link_id=custody.link_id, is_sensitive=is_sensitive):
        return 0
    told = told_of(device, custody, child, school)
    return await tell_by_itself(desk, device.id, device.pupil_id, told)
