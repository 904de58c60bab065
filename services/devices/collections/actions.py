"""Give a device back to the family (dw4), and tell a parent after the question (G-17)."""

import json
from uuid import UUID, uuid4

from services.devices.collections.queries import (
    check_notice_of,
    guardian_at,
    is_held_back,
    notice_to,
)
from services.devices.collections.schemas import Decided, Return, TellParent
from services.devices.collectors.queries import collectors_of
from services.devices.custody.actions import Step, carry_out, check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.models import Device
from services.devices.custody.permissions import RELEASE_NOTICES
from services.devices.custody.queries import device_at, pupils_by_id, school_here, told_of
from services.devices.custody.rules import (
    HELD_BACK,
    NOT_ENTITLED,
    Act,
    Custody,
    Move,
    why_not,
)
from services.devices.keys.actions import Desk
from services.devices.notices.actions import Addressee, give_new_code, note, release
from services.devices.notices.models import NoticeDecision
from services.devices.notices.queries import LABELS
from services.devices.notices.rules import (
    NEEDS_THE_QUESTION,
    NOT_BY_MAIL,
    TELLING_IS_A_RISK,
    Answer,
    NoticeAct,
    Told,
)
from services.shared import clock
from services.shared.audit import audit
from services.shared.errors import NotAllowed, Refused

POINTS_AT_MOST = 2000


async def return_device(desk: Desk, device_id: UUID, given: Return) -> Custody:
    """Give a device back to a listed guardian whose identity was checked and who signed.

    Raises Refused for a police hold (G-05), for anybody who is barred or not listed (G-08) and,
    without a reason, for an adult whom a linked case names; AlreadyMoved where it is back already.
    """
    device, custody = await device_at(desk, device_id)
    if not custody.is_back:
        await _check_return(desk, device, custody, given)
    words = {
        "signature": json.dumps(given.signature) if given.signature else "",
        "identity": given.identity_how,
        "signed": given.signed_name,
        "condition": given.condition or "",
    }
    move = Move(Act.RETURNED, returned_to=given.collector_id or given.guardian_id)
    after = await carry_out(desk, device, custody, Step(move, words))
    await note(desk, device_id, NoticeAct.GIVEN_BACK)
    return after


async def _check_return(desk: Desk, device: Device, custody: Custody, given: Return) -> None:
    why = why_not(custody, Act.RETURNED)
    if why:
        raise Refused(why)
    guardian_id = await _answering_parent(desk, device, given)
    guardian = await guardian_at(desk, device.pupil_id, guardian_id) if guardian_id else None
    if guardian is None or not guardian.is_entitled:
        raise Refused(NOT_ENTITLED)
    if await is_held_back(desk, custody, guardian.person_id):
        raise Refused(HELD_BACK)
    check_words(given, condition=given.condition)
    _check_identity(given)


async def _answering_parent(desk: Desk, device: Device, given: Return) -> UUID | None:
    """Return the parent who collects, or who named the collector in writing for this device."""
    if given.collector_id is None:
        return given.guardian_id
    named = await collectors_of(desk.session, device.id)
    return next((one.named_by for one in named if one.id == given.collector_id), None)


def _check_identity(given: Return) -> None:
    if not given.identity_checked:
        raise AnotherLook("identity_checked", "Check who it is before you give the device back.")
    if len(given.identity_how) < 2:  # noqa: PLR2004  # two letters, such as ID
        raise AnotherLook("identity_how", "Say how you checked who it is.")
    if given.signature is not None:
        _check_strokes(given.signature)
    elif len(given.signed_name) < 2:  # noqa: PLR2004  # the shortest names
        raise AnotherLook("signed_name", "Type the name of the person who collects it.")


def _check_strokes(strokes: list[list[tuple[int, int]]]) -> None:
    if sum(len(stroke) for stroke in strokes) > POINTS_AT_MOST:
        raise AnotherLook("signed_name", "The drawing is too large. Clear it and sign again.")


async def tell_parent(desk: Desk, device_id: UUID, given: TellParent) -> Decided:
    """Record a named person's answer and, where it is no, tell the parent (G-17).

    Raises NotAllowed for anybody who is not a safeguarding person, Malformed without the answer or
    without the reason for a yes, and Refused where a mail would reach the wrong person (T4).
    """
    device, custody = await device_at(desk, device_id)
    if not desk.caller.has_any(*RELEASE_NOTICES):
        raise NotAllowed("Only a safeguarding lead or the head decides whether a parent is told.")
    _check_answer(given)
    if given.would_telling_put_child_at_risk is Answer.YES:
        await _write_decision(desk, device_id, given)
        return Decided(notice_id=None, sentence=TELLING_IS_A_RISK)
    await _check_addressee(desk, device, custody, given.guardian_id)
    await _write_decision(desk, device_id, given)
    known = await notice_to(desk, device_id, given.guardian_id)
    if known is not None:
        return Decided(notice_id=known.id, sentence="This parent has been told already.")
    told = await _told(desk, device, custody)
    to = Addressee(device_id, device.pupil_id, given.guardian_id)
    notice_id = await release(desk, to, told, is_automatic=False)
    return Decided(notice_id=notice_id, sentence="The parent is told by e-mail now.")


def _check_answer(given: TellParent) -> None:
    if given.would_telling_put_child_at_risk is None:
        raise AnotherLook("would_telling_put_child_at_risk", NEEDS_THE_QUESTION)
    check_words(given, reason=given.reason)
    if given.would_telling_put_child_at_risk is Answer.YES and not given.reason:
        raise AnotherLook("reason", "Say why the parent is not told; the reason is kept.")


async def _check_addressee(desk: Desk, device: Device, custody: Custody, guardian_id: UUID) -> None:
    if custody.is_back:
        raise Refused("This device has already been given back.")
    guardian = await guardian_at(desk, device.pupil_id, guardian_id)
    if guardian is None or not guardian.may_be_mailed:
        raise Refused(NOT_BY_MAIL)
    if await is_held_back(desk, custody, guardian_id):
        raise Refused(NOT_BY_MAIL)


async def _write_decision(desk: Desk, device_id: UUID, given: TellParent) -> None:
    decision_id = uuid4()
    reason = given.reason
    desk.session.add(
        NoticeDecision(
            id=decision_id,
            school_id=desk.caller.school_id,
            device_id=device_id,
            guardian_id=given.guardian_id,
            answer=given.would_telling_put_child_at_risk,
            reason_sealed=desk.sealer.seal(reason, LABELS["reason"], decision_id)
            if reason
            else None,
            key_id=desk.sealer.key_id,
            decided_by=desk.caller.person_id,
            decided_at=clock.now(),
        )
    )
    await audit(
        desk.session,
        actor=desk.caller,
        act="notice.decided",
        kind="device",
        subject_id=device_id,
        facts={"would_put_child_at_risk": str(given.would_telling_put_child_at_risk)},
    )


async def _told(desk: Desk, device: Device, custody: Custody) -> Told:
    school = await school_here(desk.session, desk.caller.school_id)
    pupils = await pupils_by_id(desk.session, desk.caller.school_id, {device.pupil_id})
    return told_of(device, custody, pupils[device.pupil_id], school)


async def make_new_code(desk: Desk, device_id: UUID, notice_id: UUID) -> None:
    """Make a new code for a notice, as after five wrong ones; the old one is dead."""
    await check_notice_of(desk, device_id, notice_id)
    await give_new_code(desk, notice_id)
