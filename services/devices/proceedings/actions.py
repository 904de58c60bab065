"""Open a proceeding and add to its journal; nothing in it is ever changed."""

import hashlib
import json
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from services.devices.keys.actions import Desk
from services.devices.proceedings.errors import OtherContent, SomebodyWasFirst
from services.devices.proceedings.models import Proceeding, ProceedingAct
from services.devices.proceedings.queries import LABELS, opened_with
from services.devices.proceedings.rules import Did, Kind
from services.shared import clock
from services.shared.audit import audit
from services.shared.errors import Refused


@dataclass(frozen=True)
class Opening:
    """What a proceeding is about, and the request that opens it."""

    kind: Kind
    act: str
    request_key: UUID
    device_id: UUID | None = None
    about_person_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One act to be written; `words` are sealed."""

    act: str
    words: dict[str, str] = field(default_factory=dict)
    to_person_id: UUID | None = None


def words_in(given: BaseModel, *left_out: str) -> dict[str, str]:
    """Return what was answered as words: no empty ones, ids and choices as text."""
    found = given.model_dump(mode="json", exclude={"confirmed_no_code", *left_out})
    return {name: str(value) for name, value in found.items() if value not in {None, ""}}


def only_if_none(why: str | None) -> None:
    """Raise Refused with the sentence `why`, where there is one."""
    if why:
        raise Refused(why)


async def opened_before(desk: Desk, opening: Opening, given: BaseModel) -> UUID | None:
    """Return the proceeding that this very request opened already, or None.

    Raises OtherContent where the key came before with another content, or from somebody else.
    """
    known = await opened_with(desk, opening.request_key)
    if known is None:
        return None
    sealed = desk.sealer.open_bytes(known.request_sealed, LABELS["request"], known.id)
    if sealed != _fingerprint(opening, given) or known.opened_by != desk.caller.person_id:
        raise OtherContent
    return known.id


def _fingerprint(opening: Opening, given: BaseModel) -> bytes:
    about = f"{opening.kind}|{opening.device_id}|{given.model_dump_json()}"
    return hashlib.sha256(about.encode()).digest()


async def open_proceeding(desk: Desk, opening: Opening, given: BaseModel) -> UUID:
    """Open a proceeding with its first act, and return its id."""
    proceeding_id = uuid4()
    request = desk.sealer.seal(_fingerprint(opening, given), LABELS["request"], proceeding_id)
    desk.session.add(
        Proceeding(
            id=proceeding_id,
            school_id=desk.caller.school_id,
            kind=opening.kind,
            device_id=opening.device_id,
            about_person_id=opening.about_person_id,
            opened_by=desk.caller.person_id,
            opened_at=clock.now(),
            request_key=opening.request_key,
            request_sealed=request,
            key_id=desk.sealer.key_id,
        )
    )
    await desk.session.flush()  # the journal's rows point at it
    await _write(desk, opening.kind, _act(desk, proceeding_id, 1, Entry(opening.act)), given)
    return proceeding_id


async def _write(desk: Desk, kind: Kind, row: ProceedingAct, given: BaseModel) -> None:
    _seal(desk, row, words_in(given))
    await _add(desk, kind, row)


async def add_act(desk: Desk, proceeding: Proceeding, done: tuple[Did, ...], entry: Entry) -> None:
    """Add one act to the journal; raises SomebodyWasFirst where its number is taken already."""
    row = _act(desk, proceeding.id, done[-1].seq + 1, entry)
    _seal(desk, row, entry.words)
    await _add(desk, Kind(proceeding.kind), row)


def _act(desk: Desk, proceeding_id: UUID, seq: int, entry: Entry) -> ProceedingAct:
    return ProceedingAct(
        id=uuid4(),
        school_id=desk.caller.school_id,
        proceeding_id=proceeding_id,
        seq=seq,
        act=entry.act,
        at=clock.now(),
        by_person_id=desk.caller.person_id,
        to_person_id=entry.to_person_id,
    )


def _seal(desk: Desk, row: ProceedingAct, words: dict[str, str]) -> None:
    if words:
        row.words_sealed = desk.sealer.seal(json.dumps(words), LABELS["words"], row.id)
        row.key_id = desk.sealer.key_id


async def _add(desk: Desk, kind: Kind, row: ProceedingAct) -> None:
    try:
        async with desk.session.begin_nested():
            desk.session.add(row)
    except IntegrityError as taken:
        raise SomebodyWasFirst from taken
    await audit(
        desk.session,
        actor=desk.caller,
        act=f"{kind}.{row.act}",
        kind=kind,
        subject_id=row.proceeding_id,
        facts={"seq": row.seq},
    )
