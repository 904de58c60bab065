"""What a child tapped and wrote on one page, taken into the journey. Nothing here is an error.

An answer that is none of ours is left out; words that cannot be kept come back with a kind
sentence and stay in the box.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from starlette.datastructures import FormData

from frontend.pupil.telling import answers, journey
from frontend.pupil.telling.guide import guide_of
from frontend.pupil.telling.journey import Journey, Lane, Step
from frontend.web.forms import text, texts
from services.shared import drawings
from services.shared.pasted_files import why_not_text

LETTERS_AT_MOST = 10_000
NAME_AT_MOST = 200

TOO_LONG = (
    "That is a lot of words! It is too long to send. Please make it a bit shorter. "
    "You can tell the rest when we talk."
)
A_FILE = (
    "A picture or a file got into your words. We can not take those. "
    "Keep it safe and show it to a grown-up. Please take it out and use your own words."
)


class Press(StrEnum):
    """Which button was pressed; a card counts as NEXT."""

    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    TALK = "talk"
    NOT_ADULT = "not_adult"
    CHANGE = "change"
    SEND = "send"
    SEND_UNNAMED = "send_unnamed"
    GUIDE = "guide"
    LANGUAGE = "language"


SENDS = frozenset({Press.SEND, Press.SEND_UNNAMED})
# Pressed in the middle of a question: what was said before stays as it was.
ASIDE = frozenset({Press.BACK, Press.GUIDE, Press.LANGUAGE})
A_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Turn:
    """What one press did: where the child is now, whether to send, and a kind sentence if needed.

    `typed` is what stays in the box where it could not be kept in the journey.
    """

    journey: Journey
    is_sending: bool = False
    note: str | None = None
    typed: str | None = None


Read = Callable[[Journey, FormData, Collection[str]], Turn]


def take(at: Journey, form: FormData, adult_ids: Collection[str]) -> Turn:
    """Return what the press did; `adult_ids` are the grown-ups this page offers."""
    press, wanted = _press(form)
    read = READERS[at.at] if press is not Press.SKIP else _skip
    turn = read(at, form, adult_ids)
    if turn.note is not None:
        return turn
    if press in SENDS:
        return Turn(turn.journey, is_sending=at.at is at.order[-1])
    return Turn(_moved(turn.journey, press, wanted))


def _press(form: FormData) -> tuple[Press, str]:
    name, _, wanted = text(form, "go").partition(":")
    return (Press(name) if name in set(Press) else Press.NEXT), wanted


def _moved(at: Journey, press: Press, wanted: str) -> Journey:
    if press is Press.CHANGE:
        return journey.change(at, wanted)
    if press is Press.GUIDE:
        return journey.look_up(at, wanted if guide_of(wanted) else "")
    if press is Press.LANGUAGE:
        return at.but(language=wanted if A_LANGUAGE.fullmatch(wanted) else None)
    return _moved_on(at, press)


def _moved_on(at: Journey, press: Press) -> Journey:
    if press is Press.BACK:
        return journey.back(at)
    if press is Press.NOT_ADULT and at.at is Step.ADULT:
        return at.but(at=Step.NOT_ADULT)
    return journey.forward(at)


def _skip(at: Journey, form: FormData, _: Collection[str]) -> Turn:
    """Return `at` without its answer: skipping takes back what was said before."""
    empty: dict[Step, dict[str, object]] = {
        Step.SAFE: {"safe_now": None},
        Step.TOPICS: {"topics": (), "feelings": _feelings(form)},
        Step.WORDS: {"account": None, "drawing": None, "wants_talk": False},
        Step.ADULT: {"chosen_adult": None, "chosen_adult_id": None},
        Step.ABOUT_ADULT: {"about_adult": None},
    }
    return Turn(at.but(**empty.get(at.at, {})))


def _door(at: Journey, form: FormData, _: Collection[str]) -> Turn:
    lane = text(form, "answer")
    return Turn(at.but(lane=Lane(lane) if lane in set(Lane) else Lane.BIG))


def _one_card(field: str, cards: tuple[answers.Card, ...]) -> Read:
    def read(at: Journey, form: FormData, _: Collection[str]) -> Turn:
        card = answers.picked(cards, text(form, "answer"))
        return Turn(at.but(**{field: card.value}) if card else at)

    return read


def _feelings(form: FormData) -> tuple[str, ...]:
    card = answers.picked(answers.FEELINGS, text(form, "feeling"))
    return (card.value,) if card else ()


def _topics(at: Journey, form: FormData, _: Collection[str]) -> Turn:
    felt = at.but(feelings=_feelings(form))
    card = answers.picked(answers.TOPICS, text(form, "answer"))
    return Turn(felt.but(topics=(card.value,)) if card else felt)


def _words(at: Journey, form: FormData, _: Collection[str]) -> Turn:
    written, drawn = str(form.get("words", "")), text(form, "drawing")
    kept = at.but(drawing=drawn if drawings.lines(drawn) is not None else None)
    note = _why_not(written, LETTERS_AT_MOST)
    if note is not None:
        return Turn(kept, note=note, typed=written)
    press, _wanted = _press(form)
    wants_talk = press is Press.TALK or (press in ASIDE and at.wants_talk)
    return Turn(kept.but(account=written if written.strip() else None, wants_talk=wants_talk))


def _why_not(written: str, letters: int) -> str | None:
    if why_not_text(written) is not None:
        return A_FILE
    return TOO_LONG if len(written) > letters else None


def _adult(at: Journey, form: FormData, adult_ids: Collection[str]) -> Turn:
    chosen = text(form, "answer")
    if chosen in adult_ids:
        left = tuple(one for one in at.not_adult_ids if one != chosen)
        return Turn(at.but(chosen_adult="named", chosen_adult_id=chosen, not_adult_ids=left))
    card = answers.picked(answers.OTHER_ADULTS, chosen)
    return Turn(at.but(chosen_adult=card.value, chosen_adult_id=None) if card else at)


def _not_adults(at: Journey, form: FormData, adult_ids: Collection[str]) -> Turn:
    kept_out = tuple(one for one in texts(form, "not_adult") if one in adult_ids)
    left = at.but(not_adult_ids=kept_out)
    if at.chosen_adult_id in kept_out:
        left = left.but(chosen_adult=None, chosen_adult_id=None)
    return Turn(left)


def _helping(at: Journey, form: FormData) -> Journey:
    ticked = texts(form, "helping")
    return at.but(helping=tuple(one.value for one in answers.HELPING if one.value in ticked))


def _name(before: Journey, form: FormData, _: Collection[str]) -> Turn:
    press, at = _press(form)[0], _helping(before, form)
    if press is Press.SEND_UNNAMED:
        return Turn(at.but(name=None, name_was_kept_back=True))
    written = text(form, "name")
    note = _why_not(written, NAME_AT_MOST)
    if note is not None:
        return Turn(at, note=note, typed=written)
    return Turn(at.but(name=written or None, name_was_kept_back=False))


def _little_adult(at: Journey, form: FormData, adult_ids: Collection[str]) -> Turn:
    chosen = _helping(_adult(at, form, adult_ids).journey, form)
    chosen = chosen.but(name_was_kept_back=_press(form)[0] is Press.SEND_UNNAMED)
    card = answers.picked(answers.ABOUT_ADULT, text(form, "about"))
    return Turn(chosen.but(about_adult=card.value) if card else chosen)


def _nothing(at: Journey, form: FormData, adult_ids: Collection[str]) -> Turn:
    del form, adult_ids
    return Turn(at)


READERS: dict[Step, Read] = {
    Step.DOORS: _door,
    Step.SAFE: _one_card("safe_now", answers.SAFE),
    Step.HELP_NOW: _nothing,
    Step.TOPICS: _topics,
    Step.WORDS: _words,
    Step.ADULT: _adult,
    Step.NOT_ADULT: _not_adults,
    Step.ABOUT_ADULT: _one_card("about_adult", answers.ABOUT_ADULT),
    Step.LOOK: _name,
    Step.LITTLE_ADULT: _little_adult,
    Step.GUIDE: _nothing,
}
