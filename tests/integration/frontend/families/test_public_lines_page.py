"""The page on which those who lead the school change what its open pages say."""

from html import unescape

import pytest

from tests.browsing import hidden
from tests.integration.reporting.conftest import Town
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio
PAGE = "/staff/public-lines"
TYPED = {
    "vision": "Every child is safe here.",
    "values": "Care\n\n  Courage  \n",
    "address": "1 School Road, Exampleton",
    "email": "office@school.example",
    "phone": "01632 960901",
    "policy": "https://school.example/policy",
    "complaints": "",
}


async def fields(tab: Tab, **other: str) -> dict[str, str]:
    return {"version": hidden((await tab.open(PAGE)).text, "version"), **TYPED, **other}


@pytest.mark.rule("D-0-1")
async def test_what_is_kept_stands_on_the_open_page(tabs: Tabs, town: Town) -> None:
    head = tabs.staff(town, "head")
    assert f'href="{PAGE}"' in (await head.open("/staff")).text
    assert "A nurturing community" in unescape((await head.open(PAGE)).text)
    kept = await head.send(PAGE, PAGE, await fields(head))
    assert kept.status_code == 303, kept.text
    form = unescape((await head.open(kept.headers["location"])).text)
    assert "It is kept" in form
    assert "Care\nCourage</textarea>" in form
    shown = unescape((await tabs.parent().open(f"/report/{town.school.code}/school")).text)
    for words in (
        "Every child is safe here.",
        "<li>Courage</li>",
        "1 School Road",
        "tel:01632960901",
    ):
        assert words in shown
    assert 'href="https://school.example/policy"' in shown
    assert "Our complaints procedure</a>" not in shown


@pytest.mark.rule("D-7.6-3", "A-1.14-3")
async def test_a_persons_own_comes_back_with_a_sentence_and_everything_that_was_typed(
    tabs: Tabs, town: Town
) -> None:
    head = tabs.staff(town, "head")
    refused = await head.send(PAGE, PAGE, await fields(head, email="ann@school.example"))
    assert refused.status_code == 422
    shown = unescape(refused.text)
    assert '<a href="#email">The e-mail address must be a mailbox of the school' in shown
    assert 'value="ann@school.example"' in shown
    assert "Every child is safe here.</textarea>" in shown
    assert shown.count("govuk-form-group--error") == 1, "only what is wrong is marked"
    public = await tabs.parent().open(f"/report/{town.school.code}/school")
    assert "ann@school.example" not in public.text


async def test_who_does_not_lead_has_no_such_page(tabs: Tabs, town: Town) -> None:
    teacher = tabs.staff(town, "teacher")
    assert PAGE not in (await teacher.open("/staff")).text
    assert (await teacher.open(PAGE)).status_code == 403
