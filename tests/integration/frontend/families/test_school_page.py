"""What a school says of itself to everybody: identity, who leads, and the ways to reach it."""

import re
from html import unescape
from typing import Any

import pytest

from frontend.web.session import SESSION_COOKIE
from services.accounts.schools.actions import change_profile
from services.accounts.schools.errors import ProfileRefused
from tests.factories import as_owner
from tests.integration.reporting.conftest import Town
from tests.tabs import Tabs

pytestmark = pytest.mark.anyio

WAYS = {
    "public.address": "1 School Road, Exampleton",
    "public.email": "office@school.example",
    "public.phone": "01632 960901",
}
A_WAY = re.compile(r'href="((?:tel|mailto):[^"]*)"')
FOR_EVERYBODY = {"tel:999", "tel:101", "tel:08088005000", "tel:08001111"}


async def shown_to_everybody(tabs: Tabs, town: Town) -> str:
    answer = await tabs.parent().open(f"/report/{town.school.code}/school")
    assert answer.status_code == 200
    return unescape(answer.text)


async def fill_in(values: dict[str, Any], town: Town, **ways: str) -> None:
    changed = WAYS | {f"public.{name}": way for name, way in ways.items()}
    async with as_owner(values, town.school.id) as session:
        await change_profile(session, town.school.id, changed, by="A test")


@pytest.mark.rule("D-0-1")
async def test_the_page_carries_the_schools_name_vision_and_six_values(
    tabs: Tabs, town: Town
) -> None:
    shown = await shown_to_everybody(tabs, town)
    for words in (town.school.name, "A nurturing community", "Faith", "Love", "Compassion"):
        assert words in shown
    for words in ("Kindness", "Respect", "Forgiveness"):
        assert words in shown
    assert f"/report/{town.school.code}/school" in (
        (await tabs.parent().open(f"/report/{town.school.code}")).text
    )


@pytest.mark.rule("D-4.2-1")
async def test_parents_and_staff_see_the_lead_by_name(tabs: Tabs, town: Town) -> None:
    lead = town.staff["dsl"].display_name
    assert f"lead is <strong>{lead}</strong>" in await shown_to_everybody(tabs, town)
    tab = tabs.parent()
    tab.client.cookies.set(SESSION_COOKIE, town.staff["teacher"].session_secret)
    told = await tab.open("/staff/advice/contacts")
    assert f"lead is <strong>{lead}</strong>" in unescape(told.text)


async def test_only_the_schools_own_ways_stand_on_the_page(
    tabs: Tabs, town: Town, settings_values: dict[str, Any]
) -> None:
    await fill_in(settings_values, town)
    shown = await shown_to_everybody(tabs, town)
    assert "1 School Road, Exampleton" in shown
    ways = {"mailto:office@school.example", "tel:01632960901"}
    assert set(A_WAY.findall(shown)) - FOR_EVERYBODY == ways


async def test_where_nothing_is_named_the_page_names_no_number(tabs: Tabs, town: Town) -> None:
    shown = await shown_to_everybody(tabs, town)
    assert "Ring the school office on the number you always use" in shown
    assert set(A_WAY.findall(shown)) <= FOR_EVERYBODY


@pytest.mark.parametrize(
    ("ways", "why"),
    [
        ({"email": "ann.reed@school.example"}, "not of a person"),
        ({"phone": "07700 900123"}, "not a mobile telephone"),
    ],
)
async def test_a_persons_own_is_refused_where_the_profile_is_saved(
    tabs: Tabs, town: Town, settings_values: dict[str, Any], ways: dict[str, str], why: str
) -> None:
    with pytest.raises(ProfileRefused, match=why):
        await fill_in(settings_values, town, **ways)
    assert "1 School Road" not in await shown_to_everybody(tabs, town)
