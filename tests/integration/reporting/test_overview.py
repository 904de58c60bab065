"""The week of one reader: counts and the stale list over the cases that they read, no other."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.anyio


def after(clock_file: Path, **passed: float) -> None:
    """Let this much time pass."""
    clock_file.write_text(str(timedelta(**passed).total_seconds()))


async def week_of(town: Any, who: str) -> dict[str, Any]:
    answer = await town.get(who, "/overview")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_the_counts_follow_what_was_told_taken_and_closed(town: Any) -> None:
    empty = await week_of(town, "dsl")
    assert (empty["opened"], empty["open"], empty["stale"]) == (0, 0, [])
    await town.tell(safe_now="no")
    await town.tell()
    shown = await week_of(town, "dsl")
    assert (shown["opened"], shown["open"], shown["critical"], shown["unowned"]) == (2, 2, 1, 2)
    case_id = await town.case_id()
    assert (await town.do("dsl", case_id, "take")).status_code == 200
    assert (await week_of(town, "dsl"))["unowned"] == 1


@pytest.mark.guard("G-12")
async def test_nobody_counts_what_they_do_not_read(town: Any) -> None:
    await town.tell(not_adult_ids=[str(town.staff["dsl"].id)])
    assert (await week_of(town, "ddsl"))["open"] == 1
    for who in ("dsl", "head", "teacher"):
        shown = await week_of(town, who)
        assert {shown[name] for name in ("opened", "closed", "open", "unowned", "overdue")} == {0}
        assert shown["stale"] == []


async def test_what_nobody_touched_is_on_the_list_until_somebody_does(
    town: Any, movable_clock: Path
) -> None:
    await town.tell()
    case_id = await town.case_id()
    after(movable_clock, days=6)
    assert (await week_of(town, "dsl"))["stale"] == []
    after(movable_clock, days=8)
    [one] = (await week_of(town, "dsl"))["stale"]
    assert (one["case_id"], one["quiet_days"], one["owner"]) == (str(case_id), 8, None)
    await town.page("dsl", case_id)  # looking is not work
    assert len((await week_of(town, "dsl"))["stale"]) == 1
    await town.do("dsl", case_id, "take")
    assert (await week_of(town, "dsl"))["stale"] == []
