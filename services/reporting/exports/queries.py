"""Everything of one pupil's record that this exporter reads; row security leaves out the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import (
    CaseChange,
    CaseClearance,
    CaseExclusion,
    CasePupil,
    CaseSummary,
    DeviceLink,
    Happening,
    ReadMark,
    Why,
)
from services.reporting.concerns.models import Concern, ConcernRevision
from services.reporting.concerns.queries import opened
from services.reporting.concerns.rules import Given, in_whole
from services.reporting.exports.rules import Nature, OtherChild, is_restricted
from services.reporting.exports.schemas import NOT_ANSWERED
from services.shared.directory import Person, people_by_id
from services.shared.encryption import Sealer

_PUPIL = text("""
    SELECT p.person_id, p.student_id, p.upn, n.display_name, n.given_name, n.family_name,
           p.date_of_birth, p.sex, p.year_group, p.class_name, p.admission_on, p.send_status,
           p.eal, p.looked_after, p.child_protection_plan, p.child_in_need,
           s.name AS school_name, s.urn, s.local_authority, s.time_zone, s.profile
    FROM directory.pupil p
    JOIN directory.person n ON n.id = p.person_id
    JOIN directory.school s ON s.id = p.school_id
    WHERE p.person_id = :pupil AND p.school_id = :school
""")
_OTHERS = text("""
    SELECT p.person_id, p.student_id, n.display_name, n.given_name, n.family_name
    FROM directory.pupil p JOIN directory.person n ON n.id = p.person_id
    WHERE p.school_id = :school AND p.person_id <> :pupil ORDER BY p.person_id
""")


@dataclass(frozen=True)
class PupilRecord:
    """The child and the school, as the roster has them today."""

    person_id: UUID
    student_id: str | None
    upn: str | None
    display_name: str
    given_name: str
    family_name: str
    date_of_birth: date | None
    sex: str | None
    year_group: str | None
    class_name: str | None
    admission_on: date | None
    send_status: str | None
    eal: bool | None
    looked_after: bool | None
    child_protection_plan: bool | None
    child_in_need: bool | None
    school_name: str
    urn: str | None
    local_authority: str | None
    time_zone: str
    profile: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One concern in its newest words: answers by the key of their question.

    `before` is what was told in earlier versions of it, the latest first.
    """

    source: str
    reporter_id: UUID | None
    received_at: datetime
    answers: Mapping[str, str]
    before: tuple[Mapping[str, str], ...]

    def in_all_versions(self, key: str) -> str:
        """Return an answer as it was told last and, behind it, as it was told before."""
        told = dict.fromkeys(one.get(key, "") for one in (self.answers, *self.before))
        newest, *before = told
        shown = [newest, *(f"(Told before, then changed: {one})" for one in before)]
        return "\n\n".join(one for one in shown if one and one != NOT_ANSWERED)


@dataclass(frozen=True)
class Change:
    """One thing that was done, with the words that were written then."""

    version: int
    kind: str
    at: datetime
    actor_id: UUID
    facts: Mapping[str, Any]
    words: str


@dataclass(frozen=True)
class CaseRecord:
    """One case of the child, opened for the exporter."""

    summary: CaseSummary
    told: tuple[Told, ...]
    changes: tuple[Change, ...]
    devices: tuple[Happening, ...]
    linked: tuple[CasePupil, ...]
    opened_by: tuple[ReadMark, ...]
    link_id: UUID | None


@dataclass(frozen=True)
class Record:
    """All that goes into one export."""

    pupil: PupilRecord
    cases: tuple[CaseRecord, ...]
    people: Mapping[UUID, Person]
    others: Mapping[UUID, OtherChild]


async def pupil_record(
    session: AsyncSession, school_id: UUID, pupil_id: UUID
) -> PupilRecord | None:
    """Return the child with the school, or None where the school has no such child."""
    found = await session.execute(_PUPIL, {"pupil": pupil_id, "school": school_id})
    row = found.mappings().one_or_none()
    return None if row is None else PupilRecord(**{**row, "profile": row["profile"] or {}})


async def record_of(
    session: AsyncSession, school_id: UUID, pupil: PupilRecord, keys: CaseKeys
) -> Record:
    """Return the child's cases that the caller reads as a whole, without restricted ones."""
    cases = tuple(
        [
            await _opened(session, summary, await keys.sealer_of(session, school_id, one_id))
            for one_id, summary in (await _exportable(session, pupil.person_id)).items()
        ]
    )
    people = await people_by_id(session, set(_actors(cases)))
    others = await _others(session, school_id, pupil.person_id, cases)
    return Record(pupil, cases, people, others)


async def _exportable(session: AsyncSession, pupil_id: UUID) -> dict[UUID, CaseSummary]:
    excluded = select(CaseExclusion.case_id).where(CaseExclusion.case_id == CaseSummary.case_id)
    cleared = select(CaseClearance.case_id).where(
        CaseClearance.case_id == CaseExclusion.case_id,
        CaseClearance.person_id == CaseExclusion.person_id,
    )
    has_subject = excluded.where(CaseExclusion.why == Why.SUBJECT.value).exists()
    has_named_staff = excluded.where(
        CaseExclusion.why == Why.NAMED_IN_WORDS.value, ~cleared.exists()
    ).exists()
    asked = (
        select(CaseSummary, has_subject, has_named_staff)
        .join(CasePupil, CasePupil.case_id == CaseSummary.case_id)
        .where(CasePupil.pupil_id == pupil_id)
        .order_by(CaseSummary.opened_at, CaseSummary.case_id)
    )
    rows = (await session.execute(asked)).all()
    return {
        case.case_id: case
        for case, subject, named in rows
        if not is_restricted(Nature(case.about_adult, case.kind, case.state, subject, named))
    }


async def _opened(session: AsyncSession, summary: CaseSummary, sealer: Sealer) -> CaseRecord:
    case_id = summary.case_id
    devices = await session.scalars(
        select(Happening)
        .where(Happening.case_id == case_id, Happening.kind.startswith("device"))
        .order_by(Happening.at, Happening.id)
    )
    linked = await session.scalars(
        select(CasePupil).where(CasePupil.case_id == case_id).order_by(CasePupil.pupil_id)
    )
    read = await session.scalars(
        select(ReadMark)
        .where(ReadMark.case_id == case_id, ReadMark.how == "opened")
        .order_by(ReadMark.at, ReadMark.person_id)
    )
    return CaseRecord(
        summary=summary,
        told=await _told(session, case_id, sealer),
        changes=await _changes(session, case_id, sealer),
        devices=tuple(devices),
        linked=tuple(linked),
        opened_by=tuple(read),
        link_id=await session.scalar(
            select(DeviceLink.link_id).where(DeviceLink.case_id == case_id)
        ),
    )


async def _told(session: AsyncSession, case_id: UUID, sealer: Sealer) -> tuple[Told, ...]:
    asked = (
        select(Concern, ConcernRevision)
        .join(ConcernRevision, ConcernRevision.concern_id == Concern.id)
        .where(Concern.case_id == case_id)
        .order_by(Concern.received_at, Concern.id, ConcernRevision.version)
    )
    told: dict[UUID, tuple[Concern, list[Given]]] = {}
    for concern, revision in await session.execute(asked):
        told.setdefault(concern.id, (concern, []))[1].append(opened(sealer, revision))
    return tuple(_in_versions(concern, in_whole(given)) for concern, given in told.values())


def _in_versions(concern: Concern, versions: Sequence[Given]) -> Told:
    newest, *before = (_answers(one) for one in versions)
    return Told(concern.source, concern.reporter_id, concern.received_at, newest, tuple(before))


def _answers(given: Given) -> dict[str, str]:
    """Return the answers by key; what a child said each time they came back stands together."""
    answers: dict[str, str] = {}
    for key, _question, answer in given:
        answers[key] = f"{answers[key]}; before that: {answer}" if key in answers else answer
    return answers


async def _changes(session: AsyncSession, case_id: UUID, sealer: Sealer) -> tuple[Change, ...]:
    asked = select(CaseChange).where(CaseChange.case_id == case_id).order_by(CaseChange.version)
    return tuple(
        Change(
            version=one.version,
            kind=one.kind,
            at=one.at,
            actor_id=one.actor_id,
            facts=one.facts,
            words=_words(one, sealer),
        )
        for one in await session.scalars(asked)
    )


def _words(change: CaseChange, sealer: Sealer) -> str:
    if change.words is None:
        return ""
    return sealer.open_sealed(change.words, CHANGE_WORDS, change.id).reveal()


def _actors(cases: Sequence[CaseRecord]) -> Iterable[UUID]:
    for case in cases:
        yield from (one.actor_id for one in case.changes)
        yield from (one.actor_id for one in case.devices)
        yield from (one.person_id for one in case.opened_by)
        yield from (one.reporter_id for one in case.told if one.reporter_id)
        if case.summary.owner_id:
            yield case.summary.owner_id


async def _others(
    session: AsyncSession, school_id: UUID, pupil_id: UUID, cases: Sequence[CaseRecord]
) -> dict[UUID, OtherChild]:
    linked = {one.pupil_id for case in cases for one in case.linked}
    rows = await session.execute(_OTHERS, {"school": school_id, "pupil": pupil_id})
    return {
        row.person_id: OtherChild(
            student_id=row.student_id or "another child",
            display_name=row.display_name,
            given_name=row.given_name or "",
            family_name=row.family_name or "",
            is_linked=row.person_id in linked,
        )
        for row in rows
    }
