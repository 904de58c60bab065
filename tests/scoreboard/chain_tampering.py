"""Line A2: whatever is done to a sealed trail behind its last written head shows, at its first row.

Many small schools are tampered with at once, in ways that take turns, by somebody who owns the
database; one school is left alone and must stay good. Then a long trail is verified against time.
Planted fault: an unkeyed hash, so that whoever can write the database can also write its codes.
"""

import asyncio
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from uuid import UUID

import asyncpg

from services.shared import audit_entries, audit_heads, clock, sealer, verify
from services.shared.audit_entries import entry_mac
from services.shared.database import Database
from services.shared.migrations import plain_address
from services.shared.sealer import seal_once
from services.shared.verify import verify_chain
from tests.database import TestDatabase, copy_template, make_template, start_server
from tests.scoreboard.line import Result
from tests.scoreboard.tamperings import KINDS, NO_KEY, Link, School, Tampering

SEED = 42
ROWS = 12
AT_ONCE = 250
N, SMALL_N = 10_000, 270
LONG, SMALL_LONG = 100_000, 5_000
SECONDS_AT_MOST = 5.0

COLUMNS = (
    *("id", "school_id", "at", "actor_id", "actor_kind", "act"),
    *("subject_kind", "subject_id", "facts", "content_sha256", "mac"),
)
# Whoever owns the database drops what stands in the way; plain indexes keep reading quick.
TAKE_OVER = """
ALTER TABLE audit.entry ALTER position DROP IDENTITY;
ALTER TABLE audit.seal DROP CONSTRAINT fk_seal_entry_id, DROP CONSTRAINT uq_seal_entry_id,
    DROP CONSTRAINT uq_seal_place, DROP CONSTRAINT pk_seal;
CREATE INDEX ix_seal_number ON audit.seal (school_id, number);
CREATE INDEX ix_seal_entry_id ON audit.seal (entry_id);
CREATE TABLE public.kept_entry AS SELECT * FROM audit.entry;
CREATE TABLE public.kept_seal AS SELECT * FROM audit.seal;
"""
PUT_BACK = """
TRUNCATE audit.entry, audit.seal;
INSERT INTO audit.entry SELECT * FROM public.kept_entry;
INSERT INTO audit.seal SELECT * FROM public.kept_seal;
"""
_LINKS = (
    "SELECT s.number, s.place, s.entry_id, s.at AS sealed_at, s.chain, e.*,"
    " e.transaction_id::text AS in_transaction FROM audit.seal s"
    " JOIN audit.entry e ON e.id = s.entry_id ORDER BY s.school_id, s.number"
)


@dataclass
class Found:
    """What came of the tamperings: how many, and which were missed or named wrongly."""

    tried: int = 0
    missed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Say whether every tampering was found and named, and nothing else was."""
        return not (self.missed or self.misnamed or self.alarms)


@contextmanager
def unkeyed() -> Iterator[None]:
    """Let every code of the trail be a hash that needs no secret."""
    with ExitStack() as patched:
        for module in (audit_entries, audit_heads, sealer, verify):
            patched.enter_context(mock.patch.object(module, "derived_key", return_value=NO_KEY))
        yield


@dataclass
class Ground:
    """The database that is tampered with, its key and its heads."""

    database: TestDatabase
    heads_dir: Path
    row_key: bytes
    audit_key: bytes
    connection: asyncpg.Connection
    chance: random.Random

    async def write(self, school_ids: list[UUID], rows: int) -> None:
        """Write `rows` audit rows for each school and seal them all."""
        now = clock.now()
        told = [self._row(one, now) for _ in range(rows) for one in school_ids]
        await self.connection.copy_records_to_table(
            "entry",
            schema_name="audit",
            columns=COLUMNS,
            records=[
                tuple(row[name] if name != "facts" else '{"seq": 1}' for name in COLUMNS)
                for row in told
            ],
        )
        database = Database(self.database.url("sealer_service"), pool_size=1, max_overflow=0)
        while await seal_once(database, self.audit_key, self.heads_dir):
            pass
        await database.close()

    def _row(self, school_id: UUID, now: object) -> dict[str, object]:
        row = {
            "id": self.any_id(),
            "school_id": school_id,
            "at": now,
            "actor_id": self.any_id(),
            "actor_kind": "person",
            "act": "device.returned",
            "subject_kind": "device",
            "subject_id": self.any_id(),
            "facts": {"seq": 1},
            "content_sha256": None,
        }
        return row | {"mac": entry_mac(self.row_key, row)}

    def any_id(self) -> UUID:
        """Return an id that the seed decides."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    async def verdicts(self, school_id: UUID | None = None) -> dict[UUID, str | None]:
        """Return what `lantern verify-audit` finds bad in each school."""
        url = self.database.url("sealer_service")
        trails = await verify_chain(url, self.audit_key, self.heads_dir, school_id)
        return {one.school_id: one.bad for one in trails}


async def tamper(ground: Ground, schools: list[School], n: int) -> Found:
    """Tamper `n` times, at once with every school but the last; return what was found."""
    await ground.connection.execute(TAKE_OVER)
    await ground.connection.execute("SET session_replication_role = replica")
    heads = {file: file.read_bytes() for file in ground.heads_dir.iterdir()}
    found = Found()
    while found.tried < n:
        tampered = schools[: min(AT_ONCE, n - found.tried)]
        await _one_round(ground, tampered, schools[-1], found)
        await ground.connection.execute(PUT_BACK)
        for file, text in heads.items():
            file.write_bytes(text)
    return found


async def _one_round(ground: Ground, tampered: list[School], alone: School, found: Found) -> None:
    wanted: dict[UUID, Tampering] = {}
    async with ground.connection.transaction():
        for school in tampered:
            name = list(KINDS)[found.tried % len(KINDS)]
            wanted[school.id] = await KINDS[name](
                ground.connection, school, ground.chance, ground.heads_dir
            )
            found.tried += 1
    verdicts = await ground.verdicts()
    for school_id, tampering in wanted.items():
        bad = verdicts.get(school_id)
        if bad is None:
            found.missed.append(tampering.name)
        elif not any(one in bad for one in tampering.names):
            found.misnamed.append(f"{tampering.name}: {bad}")
    if verdicts[alone.id] is not None:
        found.alarms.append(str(verdicts[alone.id]))


async def _read_schools(ground: Ground) -> list[School]:
    schools: dict[UUID, School] = {}
    for row in await ground.connection.fetch(_LINKS):
        school = schools.setdefault(row["school_id"], School(row["school_id"]))
        school.links.append(Link(dict(row)))
    return list(schools.values())


async def measure(
    database: TestDatabase, heads_dir: Path, n: int, long: int
) -> tuple[Found, float]:
    """Return what `n` tamperings came to, and the seconds that a trail of `long` rows took."""
    audit_key = secrets.token_bytes(32)
    chance = random.Random(SEED)  # noqa: S311  # the order of attacks, no secret
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    # the key as the product derives it now: the planted fault takes it away
    row_key = audit_entries.derived_key(audit_key, "row")
    ground = Ground(database, heads_dir, row_key, audit_key, connection, chance)
    try:
        seconds = await _verify_long(ground, long)
        await ground.write([ground.any_id() for _ in range(AT_ONCE + 1)], ROWS)
        return await tamper(ground, await _read_schools(ground), n), seconds
    finally:
        await connection.close()


async def _verify_long(ground: Ground, rows: int) -> float:
    school_id = ground.any_id()
    await ground.write([school_id], rows)
    await ground.connection.execute("VACUUM ANALYZE audit.entry, audit.seal")
    began = time.monotonic()
    verdicts = await ground.verdicts(school_id)
    seconds = time.monotonic() - began
    if verdicts != {school_id: None}:
        message = f"the long trail is not good before anybody touches it: {verdicts}"
        raise RuntimeError(message)
    await ground.connection.execute("TRUNCATE audit.entry, audit.seal")
    (ground.heads_dir / f"{school_id}.jsonl").unlink()
    return seconds


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure A2; `small` judges counts only, the seconds are printed."""
    began = time.monotonic()
    n, long = (SMALL_N, SMALL_LONG) if small else (N, LONG)
    with TemporaryDirectory(prefix="lantern-a2-") as folder:
        Path(folder).chmod(0o755)
        with start_server(Path(folder) / "pg") as server:
            database = copy_template(server, make_template(server))
            heads_dir = Path(folder) / "heads"
            heads_dir.mkdir()
            if plant:
                with unkeyed():
                    found, seconds = asyncio.run(measure(database, heads_dir, n, long))
            else:
                found, seconds = asyncio.run(measure(database, heads_dir, n, long))
    is_quick = small or seconds <= SECONDS_AT_MOST
    return Result(
        "A2 tamperings not found",
        _figure(found, long, seconds),
        f"0, {LONG:,} rows in {SECONDS_AT_MOST:.0f} s",
        found.tried,
        SEED,
        time.monotonic() - began,
        found.is_clean and is_quick,
        found.tried == n,
    )


def _figure(found: Found, long: int, seconds: float) -> str:
    told = (
        f"{len(found.missed)} missed, {len(found.misnamed)} at the wrong row,"
        f" {len(found.alarms)} false alarms of {found.tried} tamperings in {len(KINDS)} ways;"
        f" {long:,} rows verified in {seconds:.1f} s"
    )
    return told + "".join(f"; {one}" for one in [*found.missed, *found.misnamed, *found.alarms][:3])
