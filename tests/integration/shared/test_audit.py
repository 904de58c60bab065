"""A2, T11: the trail only grows, nobody may touch it, and every row is sealed once."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.shared import audit
from services.shared.database import Database
from services.shared.migrations import plain_address
from services.shared.sealer import seal_once
from services.shared.transactions import open_transaction
from tests.database import TestDatabase
from tests.integration.shared.trail import KEY, Trail

pytestmark = pytest.mark.anyio


async def test_rows_are_sealed_and_verified(trail: Trail) -> None:
    await trail.write(5)
    assert await trail.seal() == 5
    await trail.write(2)
    assert await trail.seal() == 2
    await trail.write(1)
    found = await trail.verdict()
    assert (found.bad, found.sealed, found.waiting, found.heads) == (None, 7, 1, 2)


async def test_a_change_that_is_rolled_back_leaves_no_row(trail: Trail) -> None:
    caller = trail.caller
    async with trail.service.session() as session:
        await session.execute(
            text("SELECT set_config('app.school_id', :school, true)"),
            {"school": str(trail.school_id)},
        )
        await audit.audit(session, actor=caller, act="x", kind="case", subject_id=uuid4())
        await session.rollback()
    assert await trail.waiting() == 0


async def test_without_a_key_nothing_is_written(
    trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_keys", [])
    with pytest.raises(audit.AuditKeyMissing):
        await trail.write()


async def test_words_do_not_fit_into_a_fact(trail: Trail) -> None:
    caller = trail.caller
    async with open_transaction(
        trail.service, school_id=trail.school_id, person_id=caller.person_id
    ) as session:
        for fact in ("a" * 201, "nul\x00", 1.5, ["list"]):
            with pytest.raises(ValueError, match="fact"):
                await audit.audit(
                    session,
                    actor=caller,
                    act="x",
                    kind="case",
                    subject_id=uuid4(),
                    facts={"fact": fact},  # type: ignore[dict-item]  # what the test is about
                )


async def test_a_row_about_another_school_is_refused(trail: Trail) -> None:
    caller = trail.caller
    async with trail.service.session() as session:
        with pytest.raises(DBAPIError, match="row-level security"):
            await audit.audit(session, actor=caller, act="x", kind="case", subject_id=uuid4())


FORBIDDEN = {
    "accounts_service": ("entry", "seal"),
    "reporting_service": ("entry", "seal"),
    "notifications_service": ("entry", "seal"),
    "devices_service": ("entry", "seal"),
    "sealer_service": ("entry", "seal"),
}
STATEMENTS = (
    "UPDATE audit.{table} SET school_id = school_id",
    "DELETE FROM audit.{table}",
    "TRUNCATE audit.{table} CASCADE",
    "DROP TABLE audit.{table} CASCADE",
    "ALTER TABLE audit.{table} DISABLE ROW LEVEL SECURITY",
)


@pytest.mark.parametrize("role", FORBIDDEN)
async def test_no_role_may_change_or_remove_a_row(
    trail: Trail, database: TestDatabase, role: str
) -> None:
    await trail.write(1)
    await trail.seal()
    connection = await asyncpg.connect(plain_address(database.url(role)))
    try:
        for table in FORBIDDEN[role]:
            for statement in STATEMENTS:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement.format(table=table))
    finally:
        await connection.close()


@pytest.mark.parametrize("role", sorted(FORBIDDEN.keys() - {"sealer_service"}))
async def test_a_service_cannot_read_or_seal_the_trail(
    trail: Trail, database: TestDatabase, role: str
) -> None:
    connection = await asyncpg.connect(plain_address(database.url(role)))
    try:
        for statement in (
            "SELECT 1 FROM audit.entry",
            "SELECT 1 FROM audit.seal",
            "INSERT INTO audit.seal (school_id) VALUES (gen_random_uuid())",
            "INSERT INTO audit.entry (transaction_id) VALUES ('1')",
            "INSERT INTO audit.entry (position) OVERRIDING SYSTEM VALUE VALUES (1)",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_owner_sees_no_row_either(trail: Trail, database: TestDatabase) -> None:
    await trail.write(1)
    connection = await asyncpg.connect(plain_address(database.url("lantern_owner")))
    try:
        assert await connection.fetchval("SELECT count(*) FROM audit.entry") == 0
    finally:
        await connection.close()


async def test_a_row_that_commits_late_is_chained_behind(trail: Trail) -> None:
    caller = trail.caller
    async with open_transaction(
        trail.service, school_id=trail.school_id, person_id=caller.person_id
    ) as slow:
        await audit.audit(slow, actor=caller, act="slow", kind="case", subject_id=uuid4())
        await trail.write(2)
        assert await seal_once(trail.sealer, KEY, trail.heads_dir) == 0
    assert await trail.seal() == 3
    assert (await trail.verdict()).bad is None


async def test_two_sealers_at_once_seal_each_row_once(trail: Trail) -> None:
    await trail.write(30)
    again = Database(trail.sealer_url)
    sealed = 0
    for _ in range(5):
        both = await asyncio.gather(
            seal_once(trail.sealer, KEY, trail.heads_dir),
            seal_once(again, KEY, trail.heads_dir),
        )
        sealed += sum(both)
    await again.close()
    assert sealed + await trail.seal() == 30
    assert (await trail.verdict()).bad is None


async def test_rows_of_a_restored_dump_are_sealed_too(trail: Trail) -> None:
    await trail.write(2)
    await trail.tamper("UPDATE audit.entry SET transaction_id = '900000000' WHERE school_id = $1")
    assert await trail.seal() == 2
    await trail.write(2)
    assert await trail.seal() == 2
    assert (await trail.verdict()).bad is None


async def test_sealing_uses_the_index(trail: Trail) -> None:
    await trail.write(3)
    await trail.seal()
    async with trail.sealer.engine.connect() as connection:
        await connection.execute(text("SET enable_seqscan = off"))
        plan = await connection.execute(
            text("EXPLAIN SELECT id FROM audit.entry WHERE transaction_id >= '5'::xid8")
        )
        assert "ix_entry_transaction_id" in "\n".join(row[0] for row in plan)
