"""Open a case, and everything else that moves one; each change is a version, kept for good."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.adapters import CaseKeys
from services.reporting.cases.models import (
    Case,
    CaseChange,
    CaseExclusion,
    CasePupil,
    CaseReader,
    CaseSummary,
    Happening,
    Kind,
    ReadMark,
    RiskArea,
    Severity,
    State,
)
from services.reporting.cases.queries import CaseNow, joined_with, who_was_first
from services.reporting.cases.rules import REFERENCE_LETTERS, AboutAdult, Reader, Readership
from services.reporting.tables import Rows, TableBase, table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.encryption import Sealer

CHANGE_WORDS = "case_change.words.1"
SCREENS = "reporting_changes"
_TELL_SCREENS = text(f"SELECT pg_notify('{SCREENS}', :case_id)")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:case_id, 7))")
_TOLD_AGAIN = text(
    "SELECT reporting.told_again(:report_id, :severity, :needs_lado, :about_adult, :told_at)"
)


@dataclass(frozen=True)
class Opening:
    """Everything a new case starts with."""

    case_id: UUID
    school_id: UUID
    at: datetime
    source: str
    severity: Severity
    kind: Kind
    risk_area: RiskArea
    about_adult: AboutAdult
    readership: Readership
    pupil_ids: tuple[UUID, ...] = ()
    told_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One thing done with a case: plain `facts`, sealed `words`, and what moves in the summary."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: str | None = None
    moves: Mapping[str, Any] = field(default_factory=dict)


def new_reference() -> str:
    """Return a random case reference such as K7Q-F3M."""
    letters = [secrets.choice(REFERENCE_LETTERS) for _ in range(6)]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"


async def open_case(
    session: AsyncSession, opening: Opening, rows: Rows, *, by: Caller, keys: CaseKeys
) -> Sealer:
    """Add a case under a fresh reference, and everything it starts with, to `rows`.

    Returns its sealer. Readers and exclusions are written with the words, never after (G-12);
    nobody can know of the case before, so no lock is needed. Where the school has a case of that
    reference, nothing that is added from here on is written.
    """
    reference = new_reference()
    rows.decide(Case, _case_row(opening, reference))
    sealer = await keys.make(session, opening.school_id, opening.case_id, rows)
    rows.add(CaseSummary, _first_summary(opening, reference))
    rows.add(CaseReader, *_reader_rows(opening.case_id, opening.readership.readers, by))
    rows.add(CaseExclusion, *_exclusion_rows(opening.case_id, opening.readership, by))
    rows.add(CasePupil, *_pupil_rows(opening.case_id, opening.pupil_ids, by))
    opened = _happening(opening.case_id, "opened", opening.case_id, by)
    rows.add(Happening, opened | {"at": opening.told_at or opening.at})
    return sealer


def _case_row(opening: Opening, reference: str) -> dict[str, Any]:
    return {
        "id": opening.case_id,
        "school_id": opening.school_id,
        "reference": reference,
        "opened_at": opening.at,
    }


def _first_summary(opening: Opening, reference: str) -> dict[str, Any]:
    return {
        "case_id": opening.case_id,
        "school_id": opening.school_id,
        "reference": reference,
        "version": 0,
        "state": State.NEW.value,
        "severity": opening.severity.value,
        "danger": opening.severity is Severity.CRITICAL,
        "kind": opening.kind.value,
        "risk_area": opening.risk_area.value,
        "source": opening.source,
        "about_adult": opening.about_adult.value,
        "needs_lado": opening.readership.needs_lado,
        "has_outcome": False,
        "owner_id": None,
        "opened_at": opening.at,
        "waiting_since": opening.at,
        "acknowledged_at": None,
    }


async def set_readers(
    session: AsyncSession, case_id: UUID, readership: Readership, *, by: Caller
) -> None:
    """Add readers and exclusions to a case; neither is ever taken away.

    Under the lock that other services' guards take, so that their answers hold. Whoever is kept
    out of it is kept out of every case that is joined with it, too.
    """
    parts = [case_id, *await joined_with(session, case_id)]
    await lock_cases(session, parts)
    for part in parts:
        await _add(session, CaseExclusion, _exclusion_rows(part, readership, by))
    await add_readers(session, case_id, readership.readers, by=by)


async def lock_cases(session: AsyncSession, cases: Iterable[UUID]) -> None:
    """Take the lock of each case until the transaction ends, always in the same order."""
    for case_id in sorted(cases):
        await session.execute(_LOCK, {"case_id": str(case_id)})


async def add_readers(
    session: AsyncSession, case_id: UUID, readers: Iterable[Reader], *, by: Caller
) -> None:
    """Add readers to a case; an exclusion is stronger than any of these rows."""
    await _add(session, CaseReader, _reader_rows(case_id, readers, by))


async def link_pupils(
    session: AsyncSession, case_id: UUID, pupil_ids: Iterable[UUID], *, by: Caller
) -> None:
    """Link children with a case; a link that stands already stays as it is."""
    await _add(session, CasePupil, _pupil_rows(case_id, pupil_ids, by))


async def note_happening(
    session: AsyncSession, case_id: UUID, kind: str, *, source_id: UUID, by: Caller
) -> None:
    """Add one line to the chronology; the same happening is noted once."""
    await _add(session, Happening, [_happening(case_id, kind, source_id, by)])


async def _add(session: AsyncSession, model: type[TableBase], rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert_once(table_of(model)).on_conflict_do_nothing(), rows)


def _base(case_id: UUID, by: Caller) -> dict[str, Any]:
    return {"case_id": case_id, "school_id": by.school_id, "at": clock.now()}


def _exclusion_rows(case_id: UUID, readership: Readership, by: Caller) -> list[dict[str, Any]]:
    base = _base(case_id, by)
    return [
        {**base, "person_id": person_id, "why": why.value}
        for person_id, why in readership.excluded.items()
    ]


def _reader_rows(case_id: UUID, readers: Iterable[Reader], by: Caller) -> list[dict[str, Any]]:
    base = _base(case_id, by)
    return [
        {**base, "person_id": one.person_id, "scope": one.scope.value, "why": one.why}
        for one in readers
    ]


def _pupil_rows(case_id: UUID, pupil_ids: Iterable[UUID], by: Caller) -> list[dict[str, Any]]:
    base = {**_base(case_id, by), "role": "involved"}
    return [{**base, "pupil_id": one} for one in dict.fromkeys(pupil_ids)]


def _happening(case_id: UUID, kind: str, source_id: UUID, by: Caller) -> dict[str, Any]:
    ids = {"id": uuid4(), "source_id": source_id, "actor_id": by.person_id}
    return {**_base(case_id, by), **ids, "kind": kind}


async def tell_screens(session: AsyncSession, case_id: UUID) -> None:
    """Let open inboxes know, once this transaction is stored, that a case has changed."""
    await session.execute(_TELL_SCREENS, {"case_id": str(case_id)})


async def open_again(
    session: AsyncSession,
    report_id: UUID,
    severity: Severity,
    about_adult: AboutAdult,
    *,
    needs_lado: bool,
) -> None:
    """Let a reporter's new version be looked at anew: more urgent never less, nobody's who is out.

    The worse answer to "is it about a grown-up" stands, also for the export (G-23).
    """
    asked = {"report_id": report_id, "severity": severity.value, "needs_lado": needs_lado}
    more = {"about_adult": about_adult.value, "told_at": clock.now()}
    await session.execute(_TOLD_AGAIN, asked | more)


async def mark_read(session: AsyncSession, case_id: UUID, how: str, *, by: Caller) -> bool:
    """Remember that this person opened the case, or talked with the child; True the first time."""
    row = {
        "case_id": case_id,
        "person_id": by.person_id,
        "how": how,
        "school_id": by.school_id,
        "at": clock.now(),
    }
    stored = await session.execute(insert_once(table_of(ReadMark)).on_conflict_do_nothing(), row)
    return bool(stored.rowcount == 1)  # type: ignore[attr-defined]  # an insert's is a cursor's


async def make_change(
    session: AsyncSession, case: CaseNow, change: Change, *, by: Caller, keys: CaseKeys
) -> int:
    """Store the next version of a case, move its summary, audit it; return the new version.

    Raises SomebodyWasFirst where a colleague stored that version.
    """
    change_id = uuid4()
    words = None
    if change.words is not None:
        sealer = await keys.sealer_of(session, case.school_id, case.case_id)
        words = sealer.seal(change.words, CHANGE_WORDS, change_id)
    await _store_change(session, case, change, change_id=change_id, words=words, by=by)
    moved = update(CaseSummary).where(CaseSummary.case_id == case.case_id)
    await session.execute(moved.values(version=case.version + 1, **change.moves))
    await note_happening(session, case.case_id, change.kind, source_id=change_id, by=by)
    await audit(
        session,
        actor=by,
        act=f"case.{change.kind}",
        kind="case",
        subject_id=case.case_id,
        facts={"version": case.version + 1},
        content=words,
    )
    await tell_screens(session, case.case_id)
    return case.version + 1


async def _store_change(  # noqa: PLR0913  # one row, its two makers named apart
    session: AsyncSession,
    case: CaseNow,
    change: Change,
    *,
    change_id: UUID,
    words: bytes | None,
    by: Caller,
) -> None:
    row = {
        "id": change_id,
        "school_id": case.school_id,
        "case_id": case.case_id,
        "version": case.version + 1,
        "kind": change.kind,
        "at": clock.now(),
        "actor_id": by.person_id,
        "facts": dict(change.facts),
        "words": words,
    }
    stored = await session.execute(insert_once(table_of(CaseChange)).on_conflict_do_nothing(), row)
    if stored.rowcount != 1:  # type: ignore[attr-defined]  # an insert's result is a cursor's
        raise await who_was_first(session, case.case_id, case.version)
