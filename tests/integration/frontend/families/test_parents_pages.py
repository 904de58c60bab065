"""The DSL tells a parent from the case; the parent reads, says so, and answers."""

import re
from datetime import timedelta
from html import unescape

import pytest

from services.reporting.notices.rules import BARRED, NEEDS_A_REVIEW, NEEDS_THE_ANSWER
from services.shared import clock
from tests.browsing import hidden
from tests.integration.reporting.conftest import Town
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio


async def fields(tab: Tab, town: Town, address: str, **other: str) -> dict[str, str]:
    """The form for the mother as somebody fills it in."""
    assert town.child is not None
    shown = (await tab.open(address)).text
    return {
        "version": hidden(shown, "version"),
        "adult": f"{town.child.id}.{town.child.guardian_ids[0]}",
        "template": "unkind",
        "would_telling_put_child_at_risk": "no",
        "reason": "I asked the child, and I know the mother.",
        **other,
    }


async def told(tabs: Tabs, town: Town) -> tuple[Tab, str, str, str]:
    """Tell the mother; return the DSL's browser, the staff page, the parent's page, the code."""
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/parents"
    answer = await dsl.send(address, address, await fields(dsl, town, address))
    assert answer.status_code == 303, answer.text
    shown = (await dsl.open(address)).text
    code = re.search(r'class="code">(\w{4}) (\w{4})<', shown)
    notice = re.search(r"/parents/([0-9a-f-]{36})/code", shown)
    assert code is not None
    assert notice is not None
    return dsl, address, f"/parent/n/{notice.group(1)}", "".join(code.groups())


@pytest.mark.rule("A-1.15-3")
@pytest.mark.guard("G-17")
async def test_the_words_are_shown_before_anything_leaves(tabs: Tabs, town: Town) -> None:
    dsl = tabs.staff(town)
    case = f"/staff/cases/{await town.case_id()}"
    assert f"{case}/parents" in (await dsl.open(case)).text
    page = (await dsl.open(f"{case}/parents")).text
    assert "never from a private one" in page
    assert page.count("<option") >= 3
    filled = await fields(dsl, town, f"{case}/parents", look="1")
    looked = await dsl.send(f"{case}/parents", f"{case}/parents", filled)
    assert looked.status_code == 200
    assert "Something unkind happened online" in looked.text
    assert "Nothing was sent yet" in looked.text
    assert "I asked the child, and I know the mother." in looked.text
    assert "What was told" not in (await dsl.open(f"{case}/parents")).text


@pytest.mark.guard("G-17")
async def test_a_refusal_keeps_what_was_typed(tabs: Tabs, town: Town) -> None:
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/parents"
    assert town.child is not None
    for other, sentence in (
        ({"would_telling_put_child_at_risk": ""}, NEEDS_THE_ANSWER),
        ({"would_telling_put_child_at_risk": "yes"}, NEEDS_A_REVIEW),
        ({"adult": ""}, "Choose who this is about"),
        ({"adult": f"{town.child.id}.{town.child.guardian_ids[1]}"}, BARRED),
    ):
        filled = await fields(dsl, town, address, **other)
        refused = await dsl.send(address, address, filled)
        assert refused.status_code == 422
        assert sentence in unescape(refused.text)
        assert "I asked the child, and I know the mother." in refused.text


async def test_not_telling_is_shown_with_the_day_to_look_again(tabs: Tabs, town: Town) -> None:
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/parents"
    later = (clock.now() + timedelta(days=5)).date()
    held = {"would_telling_put_child_at_risk": "not_sure", "review_on": later.isoformat()}
    answer = await dsl.send(address, address, await fields(dsl, town, address, **held))
    assert answer.status_code == 303
    assert f"look again on {later.strftime('%-d %B')}" in (await dsl.open(address)).text


async def test_the_parent_reads_acknowledges_and_answers(tabs: Tabs, town: Town) -> None:
    dsl, address, link, code = await told(tabs, town)
    parent = tabs.parent()
    assert "unkind" not in (await parent.open(link)).text
    wrong = await parent.send(link, link, {"code": "WRONGONE"})
    assert wrong.status_code == 422
    opened = await parent.send(link, link, {"code": f"{code[:4].lower()} {code[4:]}"})
    assert opened.status_code == 303
    shown = (await parent.open(link)).text
    assert "Something unkind happened online" in shown
    assert town.child is not None
    assert town.child.display_name.split()[-1] not in shown
    assert (await parent.send(link, f"{link}/read", {})).status_code == 303
    assert "The school knows that you read this" in (await parent.open(link)).text
    empty = await parent.send(link, f"{link}/reply", {"act": "call_wanted", "words": ""})
    assert (empty.status_code, "Write when we can ring you" in empty.text) == (422, True)
    sent = await parent.send(link, f"{link}/reply", {"act": "answered", "words": "Thank you <3"})
    assert sent.status_code == 303
    assert "Thank you &lt;3" in (await parent.open(link)).text
    staff_page = (await dsl.open(address)).text
    assert "Thank you &lt;3" in staff_page
    assert "Read today" in staff_page


async def test_a_stranger_and_another_browser_get_the_question_for_the_code(
    tabs: Tabs, town: Town
) -> None:
    _, address, link, _ = await told(tabs, town)
    other = tabs.parent()
    answer = await other.send(link, f"{link}/reply", {"act": "answered", "words": "Hello"})
    assert "Your code" in answer.text
    teacher = tabs.staff(town, "teacher")
    assert (await teacher.open(address)).status_code == 404


async def test_a_parent_finds_their_other_messages_each_behind_its_own_code(
    tabs: Tabs, town: Town
) -> None:
    dsl, address, link, code = await told(tabs, town)
    parent = tabs.parent()
    await parent.send(link, link, {"code": code})
    assert "Other messages to you" not in (await parent.open(link)).text
    again = await dsl.send(address, address, await fields(dsl, town, address))
    assert again.status_code == 303
    listed = (await parent.open(link)).text
    assert "Other messages to you" in listed
    other = re.search(r'href="(/parent/n/[0-9a-f-]{36})"', listed)
    assert other is not None
    assert other[1] != link
    assert "Your code" in (await parent.open(other[1])).text
