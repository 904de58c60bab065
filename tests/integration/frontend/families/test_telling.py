"""An adult outside the school tells: one page, no account, nothing lost."""

from typing import Any

import pytest

from tests.integration.reporting.conftest import Town
from tests.tabs import Tabs

pytestmark = pytest.mark.anyio

TOLD = {
    "idempotency_key": "one-form-on-one-page",
    "teller": "parent",
    "topic": "unkind",
    "happened": "They call her names in the class chat.",
    "child": "A girl in Year 4",
    "danger_now": "no",
    "about_adult": "no",
    "reach": "Ring after four",
}


async def send(tabs: Tabs, town: Town, **other: str) -> Any:
    address = f"/report/{town.school.code}"
    return await tabs.parent().send(address, address, TOLD | other)


@pytest.mark.rule("D-4.6-5", "A-1.1-1")
async def test_a_parent_tells_and_sees_whom_else_they_can_tell(tabs: Tabs, town: Town) -> None:
    before = len(await town.inbox("dsl"))
    sent = await send(tabs, town)
    assert sent.status_code == 200, sent.text
    rows = await town.inbox("dsl")
    assert len(rows) == before + 1
    told = next(one for one in rows if one["source"] == "parent")
    for words in ("It is sent", told["reference"], "NSPCC", "ceop.police.uk", "iwf.org.uk"):
        assert words in sent.text


@pytest.mark.rule("D-4.6-4")
async def test_the_signs_to_watch_stand_over_the_form(tabs: Tabs, town: Town) -> None:
    shown = (await tabs.parent().open(f"/report/{town.school.code}")).text
    assert "will not say whom they talk to" in shown
    assert shown.index("Signs that something is wrong") < shown.index("<form")


@pytest.mark.parametrize("missing", ["teller", "topic", "happened", "danger_now", "about_adult"])
async def test_what_is_missing_is_said_and_all_words_stay(
    tabs: Tabs, town: Town, missing: str
) -> None:
    before = len(await town.inbox("dsl"))
    back = await send(tabs, town, **{missing: ""})
    assert back.status_code == 422
    assert f'href="#{missing}"' in back.text
    assert "A girl in Year 4" in back.text
    assert len(await town.inbox("dsl")) == before


async def test_too_much_is_said_with_the_number(tabs: Tabs, town: Town) -> None:
    back = await send(tabs, town, happened="x" * 10_001, child="y" * 301)
    assert "Shorten this by 1 characters" in back.text
    assert "about the child to 300 characters" in back.text


async def test_sent_twice_it_is_one_report(tabs: Tabs, town: Town) -> None:
    before = len(await town.inbox("dsl"))
    first, again = await send(tabs, town), await send(tabs, town)
    assert first.status_code == again.status_code == 200
    assert len(await town.inbox("dsl")) == before + 1


async def test_a_code_that_opens_nothing_says_so(tabs: Tabs) -> None:
    answer = await tabs.parent().open("/report/AAAA-AAAA")
    assert answer.status_code == 404


async def test_a_form_from_elsewhere_is_not_taken(tabs: Tabs, town: Town) -> None:
    answer = await tabs.parent().client.post(f"/report/{town.school.code}", data=TOLD)
    assert answer.status_code == 403
