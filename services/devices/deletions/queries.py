"""Decisions about deletion as their page and their list show them."""

from dataclasses import dataclass
from uuid import UUID

from services.devices.custody.models import Device
from services.devices.custody.queries import device_at
from services.devices.custody.rules import Ground
from services.devices.deletions.permissions import why_not_you
from services.devices.deletions.rules import (
    NOT_BY_STAFF,
    Answers,
    Content,
    DeletionAct,
    DeletionState,
    gates_of,
    may_be_child_image,
    state_of,
    waits_for,
    why_not_act,
)
from services.devices.keys.actions import Desk
from services.devices.proceedings.models import Proceeding
from services.devices.proceedings.queries import (
    Wanted,
    did_view,
    done_in,
    names_in,
    page_of_kind,
    proceeding_at,
)
from services.devices.proceedings.rules import Did, Gate, Kind, last_words, missing_in
from services.devices.proceedings.schemas import (
    GateView,
    ProceedingList,
    ProceedingPage,
    ProceedingRow,
)
from services.shared.audit import audit

ANSWERS = frozenset({DeletionAct.ASKED, DeletionAct.ANSWERED})
CLOSED = (frozenset({DeletionAct.DONE}),)
TITLES = {
    "what_in_words": "What, in words",
    "account": "Account",
    "policy_breached": "Policy it broke",
    "agencies_confirmed_by": "Agencies confirmed by",
    "who_deleted": "Deleted by",
    "witness": "Witness",
}


@dataclass(frozen=True)
class DeletionHere:
    """A decision with the device the content lies on (if it does), and how it stands."""

    proceeding: Proceeding
    device: Device | None
    content: Content
    done: tuple[Did, ...]

    @property
    def answers(self) -> Answers:
        """Return the newest answers."""
        return last_words(self.done, ANSWERS)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return the gates as they stand now."""
        return gates_of(self.answers, self.content)

    @property
    def state(self) -> DeletionState:
        """Return where the decision stands now."""
        return state_of([one.act for one in self.done], missing_in(self.gates))

    @property
    def is_sensitive(self) -> bool:
        """Say whether it may be an indecent image of a child."""
        return may_be_child_image(self.answers, self.content)

    def why_not(self, desk: Desk, act: DeletionAct) -> str | None:
        """Return why the caller may not do `act` now, or None."""
        why = why_not_act(self.state, act, missing_in(self.gates))
        roles = desk.caller.roles
        return why or why_not_you(act, roles, may_be_child_image=self.is_sensitive)


async def deletion_at(desk: Desk, deletion_id: UUID) -> DeletionHere:
    """Return a decision as it stands now; raises NotThere for one the caller may not see."""
    proceeding = await proceeding_at(desk, Kind.DELETION, deletion_id)
    done = (await done_in(desk, [deletion_id]))[deletion_id]
    return await _here(desk, proceeding, done)


async def _here(desk: Desk, proceeding: Proceeding, done: tuple[Did, ...]) -> DeletionHere:
    if proceeding.device_id is None:
        return DeletionHere(proceeding, None, Content(None, None), done)
    device, custody = await device_at(desk, proceeding.device_id)
    return DeletionHere(proceeding, device, Content(custody.state, Ground(device.ground)), done)


async def page_of(desk: Desk, deletion_id: UUID) -> ProceedingPage:
    """Return everything the page of one decision shows; the read is written down."""
    here = await deletion_at(desk, deletion_id)
    await audit(
        desk.session,
        actor=desk.caller,
        act="deletion.read",
        kind="deletion",
        subject_id=deletion_id,
    )
    devices = [here.device] if here.device else []
    names = await names_in(desk, [here.proceeding], here.done, devices)
    may = {act.value: here.why_not(desk, act) for act in DeletionAct if act != "asked"}
    return ProceedingPage(
        id=deletion_id,
        state=here.state,
        seq=here.done[-1].seq,
        device_id=here.device.id if here.device else None,
        reference=here.device.reference if here.device else None,
        pupil=names.pupil(here.device.pupil_id) if here.device else None,
        opened_at=here.proceeding.opened_at,
        opened_by=names.person(here.proceeding.opened_by),
        answers=dict(here.answers),
        gates=[GateView.of(one) for one in here.gates if here.state is not DeletionState.DONE],
        journal=[did_view(one, names, TITLES) for one in here.done],
        may=may | {"staff_deletes": NOT_BY_STAFF if here.is_sensitive else None},
        choices={},
        waits_for=waits_for(here.state),
        is_red=here.state is DeletionState.LOCKED,
    )


async def deletions_for(
    desk: Desk, cursor: str | None, *, device_id: UUID | None, is_open: bool
) -> ProceedingList:
    """Return one page of decisions, newest first; `is_open` leaves out what is deleted."""
    wanted = Wanted(Kind.DELETION, device_id, CLOSED if is_open else ())
    found, following = await page_of_kind(desk, wanted, cursor)
    done = await done_in(desk, [one.id for one in found])
    await audit(
        desk.session,
        actor=desk.caller,
        act="deletion.listed",
        kind="school",
        subject_id=desk.caller.school_id,
        facts={"count": len(found)},
    )
    rows = [await _row(desk, one, done[one.id]) for one in found]
    return ProceedingList(items=rows, next_cursor=following)


async def _row(desk: Desk, proceeding: Proceeding, done: tuple[Did, ...]) -> ProceedingRow:
    here = await _here(desk, proceeding, done)
    names = await names_in(desk, [proceeding], (), [here.device] if here.device else [])
    return ProceedingRow(
        id=proceeding.id,
        state=here.state,
        reference=here.device.reference if here.device else None,
        pupil=names.pupil(here.device.pupil_id) if here.device else None,
        opened_at=proceeding.opened_at,
        opened_by=names.person(proceeding.opened_by),
        waits_for=waits_for(here.state),
        is_red=here.state is DeletionState.LOCKED,
    )
