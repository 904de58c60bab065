"""Check the audit trail against its keys and its heads, and name the first bad row."""

import asyncio
import json
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import make_url

from services.shared.audit_entries import derived_key, entry_mac
from services.shared.audit_heads import Head, read_heads, schools_with_heads
from services.shared.sealer import FIRST_LINK, chain_link

FETCHED_AT_ONCE = 5000

_SCHOOLS = "SELECT school_id FROM audit.entry UNION SELECT school_id FROM audit.seal"
_ENTRY = (
    "e.id, e.school_id AS entry_school_id, e.position, e.transaction_id::text AS transaction_id,"
    " e.at AS happened_at, e.actor_id, e.actor_kind, e.act, e.subject_kind, e.subject_id,"
    " e.facts::text AS facts, e.content_sha256, e.mac"
)
_SEALED = (
    f"SELECT s.school_id, s.number, s.place, s.entry_id, s.at, s.chain, {_ENTRY}"
    " FROM audit.seal s LEFT JOIN audit.entry e ON e.id = s.entry_id"
    " WHERE s.school_id = $1 ORDER BY s.number"
)
_WAITING = (
    f"SELECT {_ENTRY} FROM audit.entry e WHERE e.school_id = $1"
    " AND NOT EXISTS (SELECT FROM audit.seal s WHERE s.entry_id = e.id) ORDER BY e.position"
)


@dataclass
class SchoolTrail:
    """What was found for one school; `bad` names the first bad row or head, or is None."""

    school_id: UUID
    sealed: int = 0
    waiting: int = 0
    heads: int = 0
    bad: str | None = None

    def line(self) -> str:
        """Return the line that the command prints."""
        found = f"{self.sealed + self.waiting} rows, {self.waiting} not yet sealed"
        verdict = "ok" if self.bad is None else f"BAD: {self.bad}"
        return f"{self.school_id}  {found}, {self.heads} heads  {verdict}"


@dataclass(frozen=True)
class _Keys:
    row: bytes
    chain: bytes


async def verify_chain(
    database_url: str, audit_key: bytes, heads_dir: Path, school_id: UUID | None = None
) -> list[SchoolTrail]:
    """Return the verdict on every school's trail (or one's), by school id.

    `database_url` is that of `sealer_service`. Rows are fetched by cursor in one snapshot, and
    the heads are read before it, so that a running sealer raises no false alarm.
    """
    schools = schools_with_heads(heads_dir)
    heads = {one: read_heads(heads_dir, audit_key, one) for one in schools}
    keys = _Keys(derived_key(audit_key, "row"), derived_key(audit_key, "chain"))
    address = make_url(database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(address.render_as_string(hide_password=False))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            schools |= {row["school_id"] for row in await connection.fetch(_SCHOOLS)}
            return [
                await _trail(connection, keys, one, heads.get(one, ([], None)))
                for one in sorted(schools)
                if school_id in (None, one)
            ]
    finally:
        await connection.close()


async def _trail(
    connection: asyncpg.Connection,
    keys: _Keys,
    school_id: UUID,
    heads: tuple[list[Head], str | None],
) -> SchoolTrail:
    written, bad_head = heads
    trail = SchoolTrail(school_id, heads=len(written))
    chains = {head.number: head.chain for head in written}
    trail.bad = await _walk_sealed(connection, keys, trail, chains)
    waiting = await _walk_waiting(connection, keys, trail)
    trail.bad = trail.bad or waiting or bad_head
    if trail.bad is None and written and written[-1].number > trail.sealed:
        end = written[-1].number
        trail.bad = f"the rows after link {trail.sealed} are cut off: a head tells of link {end}"
    return trail


async def _walk_sealed(
    connection: asyncpg.Connection, keys: _Keys, trail: SchoolTrail, heads: Mapping[int, bytes]
) -> str | None:
    """Follow the chain; return what is wrong with its first bad link."""
    before = FIRST_LINK
    bad: str | None = None
    async for row in connection.cursor(_SEALED, trail.school_id, prefetch=FETCHED_AT_ONCE):
        trail.sealed += 1
        if bad is None:
            bad = _why_bad_link(keys, before, dict(row), trail.sealed, heads)
            before = row["chain"]
    return bad


async def _walk_waiting(
    connection: asyncpg.Connection, keys: _Keys, trail: SchoolTrail
) -> str | None:
    bad: str | None = None
    async for row in connection.cursor(_WAITING, trail.school_id, prefetch=FETCHED_AT_ONCE):
        trail.waiting += 1
        bad = bad or _why_bad_row(keys, dict(row))
    return bad


def _why_bad_link(
    keys: _Keys, before: bytes, row: Mapping[str, Any], number: int, heads: Mapping[int, bytes]
) -> str | None:
    name = f"row {row['entry_id']} (link {row['number']})"
    if row["number"] != number:
        return f"link {number} is missing before {name}"
    if row["id"] is None:
        return f"{name} is missing"
    return _why_bad_row(keys, row) or _why_misplaced(keys, before, row, name, heads.get(number))


def _why_misplaced(
    keys: _Keys, before: bytes, row: Mapping[str, Any], name: str, head: bytes | None
) -> str | None:
    if chain_link(keys.chain, before, _Told(row)) != row["chain"]:
        return f"{name} does not follow the one before it"
    if head is not None and head != row["chain"]:
        return f"{name} is not the one of which the head tells"
    return None


def _why_bad_row(keys: _Keys, row: Mapping[str, Any]) -> str | None:
    told = {**row}
    told["school_id"], told["at"] = row["entry_school_id"], row["happened_at"]
    told["facts"] = {} if row["facts"] == "{}" else json.loads(row["facts"])
    if entry_mac(keys.row, told) == row["mac"]:
        return None
    return f"row {row['id']} was changed"


class _Told:
    """A fetched link as `chain_link` reads it."""

    __slots__ = ("_row",)

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return self._row[name]


def verify_audit(arguments: Namespace) -> int:
    """Run `lantern verify-audit [SCHOOL_ID]`: one line per school; 1 where any row or head is bad.

    Reads LANTERN_SEALER_DATABASE_URL, LANTERN_SECRETS_DIR and LANTERN_AUDIT_HEADS_DIR.
    """
    words: list[str] = list(getattr(arguments, "words", ()))
    audit_key = bytes.fromhex((Path(os.environ["LANTERN_SECRETS_DIR"]) / "audit.key").read_text())
    trails = asyncio.run(
        verify_chain(
            os.environ["LANTERN_SEALER_DATABASE_URL"],
            audit_key,
            Path(os.environ["LANTERN_AUDIT_HEADS_DIR"]),
            UUID(words[0]) if words else None,
        )
    )
    for trail in trails:
        sys.stdout.write(trail.line() + "\n")
    bad = sum(trail.bad is not None for trail in trails)
    sys.stdout.write(f"{len(trails)} schools, {bad} with a broken trail\n")
    return 1 if bad else 0
