"""`lantern worker` as a process: it outlives PostgreSQL and ends when it is asked to."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import asyncpg
import psutil
import pytest

from operations.postgres import EmbeddedPostgres
from services.shared.database import Database
from services.shared.directory import DEVICES_WORKER
from services.shared.events.devices import DeviceNoticeReleased
from services.shared.migrations import migrate_all, plain_address
from services.shared.queue import record
from services.shared.transactions import open_transaction
from tests.database import TestDatabase, TestServer
from tests.factories import APupil, ASchool, a_pupil, a_school
from tests.integration.notifications.conftest import until

pytestmark = pytest.mark.anyio


@pytest.fixture
def own_server() -> Iterator[EmbeddedPostgres]:
    """A server that this test may kill."""
    with TemporaryDirectory(prefix="lantern-kill-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        with EmbeddedPostgres(Path(folder)) as server:
            yield server


def kill_everything(server: EmbeddedPostgres) -> None:
    head = psutil.Process(server.pid())
    everyone = [head, *head.children(recursive=True)]
    for one in everyone:
        one.kill()
    psutil.wait_procs(everyone, timeout=10)


def start_worker(values: dict[str, Any], port: int, log: Path) -> subprocess.Popen[bytes]:
    variables = {f"LANTERN_{name.upper()}": str(value) for name, value in values.items()}
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "operations", "worker"],
            env={**os.environ, **variables, "LANTERN_SMTP_PORT": str(port)},
            stdout=output,
            stderr=output,
        )


async def release(values: dict[str, Any], school: ASchool, child: APupil) -> None:
    event = DeviceNoticeReleased(
        school_id=school.id,
        notice_id=uuid4(),
        pupil_id=child.id,
        guardian_id=child.guardian_ids[0],
    )
    database = Database(values["devices_database_url"], pool_size=1)
    async with open_transaction(database, school_id=school.id, person_id=DEVICES_WORKER) as session:
        await record(session, event)
    await database.close()


async def test_the_worker_outlives_the_death_of_postgresql(
    own_server: EmbeddedPostgres, settings_values: dict[str, Any], mail: Any, tmp_path: Path
) -> None:
    server = TestServer(own_server.start().url("postgres"))
    database = TestDatabase(server, "lantern")
    urls = {
        f"{name}_database_url": database.url(f"{name}_service")
        for name in ("accounts", "reporting", "notifications", "devices", "sealer")
    }
    owner = database.url("lantern_owner")
    values = {**settings_values, **urls, "owner_database_url": owner}
    await server.execute("GRANT CREATE ON DATABASE lantern TO PUBLIC")
    await migrate_all(owner, database.superuser_url)
    school = await a_school(values)
    child = await a_pupil(school)
    log = tmp_path / "worker.log"
    worker = start_worker(values, mail.port, log)
    try:
        for number in (1, 2, 3):
            await release(values, school, child)

            async def has_come(number: int = number) -> bool:
                return len(mail.taken) >= number

            began = time.monotonic()
            await until(has_come, 30)
            print(f"mail {number} after {time.monotonic() - began:.2f} s")
            await asyncio.to_thread(kill_everything, own_server)
            await asyncio.to_thread(own_server.start_again)
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 15) == 0
    finally:
        worker.kill()
        worker.wait()
    ids = [message["Message-ID"] for message in mail.messages()]
    assert len(set(ids)) == 3
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert "queue connection lost" in {line["event"] for line in lines}
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    held = await connection.fetchval("SELECT count(*) FROM queue.pgqueuer WHERE status = 'failed'")
    await connection.close()
    assert held == 0
