"""The part "Parents" of a case, shaped as its page."""

from uuid import UUID

from services.reporting.cases.models import State
from services.reporting.cases.permissions import CLOSED
from services.reporting.cases.queries import CaseNow, case_now, display_names
from services.reporting.notices.adapters import read_templates
from services.reporting.notices.models import ParentDecision, ParentNotice
from services.reporting.notices.queries import (
    children_of,
    code_in,
    guardians_of,
    happenings_of,
    last_of,
    may_still_read,
    newest_decisions,
    notices_of,
    replies_in,
    school_name,
    told_in,
)
from services.reporting.notices.rules import (
    ASK,
    NOT_YOURS,
    TRIAGE_FIRST,
    Answer,
    Guardian,
    NoticeAct,
    fitting,
    why_not_told,
    words_of,
)
from services.reporting.notices.schemas import (
    ChildView,
    GuardianView,
    NoticeView,
    ParentsPage,
    Preview,
    Words,
)
from services.reporting.procedures.adapters_work import Work
from services.reporting.procedures.queries import pinned_procedure
from services.shared.audit import audit
from services.shared.callers import SAFEGUARDING
from services.shared.encryption import Sealer
from services.shared.link_codes import is_locked, wrong_since


async def parents_page(work: Work) -> ParentsPage:
    """Return who can be told, in which words, and what became of what was told.

    Raises NotThere for whoever does not read the whole case; the read is audited, because codes
    stand on the page.
    """
    case = await case_now(work.session, work.case_id)
    pinned = await pinned_procedure(work.session, work.case_id)
    procedure_id = pinned.procedure_id if pinned else ""
    page = ParentsPage(
        case_id=case.case_id,
        reference=case.reference,
        version=case.version,
        question=ASK,
        why_not=_why_not(work, case, procedure_id),
        children=await _children(work, procedure_id),
        notices=await _notices(work),
    )
    await audit(
        work.session, actor=work.by, act="case.parents_read", kind="case", subject_id=work.case_id
    )
    return page


def _why_not(work: Work, case: CaseNow, procedure_id: str) -> str | None:
    reasons = (
        (case.state == State.CLOSED, CLOSED),
        (not procedure_id, TRIAGE_FIRST),
        (not work.by.has_any(*SAFEGUARDING), NOT_YOURS),
    )
    return next((sentence for refuses, sentence in reasons if refuses), None)


async def _children(work: Work, procedure_id: str) -> list[ChildView]:
    children = await children_of(work.session, work.case_id)
    school_id = work.by.school_id
    listed = await guardians_of(work.session, work.case_id, school_id, children)
    decisions = await newest_decisions(work.session, work.case_id)
    school = await school_name(work.session, school_id)
    return [
        ChildView(
            pupil_id=pupil_id,
            display_name=display_name,
            guardians=[
                _guardian(one, decisions.get(one.person_id))
                for one in listed
                if one.pupil_id == pupil_id
            ],
            previews=_previews(procedure_id, first_name, school),
        )
        for pupil_id, (display_name, first_name) in children.items()
    ]


def _guardian(one: Guardian, decision: ParentDecision | None) -> GuardianView:
    held = decision if decision and decision.answer != Answer.NO else None
    return GuardianView(
        person_id=one.person_id,
        display_name=one.display_name,
        relationship=one.relationship,
        why_not=why_not_told(one),
        held_since=held.decided_at if held else None,
        review_on=held.review_on if held else None,
    )


def _previews(procedure_id: str, child: str, school: str) -> list[Preview]:
    return [
        Preview(
            template=one.key,
            label=one.label,
            words=Words.model_validate(words_of(one, child, school)),
        )
        for one in fitting(read_templates(), procedure_id)
    ]


async def _notices(work: Work) -> list[NoticeView]:
    notices = await notices_of(work.session, work.case_id)
    people = {one.guardian_id for one in notices} | {one.released_by for one in notices}
    names = await display_names(work.session, people)
    sealer = await work.papers.keys.sealer_of(work.session, work.by.school_id, work.case_id)
    return [await _notice(work, one, sealer, names) for one in notices]


async def _notice(
    work: Work, notice: ParentNotice, sealer: Sealer, names: dict[UUID, str]
) -> NoticeView:
    happenings = await happenings_of(work.session, notice.id)
    at = {
        act: found.at if (found := last_of(happenings, act)) else None
        for act in (NoticeAct.OPENED, NoticeAct.ACKNOWLEDGED, NoticeAct.REMINDED)
    }
    # nobody reads out a code to somebody who was barred, or taken off the list, since (T4)
    is_given = work.by.has_any(*SAFEGUARDING) and await may_still_read(work.session, notice)
    return NoticeView(
        notice_id=notice.id,
        guardian=names.get(notice.guardian_id, ""),
        title=told_in(sealer, notice).title,
        released_by=names.get(notice.released_by, ""),
        released_at=notice.released_at,
        opened_at=at[NoticeAct.OPENED],
        acknowledged_at=at[NoticeAct.ACKNOWLEDGED],
        reminded_at=at[NoticeAct.REMINDED],
        is_locked=is_locked(wrong_since(NoticeAct.NEW_CODE, happenings)),
        code=code_in(sealer, happenings) if is_given else None,
        replies=replies_in(sealer, happenings),
    )
