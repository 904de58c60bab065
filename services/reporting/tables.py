"""The base of reporting's tables, and which of them are not records."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from services.shared.database import fetch, metadata_for

# Tables whose rows may be changed; every other table of this schema only grows (G-20).
WORKING_TABLES: Final = {
    "case_summary": "the projection behind the inbox; rebuilt from case_change",
    "export_archive": "the sealed archive of an export, emptied after a day",
    "planned_item": "the projection behind the planner; made anew with each change of a case",
    "come_back_code": "an expired code's place may be taken by a new child's",
}
_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]  # has no annotation


class TableBase(DeclarativeBase):
    """What every table of the schema reporting derives from."""

    metadata = metadata_for("reporting")


def table_of(model: type[TableBase]) -> Table:
    """Return the table of `model`, for inserts that need no mapped objects (architecture.md 11)."""
    return cast("Table", model.__table__)


class _Part(NamedTuple):
    """One INSERT of the statement: a single row, or `is_many` rows as one array for each column."""

    table: Table
    names: tuple[str, ...]
    is_many: bool
    conflict: str
    decides: bool


class Rows:
    """Rows of several tables, written in one round trip: a report is a dozen of them.

    The database checks them together at the end of the statement, so their order is free, except
    that rows which `decide` come first: where one of them stands already, nothing that was added
    after it is written.
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._arguments: list[object] = []
        self._calls: list[tuple[str, int]] = []
        self._called_with: list[object] = []

    def decide(self, model: type[TableBase], row: Mapping[str, Any]) -> None:
        """Add a row on which all that follow depend: it is left out where it stands already."""
        self._add(table_of(model), [row], "ON CONFLICT DO NOTHING", decides=True)

    def add(self, model: type[TableBase], *rows: Mapping[str, Any], conflict: str = "") -> None:
        """Add rows of `model`, each naming the same columns; `conflict` is an ON CONFLICT clause.

        A row that stands already is an error where there is none.
        """
        self._add(table_of(model), rows, conflict)

    def add_to(self, table: Table, row: Mapping[str, Any]) -> None:
        """Add a row of a table that is not reporting's own."""
        self._add(table, [row], "")

    def tell(self, channel: str, text: str) -> None:
        """Notify `channel` once this transaction is stored."""
        self.call("pg_notify({}, {})", channel, text)

    def call(self, function: str, *arguments: object) -> None:
        """Call a database function when the rows are written; a {} stands for each argument."""
        self._calls.append((function, len(arguments)))
        self._called_with += arguments

    async def write(self, session: AsyncSession) -> Mapping[str, int]:
        """Write what was added; return how many rows each table with a conflict clause took."""
        statement = _in_one_statement(tuple(self._parts), tuple(self._calls))
        (written,) = await fetch(session, statement, *self._arguments, *self._called_with)
        return cast("Mapping[str, int]", written)

    def _add(
        self,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        conflict: str,
        *,
        decides: bool = False,
    ) -> None:
        if not rows:
            return
        is_many = len(rows) > 1
        self._parts.append(_Part(table, tuple(rows[0]), is_many, conflict, decides))
        if is_many:
            self._arguments += [[_sent(row[name]) for row in rows] for name in rows[0]]
        else:
            self._arguments += [_sent(known) for known in rows[0].values()]


def _sent(known: object) -> object:
    """Return `known` as the driver takes it: JSON goes as its text."""
    return json.dumps(known) if isinstance(known, dict) else known


@lru_cache(maxsize=256)
def _in_one_statement(parts: tuple[_Part, ...], calls: tuple[tuple[str, int], ...]) -> str:
    source, inserts, told = "", [], []
    places = count(1)
    for at, part in enumerate(parts):
        values = _values(part, [f"${next(places)}" for _ in part.names], source)
        back = f"{part.conflict} RETURNING 1" if part.conflict else ""
        into = f'{part.table.schema}."{part.table.name}" ({", ".join(part.names)})'
        inserts.append(f"w{at} AS (INSERT INTO {into} {values} {back})")
        if part.conflict:
            told.append(f'(SELECT count(*) FROM w{at}) AS "{part.table.name}"')
        source = f"w{at}" if part.decides else source
    for function, needed in calls:
        called = function.format(*(f"${next(places)}" for _ in range(needed)))
        told.append(f"(SELECT {called} {f'FROM {source}' if source else ''})")
    return f"WITH {', '.join(inserts)} SELECT {', '.join(told)}"


def _values(part: _Part, places: Sequence[str], source: str) -> str:
    if not part.is_many:
        values = ", ".join(places)
        return f"SELECT {values} FROM {source}" if source else f"VALUES ({values})"
    types = [part.table.c[name].type.compile(_DIALECT) for name in part.names]
    arrays = ", ".join(f"{place}::{kind}[]" for place, kind in zip(places, types, strict=True))
    return f"SELECT many.* FROM unnest({arrays}) AS many" + (f", {source}" if source else "")
