"""The front door: four sites, the built files, and whether every part is ready."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI
from fastapi.responses import RedirectResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from frontend import readiness
from frontend.clients.http import make_http
from frontend.parent.advice import routes as parents_advice
from frontend.parent.home import routes as parents_home
from frontend.parent.notices import routes as notices
from frontend.parent.policy import routes as parents_policy
from frontend.parent.telling import routes as parents_telling
from frontend.partner.home import routes as partners_home
from frontend.partner.shares import routes as partners_shares
from frontend.pupil.coming_back import routes as coming_back
from frontend.pupil.finding import routes as finding
from frontend.pupil.leaving import routes as leaving
from frontend.pupil.showing_card import messages as card_messages
from frontend.pupil.showing_card import routes as showing_card
from frontend.pupil.spoken import beside_problem
from frontend.pupil.telling import routes as telling
from frontend.settings import FrontendSettings
from frontend.staff.advice import routes as advice
from frontend.staff.assignments import routes as assignments
from frontend.staff.away import routes as away
from frontend.staff.cases import routes as cases
from frontend.staff.class_cards import routes as class_cards
from frontend.staff.device_review import routes as device_review
from frontend.staff.devices import routes as devices
from frontend.staff.duty_phone import routes as duty_phone
from frontend.staff.export import routes as export
from frontend.staff.going_home import routes as going_home
from frontend.staff.hand_in import routes as hand_in
from frontend.staff.home import routes as home
from frontend.staff.how_we_work import routes as how_we_work
from frontend.staff.inbox import routes as inbox
from frontend.staff.my_alerts import routes as my_alerts
from frontend.staff.my_reports import routes as my_reports
from frontend.staff.opening import routes as opening
from frontend.staff.outside_numbers import routes as outside_numbers
from frontend.staff.overview import routes as overview
from frontend.staff.parents import routes as parents
from frontend.staff.planner import routes as planner
from frontend.staff.police import routes as police
from frontend.staff.posters import routes as posters
from frontend.staff.proceedings import routes as proceedings
from frontend.staff.public_lines import routes as public_lines
from frontend.staff.report import routes as report
from frontend.staff.report_adult import routes as report_adult
from frontend.staff.report_quick import routes as report_quick
from frontend.staff.sending import routes as sending
from frontend.staff.shares import routes as shares
from frontend.staff.sign_in import routes as sign_in
from frontend.staff.signed_in import send_to_sign_in
from frontend.staff.stores import routes as stores
from frontend.staff.subjects import routes as subjects
from frontend.staff.tablets import routes as tablets
from frontend.staff.told import routes as told
from frontend.staff.trusted_adults import routes as trusted_adults
from frontend.staff.words import routes as words
from frontend.web.built import STATIC
from frontend.web.forms import FormRules
from frontend.web.front import FrontEnd
from frontend.web.headers import SecurityHeaders
from frontend.web.languages import speak
from frontend.web.pages import make_templates
from frontend.web.problems import tell_in_pages
from frontend.web.site import make_site
from services.shared.logs import set_up_logs

# One line per journey: its routes.py says which pages it has.
PUPIL: tuple[APIRouter, ...] = (
    finding.router,
    telling.router,
    coming_back.router,
    showing_card.router,
    card_messages.router,
    leaving.router,
)
# A child writes 10,000 letters of any script, and their journey travels in the same form.
PUPIL_FORMS = FormRules(bytes_at_most=512 * 1024, has_cookie=False)
STAFF: tuple[APIRouter, ...] = (
    sign_in.router,
    home.router,
    report.router,
    report_quick.router,
    report_adult.router,
    subjects.router,
    my_reports.router,
    inbox.router,
    parents.router,
    shares.router,
    cases.router,
    planner.router,
    overview.router,
    sending.router,
    assignments.router,
    told.router,
    words.router,
    tablets.router,
    posters.router,
    class_cards.router,
    trusted_adults.router,
    away.router,
    my_alerts.router,
    duty_phone.router,
    opening.router,
    outside_numbers.router,
    export.router,
    devices.router,
    hand_in.router,
    stores.router,
    going_home.router,
    device_review.router,
    police.router,
    proceedings.router,
    advice.router,
    how_we_work.router,
    public_lines.router,
)
PARENT: tuple[APIRouter, ...] = (
    notices.router,
    parents_home.router,
    parents_advice.router,
    parents_policy.router,
    parents_telling.router,
)
PARTNER: tuple[APIRouter, ...] = (partners_shares.router, partners_home.router)


class Entrances:
    """Sends a request to the site that its first word belongs to; anything else to the house."""

    def __init__(self, app: ASGIApp, sites: Mapping[str, ASGIApp]) -> None:
        self.app = app
        self.sites = sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request through its entrance."""
        first = scope["path"].split("/")[1].lower() if scope["type"] == "http" else ""
        await self.sites.get(first, self.app)(scope, receive, send)


def create_app(
    settings: FrontendSettings | None = None, transport: httpx.AsyncBaseTransport | None = None
) -> FastAPI:
    """Return the front end; settings come from the environment unless given (tests)."""
    known = settings or FrontendSettings()
    set_up_logs("frontend", known.log_level)
    front = FrontEnd(known, make_http(transport), known.secret("web.key"))
    sites = make_sites(front)
    house = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=_while_it_runs)
    house.state.front = front
    house.state.sites = sites
    house.state.audience, house.state.form_rules = "house", FormRules(has_cookie=False)
    house.state.templates = make_templates("house")
    tell_in_pages(house)
    house.include_router(readiness.router)
    house.add_api_route("/", _to_staff, include_in_schema=False)
    built = StaticFiles(directory=STATIC, check_dir=False)
    # Only what is the same for everybody: a page with a secret in it is never compressed.
    house.mount("/static", GZipMiddleware(built), name="static")
    house.add_middleware(Entrances, sites=sites)
    house.add_middleware(SecurityHeaders, over_https=known.public_url.startswith("https:"))
    return house


def make_sites(front: FrontEnd) -> dict[str, FastAPI]:
    """Return the sites by the first word of their addresses."""
    pupil = make_site("pupil", front, PUPIL, PUPIL_FORMS)
    speak(pupil.state.templates)
    leaving.lead_away(pupil.state.templates)
    pupil.state.beside_problems = beside_problem
    staff = make_site("staff", front, STAFF)
    send_to_sign_in(staff)
    parent = make_site("parent", front, PARENT)
    partner = make_site("partner", front, PARTNER)
    return {
        "s": pupil,
        "come-back": pupil,
        "card": pupil,
        "away": pupil,
        "staff": staff,
        "d": staff,
        "parent": parent,
        "report": parent,
        "partner": partner,
    }


@asynccontextmanager
async def _while_it_runs(house: FastAPI) -> AsyncIterator[None]:
    yield
    await house.state.front.http.aclose()


async def _to_staff() -> RedirectResponse:
    return RedirectResponse("/staff", status_code=303)
