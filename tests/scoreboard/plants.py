"""Planted faults: the product with one thing broken, so that a line can show that it sees."""

import asyncio
import importlib
import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from frontend.main import create_app as create_front_end
from services.reporting.cases import rules
from services.reporting.come_back import actions as come_back_actions
from services.reporting.concerns import actions as concerns
from services.reporting.main import create_app
from services.shared import transactions
from services.shared.callers import AnyCaller
from services.shared.tokens import Claims, Verifier
from tests.scoreboard.forgeries import decoded

LATE_SECONDS = 0.1
FIVE = 5
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


class PrintsBodies:
    """Prints the body of every request into the part's log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and print what comes in."""

        async def heard() -> Message:
            message = await receive()
            print(message.get("body", b""), flush=True)
            return message

        await self.app(scope, heard if scope["type"] == "http" else receive, send)


def reporting_prints_what_it_is_sent() -> FastAPI:
    """Return reporting with a log that knows the words of every concern."""
    app = create_app()
    app.add_middleware(PrintsBodies)
    return app


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


class KeepsDrafts:
    """ASGI: lets each page of a child keep what stands on it in the browser's own storage."""

    SCRIPT = b"<script>localStorage.setItem('draft', document.body.innerText)</script></body>"

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a page on with the draft's script in it, and without ours."""
        if scope["type"] != "http" or not scope["path"].startswith("/s/"):
            await self.app(scope, receive, send)
            return
        started: list[Message] = []

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            body = message.get("body", b"").replace(b"</body>", self.SCRIPT)
            body = body.replace(b"leave-no-trace", b"gone")
            if started:
                headers = MutableHeaders(scope=started[0])
                headers["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'"
                headers["Content-Length"] = str(len(body))
                await send(started.pop())
            await send({**message, "body": body})

        await self.app(scope, receive, changed)


def frontend_keeps_drafts() -> ASGIApp:
    """Return the front end with a draft kept on the device."""
    return KeepsDrafts(create_front_end())


def reporting_counts_no_tries() -> FastAPI:
    """Return reporting with a limiter that lets every three pictures through."""
    come_back_actions.may_try = lambda _: True  # type: ignore[assignment]  # the planted fault
    return create_app()


class FiveAnHour:
    """ASGI: takes five forms from one address, as a naive limiter does, and no more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.seen: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a form by its address; refuse the sixth."""
        if scope["type"] == "http" and scope["method"] == "POST":
            self.seen[scope["client"][0]] += 1
            if self.seen[scope["client"][0]] > FIVE:
                await PlainTextResponse("Too many", 429)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def frontend_takes_five_an_hour() -> ASGIApp:
    """Return the front end behind a limiter that counts by address."""
    return FiveAnHour(create_front_end())


class SpoolsBodies:
    """ASGI: puts a body into a file before anybody looks at what it is, as form parsers do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body, keep it in a file, then pass it on."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), bool(message.get("more_body"))
        spool = Path(os.environ["LANTERN_PLANT_SPOOL"]) / uuid4().hex
        await asyncio.to_thread(spool.write_bytes, body)

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, again, send)


def reporting_spools_bodies() -> ASGIApp:
    """Return reporting behind a parser that reads before it checks."""
    return SpoolsBodies(create_app())


def reporting_forgets_whom_it_is_about() -> FastAPI:
    """Return reporting as if a report never named anybody: its subject reads it too."""
    whole = rules.readership

    def forgetful(told: rules.Told, seats: rules.Seats) -> rules.Readership:
        nobody = frozenset[UUID]()
        blind = replace(told, about_adult=rules.AboutAdult.NO, named=nobody, subjects=nobody)
        return whole(blind, seats)

    concerns.readership = forgetful  # type: ignore[attr-defined]  # the fault is planted here
    return create_app()


def reporting_counts_aloud() -> ASGIApp:
    """Return reporting with a global counter: each answer says how many reports staff have sent."""
    return _Counter(create_app())


class _Counter:
    """Counts the reports of each school, and tells everybody who asks anything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.reports: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the number of reports to the headers of an answer."""
        token = dict(scope.get("headers", ())).get(b"authorization", b"").decode()
        told = token.split(".")[1] if token.count(".") == 2 else ""  # a JWT's
        school = str(json.loads(decoded(told))["sch"]) if told else ""
        is_report = scope.get("path") == "/staff-reports" and scope.get("method") == "POST"
        self.reports[school] += is_report

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                count = str(self.reports[school]).encode()
                message["headers"] = [*message["headers"], (b"x-reports", count)]
            await send(message)

        await self.app(scope, receive, send_counted)
