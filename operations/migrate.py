"""`lantern migrate`: bring the database up to date, and give the roles their passwords."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import asyncpg

from operations.environment import DATABASE_ROLES, SUPERUSER
from services.shared.migrations import lay_foundation, migrate_all, plain_address


def passwords(variables: Mapping[str, str]) -> dict[str, str]:
    """Return role -> password for the runtime roles whose address carries one."""
    found = {}
    for name, role in DATABASE_ROLES.items():
        password = urlsplit(variables.get(f"LANTERN_{name}_DATABASE_URL", "")).password
        if password and role != SUPERUSER:
            found[role] = unquote(password)
    return found


async def give_passwords(superuser_url: str, wanted: Mapping[str, str]) -> None:
    """Set the roles' passwords; PostgreSQL keeps their SCRAM verifier only."""
    connection = await asyncpg.connect(plain_address(superuser_url))
    try:
        # The password is quoted by the server itself and kept out of its statement log.
        await connection.execute("SET log_statement = 'none'")
        for role, password in wanted.items():
            sentence = await connection.fetchval(
                "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)", role, password
            )
            await connection.execute(sentence)
    finally:
        await connection.close()


async def _prepare(variables: Mapping[str, str]) -> None:
    """Migrate; where addresses carry passwords, lay the roles first and give them theirs."""
    superuser_url = variables["LANTERN_SUPERUSER_DATABASE_URL"]
    wanted = passwords(variables)
    if wanted:
        await lay_foundation(superuser_url)
        await give_passwords(superuser_url, wanted)
    await migrate_all(variables["LANTERN_OWNER_DATABASE_URL"], superuser_url)


def main(_arguments: Namespace) -> int:
    """Run the verb in the environment of a site; 1 with a sentence where an address is missing."""
    try:
        asyncio.run(_prepare(os.environ))
    except KeyError as missing:
        print(f"{missing.args[0]} is not set: lantern migrate needs it.", file=sys.stderr)
        return 1
    return 0
