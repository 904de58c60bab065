"""What holds on every page of the child's journey."""

import httpx
import pytest

from frontend.clients.accounts import PupilPage
from frontend.pupil.leaving.routes import away_of
from frontend.settings import FrontendSettings
from tests.integration.frontend.pupil.conftest import (
    SAFE,
    SEND,
    SKIP,
    APage,
    Town,
    Wires,
    a_child,
    open_front_end,
)

pytestmark = pytest.mark.anyio

NUMBERS = ("Ring 999", "Ring 0800 1111", "CEOP")
LINKS = {"tel:999", "tel:08001111", "https://www.ceop.police.uk/Safety-Centre/"}


async def every_page(client: httpx.AsyncClient, town: Town) -> list[APage]:
    child = await a_child(client, town.page)
    taps = (
        *({"answer": "big"}, {"answer": "no"}, {"go": "next"}, SKIP, SKIP),
        *({"go": "not_adult"}, {"go": "next"}, {"answer": "do_not_mind"}, SKIP, SEND),
    )
    pages = [child.page, *[await child.tap(**tap) for tap in taps]]
    little = await a_child(client, town.page)
    pages += [await little.tap(**tap) for tap in ({"answer": "little"}, SAFE, SKIP)]
    back = await a_child(client, f"/come-back/{town.school.code}")
    return [*pages, back.page, APage(await client.get("/s/NOSUCHCODE"))]


@pytest.mark.rule("A-1.31-3")
@pytest.mark.rule("D-11.2-5")
async def test_childline_ceop_and_999_stand_on_every_page(
    client: httpx.AsyncClient, town: Town
) -> None:
    for page in await every_page(client, town):
        assert all(number in page.text for number in NUMBERS), page.heading
        assert set(page.links) >= LINKS, page.heading


async def test_hide_this_page_is_the_first_thing_on_every_page(
    client: httpx.AsyncClient, town: Town
) -> None:
    for page in await every_page(client, town):
        assert page.links[0] == "/away"
        assert page.text.startswith("School page Hide this page")


async def test_every_page_has_a_neutral_title_and_leaves_nothing_behind(
    client: httpx.AsyncClient, town: Town
) -> None:
    for page in await every_page(client, town):
        headers = page.answer.headers
        assert page.title == "School page"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
        assert 'autocomplete="on"' not in page.answer.text
    assert not client.cookies


@pytest.mark.guard("G-32")
async def test_no_page_promises_a_secret_and_every_page_says_who_is_told(
    client: httpx.AsyncClient, town: Town
) -> None:
    *pages, _not_found = await every_page(client, town)
    for page in pages:
        assert "We can not keep it a secret." in page.text
        assert "Some grown-ups at your school read it." in page.text


async def test_leaving_wipes_and_shows_times_tables(client: httpx.AsyncClient) -> None:
    page = APage(await client.get("/away"))
    assert page.answer.headers["clear-site-data"] == '"cache", "storage"'
    assert page.title == "Times tables"
    assert "Childline" not in page.text


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ("times_tables", "/away"),
        ("spellings", "/away/spellings"),
        ("planets", "/away/planets"),
        ("something that came later", "/away"),
    ],
)
def test_a_school_chooses_what_hiding_shows(chosen: str, address: str) -> None:
    school = PupilPage.model_construct(away=chosen)
    assert away_of(school) == address
    assert away_of(None) == "/away"


@pytest.mark.parametrize(
    ("word", "title"), [("spellings", "Spellings"), ("planets", "Planets"), ("x", "Times tables")]
)
async def test_every_page_to_hide_behind_wipes_and_tells_nobody_anything(
    client: httpx.AsyncClient, word: str, title: str
) -> None:
    page = APage(await client.get(f"/away/{word}"))
    assert page.answer.headers["clear-site-data"] == '"cache", "storage"'
    assert page.title == title
    assert page.links == []
    assert "Childline" not in page.text


async def test_leaving_can_lead_to_a_page_of_the_schools_choice(
    settings: FrontendSettings, wires: Wires
) -> None:
    elsewhere = settings.model_copy(update={"away_url": "https://weather.example/"})
    async with open_front_end(elsewhere, wires) as client:
        answer = await client.get("/away")
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://weather.example/"
    assert "clear-site-data" in answer.headers
