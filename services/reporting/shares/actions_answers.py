"""What somebody outside sends back: that they have it, advice, a question; it lands on the case."""

from typing import Final
from uuid import UUID

from services.reporting.cases.queries import case_now
from services.reporting.procedures.actions import tell_roles
from services.reporting.procedures.actions_entries import Entering
from services.reporting.procedures.actions_plan import plan_case
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.queries import Running, running_procedure
from services.reporting.procedures.rules_conditions import Reply
from services.reporting.procedures.rules_engine import Act, StepState
from services.reporting.procedures.rules_guards import LOCKS
from services.reporting.procedures.rules_words import StepKind
from services.reporting.shares.actions_partner import Visit, alert, visiting
from services.reporting.shares.queries import last_at
from services.reporting.shares.rules import ADVISERS, ANSWERS, NOT_ADVICE, PartnerRole, ShareAct
from services.reporting.shares.schemas import PartnersWords, SharedCase
from services.shared.database import Database
from services.shared.errors import Malformed

_OPEN: Final = frozenset({StepState.DUE, StepState.OVERDUE})


async def acknowledge_share(
    database: Database, papers: Papers, link_id: UUID, ticket: str
) -> SharedCase:
    """Note that the person outside has it; doing it twice is one acknowledgement."""
    async with visiting(database, papers, link_id) as visit:
        await visit.check_ticket(ticket)
        if last_at(await visit.happenings(), ShareAct.ACKNOWLEDGED) is None:
            done = await visit.write(ShareAct.ACKNOWLEDGED)
            await visit.land("partner_acknowledged")
            await alert(visit, done)
        return await visit.page()


async def answer_share(
    database: Database, papers: Papers, link_id: UUID, given: PartnersWords
) -> SharedCase:
    """Let advice or a question land on the case, and advice open what waits for it.

    The same words sent twice are one answer. A closed case takes it too: nothing is lost. Raises
    Malformed for advice from somebody who gives none (G-14).
    """
    async with visiting(database, papers, link_id) as visit:
        await visit.check_ticket(given.ticket)
        _check_answer(PartnerRole(visit.share.role), given.act)
        sent = (await visit.page()).answers
        if (given.act, given.words) not in [(one.act, one.words) for one in sent]:
            done = await visit.write(given.act, words=given.words)
            version = await visit.land(ANSWERS[given.act], given.words)
            if given.act is ShareAct.ADVISED:
                await _open_what_waited(visit, version)
            await alert(visit, done)
        return await visit.page()


def _check_answer(role: PartnerRole, act: ShareAct) -> None:
    if act not in ANSWERS or (act is ShareAct.ADVISED and role not in ADVISERS):
        raise Malformed(NOT_ADVICE)


async def _open_what_waited(visit: Visit, version: int) -> None:
    """Open what the procedure locks until this role has advised (G-14, G-18)."""
    session, case_id, library = visit.session, visit.share.case_id, visit.papers.library
    case = await case_now(session, case_id)
    running = await running_procedure(session, case, library)
    if running is None:
        return
    entering = Entering(session, case_id, visit.actor, version)
    if visit.share.role == PartnerRole.LADO:
        await _complete_lado_step(entering, running)
    elif visit.share.role == PartnerRole.POLICE:
        await _record_that_police_advised(entering, running)
    await tell_roles(session, case, library, by=visit.actor)
    await plan_case(session, case_id, library)


async def _complete_lado_step(entering: Entering, running: Running) -> None:
    for one in running.steps:
        if one.step.kind is StepKind.LADO and one.state in _OPEN:
            await entering.step(running.procedure.id, one.step.key, Act.DONE)


async def _record_that_police_advised(entering: Entering, running: Running) -> None:
    """Answer "have the police or the council advised?" where the procedure asks it."""
    if any(one.step.kind is StepKind.BEYOND_SCHOOL for one in running.steps):
        for question in LOCKS[StepKind.BEYOND_SCHOOL].questions:
            await entering.answer(question, Reply.YES)
