"""Hand a device to the police and take it back from them (dw5)."""

from uuid import UUID

from services.devices.custody.actions import Step, carry_out, check_words
from services.devices.custody.errors import AnotherLook
from services.devices.custody.queries import device_at, events_of
from services.devices.custody.rules import Act, Custody, Move
from services.devices.keys.actions import Desk
from services.devices.notices.actions import note
from services.devices.notices.rules import NoticeAct
from services.devices.police.permissions import why_not_police
from services.devices.police.schemas import BackFromPolice, HandToPolice
from services.devices.stores.actions import find_place
from services.shared.errors import Refused

NO_SEAL = "Seal it unopened first, and write the number of the bag or seal."


async def hand_to_police(desk: Desk, device_id: UUID, given: HandToPolice) -> Custody:
    """Hand a device that is held for the police to a named officer, who signs (D-9.3-14).

    Raises Refused where there is no police hold or the caller is no lead (G-05), and Malformed for
    a device without a seal.
    """
    device, custody = await device_at(desk, device_id)
    _only_if_none(why_not_police(custody, Act.HANDED_TO_POLICE, desk.caller.roles))
    check_words(given, police_advice=given.police_advice)
    events = await events_of(desk, device_id)
    if not given.seal_number and not any(one.seal_number for one in events):
        raise AnotherLook("seal_number", NO_SEAL)
    words = given.model_dump(exclude={"seal_number", "confirmed_no_code"})
    step = Step(Move(Act.HANDED_TO_POLICE), words, given.seal_number or None)
    return await carry_out(desk, device, custody, step)


async def take_back_from_police(desk: Desk, device_id: UUID, given: BackFromPolice) -> Custody:
    """Put a device that the police brought back into a place; that ends their hold (G-05)."""
    device, custody = await device_at(desk, device_id)
    _only_if_none(why_not_police(custody, Act.RETURNED_BY_POLICE, desk.caller.roles))
    check_words(given, reason=given.reason)
    place = await find_place(desk.session, given.place, by=desk.caller)
    words = given.model_dump(exclude={"place", "confirmed_no_code"})
    step = Step(Move(Act.RETURNED_BY_POLICE, place_id=place.id), words)
    after = await carry_out(desk, device, custody, step)
    await note(desk, device_id, NoticeAct.FREED)
    return after


def _only_if_none(why: str | None) -> None:
    if why:
        raise Refused(why)
