"""The front end in one process, the services played by `tests.parts`."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from frontend import assets
from frontend.main import create_app
from frontend.settings import FrontendSettings
from services.shared.settings import Environment
from tests.browsing import ORIGIN, Browser
from tests.parts import Parts


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    assets.build()


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def settings(tmp_path: Path) -> FrontendSettings:
    (tmp_path / "web.key").write_text("5c" * 32)
    return FrontendSettings(
        environment=Environment.TEST,
        secrets_dir=tmp_path,
        cache_dir=tmp_path,
        jwks_url="http://parts.test/accounts/.well-known/jwks.json",
        public_url=ORIGIN,
        accounts_url="http://parts.test/accounts",
        reporting_url="http://parts.test/reporting",
        notifications_url="http://parts.test/notifications",
        devices_url="http://parts.test/devices",
    )


@pytest.fixture
async def browser(parts: Parts, settings: FrontendSettings) -> AsyncIterator[Browser]:
    app = create_app(settings, httpx.ASGITransport(parts))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Browser(client)


@pytest.fixture
async def staff(browser: Browser) -> Browser:
    return await browser.sign_in()
