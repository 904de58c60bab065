"""Join a case to another one, and make a part a case of its own again; both with a reason."""

from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import insert

from services.reporting.cases.actions import Change
from services.reporting.cases.models import State
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import CaseNow, case_now, held_devices_of, joined_to
from services.reporting.cases.schemas import Moved
from services.reporting.joining.actions_parts import one_readership, take_answers, take_children
from services.reporting.joining.models import CaseJoin
from services.reporting.joining.permissions import Pair, why_not_join
from services.reporting.joining.queries import case_of_reference, is_shared, weight_of
from services.reporting.joining.rules import moves_of
from services.reporting.joining.schemas import Joining, Splitting
from services.reporting.procedures.actions import tell_roles
from services.reporting.procedures.actions_plan import plan_case
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import pinned_procedure
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.errors import FieldError, Malformed, Refused
from services.shared.events.reporting import CaseClosed
from services.shared.queue import record

NOT_A_PART: Final = "Choose a case that is a part of this one."


async def join(work: Work, joining: Joining) -> Moved:
    """Make this case a part of another one that the caller reads, and close it as joined.

    The other case becomes as severe as the worse of both, answers yes where either did, and is
    read by everybody who read either, but for whoever is kept out of one: they read neither
    (G-12). Raises Malformed for a reference that the caller does not read, Refused with the
    sentence of `why_not_join`.
    """
    case = await work.case(joining.version, Doing.JOIN)
    into = await case_now(work.session, await case_of_reference(work.session, joining.reference))
    await _check(work, case, into)
    out = await one_readership(work, into.case_id)
    away: dict[str, Any] = {"state": State.CLOSED.value, "danger": False, "paused_until": None}
    facts = {"title": into.reference, "into": str(into.case_id)}
    version = await work.change(case, Change("joined_away", facts, joining.reason, away))
    moves = moves_of(await weight_of(work.session, into), await weight_of(work.session, case))
    moves |= {"owner_id": None} if into.owner_id in out else {}
    facts = {"title": case.reference, "from": str(case.case_id)}
    other = replace(work, case_id=into.case_id)
    kept_version = await other.change(into, Change("joined_in", facts, joining.reason, moves))
    await take_children(work, case, into)
    await take_answers(work, case, into, kept_version)
    await _store(work, case, into, version)
    await tell_roles(work.session, replace(into, **_known(moves)), work.papers.library, by=work.by)
    await other.moved(kept_version)
    return await work.moved(version)


async def _check(work: Work, case: CaseNow, into: CaseNow) -> None:
    mine = await pinned_procedure(work.session, case.case_id)
    other = await pinned_procedure(work.session, into.case_id)
    pair = Pair(
        is_same=case.case_id == into.case_id,
        held_devices=await held_devices_of(work.session, case.case_id),
        is_shared=await is_shared(work.session, case.case_id),
        procedure=mine.procedure_id if mine else None,
        other_state=into.state,
        other_procedure=other.procedure_id if other else None,
    )
    sentence = why_not_join(pair)
    if sentence is not None:
        raise Refused(sentence)


def _known(moves: dict[str, Any]) -> dict[str, Any]:
    return {name: moved for name, moved in moves.items() if name in CaseNow.__dataclass_fields__}


async def _store(work: Work, case: CaseNow, into: CaseNow, version: int) -> None:
    row = {
        "id": uuid4(),
        "school_id": case.school_id,
        "joined_id": case.case_id,
        "into_id": into.case_id,
        "change_version": version,
        "actor_id": work.by.person_id,
        "at": clock.now(),
    }
    await work.session.execute(insert(table_of(CaseJoin)), row)
    await record(work.session, CaseClosed(school_id=case.school_id, case_id=case.case_id))


async def split(work: Work, splitting: Splitting) -> Moved:
    """Make a part of this case a case of its own again; it goes on where it stood.

    Whoever is kept out stays out of both. Raises Malformed where it is no part of this case.
    """
    case = await work.case(splitting.version, Doing.SPLIT)
    if await joined_to(work.session, splitting.joined_id) != case.case_id:
        raise Malformed(NOT_A_PART, (FieldError("joined_id", NOT_A_PART),))
    part = await case_now(work.session, splitting.joined_id)
    other = replace(work, case_id=part.case_id)
    pinned = await pinned_procedure(work.session, part.case_id)
    moves = {
        "state": (State.TRIAGED if pinned else State.ACKNOWLEDGED).value,
        "has_outcome": False,
        "waiting_since": clock.now(),
    }
    change = Change("split_off", {"title": case.reference}, splitting.reason, moves)
    await other.change(part, change)
    await plan_case(work.session, part.case_id, work.papers.library)
    facts = {"title": part.reference}
    return await work.finish(case, Change("split_out", facts, splitting.reason))
