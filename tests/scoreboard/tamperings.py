"""The ways in which somebody who owns the database may tamper with a sealed trail (line A2)."""

import hmac
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.shared.audit_entries import entry_mac
from services.shared.sealer import FIRST_LINK, chain_link, moment_text

# The only key that somebody has who holds the database alone.
NO_KEY = b"no key at all"


class Link:
    """One sealed row as it was read, for forging those after it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row

    def __getattr__(self, name: str) -> Any:
        # `chain_link` wants the moment of sealing under its own name
        return self.row[{"at": "sealed_at", "transaction_id": "in_transaction"}.get(name, name)]


@dataclass
class School:
    """One school's trail."""

    id: UUID
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Tampering:
    """What was done, and the names of which one must stand in the verdict."""

    name: str
    names: tuple[str, ...]


Way = Callable[[asyncpg.Connection, School, random.Random, Path], Awaitable[Tampering]]

ENTRY_EDITS = {
    "id": "gen_random_uuid()",
    "school_id": "gen_random_uuid()",
    "position": "position + 1000",
    "transaction_id": "(transaction_id::text::bigint + 1)::text::xid8",
    "at": "at + interval '1 microsecond'",
    "actor_id": "gen_random_uuid()",
    "actor_kind": "'system'",
    "act": "'device.stored'",
    "subject_kind": "'case'",
    "subject_id": "gen_random_uuid()",
    "facts": """facts || '{"seq": 2}'""",
    "content_sha256": "sha256('x')",
    "mac": "sha256(mac)",
}
SEAL_EDITS = {
    "school_id": "gen_random_uuid()",
    "number": "number + 1000",
    "place": "place + 1000000",
    "entry_id": "gen_random_uuid()",
    "at": "at - interval '1 second'",
    "chain": "sha256(chain)",
}


def _named(kind: str, link: Link) -> Tampering:
    return Tampering(kind, (str(link.entry_id), f"link {link.number}"))


async def _edit_entry(
    column: str, door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    link = chance.choice(school.links)
    sql = f"UPDATE audit.entry SET {column} = {ENTRY_EDITS[column]} WHERE id = $1"
    await door.execute(sql, link.entry_id)
    return _named(f"edit entry.{column}", link)


async def _edit_seal(
    column: str, door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    link = chance.choice(school.links)
    sql = f"UPDATE audit.seal SET {column} = {SEAL_EDITS[column]} WHERE entry_id = $1"
    await door.execute(sql, link.entry_id)
    return _named(f"edit seal.{column}", link)


async def _delete(
    tables: tuple[str, ...],
    door: asyncpg.Connection,
    school: School,
    chance: random.Random,
    _heads: Path,
) -> Tampering:
    link = chance.choice(school.links)
    for table, column in {"entry": "id", "seal": "entry_id"}.items():
        if table in tables:
            await door.execute(f"DELETE FROM audit.{table} WHERE {column} = $1", link.entry_id)
    return _named(f"delete {' and '.join(tables)}", link)


async def _insert(
    door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    """Put a row that never happened before another, and move the later ones on."""
    link = chance.choice(school.links)
    forged = UUID(int=chance.getrandbits(128), version=4)
    told = {**link.row, "id": forged, "facts": {"seq": 1}}
    await door.execute(
        "INSERT INTO audit.entry SELECT $1, school_id, position, transaction_id, at, actor_id,"
        " actor_kind, act, subject_kind, subject_id, facts, content_sha256, $2 FROM audit.entry"
        " WHERE id = $3",
        forged,
        entry_mac(NO_KEY, told),
        link.entry_id,
    )
    await door.execute(
        "UPDATE audit.seal SET number = number + 1 WHERE school_id = $1 AND number >= $2",
        school.id,
        link.number,
    )
    sql = "INSERT INTO audit.seal VALUES ($1, $2, $3, $4, $5, $6)"
    await door.execute(sql, school.id, link.number, link.place, forged, link.at, link.chain)
    return Tampering("insert", (str(forged),))


async def _swap(
    door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    one, other = sorted(chance.sample(school.links, 2), key=lambda link: link.number)
    await _give_entries(door, school, {one.number: other, other.number: one})
    return Tampering("swap", (f"link {one.number})",))


async def _reorder(
    door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    """Let a run of at least three rows stand one place later, the last of them first."""
    first = chance.randrange(len(school.links) - 2)
    run = school.links[first : chance.randrange(first + 3, len(school.links) + 1)]
    turned = [run[-1], *run[:-1]]
    moved = {place.number: link for place, link in zip(run, turned, strict=True)}
    await _give_entries(door, school, moved)
    return Tampering("reorder", (f"link {run[0].number})",))


async def _give_entries(door: asyncpg.Connection, school: School, moved: dict[int, Link]) -> None:
    for number, link in moved.items():
        await door.execute(
            "UPDATE audit.seal SET entry_id = $3 WHERE school_id = $1 AND number = $2",
            school.id,
            number,
            link.entry_id,
        )


async def _rebuild(
    door: asyncpg.Connection, school: School, chance: random.Random, heads_dir: Path
) -> Tampering:
    """Change a row, make every later code again as far as one can, the heads' among them."""
    changed = chance.choice(school.links)
    before = FIRST_LINK
    for link in school.links:
        if link.number < changed.number:
            before = link.chain
            continue
        forged = {**link.row, "facts": {"seq": 1}}
        if link is changed:
            forged["act"] = "device.stored"
        forged["mac"] = entry_mac(NO_KEY, forged)
        before = chain_link(NO_KEY, before, Link(forged))
        await door.execute(
            "UPDATE audit.entry SET act = $2, mac = $3 WHERE id = $1",
            link.entry_id,
            forged["act"],
            forged["mac"],
        )
        await door.execute(
            "UPDATE audit.seal SET chain = $2 WHERE entry_id = $1", link.entry_id, before
        )
    _forge_heads(heads_dir / f"{school.id}.jsonl", school, before)
    return _named("rebuild without the key", changed)


def _forge_heads(file: Path, school: School, chain: bytes) -> None:
    last = school.links[-1]
    told = {
        "school_id": str(school.id),
        "number": last.number,
        "chain": chain.hex(),
        "at": moment_text(last.at),
    }
    spelled = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    signed = told | {"mac": hmac.digest(NO_KEY, spelled, "sha256").hex()}
    file.write_text(json.dumps(signed) + "\n", encoding="ascii")


async def _older_copy(
    door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    """Put back the database as it was some rows ago."""
    left = chance.randrange(len(school.links))
    for link in school.links[left:]:
        await door.execute("DELETE FROM audit.entry WHERE id = $1", link.entry_id)
        await door.execute("DELETE FROM audit.seal WHERE entry_id = $1", link.entry_id)
    return Tampering("older copy", (f"rows after link {left} are cut off",))


async def _older_row(
    door: asyncpg.Connection, school: School, chance: random.Random, _heads: Path
) -> Tampering:
    """Put an earlier row's words and code in the place of a later one's."""
    earlier, later = sorted(chance.sample(school.links, 2), key=lambda link: link.number)
    await door.execute(
        "UPDATE audit.entry SET (at, act, subject_id, mac) = (SELECT at + $3, act, subject_id, mac"
        " FROM audit.entry WHERE id = $2) WHERE id = $1",
        later.entry_id,
        earlier.entry_id,
        timedelta(0),
    )
    return _named("replay of an earlier row", later)


KINDS: dict[str, Way] = {
    **{f"edit entry.{name}": partial(_edit_entry, name) for name in ENTRY_EDITS},
    **{f"edit seal.{name}": partial(_edit_seal, name) for name in SEAL_EDITS},
    "delete entry": partial(_delete, ("entry",)),
    "delete seal": partial(_delete, ("seal",)),
    "delete both": partial(_delete, ("entry", "seal")),
    "insert": _insert,
    "swap": _swap,
    "reorder": _reorder,
    "replay": _older_row,
    "rebuild": _rebuild,
    "older copy": _older_copy,
}
