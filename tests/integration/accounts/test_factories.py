from typing import Any

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.factories import AGuardian, a_pupil, a_school, a_staff_member, end_session

pytestmark = pytest.mark.anyio

LIVE = "SELECT directory.session_is_live($1, $2)"


async def test_a_made_school_shows_in_the_directory_to_its_own_transaction_only(
    settings_values: dict[str, Any],
) -> None:
    school = await a_school(settings_values, profile="abingdon")
    other = await a_school(settings_values)
    await a_pupil(school, guardians=(AGuardian(), AGuardian("Father", barred=True)))
    connection = await asyncpg.connect(plain_address(settings_values["reporting_database_url"]))
    try:
        for one, pupils in ((school, 1), (other, 0)):
            await connection.execute("SELECT set_config('app.school_id', $1, false)", str(one.id))
            assert await connection.fetchval("SELECT count(*) FROM directory.pupil") == pupils
            assert await connection.fetchval("SELECT id FROM directory.school") == one.id
    finally:
        await connection.close()


async def test_a_made_session_is_live_until_it_ends(settings_values: dict[str, Any]) -> None:
    lead = await a_staff_member(await a_school(settings_values), "dsl")
    connection = await asyncpg.connect(plain_address(settings_values["reporting_database_url"]))
    try:
        assert await connection.fetchval(LIVE, lead.session_id, lead.version) is True
        assert await connection.fetchval(LIVE, lead.session_id, lead.version + 1) is False
        await end_session(lead)
        assert await connection.fetchval(LIVE, lead.session_id, lead.version) is False
    finally:
        await connection.close()
