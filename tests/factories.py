"""Make schools and people for tests, as the owner would; every test makes a school of its own.

school = await a_school(settings_values, profile="abingdon")
lead = await a_staff_member(school, "dsl")
pupil = await a_pupil(school, guardians=(AGuardian("Mother"), AGuardian("Father", barred=True)))
answer = await client.get("/inbox", headers=lead.bearer("reporting"))
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.enrolment import actions as people
from services.accounts.opening.models import SchoolOpening
from services.accounts.schools import actions as schools
from services.accounts.schools.queries import keys_of
from services.shared import clock
from services.shared.database import Database
from services.shared.directory import ACCOUNTS_WORKER, PUPIL_PAGE
from services.shared.encryption import Keyring
from services.shared.tokens import Claims, Signer
from services.shared.transactions import open_transaction
from tests.sign_in_rows import add_account, add_live_session

ISSUER = "lantern-accounts"
GIVEN = ("Ada", "Bilal", "Cerys", "Davor", "Esme", "Farid", "Greta", "Hugo", "Ivy", "Jamil")
FAMILY = ("Aldercroft", "Brackwater", "Copperwhite", "Dunhallow", "Eastmere", "Foxglade")
_numbers = count(1)


@dataclass(frozen=True)
class ASchool:
    """A school that one test owns: two classes, page codes, a calendar around today."""

    values: dict[str, Any] = field(repr=False)
    id: UUID
    name: str
    code: str
    little_class_id: UUID
    big_class_id: UUID
    big_class_code: str

    def token(self, claims: Claims, audience: str, lifetime_seconds: int = 300) -> str:
        return Signer(Path(self.values["secrets_dir"]), ISSUER).sign(
            claims, audience, lifetime_seconds
        )

    def pupil_page_bearer(self) -> dict[str, str]:
        """The headers of the child's page of this school."""
        claims = Claims(str(PUPIL_PAGE), str(uuid4()), str(self.id), 0, (), "pupil_page")
        return {"Authorization": f"Bearer {self.token(claims, 'reporting', 24 * 3600)}"}


@dataclass(frozen=True)
class AStaffMember:
    """A person with an account and a live session."""

    school: ASchool = field(repr=False)
    id: UUID
    display_name: str
    roles: tuple[str, ...]
    user_name: str
    email: str
    session_id: UUID
    session_secret: str = field(repr=False)
    version: int
    totp_secret: str = field(repr=False)

    def claims(self) -> Claims:
        return Claims(
            str(self.id), str(self.session_id), str(self.school.id), self.version, self.roles
        )

    def bearer(self, audience: str) -> dict[str, str]:
        """The headers of a call to the service `audience` as this person."""
        return {"Authorization": f"Bearer {self.school.token(self.claims(), audience)}"}

    def session_header(self) -> dict[str, str]:
        """The headers of a call to accounts with the session itself."""
        return {"Authorization": f"Session {self.session_secret}"}


@dataclass(frozen=True)
class AGuardian:
    """An adult to enter with a pupil; give two the same `phone` or `email` to let them share it."""

    relationship: str = "Mother"
    barred: bool = False
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class APupil:
    """A child on the roster; guardians in the order in which they were asked for."""

    id: UUID
    display_name: str
    class_id: UUID
    guardian_ids: tuple[UUID, ...]


@asynccontextmanager
async def as_owner(values: dict[str, Any], school_id: UUID) -> AsyncIterator[AsyncSession]:
    """Open a transaction of the owner for one school; committed at the end."""
    database = Database(values["owner_database_url"], pool_size=1, max_overflow=0)
    try:
        async with open_transaction(
            database, school_id=school_id, person_id=ACCOUNTS_WORKER
        ) as session:
            yield session
    finally:
        await database.close()


def _keyring(values: dict[str, Any]) -> Keyring:
    folder = Path(values["secrets_dir"])
    return Keyring(bytes.fromhex((folder / "master.key").read_text().strip()))


async def a_school(values: dict[str, Any], profile: str = "downs") -> ASchool:
    """Make a school with two classes, its page codes and two months of school days."""
    number, school_id = next(_numbers), uuid4()
    tag = school_id.hex[:8].upper()
    new = schools.NewSchool(
        school_id, f"Test School {number}", f"School {number}", tag, "Testshire", profile, "A test"
    )
    async with as_owner(values, school_id) as session:
        await schools.open_school(session, new, _keyring(values))
        little = await people.open_class(session, school_id, "Acorns", "1")
        big = await people.open_class(session, school_id, "Oaks", "6")
        await schools.add_page_code(session, f"S{tag}", school_id)
        await schools.add_page_code(session, f"C{tag}", school_id, big)
        await schools.add_calendar(session, school_id, _days_around(clock.now().date()))
        row = {"school_id": school_id, "opened_at": clock.now(), "opened_by_id": ACCOUNTS_WORKER}
        await session.execute(insert(SchoolOpening), [row])
    return ASchool(values, school_id, new.name, f"S{tag}", little, big, f"C{tag}")


def _days_around(today: date) -> schools.SchoolYear:
    first, last = today - timedelta(days=30), today + timedelta(days=60)
    return schools.SchoolYear(first, last, ((first, last),), frozenset())


async def a_staff_member(  # the facts a test may want to choose
    school: ASchool,
    *roles: str,
    email: str | None = None,
    trusted_as: str | None = None,
    class_id: UUID | None = None,
    password: str | None = None,
    rank: int = 1,
    given_name: str | None = None,
    family_name: str | None = None,
    person_id: UUID | None = None,
) -> AStaffMember:
    """Make a member of staff (a governor for chair and saf_gov) with a live session.

    `trusted_as` is the name children choose them by; `password` lets them sign in themselves.
    """
    number = next(_numbers)
    kind = "governor" if set(roles) & {"chair", "saf_gov"} else "staff"
    person = people.NewPerson(
        kind,
        given_name or GIVEN[number % len(GIVEN)],
        family_name or f"{FAMILY[number % len(FAMILY)]}{_letters(number)}",
        "A member of staff",
        "woman-brown-hair",
        person_id or uuid4(),
    )
    mail = email or f"staff{number}-{uuid4().hex[:6]}@school.example"
    async with as_owner(school.values, school.id) as session:
        await people.enter_person(session, school.id, person)
        keys = await keys_of(session, school.id, _keyring(school.values))
        await people.enter_contact(session, keys, person.id, school_id=school.id, email=mail)
        user_name, totp_secret = f"staff{number}-{uuid4().hex[:6]}", pyotp.random_base32()
        if password:
            account = people.NewAccount(person.id, user_name, password, totp_secret)
            await people.open_account(session, school.id, keys, account)
        else:
            await add_account(session, school.id, person.id, keys, (user_name, totp_secret))
        for role in roles:
            await people.give_role(session, school.id, person.id, role, rank)
        if class_id:
            await people.put_in_class(session, school.id, class_id, person.id)
        if trusted_as:
            await people.offer_trusted_adult(session, school.id, person, trusted_as, number)
        version = await session.scalar(
            text("SELECT version FROM accounts.account WHERE person_id = :id"), {"id": person.id}
        )
        session_id, secret = await add_live_session(session, school.id, person.id, version)
    return AStaffMember(
        school,
        person.id,
        person.display_name,
        tuple(roles),
        user_name,
        mail,
        session_id,
        secret,
        version,
        totp_secret,
    )


def _letters(number: int) -> str:
    """A number as lower-case letters, so that every test name is a plausible word."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


async def a_pupil(
    school: ASchool,
    *,
    guardians: tuple[AGuardian, ...] = (AGuardian(),),
    class_id: UUID | None = None,
    given_name: str | None = None,
    family_name: str | None = None,
    **facts: Any,
) -> APupil:
    """Make a pupil with guardians; `facts` are fields of RosterFacts such as eal=True."""
    number = next(_numbers)
    person = people.NewPerson(
        "pupil",
        given_name or GIVEN[number % len(GIVEN)],
        family_name or f"{FAMILY[number % len(FAMILY)]}{_letters(number)}",
    )
    in_class = class_id or school.big_class_id
    roster = people.RosterFacts(
        **{
            "class_id": in_class,
            "year_group": "6" if in_class == school.big_class_id else "1",
            "student_id": f"T{number}-{uuid4().hex[:6]}",
            "upn": f"A{number:012d}",
            "date_of_birth": date(2016, 3, 14),
            "sex": "F",
            "admission_on": date(2020, 9, 2),
            **facts,
        }
    )
    async with as_owner(school.values, school.id) as session:
        await people.enter_pupil(session, school.id, person, roster)
        ids = [await _enter(session, school, person, one) for one in guardians]
    return APupil(person.id, person.display_name, in_class, tuple(ids))


async def _enter(
    session: AsyncSession, school: ASchool, child: people.NewPerson, guardian: AGuardian
) -> UUID:
    number = next(_numbers)
    adult = people.NewPerson("guardian", GIVEN[number % len(GIVEN)], child.family_name)
    await people.enter_person(session, school.id, adult)
    keys = await keys_of(session, school.id, _keyring(school.values))
    reached = {
        "email": guardian.email or f"family{number}-{uuid4().hex[:6]}@home.example",
        "phone": guardian.phone or f"07700 9{number % 100000:05d}",
    }
    await people.enter_contact(session, keys, adult.id, school_id=school.id, **reached)
    link = people.Guardian(adult.id, guardian.relationship, guardian.barred)
    await people.enter_guardian(session, school.id, child.id, link)
    return adult.id


async def end_session(member: AStaffMember) -> None:
    """Sign the person out, as seen by every service."""
    async with as_owner(member.school.values, member.school.id) as session:
        await session.execute(
            text("UPDATE accounts.session SET ended_at = :at WHERE id = :id"),
            {"at": clock.now(), "id": member.session_id},
        )


def move_clock(movable_clock: Path, seconds: float) -> None:
    """Set the product's clock this many seconds ahead of the machine's."""
    movable_clock.write_text(str(seconds))
