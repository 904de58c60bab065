"""One child's way through the page: what was answered so far, and which question comes next.

The page has one address. Where the child is and what they said travel in the form, sealed; the
server keeps no draft and the device stores nothing.
"""

import dataclasses
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from frontend.web.sealing import Seal, Unreadable
from services.shared import clock

PURPOSE = "pupil.journey.1"
LIVES = timedelta(hours=24)
NOBODY = uuid.UUID(int=0)


class Lane(StrEnum):
    """Little: 4 to 7 years, pictures and no typing. Big: 7 to 11."""

    LITTLE = "little"
    BIG = "big"


class Step(StrEnum):
    """A question; each is one page."""

    DOORS = "doors"
    SAFE = "safe"
    HELP_NOW = "help_now"
    TOPICS = "topics"
    WORDS = "words"
    ADULT = "adult"
    NOT_ADULT = "not_adult"
    ABOUT_ADULT = "about_adult"
    LOOK = "look"
    LITTLE_ADULT = "little_adult"
    GUIDE = "guide"


ORDER = {
    Lane.BIG: (
        Step.SAFE,
        Step.TOPICS,
        Step.WORDS,
        Step.ADULT,
        Step.ABOUT_ADULT,
        Step.LOOK,
    ),
    Lane.LITTLE: (Step.SAFE, Step.TOPICS, Step.LITTLE_ADULT),
}
NOT_ASKED_OF_LITTLE = frozenset({"feelings", "account", "name"})
# Pages beside the way: after which question they stand.
ASIDE = {Step.HELP_NOW: Step.SAFE, Step.NOT_ADULT: Step.ADULT}


@dataclass(frozen=True)
class Journey:
    """What a child answered so far; None and () mean not answered."""

    key: str
    started_at: datetime
    at: Step
    lane: Lane | None
    lane_was_asked: bool
    is_changing: bool = False
    language: str | None = None
    guide: str | None = None
    came_from: str | None = None
    safe_now: str | None = None
    feelings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    account: str | None = dataclasses.field(default=None, repr=False)
    drawing: str | None = dataclasses.field(default=None, repr=False)
    wants_talk: bool = False
    chosen_adult: str | None = None
    chosen_adult_id: str | None = None
    not_adult_ids: tuple[str, ...] = ()
    about_adult: str | None = None
    helping: tuple[str, ...] = ()
    name: str | None = dataclasses.field(default=None, repr=False)
    name_was_kept_back: bool = False
    visit: str | None = dataclasses.field(default=None, repr=False)
    card_name: str | None = dataclasses.field(default=None, repr=False)

    def but(self, **changes: object) -> "Journey":
        """Return this journey with other answers."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]  # fields checked here

    @property
    def is_named_by_card(self) -> bool:
        """Whether a class card says who tells, and the child has not kept that back."""
        return self.visit is not None and not self.name_was_kept_back

    @property
    def order(self) -> tuple[Step, ...]:
        """The questions of this child's lane, in order."""
        return ORDER[self.lane or Lane.BIG]


def begin(lane: str | None) -> Journey:
    """Return a new journey; without a `lane` the child picks a door first.

    Its key goes to reporting as the Idempotency-Key: whatever happens, one journey is one report.
    """
    known = Lane(lane) if lane in set(Lane) else None
    first = Step.SAFE if known else Step.DOORS
    return Journey(str(uuid.uuid4()), clock.now(), first, known, lane_was_asked=known is None)


def forward(journey: Journey) -> Journey:
    """Return the journey at its next page; the last page stays until it is sent."""
    straight = {Step.DOORS: Step.SAFE, Step.NOT_ADULT: Step.ADULT, Step.GUIDE: Step.GUIDE}
    if journey.at is Step.SAFE and journey.safe_now == "no":
        return journey.but(at=Step.HELP_NOW)
    if journey.at in straight:
        return journey.but(at=straight[journey.at])
    if journey.is_changing:
        return journey.but(at=journey.order[-1], is_changing=False)
    return _moved(journey, 1)


def back(journey: Journey) -> Journey:
    """Return the journey at the page before; the first page stays."""
    if journey.at is Step.GUIDE or journey.at in ASIDE:
        return _back_to_the_way(journey)
    if journey.is_changing:
        return journey.but(at=journey.order[-1], is_changing=False)
    if journey.at is journey.order[0] and journey.lane_was_asked:
        return journey.but(at=Step.DOORS, lane=None)
    return _moved(journey, -1)


def look_up(journey: Journey, wanted: str) -> Journey:
    """Return the journey at the page of what to do, beside the way; `wanted` names a part of it."""
    came_from = journey.came_from if journey.at is Step.GUIDE else journey.at.value
    return journey.but(at=Step.GUIDE, came_from=came_from, guide=wanted or None)


def _back_to_the_way(journey: Journey) -> Journey:
    if journey.at in ASIDE:
        return journey.but(at=ASIDE[journey.at])
    if journey.guide is not None:
        return journey.but(guide=None)
    return journey.but(at=Step(journey.came_from or Step.SAFE), came_from=None)


def change(journey: Journey, wanted: str) -> Journey:
    """Return the journey at the question `wanted`, to come back to the last page after it."""
    if wanted not in journey.order[:-1]:
        return journey
    return journey.but(at=Step(wanted), is_changing=True)


def has_page_before(journey: Journey) -> bool:
    """Say whether there is a page to go back to."""
    return back(journey).at is not journey.at


def _moved(journey: Journey, by: int) -> Journey:
    here = ASIDE.get(journey.at, journey.at)
    if here not in journey.order:
        return journey
    place = journey.order.index(here) + by
    return journey.but(at=journey.order[max(0, min(place, len(journey.order) - 1))])


def skipped(journey: Journey) -> list[str]:
    """Return the questions of this lane that the child left out, by the names reporting uses."""
    answered = {
        "safe_now": journey.safe_now,
        "feelings": journey.feelings,
        "topics": journey.topics,
        "account": journey.account or journey.drawing or journey.wants_talk,
        "chosen_adult": journey.chosen_adult,
        "about_adult": journey.about_adult,
        "name": journey.name or journey.visit or journey.name_was_kept_back,
    }
    not_asked = NOT_ASKED_OF_LITTLE if journey.lane is Lane.LITTLE else frozenset()
    return [name for name, answer in answered.items() if not answer and name not in not_asked]


class JourneySeal:
    """Puts a journey into a form field and takes it out again."""

    def __init__(self, web_key: bytes) -> None:
        self._seal = Seal(web_key, PURPOSE)

    def close(self, journey: Journey, code: str) -> str:
        """Return `journey` sealed for the page of `code`."""
        told = dataclasses.asdict(journey) | {"started_at": journey.started_at.isoformat()}
        return self._seal.close(json.dumps(told).encode(), code)

    def open(self, sealed: str, code: str) -> Journey:
        """Return the journey; raises Unreadable, also where it began more than a day ago.

        One that an older release sealed may hold other questions: it is unreadable too.
        """
        try:
            journey = _read(json.loads(self._seal.open(sealed, code)))
        except (KeyError, TypeError, ValueError):
            raise Unreadable from None
        if clock.now() - journey.started_at > LIVES:
            raise Unreadable
        return journey


def _read(told: dict[str, Any]) -> Journey:
    lists = {name: tuple(told[name]) for name in ("feelings", "topics", "not_adult_ids", "helping")}
    started_at = datetime.fromisoformat(told["started_at"])
    lane = Lane(told["lane"]) if told["lane"] else None
    fixed = {"started_at": started_at, "at": Step(told["at"]), "lane": lane}
    return Journey(**told | lists | fixed)
