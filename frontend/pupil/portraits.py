"""How a child sees a grown-up: a drawn picture where the school chose one, else a first letter."""

from dataclasses import dataclass

from frontend.clients.accounts import Adult, PupilPage
from frontend.web.built import NotBuilt, asset
from frontend.web.wording import SCHOOL_TIME
from services.shared import clock

TONES = 6
LAST_SCHOOL_DAY = 5
TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "sir", "madam"})


@dataclass(frozen=True)
class Portrait:
    """A grown-up on a card: `address` of a drawing or None, then `letter` on a colour, `tone`."""

    person_id: str
    display_name: str
    address: str | None
    letter: str
    tone: int
    is_in_today: bool = True


def portrait_of(adult: Adult) -> Portrait:
    """Return how `adult` is shown."""
    name = adult.display_name
    address = _drawing(adult.portrait)
    place = adult.person_id.int % TONES
    return Portrait(str(adult.person_id), name, address, _letter(name), place, _is_in(adult))


def _is_in(adult: Adult) -> bool:
    """Say whether they are in school today; at the weekend nobody is, and nothing is said."""
    today = clock.now().astimezone(SCHOOL_TIME).isoweekday()
    return today > LAST_SCHOOL_DAY or str(today) in adult.weekdays


def known(page: PupilPage, display_name: str) -> Portrait:
    """Return the portrait of somebody by name; a letter where the page does not list them."""
    for adult in page.adults:
        if adult.display_name == display_name:
            return portrait_of(adult)
    return Portrait("", display_name, None, _letter(display_name), len(display_name) % TONES)


def _drawing(portrait: str | None) -> str | None:
    if portrait is None or portrait == "person":  # "person" says that nobody chose one
        return None
    try:
        return asset(f"pictures/{portrait}.svg")
    except NotBuilt:
        return None


def _letter(name: str) -> str:
    words = [word for word in name.split() if word.lower().strip(".") not in TITLES]
    return (words or name.split() or ["?"])[-1][0].upper()
