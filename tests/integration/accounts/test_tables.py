from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from services.accounts.tables import WORKING_TABLES
from services.shared.migrations import find_tables, plain_address
from tests.factories import a_pupil, a_school, a_staff_member, as_owner

pytestmark = pytest.mark.anyio


def _differences(connection: Connection) -> list[Any]:
    connection.execute(text("SET search_path = pg_catalog"))
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: kind != "schema" or name == "accounts",
            "version_table_schema": "accounts",
        },
    )
    return list(compare_metadata(context, find_tables("accounts")))


async def test_the_migrations_make_what_the_models_say(settings_values: dict[str, Any]) -> None:
    engine = create_async_engine(settings_values["owner_database_url"])
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await engine.dispose()


async def test_the_running_role_changes_working_tables_only(
    settings_values: dict[str, Any],
) -> None:
    connection = await asyncpg.connect(plain_address(settings_values["accounts_database_url"]))
    try:
        rows = await connection.fetch(
            "SELECT c.oid::regclass::text AS name,"
            " has_any_column_privilege(c.oid, 'UPDATE') AS updates,"
            " has_table_privilege(c.oid, 'DELETE') AS deletes,"
            " c.relrowsecurity AND c.relforcerowsecurity AS is_forced"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'accounts' AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
        )
    finally:
        await connection.close()
    assert {row["name"] for row in rows if row["updates"]} == WORKING_TABLES
    assert {row["name"] for row in rows if row["deletes"]} == {"accounts.session"}
    assert all(row["is_forced"] for row in rows)


async def test_searching_for_a_child_uses_the_index(settings_values: dict[str, Any]) -> None:
    school = await a_school(settings_values)
    await a_staff_member(school, "teacher")
    await a_pupil(school, given_name="Odette", family_name="Umber")
    async with as_owner(settings_values, school.id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = await session.execute(
            text(
                "EXPLAIN SELECT person_id FROM accounts.name_part WHERE school_id = :school"
                " AND kind = 'pupil' AND part >= 'ode' AND part < 'odf'"
            ),
            {"school": school.id},
        )
        lines = "\n".join(plan.scalars())
    assert "ix_name_part_school_id_kind_part" in lines
    assert "(part)::text >= 'ode'" in lines[lines.index("Index Cond") :]
