"""D2: the archive is sealed, its maker's alone, gone after a day; that it was made stays."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from services.reporting.exports.actions import empty_expired
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.factories import a_school, a_staff_member, move_clock
from tests.integration.reporting.exports.exporting import CANARY, a_worked_case, export, opened

pytestmark = pytest.mark.anyio


@pytest.mark.rule("D-7.5-2")
async def test_only_the_maker_fetches_it_and_only_with_the_passphrase_it_opens(
    town: Any, settings_values: dict[str, Any]
) -> None:
    await a_worked_case(town)
    made = (await export(town)).json()
    path = f"/exports/{made['export_id']}"
    colleague = await a_staff_member(town.school, "dsl")
    other_town = await a_staff_member(await a_school(settings_values), "dsl")
    for stranger in (town.staff["ddsl"], town.staff["head"], colleague, other_town):
        answer = await town.client.get(path, headers=stranger.bearer("reporting"))
        absent = await town.client.get(f"/exports/{uuid4()}", headers=stranger.bearer("reporting"))
        assert answer.status_code == 404
        assert without_id(answer) == without_id(absent)
    fetched = await town.get("dsl", path)
    assert fetched.headers["content-type"] == "application/zip"
    assert fetched.headers["cache-control"] == "no-store"
    with pytest.raises(RuntimeError):
        opened(fetched.content, "AAAA-AAAA-AAAA-AAAA-AAAA")
    assert opened(fetched.content, made["passphrase"])


def without_id(answer: httpx.Response) -> dict[str, Any]:
    return {name: told for name, told in answer.json().items() if name != "request_id"}


async def test_it_is_gone_after_a_day(town: Any, movable_clock: Path) -> None:
    await a_worked_case(town)
    made = (await export(town)).json()
    path = f"/exports/{made['export_id']}"
    move_clock(movable_clock, 24 * 3600 - 30)
    assert (await town.get("dsl", path)).status_code == 200
    move_clock(movable_clock, 24 * 3600 + 30)
    assert (await town.get("dsl", path)).status_code == 404


async def test_what_is_stored_holds_no_word_no_name_and_no_passphrase(
    town: Any, database: TestDatabase, movable_clock: Path
) -> None:
    await a_worked_case(town)
    made = (await export(town, reason=f"because {CANARY}")).json()
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        kept = await connection.fetchrow(
            "SELECT e::text AS told, e.content_sha256, a.content FROM reporting.export e"
            " JOIN reporting.export_archive a ON a.export_id = e.id WHERE e.id = $1",
            UUID(made["export_id"]),
        )
        stored = kept["told"] + kept["content"].decode("latin-1")
        for secret in (CANARY, town.child.display_name, made["passphrase"]):
            assert secret not in stored
            assert secret.encode().hex() not in stored
        assert kept["content_sha256"] == hashlib.sha256(kept["content"]).digest()
        audited = await connection.fetch(
            "SELECT act, content_sha256, facts::text AS facts FROM audit.entry"
            " WHERE school_id = $1 AND act LIKE '%export%' ORDER BY position",
            town.school.id,
        )
        assert [row["act"] for row in audited] == ["export.made", "case.exported"]
        assert audited[0]["content_sha256"] == kept["content_sha256"]
        assert CANARY not in "".join(row["facts"] for row in audited)
        move_clock(movable_clock, 25 * 3600)
        async with town.app.state.database.session() as session, session.begin():
            assert await empty_expired(session) >= 1
        emptied = await connection.fetchval(
            "SELECT content IS NULL FROM reporting.export_archive WHERE export_id = $1",
            UUID(made["export_id"]),
        )
        assert emptied
    finally:
        await connection.close()


async def test_the_same_request_again_makes_no_second_archive(town: Any) -> None:
    await a_worked_case(town)
    key = str(uuid4())
    assert (await export(town, key=key)).status_code == 201
    again = await export(town, key=key)
    assert again.status_code == 409
    assert "made before" in again.json()["detail"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting.export SET profile = 'x'",
        "DELETE FROM reporting.export",
        "DELETE FROM reporting.export_archive",
        "UPDATE reporting.export_archive SET expires_at = expires_at",
        "TRUNCATE reporting.export CASCADE",
    ],
)
async def test_what_left_cannot_be_forgotten(database: TestDatabase, statement: str) -> None:
    connection = await asyncpg.connect(plain_address(database.url("reporting_service")))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
