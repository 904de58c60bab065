"""Turn a session into a short token, and a poster's letters into a child's page."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from services.accounts.opening.queries import opened_at
from services.accounts.people.queries import safeguarding_leads, trusted_adults
from services.accounts.people.schemas import TrustedAdult
from services.accounts.public_lines.rules import lines_of, policy_facts
from services.accounts.schools.queries import page_at, school_in_force
from services.accounts.schools.queries import school_of_page as find_school
from services.accounts.schools.schemas import Page, SchoolInForce
from services.accounts.settings import AccountsSettings
from services.accounts.sign_in.schemas import LiveSession
from services.accounts.tokens.rules import Audience, lifetime
from services.accounts.tokens.schemas import PageAdult, PageClass, PageSchool, PupilPage, Token
from services.shared import clock
from services.shared.database import Database
from services.shared.directory import PUPIL_PAGE
from services.shared.errors import NotThere
from services.shared.tokens import Claims, Signer
from services.shared.transactions import open_transaction

# Of a school whose profile was written before it could choose.
USUAL_AWAY_PAGE: Final = "times_tables"


def exchange(
    signer: Signer, settings: AccountsSettings, session: LiveSession, audience: Audience
) -> Token:
    """Return a token of the person for one service, of 300 s at most."""
    now = clock.now().replace(microsecond=0)
    longest = settings.tablet_token_seconds if session.is_on_tablet else settings.token_seconds
    seconds = lifetime(longest, session.ends_at, now)
    claims = Claims(
        sub=str(session.person_id),
        sid=str(session.id),
        sch=str(session.school_id),
        ver=session.version,
        rol=session.roles,
    )
    token = signer.sign(claims, audience, seconds)
    return Token(token=token, expires_at=now + timedelta(seconds=seconds))


async def open_pupil_page(
    database: Database, signer: Signer, settings: AccountsSettings, code: str
) -> PupilPage:
    """Return the child's page behind a poster's letters.

    Raises NotThere for any others, and while the school is not open (G-11).
    """
    spelt = code.strip().upper()
    async with database.session() as session:
        school_id = await find_school(session, spelt)
    if school_id is None:
        raise NotThere
    async with open_transaction(database, school_id=school_id, person_id=PUPIL_PAGE) as session:
        if await opened_at(session, school_id) is None:
            raise NotThere
        page = await page_at(session, spelt)
        school = await school_in_force(session, school_id)
        adults = _shown(await trusted_adults(session, school_id))
        leads = _shown(await safeguarding_leads(session, school_id))
    token = _page_token(signer, settings.pupil_page_seconds, school_id)
    return _page(page, school, adults, leads, token)


def _shown(adults: list[TrustedAdult]) -> list[PageAdult]:
    return [PageAdult.model_validate(one, from_attributes=True) for one in adults]


def _page(
    page: Page,
    school: SchoolInForce,
    adults: list[PageAdult],
    leads: list[PageAdult],
    token: Token,
) -> PupilPage:
    in_class = None
    if page.class_id is not None and page.class_name is not None:
        in_class = PageClass(id=page.class_id, name=page.class_name)
    return PupilPage(
        code=page.code,
        school=_in_public(school),
        in_class=in_class,
        lane=page.lane,
        adults=adults,
        leads=leads,
        away=str(school.profile.get("public.away_page", USUAL_AWAY_PAGE)),
        token=token.token,
        expires_at=token.expires_at,
    )


def _in_public(school: SchoolInForce) -> PageSchool:
    known = {"id": school.id, "name": school.name, "short_name": school.short_name}
    facts = {"policy_facts": policy_facts(school.profile)}
    return PageSchool.model_validate({**known, **lines_of(school.profile), **facts})


def _page_token(signer: Signer, seconds: int, school_id: UUID) -> Token:
    now = clock.now().replace(microsecond=0)
    claims = Claims(
        sub=str(PUPIL_PAGE), sid=str(uuid4()), sch=str(school_id), ver=0, kind="pupil_page"
    )
    signed = signer.sign(claims, Audience.REPORTING, seconds)
    return Token(token=signed, expires_at=now + timedelta(seconds=seconds))
