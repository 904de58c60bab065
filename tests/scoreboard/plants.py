"""Planted faults: the product with one thing broken, so that a line can show that it sees."""

import asyncio
import importlib
import json
from collections.abc import AsyncIterator
from functools import partial

from fastapi import FastAPI, Request

from services.reporting.main import create_app
from services.shared import transactions
from services.shared.callers import AnyCaller
from services.shared.tokens import Claims, Verifier
from tests.scoreboard.forgeries import decoded

LATE_SECONDS = 0.1
_late: set[asyncio.Task[None]] = set()


def reporting_commits_after_the_answer() -> FastAPI:
    """Return reporting as FastAPI's default would make it: the commit comes after the answer."""
    app = create_app()
    app.dependency_overrides[transactions.transaction] = _commit_late
    return app


async def _commit_late(request: Request, caller: AnyCaller) -> AsyncIterator[object]:
    session = request.app.state.database.session()
    await session.begin()
    await transactions._set_caller(session, caller)
    yield session

    async def commit() -> None:
        await asyncio.sleep(LATE_SECONDS)
        await session.commit()
        await session.close()

    task = asyncio.create_task(commit())
    _late.add(task)
    task.add_done_callback(_late.discard)


class BelievesTheToken(Verifier):
    """A verifier that takes the audience from the token itself."""

    async def verify(self, token: str) -> Claims:
        """Return the claims of a token for any audience."""
        told = json.loads(decoded(token.split(".")[1]))
        honest = Verifier(self._issuer, str(told["aud"]), self._keys)
        return await honest.verify(token)


def _takes_any_audience(service: str) -> FastAPI:
    app: FastAPI = importlib.import_module(f"services.{service}.main").create_app()
    good = app.state.verifier
    app.state.verifier = BelievesTheToken(good._issuer, service, good._keys)
    return app


accounts_takes_any_audience = partial(_takes_any_audience, "accounts")
reporting_takes_any_audience = partial(_takes_any_audience, "reporting")
notifications_takes_any_audience = partial(_takes_any_audience, "notifications")
devices_takes_any_audience = partial(_takes_any_audience, "devices")
