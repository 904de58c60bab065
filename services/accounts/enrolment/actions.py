"""Enter people: staff, pupils, guardians, how they are reached, and their accounts.

These run in a transaction of the owner (seed, import), never of a running service.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.people.models import (
    ClassStaff,
    Contact,
    Guardianship,
    NamePart,
    Person,
    PupilEntry,
    RoleHolding,
    SchoolClass,
    TrustedAdult,
)
from services.accounts.people.rules import ADDRESS_LABEL, address_hash, name_parts
from services.accounts.schools.queries import SchoolKeys
from services.accounts.sign_in.actions import TOTP_LABEL
from services.accounts.sign_in.models import Account
from services.accounts.sign_in.rules import folded_user_name, why_not_password
from services.shared import clock
from services.shared.errors import FieldError, Malformed
from services.shared.passwords import hash_password


@dataclass(frozen=True)
class NewPerson:
    """Somebody to enter; `display_name` is what colleagues read."""

    kind: str
    given_name: str
    family_name: str
    job_title: str | None = None
    portrait: str | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def display_name(self) -> str:
        """Return the name as colleagues read it."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class RosterFacts:
    """What the roster says of a pupil beside the name."""

    class_id: UUID
    year_group: str
    student_id: str
    upn: str
    date_of_birth: date
    sex: str
    admission_on: date
    send_status: str = "N"
    eal: bool = False
    looked_after: bool = False
    child_protection_plan: bool = False
    child_in_need: bool = False


@dataclass(frozen=True)
class Guardian:
    """Who an adult is to a pupil."""

    person_id: UUID
    relationship: str
    is_barred: bool = False

    @property
    def may_collect(self) -> bool:
        """Say whether they may collect the child or a device: never where barred (G-08)."""
        return not self.is_barred


async def enter_person(session: AsyncSession, school_id: UUID, person: NewPerson) -> UUID:
    """Store a person and the words they are found by; return their id."""
    row = {**asdict(person), "display_name": person.display_name, "school_id": school_id}
    await session.execute(insert(Person), [{**row, "is_active": True}])
    known = {"person_id": person.id, "school_id": school_id, "kind": person.kind}
    parts = name_parts(person.given_name, person.family_name)
    await session.execute(insert(NamePart), [{**known, "part": part} for part in sorted(parts)])
    return person.id


async def open_class(session: AsyncSession, school_id: UUID, name: str, year_group: str) -> UUID:
    """Store a class (`year_group` R, 1 to 6, or mixed such as 3/4) and return its id.

    Reception to Year 2 see the page for younger children.
    """
    class_id = uuid4()
    lane = "little" if year_group[0] in "R12" else "big"
    row = {"id": class_id, "school_id": school_id, "name": name, "year_group": year_group}
    await session.execute(insert(SchoolClass), [{**row, "lane": lane}])
    return class_id


async def enter_pupil(
    session: AsyncSession, school_id: UUID, person: NewPerson, facts: RosterFacts
) -> UUID:
    """Store a pupil with the facts of the roster; return their id."""
    pupil_id = await enter_person(session, school_id, person)
    row = {**asdict(facts), "person_id": pupil_id, "school_id": school_id}
    await session.execute(insert(PupilEntry), [row])
    return pupil_id


async def enter_guardian(
    session: AsyncSession, school_id: UUID, pupil_id: UUID, guardian: Guardian
) -> None:
    """Store who an adult is to a pupil."""
    row = {**asdict(guardian), "may_collect": guardian.may_collect}
    await session.execute(
        insert(Guardianship), [{**row, "school_id": school_id, "pupil_id": pupil_id}]
    )


async def enter_contact(
    session: AsyncSession, keys: SchoolKeys, person_id: UUID, *, school_id: UUID, **address: str
) -> None:
    """Store addresses of a person, sealed: `email=...`, `phone=...`, both counted as verified."""
    now = clock.now()
    rows = [_contact(keys, person_id, channel, text, now) for channel, text in address.items()]
    await session.execute(insert(Contact), [{**row, "school_id": school_id} for row in rows])


def _contact(
    keys: SchoolKeys, person_id: UUID, channel: str, address: str, now: datetime
) -> dict[str, object]:
    contact_id = uuid4()
    return {
        "id": contact_id,
        "person_id": person_id,
        "channel": channel,
        "address_sealed": keys.sealer.seal(address, ADDRESS_LABEL, contact_id),
        "key_id": keys.sealer.key_id,
        "address_hash": address_hash(keys.secret, channel, address),
        "verified_at": now,
    }


async def give_role(
    session: AsyncSession, school_id: UUID, person_id: UUID, role: str, rank: int = 1
) -> None:
    """Give a role; tokens that the person holds are refused from now on (a trigger sees to it)."""
    row = {"id": uuid4(), "school_id": school_id, "person_id": person_id, "role": role}
    await session.execute(insert(RoleHolding), [{**row, "rank": rank, "given_at": clock.now()}])


async def end_role(session: AsyncSession, school_id: UUID, person_id: UUID, role: str) -> None:
    """End a role; tokens that the person holds are refused from now on."""
    holding = update(RoleHolding).where(
        RoleHolding.school_id == school_id,
        RoleHolding.person_id == person_id,
        RoleHolding.role == role,
        RoleHolding.ended_at.is_(None),
    )
    await session.execute(holding.values(ended_at=clock.now()))


async def switch_off_person(session: AsyncSession, school_id: UUID, person_id: UUID) -> None:
    """Somebody has left: they are no longer found, hold no role and cannot sign in."""
    person = update(Person).where(Person.school_id == school_id, Person.id == person_id)
    await session.execute(person.values(is_active=False))


async def put_in_class(
    session: AsyncSession, school_id: UUID, class_id: UUID, person_id: UUID
) -> None:
    """Let a member of staff teach or help in a class."""
    row = {"school_id": school_id, "class_id": class_id, "person_id": person_id}
    await session.execute(insert(ClassStaff), [row])


async def offer_trusted_adult(
    session: AsyncSession, school_id: UUID, person: NewPerson, display_name: str, sort: int
) -> None:
    """Let children choose this adult, under the name they use (`Mrs Hart`) and a picture.

    Whoever enters them here has asked them.
    """
    row = {
        "school_id": school_id,
        "person_id": person.id,
        "display_name": display_name,
        "portrait": person.portrait or "person",
        "sort": sort,
        "consented_at": clock.now(),
    }
    await session.execute(insert(TrustedAdult), [row])


@dataclass(frozen=True)
class NewAccount:
    """Whose account to open, and how they will sign in."""

    person_id: UUID
    user_name: str
    password: str = field(repr=False)
    totp_secret: str = field(default_factory=pyotp.random_base32, repr=False)


async def open_account(
    session: AsyncSession, school_id: UUID, keys: SchoolKeys, account: NewAccount
) -> None:
    """Store an account with its second factor; raises Malformed for a weak password."""
    why_not = why_not_password(account.password, account.user_name)
    if why_not:
        raise Malformed(why_not, (FieldError("password", why_not),))
    row = {
        "person_id": account.person_id,
        "school_id": school_id,
        "user_name": folded_user_name(account.user_name),
        "password_hash": await hash_password(account.password),
        "totp_sealed": keys.sealer.seal(account.totp_secret, TOTP_LABEL, account.person_id),
        "key_id": keys.sealer.key_id,
        "totp_last_step": 0,
        "version": 1,
    }
    await session.execute(insert(Account), [row])
