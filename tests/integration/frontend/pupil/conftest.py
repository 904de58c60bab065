"""The child's page on the real accounts and reporting, all in one process, real PostgreSQL."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from frontend import assets
from frontend.main import create_app as create_front_end
from frontend.settings import FrontendSettings
from services.accounts.main import create_app as create_accounts
from services.accounts.settings import AccountsSettings
from services.reporting.main import create_app as create_reporting
from services.reporting.settings import ReportingSettings
from services.shared.token_keys import JwksFile
from services.shared.tokens import Signer
from tests.factories import ISSUER, ASchool, AStaffMember, a_school, a_staff_member
from tests.whole_words import in_words

ORIGIN = "http://127.0.0.1:8000"


class Wires(httpx.AsyncBaseTransport):
    """Leads the front end to each service; a name in `cut` does not answer."""

    def __init__(self, services: dict[str, FastAPI]) -> None:
        self.ends = {name: httpx.ASGITransport(app) for name, app in services.items()}
        self.cut: set[str] = set()
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.host
        self.asked.append(f"{request.method} {name}{request.url.path}")
        if name in self.cut:
            raise httpx.ConnectError("cut by the test", request=request)
        return await self.ends[name].handle_async_request(request)


@pytest.fixture(scope="session", autouse=True)
def _built() -> None:
    assets.build()


@pytest.fixture
async def wires(settings_values: dict[str, Any], tmp_path: Path) -> AsyncIterator[Wires]:
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps(Signer(settings_values["secrets_dir"], ISSUER).jwks()))
    apps = {
        "accounts": create_accounts(AccountsSettings(**settings_values)),
        "reporting": create_reporting(ReportingSettings(**settings_values), JwksFile(keys)),
    }
    yield Wires(apps)
    for app in apps.values():
        await app.state.database.close()


@pytest.fixture
def settings(settings_values: dict[str, Any], tmp_path: Path) -> FrontendSettings:
    urls = {f"{name}_url": f"http://{name}" for name in ("accounts", "reporting")}
    urls |= {f"{name}_url": f"http://{name}" for name in ("notifications", "devices")}
    return FrontendSettings(**{**settings_values, **urls, "cache_dir": tmp_path / "cache"})


def open_front_end(settings: FrontendSettings, wires: Wires) -> httpx.AsyncClient:
    """Return a browser's way to a front end that has just started."""
    app = create_front_end(settings, wires)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN)


@pytest.fixture
async def client(settings: FrontendSettings, wires: Wires) -> AsyncIterator[httpx.AsyncClient]:
    async with open_front_end(settings, wires) as opened:
        yield opened


@dataclass
class APage(HTMLParser):
    """A page as a browser without script has it: hidden fields, controls, links, text."""

    answer: httpx.Response
    hidden: list[tuple[str, str]] = field(default_factory=list)
    controls: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(in_words(self.answer.text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._inside = tag if tag in {"title", "h1", "style", "script"} else self._inside
        if tag == "input" and found.get("type") == "hidden":
            self.hidden.append((found["name"], found["value"]))
        elif tag in {"button", "input", "textarea"} and "name" in found:
            self.controls.append((found["name"], found.get("value", "")))
        elif tag == "a":
            self.links.append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        if self._inside == "h1":
            self.heading += data
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@dataclass
class Child:
    """A child with a browser that runs no script."""

    client: httpx.AsyncClient
    address: str
    page: APage

    async def tap(self, **fields: str | list[str]) -> APage:
        """Send the form of this page with what was tapped or written."""
        kept: dict[str, str | list[str]] = {}
        for name, value in self.page.hidden:
            kept[name] = [*kept.get(name, []), value]
        answer = await self.client.post(self.address, data={**kept, **fields})
        self.page = APage(answer)
        return self.page

    async def go(self, *taps: dict[str, str]) -> APage:
        for tap in taps:
            await self.tap(**tap)
        return self.page


async def a_child(client: httpx.AsyncClient, address: str) -> Child:
    return Child(client, address, APage(await client.get(address)))


@dataclass
class Town:
    """A school with a DSL, a deputy and a grown-up whom children choose."""

    school: ASchool
    dsl: AStaffMember
    deputy: AStaffMember
    teacher: AStaffMember
    wires: Wires

    @property
    def page(self) -> str:
        return f"/s/{self.school.code}"

    @property
    def big_page(self) -> str:
        return f"/s/{self.school.big_class_code}"

    async def inbox(self) -> list[dict[str, Any]]:
        """What the DSL finds waiting, each with the words as given."""
        async with self.reporting() as talking:
            rows = (await talking.get("/inbox")).json()["items"]
            return [(await talking.get(f"/cases/{row['case_id']}")).json() for row in rows]

    async def acknowledge(self, case: dict[str, Any]) -> None:
        """The DSL says that she has it."""
        async with self.reporting() as talking:
            address = f"/cases/{case['case_id']}/acknowledge"
            key = {"Idempotency-Key": f"acknowledge-{case['case_id']}"}
            answer = await talking.post(address, json={"version": case["version"]}, headers=key)
            assert answer.is_success, answer.text

    def reporting(self) -> httpx.AsyncClient:
        """The DSL's way to reporting."""
        return httpx.AsyncClient(
            transport=self.wires.ends["reporting"],
            base_url="http://reporting",
            headers=self.dsl.bearer("reporting"),
        )


@pytest.fixture
async def town(settings_values: dict[str, Any], wires: Wires) -> Town:
    school = await a_school(settings_values, "abingdon")
    dsl = await a_staff_member(school, "dsl", given_name="Ruth", family_name="Hazelgrove")
    deputy = await a_staff_member(school, "ddsl", given_name="Omar", family_name="Pinecroft")
    teacher = await a_staff_member(
        school, "teacher", trusted_as="Miss Yewbarrow", family_name="Yewbarrow"
    )
    return Town(school, dsl, deputy, teacher, wires)


SAFE = {"answer": "yes"}
SKIP = {"go": "skip"}
NEXT = {"go": "next"}
SEND = {"go": "send"}


@pytest.fixture
async def child(client: httpx.AsyncClient, town: Town) -> Child:
    return await a_child(client, town.big_page)
