"""Withdraw something from use, name its keeper, record the police's words, end it (dw6)."""

from uuid import UUID

from services.devices.custody.actions import check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.queries import is_colleague
from services.devices.keys.actions import Desk
from services.devices.proceedings.actions import (
    Entry,
    Opening,
    add_act,
    only_if_none,
    open_proceeding,
    opened_before,
    words_in,
)
from services.devices.proceedings.rules import Kind
from services.devices.proceedings.schemas import Opened
from services.devices.quarantines.queries import quarantine_at
from services.devices.quarantines.rules import NOT_THE_USER, QuarantineAct, QuarantineState
from services.devices.quarantines.schemas import End, NameKeeper, PoliceSaid, Withdraw
from services.shared.errors import Refused

NOT_A_COLLEAGUE = "Choose a member of staff of this school."


async def withdraw(desk: Desk, given: Withdraw, *, request_key: UUID) -> Opened:
    """Take a school or staff-used device or account out of use, as it stands."""
    act = QuarantineAct.WITHDRAWN
    opening = Opening(Kind.QUARANTINE, act, request_key, None, given.used_by_id)
    again = await opened_before(desk, opening, given)
    if again:
        return Opened(id=again, state=QuarantineState.QUARANTINED, seq=1)
    if given.used_by_id and not await _is_colleague(desk, given.used_by_id):
        raise AnotherLook("used_by_id", NOT_A_COLLEAGUE)
    check_words(given, reason=given.reason, asset=given.asset, accounts=given.accounts)
    new_id = await open_proceeding(desk, opening, given)
    return Opened(id=new_id, state=QuarantineState.QUARANTINED, seq=1)


async def _is_colleague(desk: Desk, person_id: UUID) -> bool:
    return await is_colleague(desk.session, desk.caller.school_id, person_id)


async def name_keeper(desk: Desk, quarantine_id: UUID, given: NameKeeper) -> Opened:
    """Name the one keeper; a later name takes the place of the earlier (D-11.3-17)."""
    here = await quarantine_at(desk, quarantine_id)
    if given.keeper_id == here.parties.about:
        raise Refused(NOT_THE_USER)
    if not await _is_colleague(desk, given.keeper_id):
        raise AnotherLook("keeper_id", NOT_A_COLLEAGUE)
    entry = Entry(QuarantineAct.KEEPER_NAMED, {}, given.keeper_id)
    return await _write(desk, quarantine_id, entry)


async def note_police_advice(desk: Desk, quarantine_id: UUID, given: PoliceSaid) -> Opened:
    """Record what the police advise; it stays in quarantine."""
    check_words(given, police_words=given.police_words)
    return await _write(desk, quarantine_id, Entry(QuarantineAct.POLICE_ADVISED, words_in(given)))


async def note_police_leave(desk: Desk, quarantine_id: UUID, given: PoliceSaid) -> Opened:
    """Record the police's leave; only from then on may it be cleaned or returned (D-11.3-21)."""
    check_words(given, police_words=given.police_words)
    return await _write(desk, quarantine_id, Entry(QuarantineAct.POLICE_LEAVE, words_in(given)))


async def end_quarantine(desk: Desk, quarantine_id: UUID, given: End) -> Opened:
    """Record what became of it; raises Refused before the police's leave (D-11.3-21)."""
    check_words(given, what_was_done=given.what_was_done)
    return await _write(desk, quarantine_id, Entry(QuarantineAct.ENDED, words_in(given)))


async def _write(desk: Desk, quarantine_id: UUID, entry: Entry) -> Opened:
    here = await quarantine_at(desk, quarantine_id)
    only_if_none(here.why_not(desk, QuarantineAct(entry.act)))
    await add_act(desk, here.proceeding, here.done, entry)
    after = await quarantine_at(desk, quarantine_id)
    return Opened(id=quarantine_id, state=after.state, seq=after.done[-1].seq)
