"""Many reports about one target: all are kept, few alerts go out, and danger is never folded."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.factories import APupil, a_pupil
from tests.integration.notifications.conftest import move, until

pytestmark = pytest.mark.anyio

FLOOD = 500
MINUTE = 60.0
ABOUT = "{name} is mean to everybody on the chat. Number {number}."


async def flooded(village: Any, target: APupil, count: int, **other: Any) -> None:
    for number in range(count):
        words = ABOUT.format(name=target.display_name, number=number)
        await village.tell(account=words, **other)


async def alerts(village: Any, urgency: str = "%") -> int:
    rows = await village.rows(
        "SELECT count(*) FROM notifications.alert WHERE school_id = $1 AND urgency LIKE $2",
        village.school.id,
        urgency,
    )
    return int(rows[0][0])


async def heard(village: Any, patience: float = 120.0) -> None:
    await until(village.queue_is_empty, patience)


async def count(village: Any, table: str) -> int:
    sql = f"SELECT count(*) FROM {table} WHERE school_id = $1"  # our own names
    return int((await village.rows(sql, village.school.id))[0][0])


async def test_five_hundred_reports_raise_three_alerts_and_an_urgent_one_its_own(
    village: Any, mail: Any, worker: Any
) -> None:
    target = await a_pupil(village.school)
    await flooded(village, target, FLOOD)
    told_at = time.monotonic()
    words = ABOUT.format(name=target.display_name, number="last")
    await village.tell(account=words, safe_now="no")

    async def is_alerted() -> bool:
        return await alerts(village, "critical") == 1

    await until(is_alerted, MINUTE)
    assert time.monotonic() - told_at < MINUTE
    await heard(village)
    assert await count(village, "reporting.concern") == FLOOD + 1
    assert await count(village, "reporting.case") == FLOOD + 1
    assert await alerts(village) == 3 + 1
    assert await count(village, "notifications.folded") == FLOOD - 3
    headers = village.staff["dsl"].bearer("notifications")
    shown = (await village.notifications.get("/alerts", headers=headers)).json()
    assert shown["count"] == 4
    assert sum(one["more"] for one in shown["items"]) == FLOOD - 3


async def test_reports_about_others_are_not_folded_nor_what_comes_later(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    first, second = await a_pupil(village.school), await a_pupil(village.school)
    await flooded(village, first, 4)
    await heard(village)
    assert await alerts(village) == 3
    await flooded(village, second, 1)
    for _ in range(4):  # whoever names nobody is never folded
        await village.tell(account="Somebody is mean to me.")
    await heard(village)
    assert await alerts(village) == 3 + 1 + 4
    move(movable_clock, 11 * 60)
    await flooded(village, first, 1)
    await heard(village)
    assert await alerts(village) == 3 + 1 + 4 + 1


@pytest.mark.guard("G-12")
async def test_what_others_read_never_changes_how_often_somebody_hears(
    village: Any, mail: Any, worker: Any
) -> None:
    target = await a_pupil(village.school)
    out = [str(village.staff["ddsl"].id)]
    await flooded(village, target, 3, not_adult_ids=out)
    await heard(village)
    await flooded(village, target, 3)
    await heard(village)
    # the deputy is kept out of the first three, and hears of all three that they read
    assert await alerts(village) == 6
    headers = village.staff["ddsl"].bearer("notifications")
    shown = (await village.notifications.get("/alerts", headers=headers)).json()
    assert (shown["count"], [one["more"] for one in shown["items"]]) == (3, [0, 0, 0])
