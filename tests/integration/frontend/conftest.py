"""Browsers on the front end that a folder has set up as its `house`."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from tests.tabs import Tabs


@pytest.fixture
async def tabs(house: FastAPI) -> AsyncIterator[Tabs]:
    opened = Tabs(house)
    yield opened
    for client in opened.clients:
        await client.aclose()
