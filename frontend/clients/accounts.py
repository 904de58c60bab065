"""Ask accounts: who is signed in, who is at the school, which page a code opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import httpx
from pydantic import Field

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Person(Answer):
    """Somebody who is signed in."""

    id: UUID
    display_name: str
    roles: frozenset[str] = frozenset()


class School(Answer):
    """The school that a page belongs to."""

    id: UUID
    name: str
    short_name: str = ""


class PublicSchool(School):
    """A school with what it says of itself to everybody."""

    vision: str = ""
    values: tuple[str, ...] = ()
    address: str = ""
    email: str = ""
    phone: str = ""
    policy: str = ""
    complaints: str = ""
    policy_facts: dict[str, str] = Field(default_factory=dict)


class Current(Answer):
    """A live session: whose, at which school, and how long it may rest."""

    person: Person
    school: School
    idle_seconds: int = 300


class Opened(Current):
    """A session that was just opened; `session` is for the browser's cookie alone."""

    session: str


class TokenAnswer(Answer):
    """A signed token for one service."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SignIn:
    """What somebody typed, and the tablet they sit at."""

    user_name: str
    password: str = field(repr=False)
    totp: str | None = field(default=None, repr=False)
    tablet: str | None = field(default=None, repr=False)


class Adult(Answer):
    """A grown-up whom a child may choose."""

    person_id: UUID
    display_name: str
    portrait: str | None = None
    weekdays: str = "12345"


class SchoolClass(Answer):
    """The class that a page code belongs to."""

    id: UUID
    name: str


class PupilPage(Answer):
    """What a page code opens, with the anonymous token of that school."""

    code: str
    school: PublicSchool
    school_class: SchoolClass | None = None
    lane: str | None = None
    adults: tuple[Adult, ...] = ()
    leads: tuple[Adult, ...] = ()
    away: str = "times_tables"
    token: str
    expires_at: datetime

    @classmethod
    def of(cls, answer: dict[str, object]) -> "PupilPage":
        """Read the answer; "class" is a word that Python keeps for itself."""
        return cls.model_validate(answer | {"school_class": answer.get("class")})


class PupilFound(Answer):
    """A child in the answer to a search."""

    id: UUID
    display_name: str
    class_name: str | None = None
    year_group: str | int | None = None


class Guardian(Answer):
    """An adult at home."""

    id: UUID
    display_name: str
    relationship: str = ""
    is_barred: bool = False
    may_collect: bool = False


class Pupil(PupilFound):
    """A child with the adults at home."""

    guardians: tuple[Guardian, ...] = ()


class StaffMember(Answer):
    """A grown-up who works at the school."""

    id: UUID
    display_name: str
    job_title: str | None = None


class Absence(Answer):
    """Somebody who is or will be away; until then others are asked in these roles."""

    id: UUID
    display_name: str
    roles: tuple[str, ...] = ()
    away_from: datetime
    away_until: datetime


class ReadyCheck(Answer):
    """One thing that must stand before a school opens."""

    what: str
    why_not: str | None = None


class Opening(Answer):
    """What must stand before children can tell, and since when they can."""

    opened_at: datetime | None = None
    items: tuple[ReadyCheck, ...] = ()


class Tablet(Answer):
    """A tablet that the office enrolled; `secret` is told once, when it is made."""

    id: UUID
    name: str
    secret: str | None = None
    enrolled_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class Poster(Answer):
    """A poster: the letters of a page, and whose it is; the school's own names no class."""

    code: str
    class_name: str | None = None


@dataclass(frozen=True)
class Accounts:
    """Accounts, as one caller sees it."""

    door: Door

    async def open_session(self, sign_in: SignIn) -> Opened:
        """Sign somebody in; a ServiceProblem carries the one sentence for "that is not right"."""
        body = {
            "user_name": sign_in.user_name,
            "password": sign_in.password,
            "totp": sign_in.totp,
            "tablet": sign_in.tablet,
        }
        told = {name: value for name, value in body.items() if value is not None}
        return Opened.model_validate(await self.door.post("/sessions", told))

    async def current(self) -> Current:
        """Return the session that the door stands for; asking counts as using it."""
        return Current.model_validate(await self.door.get("/sessions/current"))

    async def close_session(self) -> None:
        """End the session that the door stands for."""
        await self.door.delete("/sessions/current")

    async def token(self, audience: str) -> TokenAnswer:
        """Return a token of at most 300 seconds for one service."""
        answer = await self.door.post("/sessions/current/tokens", {"audience": audience})
        return TokenAnswer.model_validate(answer)

    async def pupil_page(self, code: str) -> PupilPage:
        """Return what a poster's code opens; a ServiceProblem 404 where it opens nothing."""
        return PupilPage.of(await self.door.get(f"/pupil-pages/{code}"))

    async def pupils(self, search: str) -> Sequence[PupilFound]:
        """Return up to eight children whose names hold `search` (three letters or more)."""
        answer = await self.door.get("/pupils", {"search": search})
        return [PupilFound.model_validate(one) for one in answer["items"]]

    async def pupil(self, pupil_id: UUID) -> Pupil:
        """Return one child with the adults at home."""
        return Pupil.model_validate(await self.door.get(f"/pupils/{pupil_id}"))

    async def staff(self, search: str = "") -> Sequence[StaffMember]:
        """Return staff whose names hold `search`; everybody where it is empty."""
        answer = await self.door.get("/staff", {"search": search} if search else None)
        return [StaffMember.model_validate(one) for one in answer["items"]]

    async def school(self) -> dict[str, object]:
        """Return the school's own page: its profile and contacts."""
        answer: dict[str, object] = await self.door.get("/schools/current")
        return answer

    async def enrol_tablet(self, name: str, key: str) -> Tablet:
        """Make a tablet a second factor; its secret is in the answer, once."""
        return Tablet.model_validate(await self.door.post("/tablets", {"name": name}, key))

    async def tablets(self) -> Sequence[Tablet]:
        """Return the school's tablets."""
        return [Tablet.model_validate(one) for one in (await self.door.get("/tablets"))["items"]]

    async def posters(self) -> Sequence[Poster]:
        """Return the posters of the school and its classes."""
        return [Poster.model_validate(one) for one in (await self.door.get("/posters"))["items"]]

    async def poster(self, code: str) -> httpx.Response:
        """Return one poster as a PDF."""
        return await self.door.fetch(f"/posters/{quote(code, safe='')}.pdf")

    async def opening(self) -> Opening:
        """Return what must stand before children can tell."""
        return Opening.model_validate(await self.door.get("/schools/current/opening"))

    async def open_school(self) -> Opening:
        """Let children tell from now on."""
        return Opening.model_validate(await self.door.post("/schools/current/opening"))

    async def absences(self) -> Sequence[Absence]:
        """Return who is or will be away."""
        found = (await self.door.get("/absences"))["items"]
        return [Absence.model_validate(one) for one in found]

    async def mark_away(self, asked: Mapping[str, str], key: str) -> None:
        """Let others be asked in somebody's place on some days."""
        await self.door.post("/absences", asked, key)

    async def end_absence(self, absence_id: UUID) -> None:
        """Say that somebody is back."""
        await self.door.post(f"/absences/{absence_id}/end")

    async def revoke_tablet(self, tablet_id: UUID) -> None:
        """Make a tablet an ordinary one again, at once."""
        await self.door.post(f"/tablets/{tablet_id}/revoke")
