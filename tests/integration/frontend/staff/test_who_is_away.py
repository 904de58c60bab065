"""The office marks somebody away on one page, and reads why where that cannot be."""

import pytest

from tests.browsing import Browser
from tests.parts import TEACHER, Parts, problem

pytestmark = pytest.mark.anyio


async def test_the_form_comes_back_filled_in_with_what_is_missing(
    staff: Browser, parts: Parts
) -> None:
    page = await staff.send("/staff/away", {"person_id": str(TEACHER), "first_on": "2026-11-27"})
    assert page.status_code == 422
    assert "Enter the last day" in page.text
    assert 'value="2026-11-27"' in page.text
    assert parts.of("POST /accounts/absences") == []


async def test_marking_somebody_away_sends_the_days_and_shows_a_refusal(
    staff: Browser, parts: Parts
) -> None:
    typed: dict[str, str | list[str]] = {
        "person_id": str(TEACHER),
        "first_on": "2026-11-27",
        "last_on": "2026-11-28",
    }
    parts.answers["POST /accounts/absences"] = (201, {"id": str(TEACHER)})
    assert (await staff.send("/staff/away", typed)).status_code == 303
    (sent,) = parts.of("POST /accounts/absences")
    assert sent.body == typed
    parts.answers["POST /accounts/absences"] = (422, problem(422, "These days are over."))
    page = await staff.send("/staff/away", typed)
    assert page.status_code == 422
    assert "These days are over." in page.text
