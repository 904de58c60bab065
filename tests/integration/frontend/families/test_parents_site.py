"""The parents' site: how to reach a message, whom to ring, what to watch; open to everybody."""

import pytest

from tests.tabs import Tabs

pytestmark = pytest.mark.anyio


async def advice(tabs: Tabs) -> str:
    answer = await tabs.parent().open("/parent/advice")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.rule("D-9.3-4")
async def test_the_home_page_says_how_and_whom_to_ring(tabs: Tabs) -> None:
    answer = await tabs.parent().open("/parent")
    assert answer.status_code == 200
    for words in ("by telephone or on paper", "0808 800 5000", "ceop.police.uk", "What the school"):
        assert words in answer.text


@pytest.mark.rule("D-4.6-3", "A-1.5-23")
async def test_the_advice_tells_parents_to_talk_and_to_set_an_example(tabs: Tabs) -> None:
    shown = await advice(tabs)
    for words in ("Let them show you new apps", "put your own phone away", "game consoles"):
        assert words in shown


@pytest.mark.rule("D-6-3")
async def test_the_advice_promises_no_perfect_filter(tabs: Tabs) -> None:
    assert "no filter stops everything" in await advice(tabs)


@pytest.mark.rule("A-1.34-1", "A-1.34-2", "A-1.34-3", "A-1.34-4", "A-1.34-5")
async def test_the_advice_has_the_gaming_tips(tabs: Tabs) -> None:
    shown = await advice(tabs)
    for words in (
        "Nobody meets a person from a game",
        "PEGI number on the box is an age",
        "monthly fees, coins, boxes",
        "Agree on how long",
        "your own family rules",
    ):
        assert words in shown
