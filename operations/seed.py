"""Put the two demo schools into a database that has none: invented people, real keys.

Run again it changes nothing. What people sign in with is made at random for each LANTERN_HOME and
written to `demo-sign-ins.json` there, readable by its owner only.
"""

import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from operations.seed_names import PASSWORD_WORDS
from operations.seed_people import FamilyPlan, PupilPlan, StaffPlan, plan_families
from operations.seed_schools import SCHOOLS, YEAR, SchoolPlan
from services.accounts.enrolment import actions as people
from services.accounts.opening import actions as opening
from services.accounts.schools import actions as schools
from services.accounts.schools.queries import SchoolKeys
from services.shared.database import Database
from services.shared.directory import ACCOUNTS_WORKER
from services.shared.encryption import Keyring

# who may be rung about an alert that nobody answers
RUNG = frozenset({"dsl", "ddsl", "head", "chair"})
# Where a template leaves a number for the school to fill in: one that Ofcom keeps for stories.
DEMO_NUMBERS = {
    "contacts.lado.phone": "01632 960900",
    "contacts.lado.email": "lado@council.example",
    "contacts.lado.owner": "The council",
    "contacts.lado.checked_on": "2026-11-02",
}
SIGN_INS = "demo-sign-ins.json"
_ACT_FOR = text(
    "SELECT set_config('app.school_id', :school, true), set_config('app.person_id', :person, true)"
)
_HOW_MANY = text("SELECT count(*) FROM accounts.school WHERE id = ANY(:ids)")

SignIn = dict[str, Any]


async def seed_demo(owner_url: str, secrets_dir: Path, home: Path) -> bool:
    """Seed both schools in one transaction; return False where they are there already.

    `home` gets `demo-sign-ins.json` (0600) before the transaction ends, so that there is never a
    school into which nobody can sign in.
    """
    keyring = Keyring(bytes.fromhex((secrets_dir / "master.key").read_text().strip()))
    database = Database(owner_url, pool_size=1, max_overflow=0)
    try:
        async with database.session() as session, session.begin():
            if await _are_there(session):
                return False
            seeded = [await _seed_school(session, plan, keyring) for plan in SCHOOLS]
            everybody = [one for school in seeded for one in school]
            write_sign_ins(
                home, {"schools": [_pages(plan) for plan in SCHOOLS], "people": everybody}
            )
            return True
    finally:
        await database.close()


async def _are_there(session: AsyncSession) -> bool:
    await session.execute(_ACT_FOR, {"school": "", "person": str(ACCOUNTS_WORKER)})
    return bool(await session.scalar(_HOW_MANY, {"ids": [plan.id for plan in SCHOOLS]}))


def write_sign_ins(home: Path, listed: dict[str, Any]) -> None:
    """Write what people sign in with, for the owner's eyes only, in one move."""
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"{SIGN_INS}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(listed, file, indent=1)
    fresh.replace(home / SIGN_INS)


async def _seed_school(session: AsyncSession, plan: SchoolPlan, keyring: Keyring) -> list[SignIn]:
    await session.execute(_ACT_FOR, {"school": str(plan.id), "person": str(ACCOUNTS_WORKER)})
    school = schools.NewSchool(
        id=plan.id,
        name=plan.name,
        short_name=plan.short_name,
        urn=plan.urn,
        local_authority=plan.local_authority,
        profile=plan.profile,
        approved_by=f"{plan.staff[0].given_name} {plan.staff[0].family_name}, headteacher",
    )
    keys = await schools.open_school(session, school, keyring)
    await schools.add_calendar(session, plan.id, YEAR)
    classes = await _open_classes(session, plan)
    sign_ins = [
        await _appoint(session, plan, keys, classes, one, sort=number)
        for number, one in enumerate(plan.staff)
    ]
    in_public = {
        "public.address": f"{plan.short_name}, 1 School Road, Exampleton",
        "public.email": f"office@{plan.mail}",
        "public.phone": "01632 960901",
    }
    filled = DEMO_NUMBERS | in_public
    await schools.change_profile(session, plan.id, filled, by=school.approved_by)
    await opening.open_to_children(session, plan.id, ACCOUNTS_WORKER)
    for number, family in enumerate(plan_families(plan.urn)):
        await _enrol(session, plan.id, keys, classes, family, first=number * 10 + 1000)
    return sign_ins


def _pages(plan: SchoolPlan) -> dict[str, Any]:
    by_class = dict(zip(plan.class_names, plan.codes[1:], strict=True))
    return {"name": plan.name, "page_code": plan.codes[0], "class_page_codes": by_class}


async def _open_classes(session: AsyncSession, plan: SchoolPlan) -> list[UUID]:
    years = ("R", "1", "2", "3/4", "5", "6")
    await schools.add_page_code(session, plan.codes[0], plan.id)
    classes = []
    for name, year_group, code in zip(plan.class_names, years, plan.codes[1:], strict=True):
        class_id = await people.open_class(session, plan.id, name, year_group)
        await schools.add_page_code(session, code, plan.id, class_id)
        classes.append(class_id)
    return classes


async def _appoint(  # noqa: PLR0913  a seed step; its facts do not belong together elsewhere
    session: AsyncSession,
    plan: SchoolPlan,
    keys: SchoolKeys,
    classes: list[UUID],
    one: StaffPlan,
    *,
    sort: int,
) -> SignIn:
    person = people.NewPerson(
        one.kind, one.given_name, one.family_name, one.job_title, one.portrait
    )
    await people.enter_person(session, plan.id, person)
    for role, rank in one.roles:
        await people.give_role(session, plan.id, person.id, role, rank)
    if one.class_number is not None:
        await people.put_in_class(session, plan.id, classes[one.class_number], person.id)
    if one.is_trusted:
        known_as = f"{one.title} {one.family_name}"
        await people.offer_trusted_adult(session, plan.id, person, known_as, sort)
    mail = f"{one.mailbox or one.user_name}@{plan.mail}"
    # numbers that Ofcom keeps free for stories
    phone = {"phone": f"01632 960{sort:03d}"} if {role for role, _ in one.roles} & RUNG else {}
    await people.enter_contact(session, keys, person.id, school_id=plan.id, email=mail, **phone)
    return await _give_sign_in(session, plan, keys, one, person.id)


async def _give_sign_in(
    session: AsyncSession, plan: SchoolPlan, keys: SchoolKeys, one: StaffPlan, person_id: UUID
) -> SignIn:
    password = "-".join(secrets.choice(PASSWORD_WORDS) for _ in range(4))
    account = people.NewAccount(person_id, one.user_name, password)
    await people.open_account(session, plan.id, keys, account)
    return {
        "school": plan.name,
        "name": f"{one.given_name} {one.family_name}",
        "role": ", ".join(role for role, _ in one.roles),
        "job_title": one.job_title,
        "user_name": account.user_name,
        "password": password,
        "totp_secret": account.totp_secret,
    }


async def _enrol(  # noqa: PLR0913  a seed step; its facts do not belong together elsewhere
    session: AsyncSession,
    school_id: UUID,
    keys: SchoolKeys,
    classes: list[UUID],
    family: FamilyPlan,
    *,
    first: int,
) -> None:
    adults = []
    for adult in family.guardians:
        person = people.NewPerson("guardian", adult.given_name, adult.family_name)
        await people.enter_person(session, school_id, person)
        reached = {"email": adult.email, "phone": adult.phone}
        await people.enter_contact(session, keys, person.id, school_id=school_id, **reached)
        adults.append(people.Guardian(person.id, adult.relationship, adult.is_barred))
    for number, pupil in enumerate(family.pupils, start=first):
        person = people.NewPerson("pupil", pupil.given_name, pupil.family_name)
        facts = _roster_facts(pupil, classes[pupil.class_number], number)
        await people.enter_pupil(session, school_id, person, facts)
        for adult_here in adults:
            await people.enter_guardian(session, school_id, person.id, adult_here)


def _roster_facts(pupil: PupilPlan, class_id: UUID, number: int) -> people.RosterFacts:
    started = pupil.date_of_birth.year + (5 if pupil.date_of_birth.month > 8 else 4)  # noqa: PLR2004  1 September
    return people.RosterFacts(
        class_id=class_id,
        year_group=pupil.year_group,
        student_id=f"S{number}",
        upn=upn(f"8869{number:04d}{started % 100:02d}{number % 100:02d}"),
        date_of_birth=pupil.date_of_birth,
        sex=pupil.sex,
        admission_on=date(started, 9, 2),
        send_status=pupil.send_status,
        eal=pupil.is_eal,
        **dict.fromkeys(pupil.flags, True),
    )


def upn(digits: str) -> str:
    """Return a Unique Pupil Number with its check letter in front of twelve `digits`."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return letters[total % len(letters)] + digits
