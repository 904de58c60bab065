"""Staff and parent pages in one process with the real accounts and the real devices."""

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
from tests.browsing import ORIGIN
from tests.desks import Desk, a_desk, devices_service
from tests.tabs import ByHost


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    assets.build()
    forget_addresses()


@pytest.fixture
async def house(settings_values: dict[str, Any], tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The front end, with accounts and devices behind it."""
    values = settings_values | {"public_url": ORIGIN}
    settings = FrontendSettings(
        **values,
        accounts_url="http://accounts",
        reporting_url="http://reporting",
        notifications_url="http://notifications",
        devices_url="http://devices",
    )
    accounts = accounts_main.create_app(AccountsSettings(**values))
    async with devices_service(values, tmp_path) as devices:
        app = create_app(settings, ByHost(accounts=accounts, devices=devices))
        app.state.devices = devices
        yield app
    await accounts.state.database.close()


@pytest.fixture
async def downs(house: FastAPI, settings_values: dict[str, Any]) -> AsyncIterator[Desk]:
    transport = httpx.ASGITransport(app=house.state.devices)
    async with httpx.AsyncClient(transport=transport, base_url="http://devices") as client:
        yield await a_desk(client, settings_values, "downs")


@pytest.fixture
async def abingdon(house: FastAPI, settings_values: dict[str, Any]) -> AsyncIterator[Desk]:
    transport = httpx.ASGITransport(app=house.state.devices)
    async with httpx.AsyncClient(transport=transport, base_url="http://devices") as client:
        yield await a_desk(client, settings_values, "abingdon")
