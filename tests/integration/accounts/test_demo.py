import json
from argparse import Namespace
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pyotp
import pytest
from fastapi import FastAPI

from operations import sign_ins
from operations.seed import SIGN_INS, seed_demo
from operations.seed_schools import SCHOOLS
from services.accounts.main import create_app
from services.accounts.people.rules import ADDRESS_LABEL
from services.accounts.settings import AccountsSettings
from services.shared import clock
from services.shared.encryption import Keyring
from services.shared.migrations import plain_address
from tests.database import TestDatabase, TestServer, copy_template

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def empty_database(server: TestServer, template: str) -> TestDatabase:
    """A database of its own: the demo schools have fixed ids."""
    return copy_template(server, template)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base: Path = tmp_path_factory.getbasetemp()
    return base / "demo-home"


@pytest.fixture
async def listed(empty_database: TestDatabase, secrets_dir: Path, home: Path) -> dict[str, Any]:
    await seed_demo(empty_database.url("lantern_owner"), secrets_dir, home)
    return sign_ins.read_sign_ins(home)


@pytest.fixture
async def demo(
    settings_values: dict[str, Any], empty_database: TestDatabase, listed: dict[str, Any]
) -> AsyncIterator[httpx.AsyncClient]:
    url = empty_database.url("accounts_service")
    app: FastAPI = create_app(AccountsSettings(**{**settings_values, "accounts_database_url": url}))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as client:
        yield client
    await app.state.database.close()


async def test_seeding_again_changes_nothing(
    listed: dict[str, Any], empty_database: TestDatabase, secrets_dir: Path, home: Path
) -> None:
    owner = empty_database.url("lantern_owner")
    assert await seed_demo(owner, secrets_dir, home) is False
    assert sign_ins.read_sign_ins(home) == listed


async def test_sign_ins_are_for_their_owners_eyes_only(listed: dict[str, Any], home: Path) -> None:
    assert len(listed["people"]) == sum(len(plan.staff) for plan in SCHOOLS)
    assert (home / SIGN_INS).stat().st_mode & 0o777 == 0o600


async def test_the_command_prints_people_and_posters(
    listed: dict[str, Any], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign_ins.main(Namespace(home=home, words=["--json"])) == 0
    assert json.loads(capsys.readouterr().out) == listed
    assert sign_ins.main(Namespace(home=home, words=[])) == 0
    printed = capsys.readouterr().out
    assert all(plan.name in printed and plan.codes[0] in printed for plan in SCHOOLS)
    assert sign_ins.main(Namespace(home=home / "nowhere", words=[])) == 1


async def test_everybody_of_the_demo_can_sign_in(
    demo: httpx.AsyncClient, listed: dict[str, Any]
) -> None:
    for one in listed["people"]:
        code = pyotp.TOTP(one["totp_secret"]).at(int(clock.now().timestamp()))
        typed = {"user_name": one["user_name"], "password": one["password"], "totp": code}
        answer = await demo.post("/sessions", json=typed)
        assert answer.status_code == 201, one["user_name"]
        told = answer.json()
        assert told["school"]["name"] == one["school"]
        assert set(told["person"]["roles"]) == set(one["role"].split(", "))


async def test_every_poster_of_the_demo_opens_a_page(
    demo: httpx.AsyncClient, listed: dict[str, Any]
) -> None:
    for school in listed["schools"]:
        for name, code in [("", school["page_code"]), *school["class_page_codes"].items()]:
            page = (await demo.get(f"/pupil-pages/{code}")).json()
            assert page["school"]["name"] == school["name"]
            assert (page["class"] or {"name": ""})["name"] == name
            assert len(page["adults"]) >= 10


async def test_notifications_opens_a_contact_and_nobody_else_reads_one(
    listed: dict[str, Any], empty_database: TestDatabase, secrets_dir: Path
) -> None:
    assert listed
    keyring = Keyring(bytes.fromhex((secrets_dir / "master.key").read_text()))
    plan = SCHOOLS[0]
    connection = await asyncpg.connect(plain_address(empty_database.url("notifications_service")))
    try:
        await connection.execute("SELECT set_config('app.school_id', $1, false)", str(plan.id))
        key = await connection.fetchrow("SELECT * FROM directory.contact_key")
        assert key is not None
        sealer = keyring.sealer(plan.id, key["school_wrapped"], key["key_id"], key["wrapped"])
        rows = await connection.fetch(
            "SELECT * FROM directory.contact c JOIN directory.role_holder h USING (person_id)"
            " WHERE h.role = 'chair' AND c.channel = 'email'"
        )
    finally:
        await connection.close()
    opened = [sealer.open_sealed(row["address_sealed"], ADDRESS_LABEL, row["id"]) for row in rows]
    chair = next(one for one in plan.staff if one.job_title == "Chair of governors")
    assert [one.reveal() for one in opened] == [f"{chair.user_name}@{plan.mail}"]
    reporting = await asyncpg.connect(plain_address(empty_database.url("reporting_service")))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reporting.fetch("SELECT * FROM directory.contact")
    finally:
        await reporting.close()


async def test_the_service_says_that_it_is_ready(demo: httpx.AsyncClient) -> None:
    answer = await demo.get("/health")
    assert (answer.status_code, answer.json()["service"]) == (200, "accounts")
