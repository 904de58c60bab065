"""`lantern export` does what the person who signs in may do, and nothing more."""

import asyncio
import io
import json
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
import pyzipper
import uvicorn
from fastapi import FastAPI

from operations.export import NotDone, Parts, SignIn, export, main
from services.accounts.main import create_app as create_accounts
from services.accounts.settings import AccountsSettings
from services.reporting.main import create_app as create_reporting
from services.reporting.settings import ReportingSettings
from services.shared.tokens import JwksFile, Signer
from tests.factories import ISSUER, APupil, AStaffMember, a_pupil, a_school, a_staff_member

PASSWORD = "an invented long password"


@pytest.fixture
def parts(settings_values: dict[str, Any], tmp_path: Path) -> Iterator[Parts]:
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(Signer(Path(settings_values["secrets_dir"]), ISSUER).jwks()))
    source = JwksFile(keys)
    accounts = create_accounts(AccountsSettings(**settings_values))
    reporting = create_reporting(ReportingSettings(**settings_values), source)
    with running(accounts) as to_accounts, running(reporting) as to_reporting:
        yield Parts(to_accounts, to_reporting)


@contextmanager
def running(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve `app` on a free loopback port, as in production, and give a client to it."""
    server = uvicorn.Server(
        uvicorn.Config(app, "127.0.0.1", 0, log_level="error", access_log=False, ws="none")
    )
    serving = threading.Thread(target=server.run)
    serving.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client
    server.should_exit = True
    serving.join()


def people(values: dict[str, Any], role: str) -> tuple[AStaffMember, APupil]:
    async def make() -> tuple[AStaffMember, APupil]:
        school = await a_school(values)
        somebody = await a_staff_member(school, role, password=PASSWORD)
        return somebody, await a_pupil(school, given_name="Ottoline", family_name="Featherby")

    return asyncio.run(make())


def sign_in(somebody: AStaffMember, password: str = PASSWORD) -> SignIn:
    code = pyotp.TOTP(somebody.totp_secret).now()
    return SignIn(somebody.user_name, password, code)


def test_the_lead_gets_the_sealed_archive(
    parts: Parts, settings_values: dict[str, Any], tmp_path: Path
) -> None:
    lead, _ = people(settings_values, "dsl")
    file, passphrase = export(parts, sign_in(lead), "Ottoline Featherby", "moves away", tmp_path)
    outer = pyzipper.AESZipFile(io.BytesIO(file.read_bytes()))
    (entry,) = outer.infolist()
    assert outer.read(entry, passphrase.encode())


def test_a_teacher_a_wrong_password_and_an_unknown_child_get_nothing(
    parts: Parts, settings_values: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    teacher, _ = people(settings_values, "teacher")
    lead, _ = people(settings_values, "dsl")
    for who, student in (
        (sign_in(teacher), "Ottoline Featherby"),
        (sign_in(lead, "another long password"), "Ottoline Featherby"),
        (sign_in(lead), "Nobody Here"),
    ):
        with pytest.raises(NotDone):
            export(parts, who, student, "moves away", folder)
    assert list(folder.iterdir()) == []


def test_missing_words_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(Namespace(home=tmp_path, port="8000", words=["Ottoline"])) == 2
    assert "usage" in capsys.readouterr().err
