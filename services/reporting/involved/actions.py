"""Link a child with a case, each with a part of their own; what the case is about is not theirs."""

from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import Change, link_pupils
from services.reporting.cases.models import CasePupilRole
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import display_names
from services.reporting.cases.schemas import Moved
from services.reporting.involved.rules import PupilRole
from services.reporting.involved.schemas import ChildInvolved
from services.reporting.procedures.adapters_work import Work
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.errors import FieldError, Malformed

NO_SUCH_CHILD = "Choose a child of this school from the list."
SAY_WHICH_PART = "Say which part the child has in it."
WORDS = {
    PupilRole.HARMED: "harmed",
    PupilRole.SAID_TO_HAVE_HARMED: "said to have harmed",
    PupilRole.WITNESS: "witness",
    PupilRole.TOLD_AN_ADULT: "told an adult",
    PupilRole.MENTIONED: "mentioned",
}
_IS_PUPIL = text("SELECT count(*) FROM directory.pupil WHERE person_id = :id")


async def involve(work: Work, child: ChildInvolved) -> Moved:
    """Link a child with the case, or give one that is linked another part."""
    case = await work.case(child.version, Doing.INVOLVE)
    if child.role is PupilRole.INVOLVED:
        raise Malformed(SAY_WHICH_PART, (FieldError("role", SAY_WHICH_PART),))
    await pupil_of_school(work.session, child.pupil_id)
    await link_pupils(work.session, work.case_id, [child.pupil_id], by=work.by)
    await give_part(work, child.pupil_id, child.role)
    names = await display_names(work.session, [child.pupil_id])
    title = f"{names.get(child.pupil_id, 'a child')}, {WORDS[child.role]}"
    facts = {"pupil": str(child.pupil_id), "role": child.role.value, "title": title}
    return await work.finish(case, Change("involved", facts, child.reason or None))


async def pupil_of_school(session: AsyncSession, pupil_id: UUID) -> None:
    """Raise Malformed for anybody who is no child of this school."""
    if not await session.scalar(_IS_PUPIL, {"id": pupil_id}):
        raise Malformed(NO_SUCH_CHILD, (FieldError("pupil_id", NO_SUCH_CHILD),))


async def give_part(work: Work, pupil_id: UUID, role: PupilRole) -> None:
    """Give a child who is linked with the case this part from now on."""
    known = CasePupilRole.case_id == work.case_id, CasePupilRole.pupil_id == pupil_id
    last = await work.session.scalar(select(func.max(CasePupilRole.number)).where(*known))
    row = {
        "case_id": work.case_id,
        "pupil_id": pupil_id,
        "number": (last or 0) + 1,
        "school_id": work.by.school_id,
        "role": role.value,
        "at": clock.now(),
        "actor_id": work.by.person_id,
    }
    await work.session.execute(insert(table_of(CasePupilRole)), row)
