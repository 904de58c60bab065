"""Ask for a deletion, answer its gates, allow it, and record that it was done (dw7)."""

from uuid import UUID

from services.devices.custody.actions import check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.queries import device_at
from services.devices.deletions.queries import deletion_at
from services.devices.deletions.rules import NOT_BY_STAFF, Deleter, DeletionAct
from services.devices.deletions.schemas import AskDeletion, DeletionAnswers, Done
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
from services.shared.errors import Refused


async def ask_deletion(desk: Desk, given: AskDeletion, *, request_key: UUID) -> Opened:
    """Ask whether content may be deleted; it is locked until every gate holds (G-03)."""
    opening = Opening(Kind.DELETION, DeletionAct.ASKED, request_key, given.device_id)
    again = await opened_before(desk, opening, given)
    if again:
        return await _stands(desk, again)
    if given.device_id:
        await device_at(desk, given.device_id)
    elif not given.account:
        raise AnotherLook("account", "Say in which account it lies.")
    check_words(given, what_in_words=given.what_in_words)
    return await _stands(desk, await open_proceeding(desk, opening, given))


async def answer_gates(desk: Desk, deletion_id: UUID, given: DeletionAnswers) -> Opened:
    """Answer the gates anew; an earlier yes no longer counts."""
    check_words(given, what_in_words=given.what_in_words)
    return await _write(desk, deletion_id, Entry(DeletionAct.ANSWERED, words_in(given)))


async def allow_deletion(desk: Desk, deletion_id: UUID) -> Opened:
    """Allow a deletion; raises Refused with what is missing while it is locked (G-03)."""
    return await _write(desk, deletion_id, Entry(DeletionAct.ALLOWED))


async def record_deleted(desk: Desk, deletion_id: UUID, given: Done) -> Opened:
    """Record who deleted it and who stood beside them; never staff for such an image (G-03)."""
    here = await deletion_at(desk, deletion_id)
    if here.is_sensitive and given.deleted_by is not Deleter.YOUNG_PERSON:
        raise Refused(NOT_BY_STAFF)
    return await _write(desk, deletion_id, Entry(DeletionAct.DONE, words_in(given)))


async def _write(desk: Desk, deletion_id: UUID, entry: Entry) -> Opened:
    here = await deletion_at(desk, deletion_id)
    only_if_none(here.why_not(desk, DeletionAct(entry.act)))
    await add_act(desk, here.proceeding, here.done, entry)
    return await _stands(desk, deletion_id)


async def _stands(desk: Desk, deletion_id: UUID) -> Opened:
    here = await deletion_at(desk, deletion_id)
    return Opened(id=deletion_id, state=here.state, seq=here.done[-1].seq)
