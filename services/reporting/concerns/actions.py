"""Receive a report: concern, case, readers, receipt, audit and event in one transaction."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import (
    Opening,
    open_case,
    set_readers,
)
from services.reporting.cases.models import Why
from services.reporting.cases.queries import SchoolStaff, school_staff
from services.reporting.cases.rules import AboutAdult, Readership, Told, readership
from services.reporting.come_back.actions import add_pictures, give_other_pictures
from services.reporting.concerns.actions_rows import (
    Desk,
    Intake,
    add_news,
    add_to_report,
    add_words,
    as_answered,
    look_again,
    receipt_row,
    received_row,
    store_version,
)
from services.reporting.concerns.errors import OtherWords
from services.reporting.concerns.models import Concern, Receipt
from services.reporting.concerns.queries import children_named, my_receipt, newest_receipt
from services.reporting.concerns.rules import (
    Received,
    Report,
    content_hash,
    names_found,
    speaks_of_the_head,
)
from services.reporting.concerns.rules_folding import fold_key
from services.reporting.tables import Rows
from services.shared.audit_entries import ENTRIES
from services.shared.callers import Caller
from services.shared.errors import NotThere
from services.shared.events.reporting import CaseReadersChanged
from services.shared.queue import record


async def receive_report(
    session: AsyncSession, report: Report, *, staff: SchoolStaff, by: Caller, desk: Desk
) -> Received:
    """Store a report once and return what became of it.

    The same key with the same content is the same report; with other content it is the next
    version of it, or Malformed (architecture.md 4). The readers are known before anything is
    stored (G-12).
    """
    hashed = content_hash(desk.come_back_key, report.content())
    intake = Intake(session, report, by, desk, hashed)
    named = _named(report, staff)
    readers = _readers_of(report, named, staff)
    received = _received(intake, (uuid4(), uuid4()), 1, readers, staff)
    received = replace(received, about_id=await _about(intake, readers, named))
    stored = await _store_first(intake, received, readers)
    if stored is not None:
        return stored
    known = await my_receipt(session, by.person_id, report.idempotency_key)
    assert known is not None  # noqa: S101  # the key is taken, and by this reporter
    if known.content_hash == hashed:
        return as_answered(known)
    return await _add_version(intake, as_answered(known), staff)


def _named(report: Report, staff: SchoolStaff) -> frozenset[UUID]:
    return names_found(report.words, staff.names.values())


async def _about(intake: Intake, readers: Readership, named: frozenset[UUID]) -> UUID | None:
    """Return what this report has in common with others about the same people."""
    report = intake.report
    children = await children_named(intake.session, intake.by.school_id, report.words)
    meant = named | report.subjects | frozenset(report.pupil_ids) | children
    urgency = report.urgency.severity.value
    return fold_key(intake.desk.come_back_key, readers.readers, meant, urgency)


def _readers_of(report: Report, named: frozenset[UUID], staff: SchoolStaff) -> Readership:
    in_doubt = report.about_adult in {AboutAdult.NOT_SURE, AboutAdult.SKIPPED}
    if in_doubt and speaks_of_the_head(report.words):
        named |= frozenset(staff.seats.heads)
    told = Told(
        about_adult=report.about_adult,
        named=named,
        subjects=report.subjects,
        kept_out=report.kept_out,
        chosen_adult=report.chosen_adult_id if report.chosen_adult_id in staff.names else None,
        for_heads=report.for_heads,
    )
    return readership(told, staff.seats)


def _received(
    intake: Intake,
    ids: tuple[UUID, UUID],
    version: int,
    readers: Readership,
    staff: SchoolStaff,
) -> Received:
    # the chosen adult first: that is whom the child looks for
    people = sorted(readers.readers, key=lambda one: one.why != "chosen_adult")
    return Received(
        concern_id=ids[0],
        case_id=ids[1],
        sent_at=intake.report.kept_at,
        version=version,
        heard_by=tuple(staff.display_names(one.person_id for one in people)),
        readers=tuple(one.person_id for one in people),
        needs_lado=readers.needs_lado,
        is_new=version == 1,
    )


async def _store_first(intake: Intake, received: Received, readers: Readership) -> Received | None:
    """Store the receipt and with it all there is; None where this key has a receipt already.

    The unique index decides: of twenty at once nineteen wait until the first is stored.
    """
    rows = Rows()
    rows.decide(Receipt, receipt_row(intake, received))
    await _add_case(intake, received, readers, rows)
    stored = await rows.write(intake.session)
    if not stored["receipt"]:
        return None
    while not stored["case"]:  # its reference is another case's; the receipt stands
        rows = Rows()
        await _add_case(intake, received, readers, rows)
        stored = await rows.write(intake.session)
    if intake.report.gets_pictures and not stored["come_back_code"]:
        return replace(received, pictures_try=await _other_pictures(intake, received))
    return received


async def _other_pictures(intake: Intake, received: Received) -> int:
    return await give_other_pictures(
        intake.session,
        received.concern_id,
        intake.report.idempotency_key,
        card_pupil_id=intake.report.told_by_card,
        by=intake.by,
        key=intake.desk.come_back_key,
    )


async def _add_case(intake: Intake, received: Received, readers: Readership, rows: Rows) -> None:
    report, by = intake.report, intake.by
    opening = Opening(
        case_id=received.case_id,
        school_id=by.school_id,
        at=intake.report.sent_at,
        told_at=received.sent_at,
        source=report.source,
        severity=report.urgency.severity,
        kind=report.kind,
        risk_area=report.risk_area,
        about_adult=report.about_adult,
        readership=readers,
        pupil_ids=report.pupil_ids,
    )
    sealer = await open_case(intake.session, opening, rows, by=by, keys=intake.desk.keys)
    rows.add(Concern, _concern_row(intake, received))
    sealed = add_words(intake, received, sealer, rows)
    rows.add_to(ENTRIES, received_row(intake, received, "concern.received", sealed))
    add_news(intake, received, rows)
    if report.gets_pictures:
        first = (report.idempotency_key, 0)
        key, pupil_id = intake.desk.come_back_key, report.told_by_card
        add_pictures(rows, received.concern_id, first, card_pupil_id=pupil_id, by=by, key=key)


def _concern_row(intake: Intake, received: Received) -> dict[str, Any]:
    return {
        "id": received.concern_id,
        "school_id": intake.by.school_id,
        "case_id": received.case_id,
        "source": intake.report.source,
        "reporter_id": intake.by.person_id if intake.by.kind == "person" else None,
        "chosen_adult_id": intake.report.chosen_adult_id,
        "received_at": received.sent_at,
    }


async def _add_version(intake: Intake, before: Received, staff: SchoolStaff) -> Received:
    """Store the next version of a report whose child went Back and sent other words.

    Whoever read an earlier version and would not read this one is kept out until triage.
    """
    report, session, by = intake.report, intake.session, intake.by
    if not report.may_be_told_again:
        raise OtherWords
    newest = await newest_receipt(session, before.concern_id)
    readers = _narrower(_readers_of(report, _named(report, staff), staff), before)
    ids = (before.concern_id, before.case_id)
    version = newest.version if newest is not None else before.version
    received = _received(intake, ids, version + 1, readers, staff)
    await store_version(intake, received)
    await set_readers(session, before.case_id, readers, by=by)
    await look_again(intake, received, "told_more")
    await record(session, CaseReadersChanged(school_id=by.school_id, case_id=before.case_id))
    return received


async def add_answer(
    session: AsyncSession,
    concern_id: UUID,
    report: Report,
    *,
    by: Caller,
    desk: Desk,
) -> Received:
    """Add what a reporter writes back to a message; whoever reads the case is alerted.

    A colleague whose name stands in it is kept out until triage, as with every report (G-12).
    Raises NotThere for a report that is not the caller's.
    """
    newest = await newest_receipt(session, concern_id)
    if newest is None:
        raise NotThere
    staff = await school_staff(session, by.school_id)
    named = names_found(report.words, staff.names.values()) - {by.person_id}
    if named:
        readers = readership(Told(AboutAdult.SKIPPED, named=named), staff.seats)
        await set_readers(session, newest.case_id, readers, by=by)
        await record(session, CaseReadersChanged(school_id=by.school_id, case_id=newest.case_id))
    return await add_to_report(
        session, concern_id, report, by=by, desk=desk, happening="wrote_back"
    )


def _narrower(readers: Readership, before: Received) -> Readership:
    now = {one.person_id for one in readers.readers}
    gone = {one: Why.UNTIL_TRIAGE for one in before.readers if one not in now}
    return replace(readers, excluded={**gone, **readers.excluded})
