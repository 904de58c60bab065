"""The pages on which staff read what happens after a report, and say that they have read it."""

import re
from html import unescape

import pytest

from tests.browsing import hidden
from tests.integration.reporting.conftest import Town
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio
HOW = "/staff/how-we-work"


async def read(tab: Tab, path: str = HOW) -> str:
    answer = await tab.open(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.mark.rule("D-KC-3")
async def test_staff_see_what_happens_after_a_report_as_an_ordered_chart(
    tabs: Tabs, town: Town
) -> None:
    teacher = tabs.staff(town, "teacher")
    assert f'href="{HOW}"' in await read(teacher, "/staff")
    index = await read(teacher)
    assert re.search(r'<ol class="flow" aria-label="About a child: what happens">', index)
    procedures = town_procedures(index)
    assert len(procedures) == len(set(procedures)) == 29
    shown = await read(teacher, f"{HOW}/ocsae")
    assert shown.index("What comes first") < shown.index("What this kind of concern needs")
    assert shown.index("What this kind of concern needs") < shown.index("How it ends")
    told = ("What nobody may do", "The DSL, at once", "Who is told", "Where the answer is yes")
    for words in told:
        assert words in shown


def town_procedures(index: str) -> list[str]:
    return re.findall(rf'href="{HOW}/(?!readers|policy)([a-z_]+)"', index)


@pytest.mark.rule("D-5.2-7")
async def test_a_colleague_says_that_they_have_read_it_and_the_lead_sees_who_has_not(
    tabs: Tabs, town: Town
) -> None:
    teacher, lead = tabs.staff(town, "teacher"), tabs.staff(town, "dsl")
    name = town.staff["teacher"].display_name
    page = f"{HOW}/low_level"
    assert part_of(await read(lead, f"{HOW}/readers"), "low_level").count(name) == 1
    version = hidden(await read(teacher, page), "version")
    said = await teacher.send(page, page, {"version": version})
    assert said.status_code == 303
    assert "It is kept that you have read this" in await read(teacher, said.headers["location"])
    assert "I have read this</button>" not in await read(teacher, page)
    assert name not in part_of(await read(lead, f"{HOW}/readers"), "low_level")
    assert "Who has yet to read" not in await read(teacher)
    assert (await teacher.open(f"{HOW}/readers")).status_code == 403


def part_of(readers: str, procedure: str) -> str:
    """Return the line of one procedure."""
    _, _, rest = readers.partition(f'href="{HOW}/{procedure}"')
    return rest.partition("</li>")[0]


async def test_an_older_page_is_not_signed(tabs: Tabs, town: Town) -> None:
    teacher = tabs.staff(town, "teacher")
    page = f"{HOW}/low_level"
    refused = await teacher.send(page, page, {"version": "1-0000000000"})
    assert refused.status_code == 409
    assert "This has changed since you opened it" in unescape(refused.text)
    assert "I have read this</button>" in refused.text


async def test_another_name_is_not_there(tabs: Tabs, town: Town) -> None:
    teacher = tabs.staff(town, "teacher")
    for name in ("nothing", "..%2Fcases", "No-Such"):
        assert (await teacher.open(f"{HOW}/{name}")).status_code == 404
