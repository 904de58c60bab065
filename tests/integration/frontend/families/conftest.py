"""Staff and parent pages in one process with the real accounts, reporting and devices."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from frontend import assets
from frontend.main import create_app
from frontend.settings import FrontendSettings
from frontend.web.built import forget_addresses
from services.accounts import main as accounts_main
from services.accounts.settings import AccountsSettings
from services.reporting import main as reporting_main
from services.reporting.settings import ReportingSettings
from services.shared.tokens import JwksFile
from tests.browsing import ORIGIN
from tests.desks import devices_service
from tests.factories import AGuardian, a_pupil
from tests.integration.reporting.conftest import Town, a_town
from tests.integration.reporting.triaging import triaged
from tests.tabs import ByHost


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    assets.build()
    forget_addresses()


@pytest.fixture
async def house(settings_values: dict[str, Any], tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The front end, with accounts, reporting and devices behind it."""
    values = settings_values | {"public_url": ORIGIN}
    urls = {f"{one}_url": f"http://{one}" for one in SERVICES}
    accounts = accounts_main.create_app(AccountsSettings(**values))
    async with devices_service(values, tmp_path) as devices:
        keys = JwksFile(tmp_path / "jwks.json")
        reporting = reporting_main.create_app(ReportingSettings(**values), keys)
        parts = {"accounts": accounts, "reporting": reporting, "devices": devices}
        app = create_app(FrontendSettings(**values, **urls), ByHost(**parts))
        app.state.reporting = reporting
        yield app
        await reporting.state.database.close()
    await accounts.state.database.close()


SERVICES = ("accounts", "reporting", "notifications", "devices")


@pytest.fixture
async def town(house: FastAPI, settings_values: dict[str, Any]) -> AsyncIterator[Town]:
    """A school with a triaged case about a child whose mother is listed and father is barred."""
    transport = httpx.ASGITransport(app=house.state.reporting)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        made = await a_town(client, house.state.reporting, settings_values)
        guardians = (AGuardian("Mother"), AGuardian("Father", barred=True))
        made.child = await a_pupil(made.school, guardians=guardians)
        await triaged(made, pupil_ids=[str(made.child.id)])
        yield made
