"""The bench's copies of a case are cases: their own words open, each school sees its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from operations.bench.copies import Pattern, load_copies, read_pattern
from services.shared.encryption import Keyring
from services.shared.migrations import plain_address
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio
NOTE = "Spoke with her beside the climbing frame."
KEPT_ALIKE = ("severity", "kind", "owner", "readers", "pupils")


@pytest.fixture
async def superuser(database: Any) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    yield connection
    await connection.close()


@pytest.fixture
def keyring(secrets_dir: Path) -> Keyring:
    return Keyring(bytes.fromhex((secrets_dir / "master.key").read_text()))


async def a_pattern(town: Any, superuser: asyncpg.Connection, keyring: Keyring) -> Pattern:
    case_id = await triaged(town)
    await town.answer("dsl", case_id, crime_suspected="no")
    assert (await town.do("dsl", case_id, "notes", text=NOTE)).status_code == 200
    return await read_pattern(superuser, case_id, keyring)


async def test_a_copy_is_read_like_the_case_it_was_made_from(
    town: Any, superuser: asyncpg.Connection, keyring: Keyring
) -> None:
    pattern = await a_pattern(town, superuser, keyring)
    copies = await load_copies(superuser, pattern, keyring, schools=1, each=12)
    listed = {UUID(one["case_id"]) for one in await town.inbox("dsl")}
    is_open = [one for one in copies if one in listed]
    assert 0 < len(is_open) < len(copies) == len(set(copies)) == 12
    first = await town.page("dsl", pattern.case_id)
    for copy in is_open:
        shown = await town.page("dsl", copy)
        assert shown["reference"] != first["reference"]
        assert {one: shown[one] for one in KEPT_ALIKE} == {one: first[one] for one in KEPT_ALIKE}
        assert shown["concerns"][0]["words"] == first["concerns"][0]["words"]
        assert any(NOTE in line["text"] for line in shown["chronology"])
        states = {one["key"]: one["reply"] for one in shown["procedure"]["questions"]}
        assert states["crime_suspected"] == "no"
        assert len(shown["procedure"]["steps"]) == len(first["procedure"]["steps"])


async def test_copies_of_other_schools_count_there_and_are_nobodys_here(
    town: Any, superuser: asyncpg.Connection, keyring: Keyring
) -> None:
    pattern = await a_pattern(town, superuser, keyring)
    before = len(await town.inbox("dsl"))
    count = 'SELECT school_id, count(*) AS cases FROM reporting."case" GROUP BY school_id'
    known = {row["school_id"] for row in await superuser.fetch(count)}
    own = await load_copies(superuser, pattern, keyring, schools=3, each=4)
    added = {row["school_id"]: row["cases"] for row in await superuser.fetch(count)}
    assert [added[one] for one in added if one not in known] == [4, 4]
    assert before <= len(await town.inbox("dsl")) <= before + len(own)
    theirs = await superuser.fetch(
        'SELECT id FROM reporting."case" WHERE NOT school_id = ANY($1)', list(known)
    )
    for row in theirs:
        assert (await town.get("dsl", f"/cases/{row['id']}")).status_code == 404


async def test_the_words_of_a_copy_open_with_no_other_key(
    town: Any, superuser: asyncpg.Connection, keyring: Keyring
) -> None:
    pattern = await a_pattern(town, superuser, keyring)
    await load_copies(superuser, pattern, keyring, schools=1, each=2)
    keys = await superuser.fetch(
        "SELECT key_id, wrapped FROM reporting.case_key WHERE school_id = $1", town.school.id
    )
    assert len({row["key_id"] for row in keys}) == len({row["wrapped"] for row in keys}) == 3
    sealed = await superuser.fetch(
        "SELECT answers FROM reporting.concern_revision WHERE school_id = $1", town.school.id
    )
    assert len({row["answers"] for row in sealed}) == 3
    assert all(b"horrible" not in row["answers"] for row in sealed)
