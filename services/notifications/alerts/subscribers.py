"""What alerts do when reporting tells a fact."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import actions
from services.notifications.alerts.actions_roles import tell_roles
from services.shared.events.reporting import (
    CaseAcknowledged,
    CaseClosed,
    CaseReadersChanged,
    ConcernReceived,
    ProcedureTells,
)
from services.shared.hearing import job_number


async def hear_concern(session: AsyncSession, event: ConcernReceived) -> None:
    """Alert whoever reads the new case."""
    await actions.raise_alert(session, event, job_number(session))


async def hear_procedure(session: AsyncSession, event: ProcedureTells) -> None:
    """Tell the roles that the case's procedure names."""
    await tell_roles(session, event)


async def hear_readers(session: AsyncSession, event: CaseReadersChanged) -> None:
    """Cancel what is pending to those who may not know any more."""
    await actions.follow_readers(session, event.case_id)


async def hear_acknowledgement(session: AsyncSession, event: CaseAcknowledged) -> None:
    """Stop the ladder: somebody answered."""
    await actions.answer_case(
        session, event.school_id, event.case_id, event.person_id, job_number(session)
    )


async def hear_closing(session: AsyncSession, event: CaseClosed) -> None:
    """Stop the ladder: the case is closed."""
    await actions.answer_case(session, event.school_id, event.case_id, None, job_number(session))
