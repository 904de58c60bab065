"""The devices service over ASGI on real PostgreSQL, with two schools' ways."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desks import Desk, a_desk, devices_service


@pytest.fixture
async def client(
    settings_values: dict[str, Any], tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    async with devices_service(settings_values, tmp_path) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://devices") as talking:
            yield talking


@pytest.fixture
async def downs(client: httpx.AsyncClient, settings_values: dict[str, Any]) -> Desk:
    """A school where any member of staff may confiscate."""
    return await a_desk(client, settings_values, "downs")


@pytest.fixture
async def abingdon(client: httpx.AsyncClient, settings_values: dict[str, Any]) -> Desk:
    """A school where the head confiscates and others take into safe-keeping."""
    return await a_desk(client, settings_values, "abingdon")
