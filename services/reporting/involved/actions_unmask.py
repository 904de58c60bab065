"""Record which child told without a name: an act of a lead, with a reason, never by the way."""

from typing import Final
from uuid import UUID

from services.reporting.cases.actions import Change, link_pupils
from services.reporting.cases.permissions import Doing
from services.reporting.cases.queries import display_names
from services.reporting.cases.schemas import Moved
from services.reporting.involved.actions import WORDS, give_part, pupil_of_school
from services.reporting.involved.permissions import why_not_unmask
from services.reporting.involved.queries import UNMASKED, source_of, unmasked_in
from services.reporting.involved.rules import PupilRole
from services.reporting.involved.schemas import ChildUnmasked
from services.reporting.procedures.adapters_work import Work
from services.shared.errors import FieldError, Malformed, NotThere, Refused

SAY_WHICH_PART: Final = "Say which part the child has in it."


async def unmask(work: Work, child: ChildUnmasked) -> Moved:
    """Record who told one concern; the child is linked with the part that is given.

    A wrong name is put right by recording the right one; both stay on the time line. Raises
    NotThere for a concern of another case, Malformed where the child or the part is none, Refused
    with the sentence of `why_not_unmask`.
    """
    case = await work.case(child.version, Doing.UNMASK)
    source = await source_of(work.session, work.case_id, child.concern_id)
    if source is None:
        raise NotThere
    known = await unmasked_in(work.session, work.case_id)
    before: UUID | None = known.get(child.concern_id)
    sentence = why_not_unmask(source, work.by.roles, is_known=before == child.pupil_id)
    if sentence is not None:
        raise Refused(sentence)
    if child.role is PupilRole.INVOLVED:
        raise Malformed(SAY_WHICH_PART, (FieldError("role", SAY_WHICH_PART),))
    await pupil_of_school(work.session, child.pupil_id)
    await link_pupils(work.session, work.case_id, [child.pupil_id], by=work.by)
    await give_part(work, child.pupil_id, child.role)
    names = await display_names(work.session, [child.pupil_id])
    ids = {"concern_id": str(child.concern_id), "pupil": str(child.pupil_id)}
    title = f"{names.get(child.pupil_id, 'a child')}, {WORDS[child.role]}"
    facts = {**ids, "role": child.role.value, "title": title}
    return await work.finish(case, Change(UNMASKED, facts, child.reason))
