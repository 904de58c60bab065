"""What the running roles may do in the database, read from its own catalogue."""

import importlib
from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.database import TestDatabase

pytestmark = pytest.mark.anyio

SERVICES = ("accounts", "reporting", "notifications", "devices")
ROLES = (*(f"{name}_service" for name in SERVICES), "sealer_service")
SCHEMAS = (*SERVICES, "audit", "directory", "published")

GRANTS = """
SELECT grantee, table_schema || '.' || table_name AS name, privilege_type AS act
FROM information_schema.role_table_grants
WHERE grantee = ANY($1) AND table_schema = ANY($2)
    AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')
UNION
SELECT grantee, table_schema || '.' || table_name, privilege_type
FROM information_schema.role_column_grants
WHERE grantee = ANY($1) AND table_schema = ANY($2) AND privilege_type = 'UPDATE'
"""


@pytest.fixture
async def catalogue(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    yield connection
    await connection.close()


def working_tables() -> dict[str, frozenset[str]]:
    found = {}
    for service in SERVICES:
        tables = importlib.import_module(f"services.{service}.tables")
        found[service] = frozenset(tables.WORKING_TABLES)
    return found


async def test_running_roles_change_working_tables_only(catalogue: asyncpg.Connection) -> None:
    allowed = {
        f"{service}.{name.removeprefix(service + '.')}"
        for service, names in working_tables().items()
        for name in names
    }
    rows = await catalogue.fetch(GRANTS, list(ROLES), list(SCHEMAS))
    assert rows, "some working table must be changeable, or this test looks in the wrong place"
    beyond = sorted(
        {
            f"{row['grantee']} {row['act']} {row['name']}"
            for row in rows
            if row["name"] not in allowed
        }
    )
    assert beyond == []


async def test_nobody_may_rewrite_the_audit(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(GRANTS, list(ROLES), ["audit"])
    assert [tuple(row) for row in rows] == []


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "act", ["UPDATE audit.entry SET act = 'x'", "DELETE FROM audit.entry", "TRUNCATE audit.entry"]
)
async def test_the_database_itself_refuses_to_rewrite_audit(
    database: TestDatabase, service: str, act: str
) -> None:
    connection = await asyncpg.connect(plain_address(database.url(f"{service}_service")))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(act)
    finally:
        await connection.close()


async def test_running_roles_own_nothing_and_cannot_pass_row_security(
    catalogue: asyncpg.Connection,
) -> None:
    owned = await catalogue.fetch(
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE r.rolname = ANY($1)",
        list(ROLES),
    )
    strong = await catalogue.fetch(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY($1)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole)",
        [*ROLES, "lantern_owner"],
    )
    assert [row["relname"] for row in owned] == []
    assert [row["rolname"] for row in strong] == []


async def test_row_security_is_forced_wherever_a_school_is_named(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "SELECT n.nspname || '.' || c.relname AS name,"
        " c.relrowsecurity AND c.relforcerowsecurity AS forced"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'"
        " AND NOT a.attisdropped"
        " WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p')",
        list(SERVICES),
    )
    before_sign_in = {
        # looked up before the school is known: by hash or name, through definer functions only
        f"accounts.{name.removeprefix('accounts.')}"
        for name in getattr(
            importlib.import_module("services.accounts.tables"), "BEFORE_SIGN_IN", ()
        )
    }
    assert len(rows) > 20
    assert (
        sorted(
            row["name"] for row in rows if not row["forced"] and row["name"] not in before_sign_in
        )
        == []
    )


async def test_a_service_cannot_read_its_neighbours_tables(database: TestDatabase) -> None:
    connection = await asyncpg.connect(plain_address(database.url("notifications_service")))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SELECT * FROM reporting.concern")
    finally:
        await connection.close()


async def test_every_foreign_key_has_an_index(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "SELECT conrelid::regclass::text AS name, conname FROM pg_constraint c"
        " JOIN pg_namespace n ON n.oid = c.connamespace"
        " WHERE contype = 'f' AND n.nspname = ANY($1) AND NOT EXISTS ("
        "   SELECT FROM pg_index i WHERE i.indrelid = c.conrelid"
        "   AND (i.indkey::smallint[])[0:array_length(c.conkey, 1) - 1] @> c.conkey)",
        list(SCHEMAS),
    )
    assert sorted(f"{row['name']} {row['conname']}" for row in rows) == []
