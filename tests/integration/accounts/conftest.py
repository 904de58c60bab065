from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.accounts.main import create_app
from services.accounts.settings import AccountsSettings


@pytest.fixture
async def accounts_app(settings_values: dict[str, Any]) -> AsyncIterator[FastAPI]:
    app = create_app(AccountsSettings(**settings_values))
    yield app
    await app.state.database.close()


@pytest.fixture
async def accounts(accounts_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(accounts_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as client:
        yield client
