"""Quarantines as their page and their list show them."""

from dataclasses import dataclass
from uuid import UUID

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
from services.devices.proceedings.rules import Did, Gate, Kind, missing_in
from services.devices.proceedings.schemas import (
    GateView,
    ProceedingList,
    ProceedingPage,
    ProceedingRow,
)
from services.devices.quarantines.permissions import Parties, may_see, sees_user, why_not_you
from services.devices.quarantines.rules import (
    Kept,
    QuarantineAct,
    QuarantineState,
    gates_of,
    state_of,
    waits_for,
    why_not_act,
)
from services.shared import directory
from services.shared.audit import audit
from services.shared.errors import NotThere

CLOSED = (frozenset({QuarantineAct.ENDED}),)
TITLES = {
    "asset": "Asset",
    "accounts": "Accounts",
    "place": "Kept in",
    "reason": "Reason",
    "officer_name": "Police officer",
    "police_reference": "Police reference",
    "police_words": "What the police said",
    "what_was_done": "What was done",
}


@dataclass(frozen=True)
class QuarantineHere:
    """A quarantine with its parties and how it stands."""

    proceeding: Proceeding
    done: tuple[Did, ...]
    parties: Parties

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the acts in their order."""
        return tuple(one.act for one in self.done)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return the gates as they stand."""
        return gates_of(self.done[0].words, Kept(self.parties.keeper, self.acts))

    @property
    def state(self) -> QuarantineState:
        """Return where it stands."""
        return state_of(self.acts)

    def why_not(self, desk: Desk, act: QuarantineAct) -> str | None:
        """Return why the caller may not do `act` now, or None."""
        return why_not_act(self.acts, act) or why_not_you(act, self.parties, desk.caller.roles)


async def quarantine_at(desk: Desk, quarantine_id: UUID) -> QuarantineHere:
    """Return one quarantine; raises NotThere for whoever used it, and for others (G-12)."""
    proceeding = await proceeding_at(desk, Kind.QUARANTINE, quarantine_id)
    done = (await done_in(desk, [quarantine_id]))[quarantine_id]
    here = QuarantineHere(proceeding, done, _parties(proceeding, done, await heads_of(desk)))
    if not may_see(here.parties, desk.caller.roles, desk.caller.person_id):
        raise NotThere
    return here


async def heads_of(desk: Desk) -> frozenset[UUID]:
    """Return who is the head of this school."""
    holders = await directory.role_holders(desk.session, desk.caller.school_id)
    return frozenset(one.person_id for one in holders if one.role == "head")


def _parties(proceeding: Proceeding, done: tuple[Did, ...], heads: frozenset[UUID]) -> Parties:
    named = [one.to for one in done if one.act == QuarantineAct.KEEPER_NAMED]
    keeper = named[-1] if named else None
    return Parties(proceeding.about_person_id, proceeding.opened_by, keeper, heads)


async def page_of(desk: Desk, quarantine_id: UUID) -> ProceedingPage:
    """Return everything the page of one quarantine shows; the read is written down."""
    here = await quarantine_at(desk, quarantine_id)
    await audit(
        desk.session,
        actor=desk.caller,
        act="quarantine.read",
        kind="quarantine",
        subject_id=quarantine_id,
    )
    names = await names_in(desk, [here.proceeding], here.done, [])
    return ProceedingPage(
        id=quarantine_id,
        state=here.state,
        seq=here.done[-1].seq,
        device_id=None,
        reference=None,
        pupil=None,
        opened_at=here.proceeding.opened_at,
        opened_by=names.person(here.proceeding.opened_by),
        answers=await _answers(desk, here),
        gates=[GateView.of(one) for one in here.gates],
        journal=[did_view(one, names, TITLES) for one in here.done],
        may={act.value: here.why_not(desk, act) for act in QuarantineAct if act != "withdrawn"},
        choices={},
        waits_for=waits_for(here.state, missing_in(here.gates)),
        is_red=here.state is QuarantineState.QUARANTINED,
    )


async def _answers(desk: Desk, here: QuarantineHere) -> dict[str, str]:
    answers = dict(here.done[0].words)
    ids = {one for one in (here.parties.about, here.parties.keeper) if one}
    people = await directory.people_by_id(desk.session, ids)
    if here.parties.keeper in people:
        answers["keeper"] = people[here.parties.keeper].display_name
    if here.parties.about in people and sees_user(here.parties, desk.caller.roles):
        answers["used_by"] = people[here.parties.about].display_name
    return answers


async def quarantines_for(desk: Desk, cursor: str | None, *, is_open: bool) -> ProceedingList:
    """Return one page of the quarantines that the caller may see, newest first (G-12)."""
    wanted = Wanted(Kind.QUARANTINE, None, CLOSED if is_open else ())
    found, following = await page_of_kind(desk, wanted, cursor)
    done = await done_in(desk, [one.id for one in found])
    heads = await heads_of(desk)
    heres = [QuarantineHere(one, done[one.id], _parties(one, done[one.id], heads)) for one in found]
    who = desk.caller
    seen = [one for one in heres if may_see(one.parties, who.roles, who.person_id)]
    await audit(
        desk.session,
        actor=who,
        act="quarantine.listed",
        kind="school",
        subject_id=who.school_id,
        facts={"count": len(seen)},
    )
    people = await directory.people_by_id(desk.session, {one.proceeding.opened_by for one in seen})
    rows = [_row(one, people[one.proceeding.opened_by].display_name) for one in seen]
    return ProceedingList(items=rows, next_cursor=following)


def _row(here: QuarantineHere, opened_by: str) -> ProceedingRow:
    return ProceedingRow(
        id=here.proceeding.id,
        state=here.state,
        reference=here.done[0].words["asset"],
        pupil=None,
        opened_at=here.proceeding.opened_at,
        opened_by=opened_by,
        waits_for=waits_for(here.state, missing_in(here.gates)),
        is_red=here.state is QuarantineState.QUARANTINED,
    )
