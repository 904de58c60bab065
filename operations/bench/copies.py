"""Copies of one real case, each with ids, keys and sealed words of its own, loaded by COPY.

The case is made through the service; a copy is whatever rows that left behind in reporting. So
the load keeps the shape of real cases when a table is added.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

import asyncpg

from services.reporting.cases.actions import CHANGE_WORDS
from services.reporting.concerns.models import ANSWERS
from services.shared import clock
from services.shared.encryption import Keyring, Sealer

SEALED: Final = {("concern_revision", "answers"): ANSWERS, ("case_change", "words"): CHANGE_WORDS}
OLDEST_DAYS: Final = 300
CLOSED_OF_TEN: Final = 4
_CASE, _PLAN = "case", "planned_item"
_TABLES = """
SELECT c.table_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'reporting' AND c.column_name = 'case_id' AND t.table_type = 'BASE TABLE'
ORDER BY 1
"""
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

Row = dict[str, Any]


@dataclass(frozen=True)
class Pattern:
    """One case's rows by table, with its words opened; every copy is made from it."""

    case_id: UUID
    school_id: UUID
    rows: dict[str, list[Row]]

    def own_ids(self) -> set[UUID]:
        """Return the ids that belong to this case alone: a copy has others in their place."""
        own = {row["id"] for rows in self.rows.values() for row in rows if "id" in row}
        return own | {self.rows["case_key"][0]["key_id"]}


async def read_pattern(connection: asyncpg.Connection, case_id: UUID, keyring: Keyring) -> Pattern:
    """Read every row of a case; `connection` is the superuser's, whom no row security holds."""
    tables = [row["table_name"] for row in await connection.fetch(_TABLES)]
    rows = {_CASE: await _rows(connection, _CASE, "id", case_id)}
    for table in tables:
        rows[table] = await _rows(connection, table, "case_id", case_id)
    school_id = rows[_CASE][0]["school_id"]
    wrapped = await _school_key(connection, school_id)
    key = rows["case_key"][0]
    sealer = keyring.sealer(school_id, wrapped, key["key_id"], key["wrapped"])
    for (table, column), label in SEALED.items():
        for row in rows[table]:
            if row[column] is not None:
                row[column] = sealer.open_bytes(row[column], label, row["id"])
    return Pattern(case_id, school_id, {table: found for table, found in rows.items() if found})


async def _rows(connection: asyncpg.Connection, table: str, key: str, case_id: UUID) -> list[Row]:
    sql = f'SELECT * FROM reporting."{table}" WHERE {key} = $1'  # names from the catalogue
    return [dict(row) for row in await connection.fetch(sql, case_id)]


async def _school_key(connection: asyncpg.Connection, school_id: UUID) -> bytes:
    sql = "SELECT wrapped FROM reporting.school_key WHERE school_id = $1"
    wrapped: bytes = await connection.fetchval(sql, school_id)
    return wrapped


@dataclass
class _Copier:
    """Makes copies for one school."""

    pattern: Pattern
    school_id: UUID
    school_key: bytes
    keyring: Keyring
    chance: random.Random
    own: set[UUID] = field(init=False)

    def __post_init__(self) -> None:
        self.own = self.pattern.own_ids()

    def copy(self) -> tuple[UUID, list[tuple[str, Row]]]:
        """Return a new case's id and its rows, each with the table it belongs to."""
        fresh = {one: uuid4() for one in self.own}
        key_id, wrapped = self.keyring.new_data_key(self.school_key)
        fresh[self.pattern.rows["case_key"][0]["key_id"]] = key_id
        sealer = self.keyring.sealer(self.school_id, self.school_key, key_id, wrapped)
        same = {"wrapped": wrapped, "reference": self._reference()}
        earlier = timedelta(seconds=self.chance.randrange(OLDEST_DAYS * 86_400))
        is_closed = self.chance.randrange(10) < CLOSED_OF_TEN
        made = []
        for table, rows in self.pattern.rows.items():
            if is_closed and table == _PLAN:
                continue
            for row in rows:
                copied = {name: self._value(one, fresh, earlier) for name, one in row.items()}
                copied |= {name: one for name, one in same.items() if name in row}
                self._finish(table, copied, sealer, is_closed=is_closed)
                made.append((table, copied))
        return fresh[self.pattern.case_id], made

    def _value(self, one: Any, fresh: dict[UUID, UUID], earlier: timedelta) -> Any:
        if isinstance(one, UUID):
            return fresh.get(one) or self._of_school(one)
        return one - earlier if isinstance(one, datetime) else one

    def _of_school(self, one: UUID) -> UUID:
        """Return this school's person (or class, or itself) in the place of the pattern's."""
        if self.school_id == self.pattern.school_id:
            return one
        is_school = one == self.pattern.school_id
        return self.school_id if is_school else uuid5(self.school_id, str(one))

    @staticmethod
    def _finish(table: str, row: Row, sealer: Sealer, *, is_closed: bool) -> None:
        for (sealed, column), label in SEALED.items():
            if sealed == table and row[column] is not None:
                row[column] = sealer.seal(row[column], label, row["id"])
        if table == "case_summary" and is_closed:
            row |= {"state": "closed", "danger": False}
        if "idempotency_key" in row:
            row["idempotency_key"] = str(uuid4())

    def _reference(self) -> str:
        return "".join(self.chance.choices(_ALPHABET, k=10))


async def load_copies(
    connection: asyncpg.Connection,
    pattern: Pattern,
    keyring: Keyring,
    *,
    schools: int,
    each: int,
) -> list[UUID]:
    """Load `each` copies into the pattern's school and into `schools` - 1 invented ones.

    Returns the ids of the pattern's own school. Foreign keys are not checked one by one, or the
    load would take as long as the bench.
    """
    await connection.execute("SET session_replication_role = replica")
    chance = random.Random(pattern.case_id.int)  # noqa: S311  # spreads moments, guards nothing
    own = []
    for school_id in [pattern.school_id, *(uuid4() for _ in range(schools - 1))]:
        school_key = await _key_for(connection, pattern, school_id, keyring)
        copier = _Copier(pattern, school_id, school_key, keyring, chance)
        cases = [copier.copy() for _ in range(each)]
        await _copy_in(connection, (one for _, rows in cases for one in rows))
        own += [case_id for case_id, _ in cases if school_id == pattern.school_id]
    await connection.execute("SET session_replication_role = DEFAULT")
    await connection.execute("VACUUM ANALYZE")
    return own


async def _key_for(
    connection: asyncpg.Connection, pattern: Pattern, school_id: UUID, keyring: Keyring
) -> bytes:
    if school_id == pattern.school_id:
        return await _school_key(connection, school_id)
    wrapped = keyring.new_school_key()
    sql = "INSERT INTO reporting.school_key (school_id, wrapped, made_at) VALUES ($1, $2, $3)"
    await connection.execute(sql, school_id, wrapped, clock.now())
    sql = (
        "INSERT INTO reporting.procedure_definition (school_id, procedure_id, version, content,"
        " stored_at) SELECT $1, procedure_id, version, content, stored_at"
        " FROM reporting.procedure_definition WHERE school_id = $2"
    )
    await connection.execute(sql, school_id, pattern.school_id)
    return wrapped


async def _copy_in(connection: asyncpg.Connection, rows: Iterator[tuple[str, Row]]) -> None:
    by_table: dict[str, list[Row]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append(row)
    for table, found in by_table.items():
        columns = list(found[0])
        await connection.copy_records_to_table(
            table,
            schema_name="reporting",
            columns=columns,
            records=[tuple(row[name] for name in columns) for row in found],
        )
