"""Every screen of the child's page, drawn from its templates, as the sentences a child reads."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from jinja2 import Environment

from frontend.clients.accounts import Adult, PublicSchool, PupilPage
from frontend.clients.reporting import HeardBy, PupilReceipt
from frontend.clients.reporting_words import Ring
from frontend.pupil.coming_back import messages, routes, writing_back
from frontend.pupil.coming_back.pictures import GROUPS
from frontend.pupil.leaving.routes import lead_away
from frontend.pupil.showing_card import routes as showing_card
from frontend.pupil.telling import answers, forms, guide, journey, pages
from frontend.pupil.telling.journey import Lane, Step
from frontend.web.languages import Language, every_language, speak
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
RING = Ring(name="the helpers", phone="01632 960000")
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
        "languages": every_language(),
        "rows": pages.answer_rows(at, SCHOOL),
    }


Screen = tuple[str, Lane | None, str]


@cache
def _templates() -> Environment:
    environment = make_templates("pupil")
    speak(environment)
    lead_away(environment)
    environment.globals["asset"] = str
    return environment


def _drawn(template: str, language: Language | None = None, **values: Any) -> str:
    return in_words(_templates().get_template(template).render(language=language, **values))


def drawn_in(language: Language | None, at: journey.Journey) -> str:
    """Return one question as a page in this language."""
    values = _values(at, None, was_not_sent=False)
    return _drawn(pages.template_of(at.at), language, **values)


def sent_in(language: Language | None, promise: str) -> str:
    """Return the last page in this language, with what reporting promised."""
    receipt = RECEIPT.model_copy(update={"promise": promise})
    sent = pages.sent_page(journey.begin(Lane.BIG), SCHOOL, receipt)
    return _drawn("pupil/telling/sent.html", language, school=SCHOOL, sent=sent)


def screens(language: Language | None = None) -> Iterator[Screen]:
    """Yield name, lane and HTML of every screen of the child's page."""
    for lane in Lane:
        yield from _questions(lane, language)
        yield from _guides(lane, language)
        yield from _sent(lane, language)
    yield from _come_back(language)
    yield from _card(language)
    yield from _problems(language)


def _problems(language: Language | None) -> Iterator[Screen]:
    """What goes wrong, looked at (with a way to the same page again) and after a form."""
    for status in (404, 415, 413, 429, 503, 500, 403):
        for here in ("/s/CODE", ""):
            problem = Problem(status, "", "", was_change=not here)
            ways = {"here": here, "start": "/s/CODE", "languages": every_language()}
            html = _drawn("pupil/problem.html", language, problem=problem, **ways)
            yield f"problem {status} {here}", None, html
    ways = {"here": "/s", "languages": every_language()}
    yield "letters", None, _drawn("pupil/finding/letters.html", language, **ways)


def _card(language: Language | None) -> Iterator[Screen]:
    """A class card: its pictures, chosen for the first time or tapped, its messages, a dead one."""
    base: dict[str, Any] = {"school": SCHOOL, "card": "", "languages": every_language()}
    for note in (None, *showing_card.SENTENCES.values(), showing_card.ASLEEP):
        for is_choosing in (True, False):
            grid = {"groups": GROUPS, "so_far": ("fox",), "note": note, "is_choosing": is_choosing}
            yield "card", None, _drawn("pupil/showing_card/pick.html", language, **base, **grid)
    three = {"so_far": ("fox", "bee", "sun")}
    yield "sure", None, _drawn("pupil/showing_card/sure.html", language, **base, **three)
    dead = {"here": "/card/SECRET", "languages": every_language()}
    yield "dead card", None, _drawn("pupil/showing_card/not_good.html", language, **dead)
    yield "rested card", None, _drawn("pupil/showing_card/rested.html", language)
    known = {"school": SCHOOL, "name": "Ella", "visit": "", "typed": "", "ring": RING}
    for found, is_sent in (((), False), ((True,), False), ((True,), True)):
        state = {"messages": found, "is_sent": is_sent, "note": writing_back.ASLEEP}
        html = _drawn("pupil/showing_card/messages.html", language, **known, **state)
        yield "card message", None, html


def _questions(lane: Lane, language: Language | None) -> Iterator[Screen]:
    for step in (Step.DOORS, Step.HELP_NOW, Step.NOT_ADULT, *journey.ORDER[lane]):
        for note in (None, forms.TOO_LONG, forms.A_FILE):
            at = journey.begin(lane).but(at=step)
            values = _values(at, note, was_not_sent=step is journey.ORDER[lane][-1])
            yield f"{lane} {step}", lane, _drawn(pages.template_of(step), language, **values)
    card = journey.begin(lane).but(at=journey.ORDER[lane][-1], visit="visit", card_name="Ella")
    values = _values(card, None, was_not_sent=False)
    yield f"{lane} with a card", lane, _drawn(pages.template_of(card.at), language, **values)


def _guides(lane: Lane, language: Language | None) -> Iterator[Screen]:
    shown = guide.parts_for(is_little=lane is Lane.LITTLE)
    for part in ("", *(one.value for group in shown for one in group.guides)):
        at = journey.look_up(journey.begin(lane), part)
        values = _values(at, None, was_not_sent=False)
        yield f"{lane} guide {part}", lane, _drawn(pages.template_of(at.at), language, **values)


def _sent(lane: Lane, language: Language | None) -> Iterator[Screen]:
    at = journey.begin(lane).but(chosen_adult="named", chosen_adult_id=str(ADULT.person_id))
    alone = {"heard_by": (), "promise": pages.PROMISES[-1]}
    receipts = (
        RECEIPT,
        *(RECEIPT.model_copy(update=alone | {"ring": one}) for one in (RING, None)),
    )
    for topic in answers.DO_NOW:
        for receipt in receipts:
            sent = pages.sent_page(at.but(topics=(topic,), safe_now="no"), SCHOOL, receipt)
            html = _drawn("pupil/telling/sent.html", language, school=SCHOOL, sent=sent)
            yield f"{lane} sent", lane, html


def _messages(language: Language | None) -> Iterator[Screen]:
    """The page of a message: shut, open, with a note, sent; a grown-up's own words are not ours."""
    notes = (messages.OTHER_LETTERS, *writing_back.NOTES)
    base: dict[str, Any] = {"school": SCHOOL, "back": "", "locator": "", "typed": "", "ring": RING}
    for found, is_sent in (((), False), ((True,), False), ((True,), True)):
        for note in (None, *notes):
            state = {"messages": found, "is_sent": is_sent, "note": note}
            html = _drawn("pupil/coming_back/messages.html", language, **base, **state)
            yield "message", None, html


def _come_back(language: Language | None = None) -> Iterator[Screen]:
    for so_far in ((), ("fox",), ("fox", "bee")):
        grid = {"school": SCHOOL, "groups": GROUPS, "so_far": so_far, "note": None}
        yield "come back", None, _drawn("pupil/coming_back/pick.html", language, **grid)
    for note in (routes.NOT_FOUND, routes.WAIT, routes.ASLEEP, routes.HAD_A_REST):
        again = {"school": SCHOOL, "groups": GROUPS, "so_far": (), "note": note}
        yield "come back", None, _drawn("pupil/coming_back/pick.html", language, **again)
    for is_read in (True, False):
        for readers in ([], pages.everybody(SCHOOL), pages.everybody(SCHOOL) * 2):
            for has_message in (True, False):
                shown = {"is_read": is_read, "readers": readers, "has_message": has_message}
                known = {"school": SCHOOL, "back": ""} | shown
                html = _drawn("pupil/coming_back/answer.html", language, **known)
                yield "came back", None, html
    yield from _messages(language)
    said = {"school": SCHOOL, "promise": NOW, "ring": RING}
    yield "said again", None, _drawn("pupil/coming_back/said.html", language, **said)
    not_said = {"school": SCHOOL, "go": "now", "back": ""}
    yield "not said", None, _drawn("pupil/coming_back/not_said.html", language, **not_said)
