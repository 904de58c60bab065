"""One school's audit trail for the tests, and all who may touch it."""

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from services.shared import audit
from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.sealer import seal_once
from services.shared.transactions import open_transaction
from services.shared.verify import SchoolTrail, verify_chain

KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Trail:
    """One school's audit trail and all who may touch it, the superuser included."""

    school_id: UUID
    service: Database
    sealer: Database
    sealer_url: str
    superuser: asyncpg.Connection
    heads_dir: Path

    @property
    def caller(self) -> Caller:
        return Caller(uuid4(), self.school_id, uuid4(), 1, frozenset({"dsl"}), "person")

    async def write(self, count: int = 1, act: str = "case.read") -> None:
        caller = self.caller
        for _ in range(count):
            async with open_transaction(
                self.service, school_id=self.school_id, person_id=caller.person_id
            ) as session:
                await audit.audit(
                    session,
                    actor=caller,
                    act=act,
                    kind="case",
                    subject_id=uuid4(),
                    facts={"from": "inbox", "rows": 3, "first": True, "reason": None},
                    content=b"what was shown",
                )

    async def seal(self) -> int:
        sealed = 0
        for _ in range(100):
            sealed += await seal_once(self.sealer, KEY, self.heads_dir)
            if not await self.waiting():
                return sealed
            await asyncio.sleep(0.05)
        raise AssertionError("the sealer leaves rows behind")

    async def waiting(self) -> int:
        found = await self.superuser.fetchval(
            "SELECT count(*) FROM audit.entry e WHERE school_id = $1"
            " AND NOT EXISTS (SELECT FROM audit.seal s WHERE s.entry_id = e.id)",
            self.school_id,
        )
        return int(found)

    async def tamper(self, sql: str) -> None:
        """Run `sql` as somebody who took over the database; $1 is the school."""
        async with self.superuser.transaction():
            await self.superuser.execute("SET LOCAL session_replication_role = replica")
            await self.superuser.execute(sql.replace("$1", f"'{self.school_id}'"))

    async def verdict(self) -> SchoolTrail:
        (trail,) = await verify_chain(self.sealer_url, KEY, self.heads_dir, self.school_id)
        return trail

    async def entry_id(self, number: int) -> UUID:
        found: UUID = await self.superuser.fetchval(
            "SELECT entry_id FROM audit.seal WHERE school_id = $1 AND number = $2",
            self.school_id,
            number,
        )
        return found
