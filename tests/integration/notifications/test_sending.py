"""Leadership sees whether messages leave: a failing provider, a silent worker, held jobs."""

from datetime import timedelta
from typing import Any

import pytest

from services.shared import clock
from tests.integration.notifications.conftest import until

pytestmark = pytest.mark.anyio


async def sending(village: Any, who: str = "head") -> Any:
    headers = village.staff[who].bearer("notifications")
    return await village.notifications.get("/sending", headers=headers)


async def test_a_working_system_says_so(village: Any, mail: Any, worker: Any) -> None:
    await village.tell()

    async def is_so() -> bool:
        shown = (await sending(village)).json()
        mine = [one for one in shown["channels"] if one["channel"] == "email"]
        return bool(mine) and not mine[0]["is_failing"] and not shown["is_worker_silent"]

    await until(is_so)


async def test_a_provider_that_fails_is_named_with_its_reason(
    village: Any, mail: Any, worker: Any
) -> None:
    mail.close()
    await village.tell()

    async def is_so() -> bool:
        shown = (await sending(village)).json()
        return any(
            (one["channel"], one["is_failing"], one["reason"]) == ("email", True, "server_away")
            for one in shown["channels"]
        )

    await until(is_so)


async def test_a_held_job_and_a_silent_worker_are_seen(village: Any) -> None:
    before = (await sending(village)).json()["held_jobs"]
    await village.rows(
        "INSERT INTO queue.pgqueuer (priority, entrypoint, status, created, updated, heartbeat,"
        " execute_after, attempts) VALUES (0, 'x.test', 'failed', now(), now(), now(), now(), 0)"
    )
    beat_at = clock.now() - timedelta(minutes=1)
    await village.rows("UPDATE notifications.worker_beat SET beat_at = $1", beat_at)
    shown = (await sending(village)).json()
    await village.rows("DELETE FROM queue.pgqueuer WHERE entrypoint = 'x.test'")
    assert shown["held_jobs"] == before + 1
    assert shown["is_worker_silent"]


async def test_teachers_have_no_business_with_it(village: Any) -> None:
    assert (await sending(village, "teacher")).status_code == 403
