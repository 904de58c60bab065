"""A school, reporting's real door, a worker in this loop, and a real mail server that can fail."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from aiosmtpd.smtp import SMTP

import operations.worker
from operations.worker import Worker, WorkerSettings
from services.notifications.deliveries import adapters
from services.notifications.main import create_app as create_notifications
from services.notifications.settings import NotificationsSettings
from services.reporting.main import create_app as create_reporting
from services.reporting.settings import ReportingSettings
from services.shared.audit import use_key_from
from services.shared.database import Database
from services.shared.directory import REPORTING_WORKER
from services.shared.events.reporting import CaseAcknowledged
from services.shared.migrations import plain_address
from services.shared.queue import record
from services.shared.tokens import JwksFile, Signer
from services.shared.transactions import open_transaction
from tests.database import TestDatabase
from tests.factories import ISSUER, APupil, ASchool, AStaffMember, a_pupil, a_school, a_staff_member

PATIENCE = 30.0


async def until(true: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait until `true` answers yes; fail after `patience` seconds."""
    end = time.monotonic() + patience
    while not await true():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


def move(clock_file: Path, seconds: int) -> None:
    """Set the product's clock `seconds` ahead."""
    clock_file.write_text(str(seconds))


@dataclass
class MailServer:
    """A real SMTP server; `mode` is take, 421, 550, hang or cut."""

    mode: str = "take"
    taken: list[tuple[str, bytes, float]] = field(default_factory=list)
    tries: int = 0
    port: int = 0
    server: asyncio.Server | None = None

    async def open(self) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", self.port))
            self.port = found.getsockname()[1]
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: SMTP(self, hostname="mail.example"), "127.0.0.1", self.port
        )

    def close(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.tries += 1
        if self.mode == "hang":
            await asyncio.sleep(30)
        if self.mode == "cut":
            server.transport.abort()
            return "451 never heard"
        if self.mode == "421":
            return "421 too busy"
        if self.mode == "550":
            return "550 no such person"
        assert len(envelope.rcpt_tos) == 1
        self.taken.append((envelope.rcpt_tos[0], envelope.original_content, time.monotonic()))
        return "250 OK"

    def recipients(self) -> list[str]:
        return sorted(to for to, _, _ in self.taken)

    def messages(self) -> list[EmailMessage]:
        parser = BytesParser(EmailMessage, policy=policy.default)
        return [parser.parsebytes(content) for _, content, _ in self.taken]


@dataclass
class Village:
    """One school's people, and how a child tells."""

    values: dict[str, Any] = field(repr=False)
    school: ASchool
    reporting: httpx.AsyncClient
    notifications: httpx.AsyncClient
    superuser_url: str
    staff: dict[str, AStaffMember] = field(default_factory=dict)
    child: APupil | None = None

    async def tell(self, key: str | None = None, **other: Any) -> httpx.Response:
        headers = self.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
        body = {
            "page_code": self.school.code,
            "lane": "big",
            "class_id": None,
            "safe_now": "yes",
            "feelings": ["sad"],
            "topics": ["unkind"],
            "account": "CANARY-WORDS somebody was horrible to me.",
            "wants_talk": False,
            "chosen_adult_id": None,
            "chosen_adult": None,
            "not_adult_ids": [],
            "about_adult": "no",
            "name": "CANARY-NAME",
            "skipped": [],
            **other,
        }
        answer = await self.reporting.post("/pupil-reports", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer

    async def case_id(self) -> UUID:
        headers = self.staff["ddsl"].bearer("reporting")
        answer = await self.reporting.get("/inbox", headers=headers)
        return UUID(answer.json()["items"][-1]["case_id"])

    async def publish(self, event: Any) -> None:
        database = Database(self.values["reporting_database_url"], pool_size=1)
        async with open_transaction(
            database, school_id=self.school.id, person_id=REPORTING_WORKER
        ) as session:
            await record(session, event)
        await database.close()

    async def acknowledge(self, role: str) -> None:
        """Answer the newest case as whoever has the role; wait until everybody has heard."""
        case_id, person_id = await self.case_id(), self.staff[role].id
        event = CaseAcknowledged(school_id=self.school.id, case_id=case_id, person_id=person_id)
        await self.publish(event)
        await until(self.queue_is_empty)

    async def rows(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(plain_address(self.superuser_url))
        try:
            found: list[asyncpg.Record] = await connection.fetch(sql, *values)
        finally:
            await connection.close()
        return found

    async def mail_states(self) -> dict[str, str]:
        """Return the state of each person's mail, by role."""
        rows = await self.rows(
            "SELECT person_id, state FROM notifications.delivery"
            " WHERE school_id = $1 AND channel = 'email'",
            self.school.id,
        )
        names = {member.id: role for role, member in self.staff.items()}
        return {names.get(row["person_id"], str(row["person_id"])): row["state"] for row in rows}

    async def queue_is_empty(self) -> bool:
        rows = await self.rows("SELECT count(*) FROM queue.pgqueuer WHERE status <> 'failed'")
        return bool(rows[0][0] == 0)

    def emails(self, *roles: str) -> list[str]:
        return sorted(self.staff[role].email for role in roles)


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.open()
    yield server
    server.close()


@pytest.fixture
def keys(settings_values: dict[str, Any], tmp_path: Path) -> JwksFile:
    secrets = Path(settings_values["secrets_dir"])
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(Signer(secrets, ISSUER).jwks()))
    use_key_from(secrets)
    return JwksFile(file)


@pytest.fixture
async def reporting(
    settings_values: dict[str, Any], keys: JwksFile
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_reporting(ReportingSettings(**settings_values), keys)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as talking:
        yield talking
    await app.state.database.close()


@pytest.fixture
async def notifications(
    settings_values: dict[str, Any], keys: JwksFile
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_notifications(NotificationsSettings(**settings_values), keys)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://notifications") as talking:
        yield talking
    await app.state.database.close()


@pytest.fixture
async def village(
    settings_values: dict[str, Any],
    database: TestDatabase,
    reporting: httpx.AsyncClient,
    notifications: httpx.AsyncClient,
) -> Village:
    """A school with one person per role; its queue holds nothing of earlier tests."""
    school = await a_school(settings_values)
    made = Village(settings_values, school, reporting, notifications, database.superuser_url)
    for role in ("dsl", "ddsl", "head", "chair", "teacher"):
        made.staff[role] = await a_staff_member(school, role, trusted_as=f"Trusted {role}")
    made.child = await a_pupil(school)
    await made.rows("DELETE FROM queue.pgqueuer")
    await made.rows(
        "UPDATE notifications.delivery SET next_attempt_at = NULL WHERE school_id <> $1", school.id
    )
    await made.rows(
        "UPDATE notifications.alert SET next_rung_at = NULL WHERE school_id <> $1", school.id
    )
    return made


@pytest.fixture
async def worker(
    village: Village, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Worker]:
    """The whole worker in this loop; its schedules are only more frequent than in the demo."""
    monkeypatch.setattr(operations.worker, "SWEEP_EVERY", 0.1)
    monkeypatch.setattr(operations.worker, "CLIMB_EVERY", 0.1)
    monkeypatch.setattr(adapters, "ONE_ANSWER_SECONDS", 1.0)
    settings = WorkerSettings(**{**village.values, "smtp_port": mail.port})
    made = Worker(settings)
    task = asyncio.create_task(made.run())
    yield made
    made.stopping.set()
    await asyncio.wait_for(task, 20)
