"""The rows of one report, and those of everything that is told about it later."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.cases.actions import SCREENS, note_happening, open_again
from services.reporting.cases.adapters import CaseKeys
from services.reporting.concerns.errors import OtherWords, SentTwice
from services.reporting.concerns.models import ANSWERS, ConcernRevision, Receipt
from services.reporting.concerns.queries import my_receipt, newest_receipt
from services.reporting.concerns.rules import Received, Report, content_hash
from services.reporting.tables import Rows
from services.shared.audit import audit_row
from services.shared.audit_entries import ENTRIES
from services.shared.callers import Caller
from services.shared.encryption import Sealer
from services.shared.errors import NotThere
from services.shared.events.reporting import ConcernReceived
from services.shared.queue import recording


@dataclass(frozen=True)
class Desk:
    """What receiving needs beside the transaction: the keys, and the key of the codes."""

    keys: CaseKeys
    come_back_key: bytes


@dataclass(frozen=True)
class Intake:
    """One report on its way in: who sends it, what it says, where its rows go."""

    session: AsyncSession
    report: Report
    by: Caller
    desk: Desk
    content_hash: bytes


def as_answered(known: Receipt) -> Received:
    """Return what a reporter was answered then, from the receipt."""
    return Received(
        concern_id=known.concern_id,
        case_id=known.case_id,
        sent_at=known.sent_at,
        version=known.version,
        heard_by=tuple(known.answer["heard_by"]),
        readers=tuple(UUID(one) for one in known.answer["readers"]),
        needs_lado=known.answer["needs_lado"],
        is_new=False,
    )


def receipt_row(intake: Intake, received: Received) -> dict[str, Any]:
    """Return the receipt of one version."""
    return {
        "concern_id": received.concern_id,
        "version": received.version,
        "school_id": intake.by.school_id,
        "case_id": received.case_id,
        "reporter_id": intake.by.person_id,
        "idempotency_key": intake.report.idempotency_key,
        "content_hash": intake.content_hash,
        "sent_at": received.sent_at,
        "answer": {
            "heard_by": list(received.heard_by),
            "needs_lado": received.needs_lado,
            "readers": [str(one) for one in received.readers],
        },
    }


def add_words(intake: Intake, received: Received, sealer: Sealer, rows: Rows) -> bytes:
    """Add the sealed words of one version to `rows`; return them as they are stored."""
    revision_id = uuid4()
    sealed = sealer.seal(intake.report.content(), ANSWERS, revision_id)
    row = {
        "id": revision_id,
        "concern_id": received.concern_id,
        "version": received.version,
        "school_id": intake.by.school_id,
        "case_id": received.case_id,
        "sent_at": received.sent_at,
        "answers": sealed,
        "content_hash": intake.content_hash,
    }
    rows.add(ConcernRevision, row)
    return sealed


def received_row(intake: Intake, received: Received, act: str, sealed: bytes) -> dict[str, Any]:
    """Return the audit entry of one version, with the rule that made it urgent."""
    urgency = intake.report.urgency
    facts = {"urgency": urgency.severity.value, "rule": urgency.rule_id}
    return audit_row(
        actor=intake.by,
        act=act,
        kind="concern",
        subject_id=received.concern_id,
        facts={**facts, "version": received.version},
        content=sealed,
    )


def add_news(intake: Intake, received: Received, rows: Rows) -> None:
    """Let notifications and open inboxes know, in the same transaction."""
    event = ConcernReceived(
        school_id=intake.by.school_id,
        case_id=received.case_id,
        concern_id=received.concern_id,
        urgency=intake.report.urgency.severity.value,
        about_id=received.about_id,
    )
    call, arguments = recording(event)
    rows.call(call, *arguments)
    rows.tell(SCREENS, str(received.case_id))


async def add_to_report(  # noqa: PLR0913  # what is added, to which report, by whom
    session: AsyncSession,
    concern_id: UUID,
    report: Report,
    *,
    by: Caller,
    desk: Desk,
    happening: str = "came_back",
) -> Received:
    """Add what a reporter says later to their report; whoever reads it stays the same.

    The same key is the same tap; raises OtherWords where it says something else, and NotThere for
    a report that this caller did not send.
    """
    known = await my_receipt(session, by.person_id, report.idempotency_key)
    hashed = content_hash(desk.come_back_key, report.content())
    if known is not None and known.concern_id == concern_id:
        if known.content_hash != hashed:
            raise OtherWords
        return as_answered(known)
    newest = await newest_receipt(session, concern_id)
    if newest is None:
        raise NotThere
    intake = Intake(session, report, by, desk, hashed)
    before = as_answered(newest)
    received = replace(before, version=before.version + 1, sent_at=report.kept_at)
    await store_version(intake, received)
    await look_again(intake, received, happening)
    return received


async def look_again(intake: Intake, received: Received, happening: str) -> None:
    """Let the case be looked at anew, in the worst reading of all that was told."""
    session, report = intake.session, intake.report
    worse = report.urgency.severity, report.about_adult
    await open_again(session, received.concern_id, *worse, needs_lado=received.needs_lado)
    version_id = uuid5(received.concern_id, str(received.version))
    await note_happening(session, received.case_id, happening, source_id=version_id, by=intake.by)


async def store_version(intake: Intake, received: Received) -> None:
    """Store a later version; raises SentTwice where another of its number is stored already."""
    keys, by = intake.desk.keys, intake.by
    sealer = await keys.sealer_of_mine(intake.session, by.school_id, received.concern_id)
    rows = Rows()
    rows.decide(Receipt, receipt_row(intake, received))
    sealed = add_words(intake, received, sealer, rows)
    rows.add_to(ENTRIES, received_row(intake, received, "concern.told_more", sealed))
    add_news(intake, received, rows)
    if not (await rows.write(intake.session))["receipt"]:
        raise SentTwice
