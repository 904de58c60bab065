"""The procedures as this school works by them, and who has read them as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.how_we_work.models import ProcedureReading
from services.reporting.how_we_work.rules import (
    Chart,
    Facts,
    chart_of,
    decided_by,
    shared_boxes,
    version_of_chart,
)
from services.reporting.how_we_work.schemas import (
    Bookcase,
    HowWeWork,
    Outline,
    Outlined,
    OutlinedShelf,
    ProcedureToRead,
    ReadBy,
    Ring,
    Shelf,
    ShelfShown,
    ToRead,
    WhoHasRead,
)
from services.reporting.procedures.rules_definition import Procedure
from services.reporting.procedures.rules_facts import settings_shown
from services.reporting.procedures.rules_words import Part
from services.reporting.procedures.schemas import Library
from services.shared.callers import Caller
from services.shared.errors import NotThere

_PROFILE: Final = text("SELECT profile FROM directory.school WHERE id = :school_id")
# Everybody who works here; governors read cases, not the school's daily rules.
_STAFF: Final = text(
    "SELECT p.id, p.display_name FROM directory.person p"
    " WHERE p.school_id = :school_id AND p.is_active AND EXISTS (SELECT FROM"
    " directory.role_holder h WHERE h.person_id = p.id AND h.role NOT IN ('chair', 'saf_gov'))"
    " AND p.kind = 'staff' ORDER BY p.display_name, p.id"
)
Receipts = Mapping[str, Mapping[str, datetime]]


@dataclass(frozen=True)
class Drawn:
    """A procedure drawn for one school, with the name of exactly this drawing."""

    chart: Chart
    version: str


def outline(bookcase: Bookcase) -> Outline:
    """Return what everybody may read of the procedures."""
    words = bookcase.library.prohibitions
    return Outline(
        shelves=[
            OutlinedShelf(
                name=shelf.name,
                items=[
                    Outlined(
                        title=one.title,
                        about=one.about,
                        forbidden=[words[key] for key in one.forbidden],
                    )
                    for one in bookcase.of(shelf)
                ],
            )
            for shelf in bookcase.shelves
        ]
    )


async def how_we_work(session: AsyncSession, bookcase: Bookcase, reader: Caller) -> HowWeWork:
    """Return every procedure on its shelf, with the caller's own receipts."""
    facts = decided_by(await _settings(session, reader.school_id))
    receipts = await _receipts(session, reader.person_id)
    shelves = [_shelf(one, bookcase, facts, receipts) for one in bookcase.shelves]
    open_items = [one for shelf in shelves for one in shelf.items if one.read_at is None]
    return HowWeWork(shelves=shelves, to_read=len(open_items))


async def procedure_to_read(
    session: AsyncSession, bookcase: Bookcase, procedure_id: str, reader: Caller
) -> ProcedureToRead:
    """Return one procedure as this school works by it; raises NotThere for a name that is none."""
    procedure = procedure_called(bookcase.library, procedure_id)
    settings = await _settings(session, reader.school_id)
    drawn = draw(procedure, decided_by(settings), bookcase.library)
    held = (await _receipts(session, reader.person_id)).get(procedure_id, {})
    wanted = tuple(one for one in procedure.config if one.startswith("contacts."))
    return ProcedureToRead(
        chart=drawn.chart,
        version=drawn.version,
        ring=[
            Ring(key=key, text=str(held_by) if held_by else None)
            for key, held_by in settings_shown(settings, wanted).items()
        ],
        read_at=held.get(drawn.version),
        has_changed=bool(held) and drawn.version not in held,
    )


async def drawn_for(
    session: AsyncSession, library: Library, procedure_id: str, school_id: UUID
) -> Drawn:
    """Return how one procedure is drawn for a school now; raises NotThere as above."""
    facts = decided_by(await _settings(session, school_id))
    return draw(procedure_called(library, procedure_id), facts, library)


async def who_has_read(session: AsyncSession, bookcase: Bookcase, school_id: UUID) -> WhoHasRead:
    """Return for each procedure who of today's staff has not read it as it is now.

    By procedure, never by person: nobody is counted, compared or ranked.
    """
    facts = decided_by(await _settings(session, school_id))
    staff = (await session.execute(_STAFF, {"school_id": school_id})).all()
    drawn = [draw(one, facts, bookcase.library) for one in bookcase.in_order]
    readers = await _readers(session, school_id, drawn)
    items = [_read_by(one, staff, readers.get((one.chart.id, one.version), set())) for one in drawn]
    return WhoHasRead(staff=len(staff), items=items)


def draw(procedure: Procedure, facts: Facts, library: Library) -> Drawn:
    """Return a procedure as it is drawn where these facts hold."""
    chart = chart_of(procedure, facts, library)
    return Drawn(chart, version_of_chart(chart, procedure.edition))


def procedure_called(library: Library, procedure_id: str) -> Procedure:
    """Return the procedure with this id; raises NotThere where there is none."""
    found = library.procedures.get(procedure_id)
    if found is None:
        raise NotThere
    return found


def _shelf(shelf: Shelf, bookcase: Bookcase, facts: Facts, receipts: Receipts) -> ShelfShown:
    procedures, library = bookcase.of(shelf), bookcase.library
    return ShelfShown(
        name=shelf.name,
        opening=shared_boxes(procedures, Part.OPENING, facts, library),
        items=[_to_read(draw(one, facts, library), receipts) for one in procedures],
        closing=shared_boxes(procedures, Part.CLOSING, facts, library),
    )


def _to_read(drawn: Drawn, receipts: Receipts) -> ToRead:
    held = receipts.get(drawn.chart.id, {})
    return ToRead(
        id=drawn.chart.id,
        title=drawn.chart.title,
        about=drawn.chart.about,
        version=drawn.version,
        read_at=held.get(drawn.version),
        has_changed=bool(held) and drawn.version not in held,
    )


def _read_by(drawn: Drawn, staff: Sequence[Any], readers: set[UUID]) -> ReadBy:
    not_yet = [one.display_name for one in staff if one.id not in readers]
    return ReadBy(
        id=drawn.chart.id,
        title=drawn.chart.title,
        version=drawn.version,
        read=len(staff) - len(not_yet),
        not_yet=not_yet,
    )


async def _settings(session: AsyncSession, school_id: UUID) -> Mapping[str, object]:
    found: Mapping[str, object] | None = await session.scalar(_PROFILE, {"school_id": school_id})
    return found or {}


async def _receipts(session: AsyncSession, person_id: UUID) -> Receipts:
    asked = select(ProcedureReading.procedure_id, ProcedureReading.version, ProcedureReading.at)
    found: dict[str, dict[str, datetime]] = {}
    for row in await session.execute(asked.where(ProcedureReading.person_id == person_id)):
        found.setdefault(row.procedure_id, {})[row.version] = row.at
    return found


async def _readers(
    session: AsyncSession, school_id: UUID, drawn: Sequence[Drawn]
) -> Mapping[tuple[str, str], set[UUID]]:
    of = (ProcedureReading.procedure_id, ProcedureReading.version)
    asked = select(*of, ProcedureReading.person_id).where(
        ProcedureReading.school_id == school_id,
        tuple_(*of).in_([(one.chart.id, one.version) for one in drawn]),
    )
    found: dict[tuple[str, str], set[UUID]] = {}
    for row in await session.execute(asked):
        found.setdefault((row.procedure_id, row.version), set()).add(row.person_id)
    return found
