"""Propose, authorise, carry out, stop and review a search (dw3)."""

from uuid import UUID

from services.devices.custody.actions import Step, carry_out, check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.queries import device_at, pupils_by_id
from services.devices.custody.rules import NOT_A_PUPILS, Act, Move, Owner
from services.devices.keys.actions import Desk
from services.devices.notices.actions import note
from services.devices.notices.rules import NoticeAct
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
from services.devices.searches.queries import SearchHere, search_at
from services.devices.searches.rules import SearchAct, state_of
from services.devices.searches.schemas import (
    Because,
    CarryOut,
    Propose,
    Review,
    SearchAnswers,
    Stop,
    TellParents,
)
from services.shared.errors import Refused

STOPPED_FOR_POLICE = "A search was stopped because what was seen may be illegal."


async def propose_search(
    desk: Desk, device_id: UUID, given: Propose, *, request_key: UUID
) -> Opened:
    """Propose a search of a pupil's device; its gates may still be missing.

    Raises Refused for anybody else's device (G-10).
    """
    opening = Opening(Kind.SEARCH, SearchAct.PROPOSED, request_key, device_id)
    again = await opened_before(desk, opening, given)
    if again:
        return await _stands(desk, again)
    device, _ = await device_at(desk, device_id)
    pupils = await pupils_by_id(desk.session, desk.caller.school_id, {device.pupil_id})
    if given.owner is not Owner.PUPIL or not pupils:
        raise Refused(NOT_A_PUPILS)
    _check_answers(given)
    return await _stands(desk, await open_proceeding(desk, opening, given))


def _check_answers(given: SearchAnswers) -> None:
    check_words(
        given,
        reason=given.reason,
        harm_reason=given.harm_reason,
        immediate_reason=given.immediate_reason,
    )


async def answer_gates(desk: Desk, search_id: UUID, given: SearchAnswers) -> Opened:
    """Answer the gates anew; what was answered before stays in the journal."""
    _check_answers(given)
    return await _write(desk, search_id, Entry(SearchAct.ANSWERED, words_in(given)))


async def authorise_search(desk: Desk, search_id: UUID) -> Opened:
    """Authorise a search; raises Refused with what is missing while a gate does not hold (G-06)."""
    return await _write(desk, search_id, Entry(SearchAct.AUTHORISED))


async def refuse_search(desk: Desk, search_id: UUID, given: Because) -> Opened:
    """Refuse a search, with the reason."""
    check_words(given, reason=given.reason)
    return await _write(desk, search_id, Entry(SearchAct.REFUSED, words_in(given)))


async def carry_out_search(desk: Desk, search_id: UUID, given: CarryOut) -> Opened:
    """Record what was looked at and found; the gates must hold to this moment (G-06).

    Where something illegal was found the search is stopped, and the device is held for the police
    in the same transaction (A-1.35-22, D-9.3-14).
    """
    here = await search_at(desk, search_id)
    only_if_none(here.why_not(desk, SearchAct.CARRIED_OUT))
    check_words(
        given,
        what_looked_at=given.what_looked_at,
        what_found=given.what_found,
        action_taken=given.action_taken,
    )
    act = SearchAct.ILLEGAL_FOUND if given.found_illegal else SearchAct.CARRIED_OUT
    await add_act(desk, here.proceeding, here.done, Entry(act, words_in(given, "found_illegal")))
    custody = await carry_out(desk, here.device, here.custody, Step(Move(Act.SEARCHED)))
    if given.found_illegal:
        step = Step(Move(Act.HELD_AS_EVIDENCE), {"reason": STOPPED_FOR_POLICE})
        await carry_out(desk, here.device, custody, step)
        await note(desk, here.device.id, NoticeAct.KEPT)
    return await _stands(desk, search_id)


async def stop_search(desk: Desk, search_id: UUID, given: Stop) -> Opened:
    """Stop an authorised search; where something illegal was seen, hold the device (G-05)."""
    here = await search_at(desk, search_id)
    act = SearchAct.ILLEGAL_FOUND if given.found_illegal else SearchAct.STOPPED
    only_if_none(here.why_not(desk, act))
    check_words(given, reason=given.reason)
    await add_act(desk, here.proceeding, here.done, Entry(act, words_in(given, "found_illegal")))
    if given.found_illegal:
        await _hold(desk, here)
    return await _stands(desk, search_id)


async def _hold(desk: Desk, here: SearchHere) -> None:
    step = Step(Move(Act.HELD_AS_EVIDENCE), {"reason": STOPPED_FOR_POLICE})
    if here.custody.state != "held_as_evidence":
        await carry_out(desk, here.device, here.custody, step)
        await note(desk, here.device.id, NoticeAct.KEPT)


async def tell_parents(desk: Desk, search_id: UUID, given: TellParents) -> Opened:
    """Record that the parents were told of the search and its result, or why not (G-16)."""
    check_words(given, reason=given.reason)
    if given.told and not given.told_whom:
        raise AnotherLook("told_whom", "Say whom you told and how.")
    if not given.told and not given.reason:
        raise AnotherLook("reason", "Say why the parents are not told yet; the reason is kept.")
    act = SearchAct.PARENTS_TOLD if given.told else SearchAct.PARENTS_NOT_TOLD
    return await _write(desk, search_id, Entry(act, words_in(given, "told")))


async def review_search(desk: Desk, search_id: UUID, given: Review) -> Opened:
    """Record the safeguarding lead's review of a search that has ended (N-39)."""
    check_words(given, wider_need=given.wider_need)
    return await _write(desk, search_id, Entry(SearchAct.REVIEWED, words_in(given)))


async def _write(desk: Desk, search_id: UUID, entry: Entry) -> Opened:
    here = await search_at(desk, search_id)
    only_if_none(here.why_not(desk, SearchAct(entry.act)))
    await add_act(desk, here.proceeding, here.done, entry)
    return await _stands(desk, search_id)


async def _stands(desk: Desk, search_id: UUID) -> Opened:
    here = await search_at(desk, search_id)
    return Opened(id=search_id, state=state_of(here.acts), seq=here.done[-1].seq)
