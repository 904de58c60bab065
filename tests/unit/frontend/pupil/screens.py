"""Every screen of the child's page, drawn from its templates, as the sentences a child reads."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from frontend.clients.accounts import Adult, PublicSchool, PupilPage
from frontend.clients.reporting import HeardBy, PupilReceipt
from frontend.pupil.coming_back import messages
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.leaving.routes import lead_away
from frontend.pupil.telling import answers, forms, guide, journey, pages
from frontend.pupil.telling.journey import Lane, Step
from frontend.web.languages import Language, speak
from frontend.web.pages import make_templates
from frontend.web.problems import Problem
from services.shared import clock
from tests.whole_words import in_words

ADULT = Adult(person_id=UUID(int=1), display_name="Mrs Shah", portrait=None)
SCHOOL = PupilPage(
    code="CODE",
    school=PublicSchool(id=UUID(int=2), name="The school"),
    adults=(ADULT,),
    leads=(Adult(person_id=UUID(int=3), display_name="Mr Cole"),),
    token="none",
    expires_at=clock.now() + timedelta(hours=1),
)
RECEIPT = PupilReceipt(
    come_back=("fox", "bee", "sun"),
    locator="K7Q-F3M-2PX",
    heard_by=(HeardBy(display_name="Mrs Shah"), HeardBy(display_name="Mr Cole")),
    promise="A grown-up will look at this today, before home time.",
)
NOW = "A grown-up is being told right now."
BLOCKS = frozenset({"p", "li", "h1", "h2", "button", "label", "dt", "dd", "a", "summary", "legend"})


class _Sentences(HTMLParser):
    """Collects the text of a page; every block of it ends a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_read = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.is_read = tag not in {"title", "style", "textarea", "script"}
        if tag in BLOCKS or (tag == "small"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.is_read = True
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.is_read:
            self.parts.append(" ".join(data.split()) + " ")


def sentences(html: str) -> list[str]:
    """Return what stands on a page, a sentence each; signs and lone letters are left out."""
    reader = _Sentences()
    reader.feed(html)
    lines = "".join(reader.parts).replace("\u2011", "-").splitlines()
    found = [part.strip() for line in lines for part in re.split(r"(?<=[.?!:])\s", line)]
    return [one for one in found if len(words(one)) > 0]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; a hyphen joins."""
    return re.findall(r"[A-Za-z][A-Za-z'-]*", sentence)


def _values(at: journey.Journey, note: str | None, *, was_not_sent: bool) -> dict[str, Any]:
    return {
        "school": SCHOOL,
        "at": at,
        "sealed": "",
        "view": pages.cards_page(at),
        "dots": pages.dots(at),
        "has_page_before": True,
        "note": note,
        "typed": None,
        "was_not_sent": was_not_sent,
        "adults": pages.everybody(SCHOOL),
        "everybody": pages.everybody(SCHOOL),
        "kept_out": ["Mr Cole"],
        "other_adults": answers.OTHER_ADULTS,
        "helping": answers.HELPING,
        "about_adult": answers.ABOUT_ADULT,
        "feelings": answers.FEELINGS,
        "pens": answers.PENS,
        "guide_parts": guide.parts_for(is_little=at.lane is Lane.LITTLE),
        "leads": pages.leads(at, SCHOOL),
        "guide": guide.guide_of(at.guide),
        "helpers": guide.HELPERS,
        "language": None,
        "languages": (),
        "rows": pages.answer_rows(at, SCHOOL),
    }


Screen = tuple[str, Lane | None, str]


def _drawn(template: str, **values: Any) -> str:
    environment = make_templates("pupil")
    speak(environment)
    lead_away(environment)
    environment.globals["asset"] = str
    return in_words(environment.get_template(template).render(values))


def drawn_in(language: Language | None, at: journey.Journey) -> str:
    """Return one question as a page in this language."""
    values = _values(at, None, was_not_sent=False) | {"language": language}
    return _drawn(pages.template_of(at.at), **values)


def sent_in(language: Language | None, promise: str) -> str:
    """Return the last page in this language, with what reporting promised."""
    receipt = RECEIPT.model_copy(update={"promise": promise})
    sent = pages.sent_page(journey.begin(Lane.BIG), SCHOOL, receipt)
    values = {"school": SCHOOL, "sent": sent, "language": language}
    return _drawn("pupil/telling/sent.html", **values)


def screens() -> Iterator[Screen]:
    """Yield name, lane and HTML of every screen of the child's page."""
    for lane in Lane:
        yield from _questions(lane)
        yield from _guides(lane)
        yield from _sent(lane)
    yield from _come_back()
    for status in (404, 415, 413, 503, 500):
        problem = Problem(status, "", "", was_change=True)
        yield f"problem {status}", None, _drawn("pupil/problem.html", problem=problem)


def _questions(lane: Lane) -> Iterator[Screen]:
    for step in (Step.DOORS, Step.HELP_NOW, Step.NOT_ADULT, *journey.ORDER[lane]):
        for note in (None, forms.TOO_LONG, forms.A_FILE):
            at = journey.begin(lane).but(at=step)
            values = _values(at, note, was_not_sent=step is journey.ORDER[lane][-1])
            yield f"{lane} {step}", lane, _drawn(pages.template_of(step), **values)


def _guides(lane: Lane) -> Iterator[Screen]:
    shown = guide.parts_for(is_little=lane is Lane.LITTLE)
    for part in ("", *(one.value for group in shown for one in group.guides)):
        at = journey.look_up(journey.begin(lane), part)
        values = _values(at, None, was_not_sent=False)
        yield f"{lane} guide {part}", lane, _drawn(pages.template_of(at.at), **values)


def _sent(lane: Lane) -> Iterator[Screen]:
    at = journey.begin(lane).but(chosen_adult="named", chosen_adult_id=str(ADULT.person_id))
    for topic in answers.DO_NOW:
        sent = pages.sent_page(at.but(topics=(topic,), safe_now="no"), SCHOOL, RECEIPT)
        yield f"{lane} sent", lane, _drawn("pupil/telling/sent.html", school=SCHOOL, sent=sent)


def _messages(language: Language | None) -> Iterator[Screen]:
    """The page of a message: shut, open, with a note, sent; a grown-up's own words are not ours."""
    notes = (messages.OTHER_LETTERS, messages.ASLEEP, messages.WRITE_FIRST, messages.TOO_LONG)
    base: dict[str, Any] = {"school": SCHOOL, "language": language, "back": "", "locator": ""}
    base |= {"typed": "", "ring": None}
    for found, is_sent in (((), False), ((True,), False), ((True,), True)):
        for note in (None, *notes):
            state = {"messages": found, "is_sent": is_sent, "note": note}
            yield "message", None, _drawn("pupil/coming_back/messages.html", **base, **state)


def coming_back_in(language: Language | None) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of every page of coming back in this language."""
    for name, _, html in _come_back(language):
        yield name, html


def _come_back(language: Language | None = None) -> Iterator[Screen]:
    for so_far in ((), ("fox",), ("fox", "bee")):
        grid = {
            "school": SCHOOL,
            "language": language,
            "groups": GROUPS,
            "so_far": so_far,
            "note": None,
        }
        yield "come back", None, _drawn("pupil/coming_back/pick.html", **grid)
    for is_read in (True, False):
        known = {
            "school": SCHOOL,
            "language": language,
            "is_read": is_read,
            "readers": pages.everybody(SCHOOL),
        }
        for has_message in (True, False):
            shown = known | {"has_message": has_message, "back": ""}
            yield "came back", None, _drawn("pupil/coming_back/answer.html", **shown)
    yield from _messages(language)
    said = {"school": SCHOOL, "language": language, "promise": NOW, "ring": None}
    yield "said again", None, _drawn("pupil/coming_back/said.html", **said)
    not_said = {"school": SCHOOL, "language": language, "go": "now", "back": ""}
    yield "not said", None, _drawn("pupil/coming_back/not_said.html", **not_said)
