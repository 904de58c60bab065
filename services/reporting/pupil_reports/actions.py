"""Turn what a child answered into a report, store it, and say what happens next."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.models import Severity
from services.reporting.cases.queries import SchoolStaff, names_for_children
from services.reporting.cases.rules import AboutAdult
from services.reporting.come_back.queries import CardHolder, code_number, holder_of
from services.reporting.come_back.rules import come_back_pictures, slip_locator
from services.reporting.concerns.actions import receive_report
from services.reporting.concerns.actions_rows import Desk
from services.reporting.concerns.queries import whom_to_ring
from services.reporting.concerns.rules import DRAWING, Answer, Received, Report
from services.reporting.pupil_reports.queries import Around, SchoolTime, around_report
from services.reporting.pupil_reports.rules import (
    NOW,
    card_words,
    child_urgency,
    kind_of_topics,
    promise,
)
from services.reporting.pupil_reports.schemas import Adult, PupilReport, PupilReportTaken
from services.shared import clock
from services.shared.calendar import half_day
from services.shared.callers import Caller

NOBODY_HERE = "Please tell another grown-up you trust, or ring Childline on 0800 1111. It is free."


async def take_pupil_report(
    session: AsyncSession, told: PupilReport, *, idempotency_key: str, by: Caller, desk: Desk
) -> tuple[PupilReportTaken, bool]:
    """Store a child's report; return what the child is answered and whether it is a new one."""
    sent_at = clock.now()
    around = await around_report(session, by.school_id, sent_at, told.class_id)
    holder = None
    if told.visit is not None:
        holder = await holder_of(session, by.school_id, told.visit.get_secret_value(), sent_at)
    report = _report(told, idempotency_key, sent_at, around, holder)
    received = await receive_report(session, report, staff=around.staff, by=by, desk=desk)
    pictures = await _pictures(session, received, idempotency_key, by=by, key=desk.come_back_key)
    ring = await whom_to_ring(session, by.school_id) if received.needs_lado else None
    time, known_as = around.time, around.staff.known_as
    if not received.is_new:  # the promise that holds now, to the names of today
        known_as = await names_for_children(session, received.readers)
    taken = PupilReportTaken(
        come_back=pictures,
        locator=slip_locator(desk.come_back_key, by.school_id, idempotency_key) if pictures else "",
        heard_by=[Adult(display_name=known_as[one]) for one in received.readers if one in known_as],
        promise=_promise(received, report.urgency.severity, time),
        ring=ring,
    )
    return taken, received.is_new


async def _pictures(
    session: AsyncSession, received: Received, idempotency_key: str, *, by: Caller, key: bytes
) -> list[str]:
    number: int | None = received.pictures_try
    if not received.is_new:
        number = await code_number(session, received.concern_id)
    if number is None:  # over 30 days old and given to another child since
        return []
    return come_back_pictures(key, by.school_id, idempotency_key, number)


def _promise(received: Received, severity: Severity, time: SchoolTime) -> str:
    if not received.heard_by:
        return NOBODY_HERE
    if severity is Severity.CRITICAL:
        return NOW
    return promise(time.now, ends_at=time.ends_at, next_day=time.next_day)


def _report(
    told: PupilReport,
    idempotency_key: str,
    sent_at: datetime,
    around: Around,
    holder: CardHolder | None,
) -> Report:
    about_adult = AboutAdult(told.about_adult) if told.about_adult else AboutAdult.SKIPPED
    kind, risk_area = kind_of_topics(told.topics, about_adult)
    is_safe = {"yes": True, "no": False}.get(told.safe_now or "")
    return Report(
        source="pupil",
        idempotency_key=idempotency_key,
        sent_at=sent_at,
        told_at=None if told.name or holder else half_day(sent_at),
        answers=tuple(_answers(told, around.staff, around.class_name, holder)),
        words=f"{told.account or ''}\n{told.name or ''}",
        about_adult=about_adult,
        urgency=child_urgency(is_safe=is_safe, topics=told.topics, about_adult=about_adult),
        kind=kind,
        risk_area=risk_area,
        kept_out=frozenset(told.not_adult_ids),
        chosen_adult_id=told.chosen_adult_id,
        pupil_ids=(holder.pupil_id,) if holder else (),
        told_by_card=holder.pupil_id if holder else None,
        may_be_told_again=True,
        gets_pictures=True,
    )


_YES_NO = {"yes": "Yes", "no": "No", "not_sure": "Not sure", None: "Not answered"}
_WHO = {"someone_else": "Somebody else", "do_not_mind": "I do not mind"}
_HELPING = {"friend": "I am helping a friend", "grown_up": "A grown-up is helping me tell"}
_PAGES = {"little": "For younger children: pictures, no writing", "big": "For older children"}
_LANGUAGES = {"pl": "Polish", "ur": "Urdu", "ar": "Arabic", "ro": "Romanian", "uk": "Ukrainian"}
# What the page for younger children does not ask (frontend/pupil/telling/journey.py).
_NOT_ASKED_OF_LITTLE = frozenset({"feelings", "account", "wants_talk", "name"})


def _answers(
    told: PupilReport, staff: SchoolStaff, in_class: str | None, holder: CardHolder | None
) -> list[Answer]:
    """Return every question that this child's page asks, in its order, with the own answer."""
    chosen = staff.display_names([told.chosen_adult_id] if told.chosen_adult_id else [])
    not_these = staff.display_names(told.not_adult_ids)
    told_all = [
        Answer("lane", "Which page", _PAGES[told.lane]),
        *_language(told.language),
        Answer("safe_now", "Are you safe right now?", _YES_NO[told.safe_now]),
        Answer("feelings", "How do you feel?", _cards(told.feelings)),
        Answer("topics", "What is it about?", _cards(told.topics)),
        Answer("account", "What happened?", _account(told)),
        *([Answer(DRAWING, "What I drew", told.drawing)] if told.drawing else []),
        Answer("wants_talk", "Please come and talk to me", "Yes" if told.wants_talk else "No"),
        Answer("chosen_adult", "Who would you like to talk to?", _chosen(told, chosen)),
        Answer("not_adults", "Who should not see this?", ", ".join(not_these) or "Nobody named"),
        Answer("about_adult", "Is it about a grown-up at school?", _YES_NO[told.about_adult]),
        Answer("helping", "Is someone with you?", _helping(told)),
        Answer("name", "My name", told.name or (holder.display_name if holder else "Not now")),
        *([Answer("card", "Named by class card", _by_card(holder))] if told.visit else []),
        Answer("class", "Class", in_class or "Not known"),
    ]
    not_asked = _NOT_ASKED_OF_LITTLE if told.lane == "little" else frozenset()
    if told.visit is not None:
        not_asked -= {"name"}
    return [one for one in told_all if one.key not in not_asked]


def _by_card(holder: CardHolder | None) -> str:
    return holder.display_name if holder else "A card was shown that is not good any more"


def _helping(told: PupilReport) -> str:
    return ". ".join(_HELPING[one] for one in dict.fromkeys(told.helping)) or "Nobody named"


def _language(code: str | None) -> list[Answer]:
    name = _LANGUAGES.get(code or "", code)
    return [Answer("language", "The page was also in", name)] if name else []


def _account(told: PupilReport) -> str:
    if told.account:
        return told.account
    if told.drawing:
        return "I drew it"
    return "I do not want to write" if told.wants_talk else "Not answered"


def _chosen(told: PupilReport, chosen: list[str]) -> str:
    return chosen[0] if chosen else _WHO.get(told.chosen_adult or "", "Not answered")


def _cards(cards: tuple[str, ...]) -> str:
    return ", ".join(card_words(one) for one in cards) or "Not answered"
