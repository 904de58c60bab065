"""What every service refuses before it reads a body, and what it says when something breaks."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from fastapi import Body, FastAPI

from services.shared.application import hear_errors
from services.shared.doors import LARGEST_BODY, Doors

pytestmark = pytest.mark.anyio

CANARY = "WOMBAT-OTTER"


def a_service() -> FastAPI:
    app = FastAPI()
    hear_errors(app)

    @app.post("/echo")
    async def echo(words: Annotated[str, Body()]) -> int:
        return len(words)

    @app.post("/break")
    async def fall_over(words: Annotated[str, Body()]) -> int:
        raise RuntimeError(words)

    app.add_middleware(Doors, service="trial")
    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(a_service())
    async with httpx.AsyncClient(transport=transport, base_url="http://trial") as talking:
        yield talking


JSON = {"content-type": "application/json"}


@pytest.mark.guard("G-01")
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "image/png", "text/plain"])
async def test_a_body_that_is_no_json_is_refused_from_its_header(
    client: httpx.AsyncClient, kind: str
) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError
        yield b""

    refused = await client.post("/echo", content=never(), headers={"content-type": kind})
    assert refused.status_code == 415
    assert (await client.post("/echo", json="a")).status_code == 200


async def test_a_body_over_the_limit_is_refused_however_it_comes(client: httpx.AsyncClient) -> None:
    fits = b'"' + b"a" * (LARGEST_BODY - 2) + b'"'
    assert (await client.post("/echo", content=fits, headers=JSON)).status_code == 200
    long = await client.post("/echo", content=fits + b" ", headers=JSON)

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(1024):
            yield b"a" * 1024

    endless = await client.post("/echo", content=drops(), headers=JSON)
    for refused in (long, endless):
        assert refused.status_code == 413
        assert refused.headers["content-type"] == "application/problem+json"
        assert "make it shorter" in refused.json()["detail"]


async def test_what_breaks_is_told_plainly_and_logged_without_words(
    client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = await client.post("/break", json=CANARY)
    assert broken.status_code == 500
    assert broken.headers["content-type"] == "application/problem+json"
    assert broken.json()["detail"] == "Something went wrong. Nothing was saved."
    assert broken.json()["request_id"] == broken.headers["x-request-id"]
    logged = "".join(capfd.readouterr())
    assert "RuntimeError" in logged
    assert CANARY not in logged + broken.text
