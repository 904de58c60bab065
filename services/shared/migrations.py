"""The body of every migrations/env.py, and the order in which a database is prepared.

Every service has an Alembic environment and a version table of its own, in its own schema
(style.md 2.4); the foundation (roles, schemas, audit, limiter, queue) comes before all of them.
"""

import asyncio
import importlib
from importlib import resources
from pathlib import Path

import asyncpg
from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from services.shared import queue

ORDER = ("accounts", "reporting", "devices", "notifications")
SERVICES_DIR = Path(__file__).parent.parent


class _Operations:
    """What a revision's `op` offers us here; Alembic's own type is loaded only when it runs."""

    def execute(self, sql: str) -> None:
        """Run one statement."""


def protect(op: _Operations, table: str, using: str | None = None) -> None:
    """Force row security on `table` (schema.table): its school only, and `using` where given.

    `using` narrows who may read; whoever may write is held by the school alone, because a
    reporter may write what they cannot read back.
    """
    school = "school_id = directory.current_school()"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    read = f"{school} AND ({using})" if using else school
    op.execute(f"CREATE POLICY reads ON {table} FOR SELECT USING ({read})")
    op.execute(f"CREATE POLICY writes ON {table} FOR INSERT WITH CHECK ({school})")
    op.execute(f"CREATE POLICY changes ON {table} FOR UPDATE USING ({read}) WITH CHECK ({school})")
    op.execute(f"CREATE POLICY removes ON {table} FOR DELETE USING ({read})")


def grant(op: _Operations, table: str, *, to: str, rights: str) -> None:
    """Grant `rights` (such as "SELECT, INSERT") on `table` or view to the role `to`."""
    op.execute(f"GRANT {rights} ON {table} TO {to}")


def define(op: _Operations, signature: str, sql: str, *, to: str) -> None:
    """Create a SECURITY DEFINER function from `sql`, owned by the definer, for the role `to` only.

    `signature` is its name with argument types, such as published.held_devices(uuid).
    """
    op.execute(sql)
    op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {to}")
    op.execute(f"ALTER FUNCTION {signature} OWNER TO lantern_definer")


def find_tables(service: str) -> MetaData:
    """Return the metadata of `service` with the models of all its features imported."""
    for models in sorted((SERVICES_DIR / service).glob("*/models.py")):
        importlib.import_module(f"services.{service}.{models.parent.name}.models")
    tables = importlib.import_module(f"services.{service}.tables")
    metadata: MetaData = tables.TableBase.metadata
    return metadata


def run(service: str) -> None:
    """Run Alembic for `service`; called by its migrations/env.py."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=find_tables(service),
        version_table="alembic_version",
        version_table_schema=service,
        include_schemas=True,
        include_name=lambda name, kind, _parents: kind != "schema" or name == service,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _configuration(service: str, connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(SERVICES_DIR / service / "migrations"))
    configuration.attributes["connection"] = connection
    return configuration


def _upgrade(connection: Connection, service: str) -> None:
    # A migration that must wait for a lock gives up instead of holding a school up.
    connection.exec_driver_sql("SET lock_timeout = '5s'")
    connection.exec_driver_sql("SET search_path = pg_catalog")
    command.upgrade(_configuration(service, connection), "head")


def plain_address(url: str) -> str:
    """Return the SQLAlchemy `url` as the driver itself understands it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def lay_foundation(superuser_url: str) -> None:
    """Make roles, schemas, audit, limiter and queue in the database of `superuser_url`."""
    connection = await asyncpg.connect(plain_address(superuser_url))
    try:
        folder = resources.files("services.shared") / "foundation"
        for script in sorted(folder.iterdir(), key=lambda one: one.name):
            if script.name.endswith(".sql"):
                await connection.execute(script.read_text())
        await queue.install(connection)
    finally:
        await connection.close()


async def _migrate(owner_url: str) -> None:
    engine = create_async_engine(owner_url)
    try:
        for service in ORDER:
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade, service)
    finally:
        await engine.dispose()


async def migrate_all(owner_url: str, superuser_url: str) -> None:
    """Bring the whole database up to date: foundation, then each service in order."""
    await lay_foundation(superuser_url)
    await _migrate(owner_url)


def migrate(owner_url: str, superuser_url: str) -> None:
    """Do the same from code that has no event loop."""
    asyncio.run(migrate_all(owner_url, superuser_url))
