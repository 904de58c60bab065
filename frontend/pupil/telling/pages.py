"""What each page shows: plain values for the templates."""

from dataclasses import dataclass

from frontend.clients.accounts import PupilPage
from frontend.clients.reporting import PupilReceipt
from frontend.clients.reporting_words import Ring
from frontend.pupil.portraits import Portrait, known, portrait_of
from frontend.pupil.telling import answers, journey
from frontend.pupil.telling.answers import Card
from frontend.pupil.telling.journey import Journey, Lane, Step

TEMPLATES = {
    Step.HELP_NOW: "pupil/telling/help_now.html",
    Step.TOPICS: "pupil/telling/topics.html",
    Step.WORDS: "pupil/telling/words.html",
    Step.ADULT: "pupil/telling/adult.html",
    Step.NOT_ADULT: "pupil/telling/not_adult.html",
    Step.LOOK: "pupil/telling/look.html",
    Step.LITTLE_ADULT: "pupil/telling/little_adult.html",
    Step.GUIDE: "pupil/telling/guide.html",
}
CARDS_TEMPLATE = "pupil/telling/cards.html"


@dataclass(frozen=True)
class CardsPage:
    """A question that is answered by tapping one card."""

    question: str
    hints: tuple[str, ...]
    cards: tuple[Card, ...]
    picked: str | None
    is_wide: bool = False


@dataclass(frozen=True)
class Dots:
    """How far along the child is."""

    here: int
    of: int


@dataclass(frozen=True)
class AnswerRow:
    """One answer on the last page; `step` is where it is changed, `drawing` what was drawn.

    `answer` is one of our texts; `own` is what the child wrote, or a name.
    """

    step: str
    question: str
    answer: str
    picture: str | None = None
    portrait: Portrait | None = None
    drawing: str | None = None
    own: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """What of it is ours."""
        return tuple(one for one in (self.question, self.answer) if one)


NO_TROUBLE = ("You are not in trouble.", "It is not your fault.", "It is good that you came here.")
LITTLE_WELCOME = (*NO_TROUBLE[:2], "Sit with a grown-up you trust, if you can.")


def template_of(step: Step) -> str:
    """Return the template of a question."""
    return TEMPLATES.get(step, CARDS_TEMPLATE)


def cards_page(at: Journey) -> CardsPage | None:
    """Return the cards of this question, or None where it is not answered with cards alone."""
    little = at.lane is Lane.LITTLE
    pages = {
        Step.DOORS: CardsPage(
            "Hello! Pick your door.", NO_TROUBLE[:1], answers.DOORS, None, is_wide=True
        ),
        Step.SAFE: CardsPage(
            "Are you safe right now?",
            LITTLE_WELCOME if little else NO_TROUBLE,
            answers.SAFE,
            at.safe_now,
            is_wide=True,
        ),
        Step.TOPICS: CardsPage(
            "What is it about?",
            () if little else ("Pick the one that fits best.",),
            answers.TOPICS,
            _first(at.topics),
        ),
        Step.ABOUT_ADULT: CardsPage(
            "Is it about a grown-up at school?",
            ("If it is, tell us who. Then we can keep it from them.",),
            answers.ABOUT_ADULT,
            at.about_adult,
        ),
    }
    return pages.get(at.at)


def _first(values: tuple[str, ...]) -> str | None:
    return values[0] if values else None


def dots(at: Journey) -> Dots | None:
    """Return how far along the child is; nothing before the way begins."""
    here = journey.ASIDE.get(at.at, at.at)
    if here not in at.order or at.lane is None:
        return None
    return Dots(at.order.index(here) + 1, len(at.order))


def everybody(page: PupilPage) -> list[Portrait]:
    """Return the grown-ups of this page, in the school's order."""
    return [portrait_of(adult) for adult in page.adults]


def adults_to_choose(at: Journey, page: PupilPage) -> list[Portrait]:
    """Return the grown-ups whom the child has not said no to."""
    return [one for one in everybody(page) if one.person_id not in at.not_adult_ids]


def kept_out(at: Journey, page: PupilPage) -> list[str]:
    """Return the names of the grown-ups whom the child does not want to know."""
    return [one.display_name for one in everybody(page) if one.person_id in at.not_adult_ids]


def leads(at: Journey, page: PupilPage) -> list[Portrait]:
    """Return who keeps children safe at this school, but for those the child said no to."""
    shown = [portrait_of(one) for one in page.leads]
    return [one for one in shown if one.person_id not in at.not_adult_ids]


def answer_rows(at: Journey, page: PupilPage) -> list[AnswerRow]:
    """Return what the child is about to send, as they said it."""
    rows = [
        _card_row(Step.SAFE, "Safe right now?", answers.picked(answers.SAFE, at.safe_now)),
        _card_row(Step.TOPICS, "How I feel", _of(answers.FEELINGS, at.feelings)),
        _card_row(Step.TOPICS, "What it is about", _of(answers.TOPICS, at.topics)),
        _words_row(at),
        _adult_row(at, page),
        _card_row(
            Step.ABOUT_ADULT,
            "About a grown-up at school?",
            answers.picked(answers.ABOUT_ADULT, at.about_adult),
        ),
    ]
    return [row for row in rows if row.step in at.order]


def _of(cards: tuple[Card, ...], values: tuple[str, ...]) -> Card | None:
    return answers.picked(cards, _first(values))


def _card_row(step: Step, question: str, card: Card | None) -> AnswerRow:
    if card is None:
        return AnswerRow(step, question, "I left this out")
    return AnswerRow(step, question, card.words, card.picture)


def _words_row(at: Journey) -> AnswerRow:
    answer = "Please come and talk to me." if at.wants_talk else ""
    if not answer and not at.account:
        answer = "I drew it." if at.drawing else "I left this out"
    picture = "talk" if at.wants_talk else "pencil"
    return AnswerRow(
        Step.WORDS, "What happened", answer, picture, drawing=at.drawing, own=at.account
    )


def _adult_row(at: Journey, page: PupilPage) -> AnswerRow:
    question = "Who I want to talk to"
    chosen = next((one for one in everybody(page) if one.person_id == at.chosen_adult_id), None)
    if chosen is not None:
        return AnswerRow(Step.ADULT, question, "", portrait=chosen, own=chosen.display_name)
    return _card_row(Step.ADULT, question, answers.picked(answers.OTHER_ADULTS, at.chosen_adult))


# What reporting may promise (pupil_reports/rules.py), as texts that a catalogue can hold.
ON_A_DAY = "A grown-up will look at this on %(day)s, when school is open."
PROMISES = (
    "A grown-up is being told right now.",
    "A grown-up will look at this today, before home time.",
    "Please tell another grown-up you trust, or ring Childline on 0800 1111. It is free.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Promise:
    """A promise as a text, with the day in it where there is one."""

    text: str
    day: str | None = None


def promised(promise: str) -> Promise:
    """Return reporting's promise as a text of the catalogue; one that is not known, as it is."""
    day = next((one for one in DAYS if promise == ON_A_DAY % {"day": one}), None)
    return Promise(ON_A_DAY, day) if day else Promise(promise)


@dataclass(frozen=True)
class SentPage:
    """What happens next: who comes, when, the child's three pictures, what they can do now."""

    heard_by: list[Portrait]
    promise: Promise
    ring: Ring | None
    come_back: tuple[str, ...]
    locator: str
    do_now: tuple[str, ...]
    is_in_danger: bool
    chosen_is_told: bool
    chosen_name: str | None
    may_go_to_chosen: bool
    knows_name: bool
    is_little: bool


def sent_page(at: Journey, page: PupilPage, receipt: PupilReceipt) -> SentPage:
    """Return the last page, made from what reporting really did."""
    names = [one.display_name for one in receipt.heard_by]
    chosen = next((one for one in everybody(page) if one.person_id == at.chosen_adult_id), None)
    topic = _first(at.topics) or ""
    return SentPage(
        heard_by=[known(page, name) for name in names],
        promise=promised(receipt.promise),
        ring=receipt.ring,
        come_back=receipt.come_back,
        locator=receipt.locator,
        do_now=answers.DO_NOW.get(topic, ()) + answers.DO_ALWAYS,
        is_in_danger=at.safe_now == "no",
        chosen_is_told=chosen is not None and chosen.display_name in names,
        chosen_name=chosen.display_name if chosen else None,
        # where it is, or may be, about a grown-up at school, it may be about this very one
        may_go_to_chosen=at.about_adult not in {"yes", "not_sure"},
        knows_name=at.name is not None or at.is_named_by_card,
        is_little=at.lane is Lane.LITTLE,
    )
