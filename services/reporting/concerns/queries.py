"""What a report needs to know, and what its reporter may read back."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.queries import display_names
from services.reporting.concerns.models import ANSWERS, Concern, ConcernRevision, Receipt
from services.reporting.concerns.rules import DRAWING, Given, in_whole
from services.reporting.concerns.rules_folding import Names, names_of, whole_names_in
from services.reporting.concerns.schemas import ConcernShown, Ring, VersionShown, WordsGiven
from services.shared import clock
from services.shared.directory import profile_of
from services.shared.drawings import in_words
from services.shared.encryption import Sealer

REMEMBERED: Final = timedelta(minutes=1)
_CHILDREN: Final = text(
    "SELECT id, given_name, family_name FROM directory.person"
    " WHERE school_id = :school_id AND kind = 'pupil' AND is_active"
)
# The NSPCC's line for people who work with children and cannot turn to anybody at their own place.
NATIONAL_LINE: Final = ("the NSPCC whistleblowing advice line", "0800 028 0285")
_MY_REFERENCE: Final = text("SELECT reporting.my_reference(:report_id)")


async def my_reference(session: AsyncSession, report_id: UUID) -> str:
    """Return the case reference of one of the caller's own reports."""
    return str(await session.scalar(_MY_REFERENCE, {"report_id": report_id}))


async def children_named(session: AsyncSession, school_id: UUID, words: str) -> frozenset[UUID]:
    """Return the children of the school whose whole name stands in `words`.

    Who goes to the school is read once a minute: this is asked for every report.
    """
    now = clock.now()
    known = _children.get(school_id)
    if known is None or now - known[0] > REMEMBERED:
        rows = await session.execute(_CHILDREN, {"school_id": school_id})
        people = [(row.id, row.given_name, row.family_name) for row in rows]
        known = _children[school_id] = (now, names_of(people))
    return whole_names_in(words, known[1])


_children: dict[UUID, tuple[datetime, Names]] = {}


async def my_receipt(
    session: AsyncSession, reporter_id: UUID, idempotency_key: str
) -> Receipt | None:
    """Return the newest receipt under a key; a reporter reads only their own."""
    asked = (
        select(Receipt)
        .where(Receipt.reporter_id == reporter_id, Receipt.idempotency_key == idempotency_key)
        .order_by(Receipt.version.desc())
        .limit(1)
    )
    found: Receipt | None = await session.scalar(asked)
    return found


async def whom_to_ring(session: AsyncSession, school_id: UUID) -> Ring:
    """Return the council's officer for allegations, as the school's profile has it.

    Nobody is left without a number: a school that has not filled its own in gets the national one.
    """
    profile = await profile_of(session, school_id)
    name, phone = (profile.get(f"contacts.lado.{part}") for part in ("name", "phone"))
    if not phone:
        return Ring(name=NATIONAL_LINE[0], phone=NATIONAL_LINE[1])
    return Ring(name=str(name or "the council's LADO"), phone=str(phone))


async def concerns_shown(
    session: AsyncSession, case_id: UUID, sealer: Sealer, *, without: frozenset[str] = frozenset()
) -> list[ConcernShown]:
    """Return the concerns of a case with their words, opened for a reader, the newest first.

    What a child took back is kept and shown too: somebody may have stood behind them. Questions
    whose key is in `without` are left out.
    """
    asked = (
        select(Concern, ConcernRevision)
        .join(ConcernRevision, ConcernRevision.concern_id == Concern.id)
        .where(Concern.case_id == case_id)
        .order_by(Concern.received_at, Concern.id, ConcernRevision.version)
    )
    told: dict[UUID, tuple[Concern, list[ConcernRevision]]] = {}
    for concern, revision in await session.execute(asked):
        told.setdefault(concern.id, (concern, []))[1].append(revision)
    reporters = [concern.reporter_id for concern, _ in told.values() if concern.reporter_id]
    names = await display_names(session, reporters)
    return [
        _shown(concern, revisions, sealer, names, without) for concern, revisions in told.values()
    ]


def _shown(
    concern: Concern,
    revisions: Sequence[ConcernRevision],
    sealer: Sealer,
    names: Mapping[UUID, str],
    without: frozenset[str],
) -> ConcernShown:
    newest, *before = in_whole(opened(sealer, one) for one in revisions)
    return ConcernShown(
        id=concern.id,
        source=concern.source,
        received_at=concern.received_at,
        words=_words(newest, without),
        reporter=names.get(concern.reporter_id) if concern.reporter_id else None,
        versions=len(revisions),
        earlier=[
            VersionShown(sent_at=revision.sent_at, words=_words(given, without))
            for revision, given in zip(revisions[-2::-1], before, strict=True)
        ],
    )


def opened(sealer: Sealer, revision: ConcernRevision) -> Given:
    """Return what one version says: key, question and answer of each."""
    given: Given = json.loads(sealer.open_bytes(revision.answers, ANSWERS, revision.id))
    return given


def _words(given: Given, without: frozenset[str]) -> list[WordsGiven]:
    return [
        _as_given(key, question, answer) for key, question, answer in given if key not in without
    ]


def _as_given(key: str, question: str, answer: str) -> WordsGiven:
    if key == DRAWING:
        return WordsGiven(question=question, answer=in_words(answer), drawing=answer)
    return WordsGiven(question=question, answer=answer)


async def newest_receipt(session: AsyncSession, concern_id: UUID) -> Receipt | None:
    """Return the newest receipt of a concern; a reporter reads only their own."""
    asked = select(Receipt).where(Receipt.concern_id == concern_id)
    found: Receipt | None = await session.scalar(asked.order_by(Receipt.version.desc()).limit(1))
    return found
