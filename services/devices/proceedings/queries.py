"""Find proceedings and open their words."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from services.devices.boards.queries import Names
from services.devices.custody.models import Device
from services.devices.custody.queries import pupils_by_id
from services.devices.keys.actions import Desk
from services.devices.proceedings.models import Proceeding, ProceedingAct
from services.devices.proceedings.rules import Did, Kind
from services.devices.proceedings.schemas import DidView
from services.shared import directory
from services.shared.errors import NotThere
from services.shared.paging import PAGE, read_cursor, write_cursor

Closed = tuple[frozenset[str], ...]
LABELS = {"words": "proceeding_act.words.1", "request": "proceeding.request.1"}


async def proceeding_at(desk: Desk, kind: Kind, proceeding_id: UUID) -> Proceeding:
    """Return one proceeding of this school; raises NotThere."""
    rows = select(Proceeding).where(
        Proceeding.id == proceeding_id,
        Proceeding.school_id == desk.caller.school_id,
        Proceeding.kind == kind,
    )
    found = await desk.session.scalar(rows)
    if found is None:
        raise NotThere
    return found


async def opened_with(desk: Desk, request_key: UUID) -> Proceeding | None:
    """Return the proceeding that was opened with this Idempotency-Key, or None."""
    rows = select(Proceeding).where(
        Proceeding.school_id == desk.caller.school_id, Proceeding.request_key == request_key
    )
    return await desk.session.scalar(rows)


async def done_in(desk: Desk, ids: list[UUID]) -> dict[UUID, tuple[Did, ...]]:
    """Return what was done in each of the proceedings with `ids`, first act first."""
    rows = (
        select(ProceedingAct)
        .where(ProceedingAct.proceeding_id.in_(ids))
        .order_by(ProceedingAct.proceeding_id, ProceedingAct.seq)
    )
    done: dict[UUID, tuple[Did, ...]] = dict.fromkeys(ids, ())
    for one in await desk.session.scalars(rows):
        done[one.proceeding_id] += (_did(desk, one),)
    return done


def _did(desk: Desk, one: ProceedingAct) -> Did:
    words: dict[str, str] = {}
    if one.words_sealed is not None:
        opened = desk.sealer.open_sealed(one.words_sealed, LABELS["words"], one.id)
        words = json.loads(opened.reveal())
    return Did(one.seq, one.act, one.at, one.by_person_id, one.to_person_id, words)


@dataclass(frozen=True)
class Wanted:
    """Which proceedings a list shows; each set of `closed` acts together ends one."""

    kind: Kind
    device_id: UUID | None = None
    closed: Closed = ()


async def page_of_kind(
    desk: Desk, wanted: Wanted, cursor: str | None
) -> tuple[list[Proceeding], str | None]:
    """Return one page of proceedings, newest first, and where the next begins."""
    rows = select(Proceeding).where(
        Proceeding.school_id == desk.caller.school_id, Proceeding.kind == wanted.kind
    )
    if wanted.device_id:
        rows = rows.where(Proceeding.device_id == wanted.device_id)
    for acts in wanted.closed:
        rows = rows.where(~and_(*(_has(act) for act in sorted(acts))))
    if cursor:
        opened_at, last_id = read_cursor(cursor, 2)
        last_key = tuple_(datetime.fromisoformat(opened_at), UUID(last_id))
        rows = rows.where(tuple_(Proceeding.opened_at, Proceeding.id) < last_key)
    ordered = rows.order_by(Proceeding.opened_at.desc(), Proceeding.id.desc()).limit(PAGE + 1)
    found = list(await desk.session.scalars(ordered))
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = write_cursor((last.opened_at.isoformat(), str(last.id))) if last else None
    return found[:PAGE], following


def _has(act: str) -> ColumnElement[bool]:
    rows = select(ProceedingAct.id).where(
        ProceedingAct.proceeding_id == Proceeding.id, ProceedingAct.act == act
    )
    return rows.exists()


async def devices_by_id(desk: Desk, ids: set[UUID]) -> dict[UUID, Device]:
    """Return the devices with `ids`, by id."""
    rows = select(Device).where(Device.id.in_(ids), Device.school_id == desk.caller.school_id)
    return {one.id: one for one in await desk.session.scalars(rows)}


async def names_in(
    desk: Desk, proceedings: list[Proceeding], done: tuple[Did, ...], devices: list[Device]
) -> Names:
    """Return the names that the page or the list shows."""
    people = {one.opened_by for one in proceedings} | {one.by for one in done}
    people |= {one.to for one in done if one.to}
    return Names(
        people=await directory.people_by_id(desk.session, people),
        pupils=await pupils_by_id(
            desk.session, desk.caller.school_id, {one.pupil_id for one in devices}
        ),
    )


def did_view(one: Did, names: Names, titles: dict[str, str]) -> DidView:
    """Return one row of the journal; only words that have a title are shown."""
    return DidView(
        seq=one.seq,
        at=one.at,
        act=one.act,
        by=names.person(one.by),
        to=names.person(one.to) if one.to else None,
        notes=[(title, one.words[key]) for key, title in titles.items() if one.words.get(key)],
    )
