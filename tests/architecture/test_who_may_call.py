"""Every operation is called by those in the table, and refused to everybody else."""

import asyncio
import importlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.shared.tokens import JwksFile, Signer, Verifier
from tests.architecture.who_may_call import CHILD, EVERYBODY, SESSION, STAFF, WHO, Who
from tests.factories import a_school, a_staff_member

pytestmark = pytest.mark.anyio

SERVICES = sorted(WHO)
REFUSED = (401, 403)
STREAMS = {"/inbox/changes", "/board/changes"}  # they end with the token, not with the answer
STREAM_SECONDS = 1.0


def make_app(service: str, values: dict[str, Any]) -> FastAPI:
    """The service as it runs, with the test's keys instead of accounts' address."""
    settings = importlib.import_module(f"services.{service}.settings")
    known = getattr(settings, f"{service.title()}Settings")
    main = importlib.import_module(f"services.{service}.main")
    app: FastAPI = main.create_app(known(**values))
    folder = Path(values["secrets_dir"])
    keys = folder / "jwks.json"
    keys.write_text(json.dumps(Signer(folder, "lantern-accounts").jwks()))
    # accounts knows its own keys; the others would ask it over HTTP
    app.state.verifier = Verifier("lantern-accounts", service, JwksFile(keys))
    return app


def operations_of(app: FastAPI) -> dict[str, tuple[str, str, bool]]:
    """Every operation but health: name -> (method, path, asks for a token)."""
    found = {}
    for path, methods in app.openapi()["paths"].items():
        for method, told in methods.items():
            if path not in {"/health", "/.well-known/jwks.json"}:
                name = f"{method.upper()} {path}"
                found[name] = (method.upper(), path, bool(told.get("security")))
    return found


@asynccontextmanager
async def calling(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client
    await app.state.database.close()


async def ask(client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str]) -> int:
    address = re.sub(r"\{[^}]+\}", lambda _: str(uuid4()), path)
    more = {"json": {}} if method in {"POST", "PUT", "PATCH"} else {}
    keyed = {**headers, "idempotency-key": str(uuid4())}
    try:
        async with asyncio.timeout(STREAM_SECONDS if path in STREAMS else None):
            return (await client.request(method, address, headers=keyed, **more)).status_code
    except TimeoutError:
        return 200  # it answered and goes on: a refusal would have ended at once


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_stands_in_the_table(service: str, settings_values: dict[str, Any]) -> None:
    operations = operations_of(make_app(service, settings_values))
    assert operations
    assert sorted(operations) == sorted(WHO[service])


@pytest.mark.parametrize("service", SERVICES)
def test_what_needs_a_token_says_so_in_its_description(
    service: str, settings_values: dict[str, Any]
) -> None:
    operations = operations_of(make_app(service, settings_values))
    open_ones = {name for name, (_, _, guarded) in operations.items() if not guarded}
    written = {name for name, who in WHO[service].items() if who in {EVERYBODY, SESSION}}
    assert open_ones == written


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.guard("G-34")
async def test_nobody_calls_without_a_token(service: str, settings_values: dict[str, Any]) -> None:
    app = make_app(service, settings_values)
    async with calling(app) as client:
        for name, who in WHO[service].items():
            method, path = name.split(" ")
            if who != EVERYBODY:
                assert await ask(client, method, path, {}) == 401, name


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.guard("G-22")
async def test_each_role_calls_what_the_table_says(
    service: str, settings_values: dict[str, Any]
) -> None:
    app = make_app(service, settings_values)
    school = await a_school(settings_values)
    people = {role: await a_staff_member(school, role) for role in sorted(STAFF)}
    wrong: list[str] = []
    async with calling(app) as client:
        for name, who in WHO[service].items():
            if who in {EVERYBODY, SESSION}:
                continue
            method, path = name.split(" ")
            for role, person in people.items():
                status = await ask(client, method, path, person.bearer(service))
                wrong += judge(f"{name} as {role}: {status}", who, role, status)
    assert wrong == []


def judge(told: str, who: Who, role: str, status: int) -> list[str]:
    may = who != CHILD and role in who
    return [] if may == (status not in REFUSED) else [told]


async def test_the_childs_page_calls_its_nine_operations_and_nothing_else(
    settings_values: dict[str, Any],
) -> None:
    app = make_app("reporting", settings_values)
    school = await a_school(settings_values)
    async with calling(app) as client:
        for name, who in WHO["reporting"].items():
            if who == EVERYBODY:  # no token is looked at: the link and its code are the guard
                continue
            method, path = name.split(" ")
            status = await ask(client, method, path, school.pupil_page_bearer())
            assert (status not in REFUSED) == (who == CHILD), f"{name}: {status}"
    assert sum(1 for who in WHO["reporting"].values() if who == CHILD) == 9


@pytest.mark.parametrize("service", ["accounts", "notifications", "devices"])
async def test_the_childs_page_is_refused_by_every_other_service(
    service: str, settings_values: dict[str, Any]
) -> None:
    app = make_app(service, settings_values)
    school = await a_school(settings_values)
    async with calling(app) as client:
        for name, who in WHO[service].items():
            method, path = name.split(" ")
            if who not in {EVERYBODY, SESSION}:
                status = await ask(client, method, path, school.pupil_page_bearer())
                assert status == 401, f"{name}: {status}"
