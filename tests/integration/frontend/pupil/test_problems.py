"""What goes wrong, in the child's own language, with a way on from there."""

from collections.abc import AsyncIterator

import httpx
import pytest

from frontend.settings import FrontendSettings
from frontend.web import languages
from tests.integration.frontend.pupil.conftest import (
    SAFE,
    APage,
    Town,
    Wires,
    a_child,
    open_front_end,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def preview(settings: FrontendSettings, wires: Wires) -> AsyncIterator[httpx.AsyncClient]:
    shown = settings.model_copy(update={"preview_languages": True})
    async with open_front_end(shown, wires) as client:
        yield client


def polish(text: str) -> str:
    language = languages.picked("pl", has_drafts=True)
    assert language is not None
    return language.texts[text]


async def test_letters_that_open_nothing_can_be_typed_again_in_the_childs_language(
    preview: httpx.AsyncClient, town: Town
) -> None:
    english = APage(await preview.get("/s/NOSUCH"))
    assert english.answer.status_code == 404
    assert "/s/NOSUCH?language=pl" in english.links
    page = APage(await preview.get("/s/NOSUCH?language=pl"))
    assert polish("We can not find this page") in page.heading
    assert "We can not find this page" in page.heading
    assert ("language", "pl") in page.hidden
    assert ("code", "") in page.controls
    typed = {"code": f" {town.school.code.lower()} ", "language": "pl"}
    found = await preview.get("/s", params=typed)
    assert found.headers["location"] == f"/s/{town.school.code}?language=pl"
    assert (
        polish("Hello! Pick your door.") in APage(await preview.get(found.headers["location"])).text
    )


async def test_the_way_in_asks_for_the_letters_where_none_were_typed(
    client: httpx.AsyncClient, town: Town
) -> None:
    for address in ("/s", "/s?code=", "/s?code=%20%3C%3E"):
        page = APage(await client.get(address))
        assert page.heading == "Type the letters from the poster"
    small = APage(await client.get(f"/s/{town.school.code.lower()}"))
    assert small.heading == "Hello! Pick your door."
    assert (await client.get("/s?code=//evil.example/x")).headers["location"] == "/s/EVILEXAMPLEX"


async def test_an_address_typed_nearly_right_leads_to_the_box(
    client: httpx.AsyncClient, town: Town
) -> None:
    lost = APage(await client.get(f"/{town.school.code}"))
    assert (lost.answer.status_code, lost.links) == (404, ["/s"])
    shouted = APage(await client.get(f"/S/{town.school.code}"))
    assert shouted.heading == "We can not find this page"
    assert ("code", "") in shouted.controls


async def test_a_draft_is_not_shown_on_a_problem_page_unless_it_is_asked_for(
    client: httpx.AsyncClient,
) -> None:
    page = APage(await client.get("/s/NOSUCH?language=pl"))
    assert page.heading == "We can not find this page"
    assert [one for one in page.links if "language" in one] == []


async def test_a_part_that_does_not_answer_says_so_in_the_childs_language(
    preview: httpx.AsyncClient, town: Town, wires: Wires
) -> None:
    wires.cut.add("accounts")
    page = APage(await preview.get(f"{town.page}?language=pl"))
    assert page.answer.status_code == 503
    assert polish("This page is having a rest") in page.heading
    assert f"{town.page}?language=pl" in page.links
    assert polish("It was not sent.") not in page.text
    form = {"go": "next", "journey": "x"}
    sent = APage(await preview.post(f"{town.page}?language=pl", data=form))
    assert polish("It was not sent.") in sent.text
    assert polish("Start again") in sent.text
    assert f"{town.page}?language=pl" in sent.links
    wires.cut.clear()
    assert APage(await preview.get(f"{town.page}?language=pl")).answer.is_success


async def test_a_form_that_cannot_be_taken_is_refused_in_the_childs_language(
    preview: httpx.AsyncClient, town: Town
) -> None:
    child = await a_child(preview, f"{town.big_page}?language=pl")
    assert f'action="{town.big_page}?language=pl"' in child.page.answer.text
    page = APage(await preview.post(child.address, files={"x": b"x"}))
    assert page.answer.status_code == 415
    assert polish("We can not take pictures") in page.heading
    page = APage(await preview.post(child.address, data={"words": "x" * 600_000}))
    assert page.answer.status_code == 413
    assert polish("That was too long to send") in page.heading
    assert f"{town.big_page}?language=pl" in page.links


async def test_a_page_that_had_a_rest_begins_again_in_the_childs_language(
    preview: httpx.AsyncClient, town: Town
) -> None:
    form = {"go": "next", "journey": "old"}
    page = APage(await preview.post(f"{town.big_page}?language=pl", data=form))
    assert polish("This page had a rest. Please start again.") in page.text
    assert polish("Are you safe right now?") in page.heading
    child = await a_child(preview, f"{town.big_page}?language=pl")
    assert polish("What is it about?") in (await child.tap(**SAFE)).text


async def test_a_card_whose_page_had_a_rest_is_not_called_a_bad_card(
    preview: httpx.AsyncClient,
) -> None:
    for address, old in (("/card", {"card": "old"}), ("/card/messages", {"visit": "old"})):
        page = APage(await preview.post(address, data=old | {"language": "pl"}))
        assert page.answer.status_code == 410
        assert polish("This page had a rest. Please start again.") in page.heading
        assert polish("Scan your card again.") in page.text
        assert polish("This card is not good any more") not in page.text
        assert ("code", "") in page.controls


async def test_a_card_that_cannot_be_looked_at_is_not_called_a_bad_card(
    preview: httpx.AsyncClient, wires: Wires
) -> None:
    dead = APage(await preview.get("/card/NOSUCHCARD?language=pl"))
    assert polish("This card is not good any more") in dead.heading
    assert ("code", "") in dead.controls
    wires.cut.add("accounts")
    page = APage(await preview.get("/card/NOSUCHCARD?language=pl"))
    assert polish("This page is having a rest") in page.heading
    assert "/card/NOSUCHCARD?language=pl" in page.links
