"""The office's page for the grown-ups on the children's list."""

import pytest

from tests.browsing import Browser
from tests.parts import TEACHER, Parts, problem

pytestmark = pytest.mark.anyio

CHANGE = "/staff/trusted-adults/change"
PUT = f"POST /accounts/trusted-adults/{TEACHER}"


async def test_the_form_offers_drawings_and_no_photograph(staff: Browser, parts: Parts) -> None:
    del parts
    page = (await staff.open(CHANGE)).text
    assert page.count('name="portrait"') == 17
    assert "Lantern keeps no photographs." in page
    assert 'type="file"' not in page


async def test_the_form_comes_back_filled_in_with_what_is_missing(
    staff: Browser, parts: Parts
) -> None:
    page = await staff.send(CHANGE, {"display_name": "Miss Yew", "weekdays": ["1", "3"]})
    assert page.status_code == 422
    assert "Choose who it is" in page.text
    assert 'value="Miss Yew"' in page.text
    assert page.text.count('name="weekdays" value="1" checked') == 1
    assert parts.of(PUT) == []


async def test_saving_sends_how_children_see_them_and_shows_a_refusal(
    staff: Browser, parts: Parts
) -> None:
    typed: dict[str, str | list[str]] = {
        "person_id": str(TEACHER),
        "display_name": "Miss Yew",
        "portrait": "woman-headscarf",
        "weekdays": ["1", "5"],
    }
    parts.answers[PUT] = (422, problem(422, "Ask them first."))
    refused = await staff.send(CHANGE, typed)
    assert (refused.status_code, "Ask them first." in refused.text) == (422, True)
    parts.answers[PUT] = (200, {})
    saved = await staff.send(CHANGE, {**typed, "consented": "yes"})
    assert saved.headers["location"] == "/staff/trusted-adults"
    assert parts.of(PUT)[-1].body == {
        "display_name": "Miss Yew",
        "portrait": "woman-headscarf",
        "weekdays": "15",
        "consented": True,
    }


async def test_the_forms_of_other_pages_are_not_taken_for_an_assignments(
    staff: Browser, parts: Parts
) -> None:
    removed = f"POST /accounts/trusted-adults/{TEACHER}/remove"
    parts.answers[removed] = (200, {})
    gone = await staff.send("/staff/trusted-adults/remove", {"person_id": str(TEACHER)})
    assert gone.headers["location"] == "/staff/trusted-adults"
    assert len(parts.of(removed)) == 1
