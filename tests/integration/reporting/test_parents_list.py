"""A parent who gave a code sees what else the school wrote to them; each opens by its own."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.shared import clock
from tests.factories import AGuardian, a_pupil, move_clock
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.test_parents import a_case, decide, open_it, told
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio


async def another_case(town: Town) -> tuple[str, str]:
    """Tell the same mother about another case."""
    assert town.child is not None
    case_id = await triaged(town, "sexual_image", pupil_ids=[str(town.child.id)])
    await town.answer("dsl", case_id, telling_is_a_risk="no")
    return await told(town, case_id)


async def test_a_parent_sees_their_other_messages_and_no_word_of_them(town: Town) -> None:
    first, code = await told(town, await a_case(town))
    alone = await open_it(town, first, code)
    assert alone.json()["notice"]["others"] == []
    second, second_code = await another_case(town)
    opened = await open_it(town, second, second_code)
    (other,) = opened.json()["notice"]["others"]
    assert town.child is not None
    assert other["notice_id"] == first
    assert other["child"] == town.child.display_name.split()[0]
    assert other["is_read"] is False
    assert set(other) == {"notice_id", "child", "released_at", "is_read"}
    ticket = {"ticket": opened.json()["ticket"]}
    shut = await town.client.post(f"/parent-notices/{first}/read", json=ticket)
    assert shut.status_code == 403
    read = {"ticket": alone.json()["ticket"]}
    await town.client.post(f"/parent-notices/{first}/acknowledge", json=read)
    again = await town.client.post(f"/parent-notices/{second}/read", json=ticket)
    assert [one["is_read"] for one in again.json()["others"]] == [True]


@pytest.mark.guard("G-17")
async def test_the_list_holds_nobody_elses_and_nothing_that_is_shut(
    town: Town, movable_clock: Path
) -> None:
    first_case = await a_case(town)
    first, _ = await told(town, first_case)
    mine = town.child
    town.child = await a_pupil(town.school, guardians=(AGuardian("Mother"),))
    strangers = await triaged(town, "bullying", pupil_ids=[str(town.child.id)])
    await told(town, strangers)
    town.child = mine
    second, code = await another_case(town)
    shown = (await open_it(town, second, code)).json()["notice"]
    assert [one["notice_id"] for one in shown["others"]] == [first]
    later = (clock.now() + timedelta(days=7)).date().isoformat()
    held = await decide(
        town, first_case, would_telling_put_child_at_risk="not_sure", review_on=later
    )
    assert held.status_code == 201, held.text
    assert (await open_it(town, second, code)).json()["notice"]["others"] == []
    await decide(town, first_case)
    assert (await open_it(town, second, code)).json()["notice"]["others"]
    move_clock(movable_clock, 31 * 24 * 3600)
    assert (await open_it(town, second, code)).status_code == 403
