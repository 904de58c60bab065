"""An audit trail that one test owns."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from services.shared import audit
from services.shared.database import Database
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.integration.shared.trail import KEY, Trail


@pytest.fixture
async def trail(database: TestDatabase, tmp_path: Path) -> AsyncIterator[Trail]:
    audit.use_key(KEY)
    superuser = await asyncpg.connect(plain_address(database.superuser_url))
    # Rows that another test file left, under another key, are not this file's affair.
    await superuser.execute("TRUNCATE audit.entry, audit.seal")
    made = Trail(
        uuid4(),
        Database(database.url("reporting_service")),
        Database(database.url("sealer_service")),
        database.url("sealer_service"),
        superuser,
        tmp_path / "heads",
    )
    yield made
    await made.service.close()
    await made.sealer.close()
    await superuser.close()
