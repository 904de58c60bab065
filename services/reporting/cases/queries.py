"""What is known of a case and of the people who may read it; row security decides what is seen."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.errors import SomebodyWasFirst
from services.reporting.cases.models import (
    CaseChange,
    CaseReader,
    CaseSummary,
    DeviceLink,
    Scope,
    State,
)
from services.reporting.cases.permissions import Doing, Standing, why_not
from services.reporting.cases.rules import Seats, StaffName
from services.shared.database import fetch
from services.shared.errors import NotThere, Refused

# Of the school $1, unless its people's mark is still $2; both in one snapshot, so that the same
# mark is the same staff (accounts renews it with every change).
STAFF = """
    SELECT k.mark, CASE WHEN k.mark = $2 THEN NULL ELSE (
        SELECT json_agg(json_build_array(
            p.id, p.display_name, p.given_name, p.family_name,
            coalesce(t.display_name, p.display_name),
            (SELECT array_agg(encode(m.mailbox_hash, 'hex')) FROM directory.mailbox m
             WHERE m.school_id = $1 AND m.person_id = p.id),
            (SELECT array_agg(h.role || ' ' || h.rank) FROM directory.role_holder h
             WHERE h.school_id = $1 AND h.person_id = p.id)) ORDER BY p.id)::text
        FROM directory.person p LEFT JOIN directory.trusted_adult t ON t.person_id = p.id
        WHERE p.school_id = $1 AND p.kind IN ('staff', 'governor') AND p.is_active
    ) END AS staff
    FROM (SELECT $1::uuid AS id) school
    LEFT JOIN directory.people_mark k ON k.school_id = school.id
"""
_NAMES = text("SELECT id, display_name FROM directory.person WHERE id = ANY(:ids)")
_KNOWN_AS = text(
    "SELECT p.id, coalesce(t.display_name, p.display_name) AS name FROM directory.person p"
    " LEFT JOIN directory.trusted_adult t ON t.person_id = p.id WHERE p.id = ANY(:ids)"
)
_KEPT_OUT = text("SELECT reporting.is_kept_out(:case_id, :person_id)")

_JOINED_TO = text("SELECT reporting.joined_to(:case_id)")
_JOINED_WITH = text("SELECT reporting.joined_with(:case_id)")
_HELD = text("SELECT published.held_devices(:link_id)")
_DID = {
    "taken": "they have taken this case.",
    "acknowledged": "they have acknowledged this case.",
    "closed": "they have closed this case.",
    "step_done": "they have recorded a step of this case.",
    "step_skipped": "they have left out a step of this case, with a reason.",
}


@dataclass(frozen=True)
class SchoolStaff:
    """Everybody who works at or governs the school today; `known_as` is what children say."""

    seats: Seats
    names: Mapping[UUID, StaffName]
    known_as: Mapping[UUID, str]
    mark: UUID | None

    def display_names(self, people: Iterable[UUID]) -> list[str]:
        """Return the names of `people` in their order; whoever is unknown is left out."""
        return [self.names[one].display_name for one in people if one in self.names]


@dataclass(frozen=True)
class CaseNow:
    """Where a case stands at this moment."""

    case_id: UUID
    school_id: UUID
    reference: str
    version: int
    state: str
    severity: str
    danger: bool
    kind: str
    risk_area: str
    source: str
    needs_lado: bool
    has_outcome: bool
    owner_id: UUID | None
    opened_at: datetime
    waiting_since: datetime
    acknowledged_at: datetime | None
    paused_until: date | None


_seen: dict[UUID, SchoolStaff] = {}


async def school_staff(session: AsyncSession, school_id: UUID) -> SchoolStaff:
    """Return the school's staff and governors, who sits where, and who shares a mailbox."""
    seen = staff_seen(school_id)
    (row,) = await fetch(session, STAFF, school_id, seen.mark)
    return staff_now(school_id, seen, row)


def staff_seen(school_id: UUID) -> SchoolStaff:
    """Return the staff as last seen, whose mark STAFF asks for; nobody where it never was."""
    return _seen.get(school_id, _NOBODY)


def staff_now(school_id: UUID, seen: SchoolStaff, row: asyncpg.Record) -> SchoolStaff:
    """Return the staff that a row of STAFF tells, or `seen` where nothing has changed since."""
    if seen.mark is not None and row["mark"] == seen.mark:
        return seen
    _seen[school_id] = _read(row["staff"] or "[]", row["mark"])
    return _seen[school_id]


def _read(told: str, mark: UUID | None) -> SchoolStaff:
    names, known_as, mailboxes = {}, {}, {}
    held: list[tuple[int, UUID, str]] = []
    for text_id, display, given, family, known, boxes, roles in json.loads(told):
        person_id = UUID(text_id)
        names[person_id] = StaffName(person_id, display, given, family)
        known_as[person_id] = known
        if boxes:
            mailboxes[person_id] = frozenset(bytes.fromhex(one) for one in boxes)
        held += [(int(rank), person_id, role) for role, rank in map(str.split, roles or ())]
    sits = {role: tuple(who for _, who, had in sorted(held) if had == role) for role in _SEATS}
    seats = Seats(
        sits["dsl"], sits["ddsl"], sits["head"], sits["chair"], mailboxes, sits["saf_gov"]
    )
    return SchoolStaff(seats, names, known_as, mark)


_SEATS = ("dsl", "ddsl", "head", "chair", "saf_gov")
_NOBODY = _read("[]", None)


async def case_now(session: AsyncSession, case_id: UUID) -> CaseNow:
    """Return where a case stands; raises NotThere unless the caller reads the whole of it."""
    columns = [getattr(CaseSummary, name) for name in CaseNow.__dataclass_fields__]
    found = await session.execute(select(*columns).where(CaseSummary.case_id == case_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotThere
    return CaseNow(**row)


async def display_names(session: AsyncSession, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the display names of `people`, by id."""
    wanted = list(set(people))
    if not wanted:
        return {}
    rows = await session.execute(_NAMES, {"ids": wanted})
    return {row.id: row.display_name for row in rows}


async def names_for_children(session: AsyncSession, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return `people` as children know them ("Miss Dove"), by id."""
    wanted = list(set(people))
    if not wanted:
        return {}
    rows = await session.execute(_KNOWN_AS, {"ids": wanted})
    return {row.id: row.name for row in rows}


async def whole_readers(session: AsyncSession, case_id: UUID) -> list[UUID]:
    """Return who reads the whole case and is not kept out, in the order in which they came."""
    asked = (
        select(CaseReader.person_id)
        .where(CaseReader.case_id == case_id, CaseReader.scope == Scope.WHOLE)
        .order_by(CaseReader.at, CaseReader.person_id)
    )
    people = (await session.scalars(asked)).all()
    kept = {one: await is_kept_out(session, case_id, one) for one in people}
    return [one for one in people if not kept[one]]


async def is_kept_out(session: AsyncSession, case_id: UUID, person_id: UUID) -> bool:
    """Say whether an exclusion that stands keeps this person out of the case."""
    asked = {"case_id": case_id, "person_id": person_id}
    return bool(await session.scalar(_KEPT_OUT, asked))


async def who_was_first(session: AsyncSession, case_id: UUID, seen: int) -> SomebodyWasFirst:
    """Return the refusal that names whoever changed the case last, after version `seen`."""
    asked = (
        select(CaseChange.actor_id, CaseChange.kind)
        .where(CaseChange.case_id == case_id, CaseChange.version > seen)
        .order_by(CaseChange.version.desc())
        .limit(1)
    )
    row = (await session.execute(asked)).one_or_none()
    if row is None:  # a version that no colleague made
        return SomebodyWasFirst("The child", "they have told more.")
    names = await display_names(session, [row.actor_id])
    did = _DID.get(row.kind, "they have changed this case.")
    return SomebodyWasFirst(names.get(row.actor_id, "A colleague"), did)


async def device_link_of(session: AsyncSession, case_id: UUID) -> UUID | None:
    """Return the opaque id by which devices know this case, where it has one."""
    asked = select(DeviceLink.link_id).where(DeviceLink.case_id == case_id)
    found: UUID | None = await session.scalar(asked)
    return found


async def held_devices_of(session: AsyncSession, case_id: UUID) -> int:
    """Return how many devices of this case the school or the police still hold."""
    link_id = await device_link_of(session, case_id)
    held = await session.scalar(_HELD, {"link_id": link_id}) if link_id else 0
    return int(held or 0)


async def joined_to(session: AsyncSession, case_id: UUID) -> UUID | None:
    """Return the case that this one is a part of now, if it is one."""
    found: UUID | None = await session.scalar(_JOINED_TO, {"case_id": case_id})
    return found


async def joined_with(session: AsyncSession, case_id: UUID) -> list[UUID]:
    """Return every other case that is joined with this one now, also through a third."""
    return list(await session.scalars(_JOINED_WITH, {"case_id": case_id}))


async def standing_of(session: AsyncSession, case: CaseNow, *, asked_by: UUID) -> Standing:
    """Return what decides what may be done with a case now, held devices included."""
    owners = await display_names(session, [case.owner_id] if case.owner_id else [])
    return Standing(
        state=State(case.state),
        is_acknowledged=case.acknowledged_at is not None,
        has_outcome=case.has_outcome,
        owner_id=case.owner_id,
        owner_name=next(iter(owners.values()), "A colleague"),
        asked_by=asked_by,
        held_devices=await held_devices_of(session, case.case_id),
        is_paused=case.paused_until is not None,
        is_joined=case.state == State.CLOSED and bool(await joined_to(session, case.case_id)),
    )


async def case_ready_for(
    session: AsyncSession, case_id: UUID, doing: Doing, *, version: int, by: UUID
) -> CaseNow:
    """Return the case where `doing` may be done with the version that the caller saw.

    Raises NotThere for whoever does not read the whole of it, SomebodyWasFirst where it has
    moved on, Refused with the sentence that the page shows too.
    """
    case = await case_now(session, case_id)
    if case.version != version:
        raise await who_was_first(session, case_id, version)
    sentence = why_not(doing, await standing_of(session, case, asked_by=by))
    if sentence is not None:
        raise Refused(sentence)
    return case
