"""Who is with the child: two ticks on the last page, kept beside the words."""

import httpx
import pytest

from tests.integration.frontend.pupil.conftest import SAFE, SKIP, Child, Town, a_child

pytestmark = pytest.mark.anyio

FRIEND, GROWN_UP = "I am helping a friend", "A grown-up is helping me tell"


async def told_with(town: Town) -> str:
    [case] = await town.inbox()
    words = {one["question"]: one["answer"] for one in case["concerns"][0]["words"]}
    return str(words["Is someone with you?"])


@pytest.mark.rule("A-1.5-20")
async def test_a_child_tells_for_a_friend(child: Child, town: Town) -> None:
    last = await child.go(SAFE, SKIP, {"go": "talk", "words": ""}, SKIP, SKIP)
    assert FRIEND in last.text
    assert GROWN_UP in last.text
    assert await child.tap(go="send_unnamed", helping=["friend", "somebody-else"])
    assert await told_with(town) == FRIEND


async def test_a_younger_child_says_that_a_grown_up_helps(
    client: httpx.AsyncClient, town: Town
) -> None:
    child = await a_child(client, town.page)
    await child.go({"answer": "little"}, SAFE, {"answer": "unkind"})
    assert GROWN_UP in child.page.text
    await child.tap(go="send", answer="do_not_mind", helping="grown_up")
    assert await told_with(town) == GROWN_UP


async def test_nobody_has_to_say_who_is_with_them(child: Child, town: Town) -> None:
    await child.go(SAFE, SKIP, {"go": "talk", "words": ""}, SKIP, SKIP)
    await child.tap(go="send_unnamed")
    assert await told_with(town) == "Nobody named"
