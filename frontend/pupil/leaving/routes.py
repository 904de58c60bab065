"""Leave quickly: a plain link, first on every page, that works without script."""

from typing import Final

from fastapi import APIRouter, Request
from jinja2 import Environment
from starlette.responses import Response

from frontend.clients.accounts import PupilPage
from frontend.web.front import front
from frontend.web.pages import go_to, page

router = APIRouter()

# Not "cookies": these pages set none, and a school tablet's own enrolment is one.
WIPE: Final = '"cache", "storage"'
USUAL: Final = "times_tables"
PLANETS: Final = (
    ("Mercury", "88 days", "the smallest"),
    ("Venus", "225 days", "the hottest"),
    ("Earth", "365 days", "home"),
    ("Mars", "687 days", "the red one"),
    ("Jupiter", "12 years", "the biggest"),
    ("Saturn", "29 years", "has bright rings"),
    ("Uranus", "84 years", "lies on its side"),
    ("Neptune", "165 years", "the windiest"),
)
SPELLINGS: Final = (
    ("because", "friend", "people", "would"),
    ("answer", "believe", "circle", "different"),
    ("island", "library", "measure", "naughty"),
    ("ordinary", "promise", "quarter", "remember"),
    ("separate", "straight", "through", "weight"),
)
# The page a school chose (public.away_page): its name in the profile, and the word in the address.
WORDS: Final = {USUAL: "", "spellings": "/spellings", "planets": "/planets"}


def away_of(school: object) -> str:
    """Return where "Hide this page" leads; the usual page where a template knows no school."""
    return "/away" + (WORDS.get(school.away, "") if isinstance(school, PupilPage) else "")


def lead_away(environment: Environment) -> None:
    """Let the templates of `environment` say where a school's pages are left for."""
    environment.globals["away_of"] = away_of


@router.get("/away")
@router.get("/away/{chosen}")
async def leave(request: Request, chosen: str = "") -> Response:
    """Wipe what the browser kept of these pages and show something that tells nobody anything."""
    elsewhere = front(request).settings.away_url
    answer: Response
    if elsewhere:
        answer = go_to(elsewhere)
    else:
        shown = next((name for name, word in WORDS.items() if word == f"/{chosen}"), USUAL)
        answer = page(request, f"pupil/leaving/{shown}.html", planets=PLANETS, spellings=SPELLINGS)
    answer.headers["Clear-Site-Data"] = WIPE
    return answer
