"""The school's policy in plain words: on an open page for parents and children, and for staff."""

import re
from html import unescape

import pytest

from frontend.web.session import SESSION_COOKIE
from services.reporting.procedures.adapters import read_library
from tests.integration.reporting.conftest import Town
from tests.tabs import Tabs

pytestmark = pytest.mark.anyio


@pytest.mark.rule("A-1.2-1")
async def test_everybody_reads_the_policy_as_the_school_has_it(tabs: Tabs, town: Town) -> None:
    address = f"/report/{town.school.code}/policy"
    for page in (f"/report/{town.school.code}", f"/report/{town.school.code}/school"):
        assert f'href="{address}"' in (await tabs.parent().open(page)).text
    answer = await tabs.parent().open(address)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    shown = unescape(answer.text)
    for words in (
        "Our policy on online safety, in plain words",
        "is switched off and handed to the class teacher",
        "termly, by the safeguarding governor",
        "for people of 13 and over",
        "at least every 12 months",
        "Do not forward or copy it.",
    ):
        assert words in shown
    titles = {one.title for one in read_library().procedures.values()}
    assert {one for one in titles if one in shown} == titles
    assert not re.search(r"\{\w*\}", shown), "a field was left open"


@pytest.mark.rule("A-1.2-1")
async def test_staff_read_the_same_policy_where_they_work(tabs: Tabs, town: Town) -> None:
    tab = tabs.parent()
    tab.client.cookies.set(SESSION_COOKIE, town.staff["teacher"].session_secret)
    assert 'href="/staff/how-we-work/policy"' in (await tab.open("/staff/how-we-work")).text
    shown = unescape((await tab.open("/staff/how-we-work/policy")).text)
    assert "Our policy on online safety, in plain words" in shown
    assert "Do not forward or copy it." in shown


async def test_nobody_is_named_on_it(tabs: Tabs, town: Town) -> None:
    shown = unescape((await tabs.parent().open(f"/report/{town.school.code}/policy")).text)
    assert [one.display_name for one in town.staff.values() if one.display_name in shown] == []
    assert "mailto:" not in shown


async def test_letters_that_are_none_lead_nowhere(tabs: Tabs) -> None:
    assert (await tabs.parent().open("/report/NOSUCH/policy")).status_code == 404
