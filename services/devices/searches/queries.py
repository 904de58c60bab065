"""Searches as their page and their list show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from services.devices.boards.queries import Names
from services.devices.custody.models import Device
from services.devices.custody.queries import device_at, school_here
from services.devices.custody.rules import Custody, Ground
from services.devices.keys.actions import Desk
from services.devices.proceedings.models import Proceeding
from services.devices.proceedings.queries import (
    Wanted,
    devices_by_id,
    did_view,
    done_in,
    names_in,
    page_of_kind,
    proceeding_at,
)
from services.devices.proceedings.rules import Did, Gate, Kind, last_words, missing_in
from services.devices.proceedings.schemas import (
    Choice,
    GateView,
    ProceedingList,
    ProceedingPage,
    ProceedingRow,
)
from services.devices.searches.permissions import why_not_you
from services.devices.searches.rules import (
    OVER,
    Answers,
    SearchAct,
    SearchFacts,
    SearchRules,
    gates_of,
    is_red,
    state_of,
    waits_for,
    why_not_act,
)
from services.shared import directory
from services.shared.audit import audit

ANSWERS = frozenset({SearchAct.PROPOSED, SearchAct.ANSWERED})
CLOSED = (
    frozenset({SearchAct.REFUSED}),
    frozenset({SearchAct.REVIEWED, SearchAct.PARENTS_TOLD}),
)
WITNESSES = frozenset({"dsl", "ddsl"})
TITLES = {
    "place": "Room",
    "seniors_told": "Senior leaders told",
    "harm_reason": "Serious harm that is imminent",
    "immediate_reason": "Clear evidence of an immediate issue",
    "what_looked_at": "Looked at",
    "what_found": "Found",
    "action_taken": "What was done",
    "told_whom": "Told",
    "wider_need": "Wider need",
    "reason": "Reason",
}
_SEX = text("SELECT sex FROM directory.pupil WHERE school_id = :school AND person_id = :pupil")


@dataclass(frozen=True)
class SearchHere:
    """A search with its device, what was done, what was answered, and its gates."""

    proceeding: Proceeding
    device: Device
    custody: Custody
    done: tuple[Did, ...]
    answers: Answers
    gates: tuple[Gate, ...]
    facts: SearchFacts

    @property
    def acts(self) -> tuple[str, ...]:
        """Return the acts in their order."""
        return tuple(one.act for one in self.done)

    def why_not(self, desk: Desk, act: SearchAct) -> str | None:
        """Return why the caller may not do `act` now, or None: state, gates, then the person."""
        why = why_not_act(self.acts, act)
        missing = missing_in(self.gates)
        if why is None and act is SearchAct.AUTHORISED and missing:
            why = f"This search cannot be authorised: {missing[0]}"
        if why is None and act is SearchAct.CARRIED_OUT and missing:
            why = f"This search cannot start: {missing[0]}"
        return why or why_not_you(act, desk.caller.roles, desk.caller.person_id, self.answers)


async def search_at(desk: Desk, search_id: UUID) -> SearchHere:
    """Return a search as it stands now; raises NotThere for one the caller may not see."""
    proceeding = await proceeding_at(desk, Kind.SEARCH, search_id)
    assert proceeding.device_id is not None  # noqa: S101  # a constraint of the table
    device, custody = await device_at(desk, proceeding.device_id)
    done = (await done_in(desk, [search_id]))[search_id]
    answers = last_words(done, ANSWERS)
    facts = await facts_of(desk, device, custody)
    gates = gates_of(answers, facts)
    return SearchHere(proceeding, device, custody, done, answers, gates, facts)


async def facts_of(desk: Desk, device: Device, custody: Custody) -> SearchFacts:
    """Return what the school knows by itself about a search of `device` now."""
    school_id = desk.caller.school_id
    rules = SearchRules.of((await school_here(desk.session, school_id)).profile)
    holders = await directory.role_holders(desk.session, school_id)
    sex = await desk.session.scalar(_SEX, {"school": school_id, "pupil": device.pupil_id})
    return SearchFacts(
        custody=custody,
        ground=Ground(device.ground),
        pupil_sex=sex,
        searchers=frozenset(one.person_id for one in holders if one.role in rules.searchers),
        witnesses=frozenset(one.person_id for one in holders if one.role in WITNESSES),
        consent=rules.consent,
    )


async def page_of(desk: Desk, search_id: UUID) -> ProceedingPage:
    """Return everything the page of one search shows; the read is written down."""
    here = await search_at(desk, search_id)
    await audit(
        desk.session, actor=desk.caller, act="search.read", kind="search", subject_id=search_id
    )
    names = await names_in(desk, [here.proceeding], here.done, [here.device])
    state = state_of(here.acts)
    return ProceedingPage(
        id=search_id,
        state=state,
        seq=here.done[-1].seq,
        device_id=here.device.id,
        reference=here.device.reference,
        pupil=names.pupil(here.device.pupil_id),
        opened_at=here.proceeding.opened_at,
        opened_by=names.person(here.proceeding.opened_by),
        answers=dict(here.answers),
        # once it is over, what holds today says nothing about what held then
        gates=[] if state in OVER else [GateView.of(one) for one in here.gates],
        journal=[did_view(one, names, TITLES) for one in here.done],
        may={act.value: here.why_not(desk, act) for act in SearchAct if act not in ANSWERS}
        | {"answered": why_not_act(here.acts, SearchAct.ANSWERED)},
        choices=await choices_of(desk, here.facts),
        waits_for=waits_for(here.acts, missing_in(here.gates)),
        is_red=is_red(here.acts),
    )


async def choices_of(desk: Desk, facts: SearchFacts) -> dict[str, list[Choice]]:
    """Return who may search and who may be the witness, by name."""
    people = await directory.people_by_id(desk.session, set(facts.searchers | facts.witnesses))
    return {
        "searcher_id": _by_name(people, facts.searchers),
        "witness_id": _by_name(people, facts.witnesses),
    }


def _by_name(people: dict[UUID, directory.Person], ids: frozenset[UUID]) -> list[Choice]:
    known = [people[one] for one in ids if one in people]
    return [
        Choice(id=one.id, label=one.display_name)
        for one in sorted(known, key=lambda one: one.display_name)
    ]


async def searches_for(
    desk: Desk, cursor: str | None, *, device_id: UUID | None, is_open: bool
) -> ProceedingList:
    """Return one page of searches, newest first; `is_open` leaves out what waits for nobody."""
    wanted = Wanted(Kind.SEARCH, device_id, CLOSED if is_open else ())
    found, following = await page_of_kind(desk, wanted, cursor)
    done = await done_in(desk, [one.id for one in found])
    devices = await devices_by_id(desk, {one.device_id for one in found if one.device_id})
    names = await names_in(desk, found, (), list(devices.values()))
    await audit(
        desk.session,
        actor=desk.caller,
        act="search.listed",
        kind="school",
        subject_id=desk.caller.school_id,
        facts={"count": len(found)},
    )
    rows = [_row(one, devices, done[one.id], names) for one in found]
    return ProceedingList(items=rows, next_cursor=following)


def _row(
    one: Proceeding, devices: dict[UUID, Device], done: tuple[Did, ...], names: Names
) -> ProceedingRow:
    acts = tuple(did.act for did in done)
    device = devices[one.device_id] if one.device_id else None
    return ProceedingRow(
        id=one.id,
        state=state_of(acts),
        reference=device.reference if device else None,
        pupil=names.pupil(device.pupil_id) if device else None,
        opened_at=one.opened_at,
        opened_by=names.person(one.opened_by),
        waits_for=waits_for(acts, []),
        is_red=is_red(acts),
    )
