"""Put the page of one case together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.assignments.queries import assignments_of_case
from services.reporting.case_pages.queries_procedure import (
    View,
    by_kind,
    choices,
    procedure_shown,
)
from services.reporting.case_pages.schemas import CasePage, Colleague, KeptOut, PupilShown
from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.cases.models import (
    CaseChange,
    CaseExclusion,
    CasePupil,
    CasePupilRole,
    State,
)
from services.reporting.cases.permissions import Doing, why_not
from services.reporting.cases.queries import (
    CaseNow,
    device_link_of,
    display_names,
    is_kept_out,
    joined_to,
    school_staff,
    standing_of,
    whole_readers,
)
from services.reporting.chronology.queries import chronology_of
from services.reporting.closing.permissions import ALLEGATION, needs_lado_agreement, why_not_close
from services.reporting.closing.queries import fidelity_shown
from services.reporting.concerns.queries import concerns_shown, whom_to_ring
from services.reporting.conversations.queries_messages import messages_of
from services.reporting.involved.queries import unmasked_shown
from services.reporting.joining.queries import joined_to_shown, parts_shown
from services.reporting.joining.schemas import PartShown
from services.reporting.procedures.adapters import Papers
from services.reporting.procedures.queries import Running, running_procedure
from services.shared.calendar import half_day
from services.shared.callers import Caller
from services.shared.encryption import Sealer

# What makes a child more vulnerable, as the roster knows it (D-5.1.1-1).
FLAGS: Final = {
    "looked_after": "in care",
    "child_protection_plan": "on a child protection plan",
    "child_in_need": "a child in need",
    "send": "special educational needs",
    "eal": "English as an additional language",
}
_VULNERABLE: Final = text(
    "SELECT person_id, looked_after, child_protection_plan, child_in_need, eal,"
    " send_status <> 'N' AS send FROM directory.pupil WHERE person_id = ANY(:ids)"
)


@dataclass(frozen=True)
class _Written:
    outcome: str | None
    closed_reason: str | None


async def case_page(
    session: AsyncSession, case: CaseNow, *, reader: Caller, papers: Papers
) -> CasePage:
    """Return the page of `case` for one of its readers."""
    library = papers.library
    sealer = await papers.keys.sealer_of(session, case.school_id, case.case_id)
    readers = await whole_readers(session, case.case_id)
    owners = [case.owner_id] if case.owner_id else []
    names = await display_names(session, [*readers, *owners])
    written = await _written(session, case.case_id, sealer)
    running = await running_procedure(session, case, library)
    kept_out = await _kept_out(session, case.case_id)
    return CasePage(
        **{name: getattr(case, name) for name in _FROM_SUMMARY},
        # a child may have told without a name: when exactly is nobody's to know (T20)
        opened_at=half_day(case.opened_at) if case.source == "pupil" else case.opened_at,
        owner=names.get(case.owner_id) if case.owner_id else None,
        is_mine=case.owner_id == reader.person_id,
        readers=[names[one] for one in readers if one in names],
        colleagues=[
            Colleague(person_id=one, display_name=names[one])
            for one in readers
            if one in names and one != reader.person_id
        ],
        kept_out=kept_out,
        concerns=await concerns_shown(session, case.case_id, sealer),
        pupils=await pupils_of(session, case.case_id),
        messages=await messages_of(session, case.case_id, sealer),
        chronology=await chronology_of(session, case.case_id, sealer),
        may=await _may(session, case, running, reader.person_id),
        procedure=await procedure_shown(session, case, running, sealer, View(library, reader))
        if running
        else None,
        procedures=choices(library),
        procedure_by_kind=await by_kind(session, case),
        device_link_id=await device_link_of(session, case.case_id),
        outcome=written.outcome,
        closed_reason=written.closed_reason,
        close_needs_lado=await _close_needs_lado(session, case, running, reader),
        is_about_adult=running is not None and running.procedure.confidential == ALLEGATION,
        ring=await whom_to_ring(session, case.school_id) if case.needs_lado else None,
        assignments=await assignments_of_case(session, case.case_id, reader, papers.keys),
        askable=await _askable(session, case.school_id, kept_out),
        fidelity=await fidelity_shown(session, case.case_id)
        if case.state == State.CLOSED
        else None,
        unmasked=await unmasked_shown(session, case.case_id),
        joined_to=await joined_to_shown(session, case.case_id),
        parts=await _parts(session, case, papers),
    )


async def _parts(session: AsyncSession, case: CaseNow, papers: Papers) -> list[PartShown]:
    """Return what was joined to this case; a part shows nothing of the case that it belongs to."""
    if await joined_to(session, case.case_id):
        return []
    return await parts_shown(session, case.case_id, papers.keys)


async def _askable(
    session: AsyncSession, school_id: UUID, kept_out: Sequence[KeptOut]
) -> list[Colleague]:
    """Return who can be asked for something because of the case: whoever is kept out cannot."""
    names = (await school_staff(session, school_id)).names
    out = {one.person_id for one in kept_out}
    rest = [one for one in names.values() if one.person_id not in out]
    in_order = sorted(rest, key=lambda one: (one.family_name, one.given_name, one.person_id))
    return [Colleague(person_id=one.person_id, display_name=one.display_name) for one in in_order]


async def _close_needs_lado(
    session: AsyncSession, case: CaseNow, running: Running | None, reader: Caller
) -> bool:
    seats = (await school_staff(session, case.school_id)).seats
    return needs_lado_agreement(
        running, owner_id=case.owner_id, seats=seats, by_id=reader.person_id
    )


_FROM_SUMMARY = (
    *("case_id", "reference", "state", "severity", "danger", "risk_area", "kind", "source"),
    *("version", "has_outcome", "paused_until"),
)


async def _may(
    session: AsyncSession, case: CaseNow, running: Running | None, reader_id: UUID
) -> dict[str, str | None]:
    standing = await standing_of(session, case, asked_by=reader_id)
    may = {doing.value: why_not(doing, standing) for doing in Doing}
    open_steps = why_not_close(running, owner_id=case.owner_id, by_id=reader_id)
    return may | {Doing.CLOSE.value: may[Doing.CLOSE.value] or open_steps}


async def pupils_of(session: AsyncSession, case_id: UUID) -> list[PupilShown]:
    """Return the children whom a case is linked with."""
    part = (
        select(CasePupilRole.role)
        .where(CasePupilRole.case_id == case_id, CasePupilRole.pupil_id == CasePupil.pupil_id)
        .order_by(CasePupilRole.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    role = func.coalesce(part, CasePupil.role).label("role")
    asked = select(CasePupil.pupil_id, role).where(CasePupil.case_id == case_id)
    rows = (await session.execute(asked.order_by(CasePupil.at, CasePupil.pupil_id))).all()
    names = await display_names(session, [row.pupil_id for row in rows])
    flags = await _flags_of(session, [row.pupil_id for row in rows])
    return [
        PupilShown(
            id=row.pupil_id,
            display_name=names.get(row.pupil_id, ""),
            role=row.role,
            flags=flags.get(row.pupil_id, []),
        )
        for row in rows
    ]


async def _flags_of(session: AsyncSession, pupils: Sequence[UUID]) -> dict[UUID, list[str]]:
    if not pupils:
        return {}
    rows = await session.execute(_VULNERABLE, {"ids": list(pupils)})
    return {
        row["person_id"]: [words for flag, words in FLAGS.items() if row[flag]]
        for row in rows.mappings()
    }


async def _kept_out(session: AsyncSession, case_id: UUID) -> list[KeptOut]:
    asked = select(CaseExclusion.person_id, CaseExclusion.why)
    found = await session.execute(asked.where(CaseExclusion.case_id == case_id))
    rows = [row for row in found if await is_kept_out(session, case_id, row.person_id)]
    names = await display_names(session, [row.person_id for row in rows])
    return [
        KeptOut(person_id=row.person_id, display_name=names.get(row.person_id, ""), why=row.why)
        for row in rows
    ]


async def _written(session: AsyncSession, case_id: UUID, sealer: Sealer) -> _Written:
    asked = (
        select(CaseChange.id, CaseChange.kind, CaseChange.words)
        .where(CaseChange.case_id == case_id, CaseChange.kind.in_(["outcome", "closed"]))
        .order_by(CaseChange.version)
    )
    newest = {row.kind: row for row in await session.execute(asked)}
    words = {
        kind: sealer.open_sealed(row.words, CHANGE_WORDS, row.id).reveal()
        for kind, row in newest.items()
    }
    return _Written(words.get("outcome"), words.get("closed"))
