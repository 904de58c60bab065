"""Let one child's record leave the school: reasoned, audited, sealed, and gone after a day."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.adapters import CaseKeys
from services.reporting.exports.adapters import About, Bundle, write_bundle
from services.reporting.exports.adapters_child import drawn_files
from services.reporting.exports.adapters_readme import data_dictionary
from services.reporting.exports.adapters_rows import Tables
from services.reporting.exports.errors import AlreadyMade, NoSuchPupil
from services.reporting.exports.models import REASON, Export, ExportArchive
from services.reporting.exports.queries import Record, pupil_record, record_of
from services.reporting.exports.rules import KEPT_FOR, NamesOfOthers, new_passphrase
from services.reporting.exports.schemas import PROFILE, ExportMade, ExportWanted
from services.reporting.tables import table_of
from services.shared import clock
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.directory import people_by_id
from services.shared.errors import NotThere

_EMPTY_EXPIRED = text("SELECT reporting.empty_expired_exports(:at)")


@dataclass(frozen=True)
class Archive:
    """A sealed archive on its way to its maker."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class Errand:
    """One export on its way: who asks for whose record, under which key."""

    session: AsyncSession
    wanted: ExportWanted
    idempotency_key: str
    by: Caller
    keys: CaseKeys


async def make_export(errand: Errand) -> ExportMade:
    """Make the sealed archive of one child and return its passphrase, which nobody keeps.

    Only cases that the caller reads as a whole are in it, and none about staff; what is left out
    is not counted anywhere (G-12). Raises NoSuchPupil, and AlreadyMade for a repeated request.
    """
    session, by, wanted = errand.session, errand.by, errand.wanted
    pupil = await pupil_record(session, by.school_id, wanted.pupil_id)
    if pupil is None:
        raise NoSuchPupil
    record = await record_of(session, by.school_id, pupil, errand.keys)
    about, passphrase = await _about(errand), new_passphrase()
    bundle = await asyncio.to_thread(_write, record, about, passphrase)
    await _store(errand, about, bundle)
    await _write_down(errand, record, about.bundle_id, bundle)
    return ExportMade(
        export_id=UUID(about.bundle_id),
        passphrase=passphrase,
        file_name=bundle.file_name,
        expires_at=about.expires_at,
        manifest=bundle.manifest,
    )


async def _about(errand: Errand) -> About:
    people = await people_by_id(errand.session, {errand.by.person_id})
    maker = people.get(errand.by.person_id)
    now = clock.now()
    return About(
        bundle_id=str(uuid4()),
        generated_at=now,
        generated_by=maker.display_name if maker else "",
        expires_at=now + KEPT_FOR,
        reason=errand.wanted.reason,
    )


def _write(record: Record, about: About, passphrase: str) -> Bundle:
    names = NamesOfOthers.of(record.others.values(), record.pupil.given_name)
    tables = Tables(record, names, about.generated_at).files()
    return write_bundle(
        tables, about, data_dictionary(), passphrase, names.replaced, drawn_files(record)
    )


async def _store(errand: Errand, about: About, bundle: Bundle) -> None:
    """Store that the record left, and the sealed archive; the unique index decides who was first.

    Raises AlreadyMade where this key has made an export before.
    """
    session, by, export_id = errand.session, errand.by, UUID(about.bundle_id)
    once = insert_once(table_of(Export)).on_conflict_do_nothing()
    stored = await session.execute(once, await _export_row(errand, about, bundle))
    if stored.rowcount != 1:  # type: ignore[attr-defined]  # an insert's result is a cursor's
        raise AlreadyMade
    archive = {
        "export_id": export_id,
        "school_id": by.school_id,
        "maker_id": by.person_id,
        "expires_at": about.expires_at,
        "content": bundle.content,
    }
    await session.execute(insert(table_of(ExportArchive)), archive)
    await empty_expired(session)


async def _export_row(errand: Errand, about: About, bundle: Bundle) -> dict[str, Any]:
    by, export_id = errand.by, UUID(about.bundle_id)
    key_id, wrapped, sealer = await errand.keys.make_apart(errand.session, by.school_id)
    return {
        "id": export_id,
        "school_id": by.school_id,
        "pupil_id": errand.wanted.pupil_id,
        "maker_id": by.person_id,
        "idempotency_key": errand.idempotency_key,
        "profile": PROFILE,
        "made_at": about.generated_at,
        "expires_at": about.expires_at,
        "file_name": bundle.file_name,
        "content_sha256": hashlib.sha256(bundle.content).digest(),
        "key_id": key_id,
        "key_wrapped": wrapped,
        "reason": sealer.seal(errand.wanted.reason, REASON, export_id),
    }


async def _write_down(errand: Errand, record: Record, export_id: str, bundle: Bundle) -> None:
    """Audit the export, and each case that was read for it."""
    session, by = errand.session, errand.by
    await audit(
        session,
        actor=by,
        act="export.made",
        kind="pupil",
        subject_id=record.pupil.person_id,
        facts={"export": export_id, "profile": PROFILE, "cases": len(record.cases)},
        content=bundle.content,
    )
    for case in record.cases:
        await audit(
            session,
            actor=by,
            act="case.exported",
            kind="case",
            subject_id=case.summary.case_id,
            facts={"export": export_id},
        )


async def empty_expired(session: AsyncSession) -> int:
    """Empty the archives of all schools whose day is over; return how many.

    Each new export does it, and the worker every few minutes.
    """
    return int(await session.scalar(_EMPTY_EXPIRED, {"at": clock.now()}) or 0)


async def fetch_archive(session: AsyncSession, export_id: UUID, *, by: Caller) -> Archive:
    """Return the sealed archive to its maker, within a day; raises NotThere for everybody else."""
    asked = (
        select(Export.file_name, ExportArchive.content)
        .join(ExportArchive, ExportArchive.export_id == Export.id)
        .where(
            Export.id == export_id,
            Export.maker_id == by.person_id,
            ExportArchive.expires_at > clock.now(),
        )
    )
    row = (await session.execute(asked)).one_or_none()
    if row is None or row.content is None:
        raise NotThere
    await audit(
        session,
        actor=by,
        act="export.fetched",
        kind="export",
        subject_id=export_id,
        content=row.content,
    )
    return Archive(row.file_name, row.content)
