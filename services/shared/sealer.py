"""Chain the audit rows of each school, so that no row can be taken out or moved unseen.

One sealer runs, once a second, in the worker. It takes rows whose transaction is over for every
reader (older than the oldest running one), so a late commit can never slip in behind a sealed row.
"""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.shared import clock
from services.shared.audit_entries import derived_key
from services.shared.audit_heads import Head, append_heads
from services.shared.database import Database

AT_ONCE = 2000
FIRST_LINK = bytes(32)
_LOCK = 0x5EA1E4

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:lock)")
_WHERE_SEALING_STANDS = text(
    "SELECT s.place, CASE WHEN e.transaction_id < pg_snapshot_xmax(pg_current_snapshot())"
    " THEN e.transaction_id::text ELSE '0' END AS from_transaction"
    " FROM audit.seal s JOIN audit.entry e ON e.id = s.entry_id ORDER BY s.place DESC LIMIT 1"
)
# A row from this cluster is over when it is older than the oldest running transaction; a row with
# a number not given out yet came from a restored dump, and is over as well.
_UNSEALED = text(
    "SELECT e.id, e.school_id, e.position, e.transaction_id::text AS transaction_id, e.mac"
    " FROM audit.entry e"
    " WHERE e.transaction_id >= CAST(CAST(:from_transaction AS text) AS xid8)"
    " AND (e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())"
    "      OR e.transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))"
    " AND NOT EXISTS (SELECT FROM audit.seal s WHERE s.entry_id = e.id)"
    " ORDER BY e.transaction_id, e.position LIMIT :at_once"
)
_ENDS = text(
    "SELECT wanted.school_id, last.number, last.chain"
    " FROM unnest(CAST(:schools AS uuid[])) AS wanted (school_id)"
    " CROSS JOIN LATERAL (SELECT number, chain FROM audit.seal s"
    " WHERE s.school_id = wanted.school_id ORDER BY number DESC LIMIT 1) AS last"
)
_SEAL = text(
    "INSERT INTO audit.seal (school_id, number, place, entry_id, at, chain) SELECT * FROM"
    " unnest(CAST(:school_ids AS uuid[]), CAST(:numbers AS bigint[]), CAST(:places AS bigint[]),"
    " CAST(:entry_ids AS uuid[]), CAST(:ats AS timestamptz[]), CAST(:chains AS bytea[]))"
)


def chain_link(chain_key: bytes, before: bytes, seal: Any) -> bytes:
    """Return the hash of one link: the link `before`, and all that `seal` says of its row.

    `seal` has school_id, number, place, entry_id, at, position, transaction_id and the row's mac.
    """
    told = (
        f"{seal.school_id}|{seal.number}|{seal.place}|{seal.entry_id}|{moment_text(seal.at)}"
        f"|{seal.position}|{seal.transaction_id}|"
    )
    return hmac.digest(chain_key, before + told.encode() + seal.mac, "sha256")


def moment_text(at: datetime) -> str:
    """Return a moment the one way in which it is hashed."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class Link:
    """One audit row in its school's chain; `chain` is filled in when the link is closed."""

    __slots__ = (
        *("school_id", "number", "place", "entry_id", "at", "position", "transaction_id"),
        *("mac", "chain"),
    )

    def __init__(self, row: Any, number: int, place: int, at: datetime) -> None:
        self.school_id: UUID = row.school_id
        self.number = number
        self.place = place
        self.entry_id: UUID = row.id
        self.at = at
        self.position: int = row.position
        self.transaction_id: str = row.transaction_id
        self.mac: bytes = row.mac
        self.chain = FIRST_LINK


async def seal_once(database: Database, audit_key: bytes, heads_dir: Path) -> int:
    """Seal what is waiting (at most 2,000 rows) and return how many rows were sealed.

    The worker calls it every second, and again at once while it returns 2,000. `database` is
    that of `sealer_service`. A second sealer at the same moment seals nothing.
    """
    async with database.engine.begin() as connection:
        if not await connection.scalar(_TRY_LOCK, {"lock": _LOCK}):
            return 0
        links = await _close_links(connection, audit_key)
    append_heads(heads_dir, audit_key, _heads(links))
    return len(links)


async def _close_links(connection: AsyncConnection, audit_key: bytes) -> list[Link]:
    stands = (await connection.execute(_WHERE_SEALING_STANDS)).one_or_none()
    from_transaction = stands.from_transaction if stands else "0"
    waiting = await connection.execute(
        _UNSEALED, {"from_transaction": from_transaction, "at_once": AT_ONCE}
    )
    rows = waiting.all()
    if not rows:
        return []
    ends = await connection.execute(_ENDS, {"schools": list({row.school_id for row in rows})})
    links = _linked(
        rows,
        {row.school_id: (row.number, row.chain) for row in ends},
        stands.place if stands else 0,
        derived_key(audit_key, "chain"),
    )
    await connection.execute(_SEAL, _columns(links))
    return links


def _linked(
    rows: Sequence[Any], ends: dict[UUID, tuple[int, bytes]], place: int, chain_key: bytes
) -> list[Link]:
    at = clock.now()
    links: list[Link] = []
    for further, row in enumerate(rows, start=1):
        number, before = ends.get(row.school_id, (0, FIRST_LINK))
        link = Link(row, number + 1, place + further, at)
        link.chain = chain_link(chain_key, before, link)
        ends[row.school_id] = (link.number, link.chain)
        links.append(link)
    return links


def _columns(links: Sequence[Link]) -> dict[str, list[Any]]:
    names = ("school_id", "number", "place", "entry_id", "at", "chain")
    return {f"{name}s": [getattr(link, name) for link in links] for name in names} | {
        "entry_ids": [link.entry_id for link in links]
    }


def _heads(links: Iterable[Link]) -> list[Head]:
    last = {link.school_id: link for link in links}
    return [
        Head(link.school_id, link.number, link.chain, moment_text(link.at))
        for link in last.values()
    ]
