"""What can wait may be read in the app, or heard of once a week; not by a lead, never an alert."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.notifications.deliveries.rules import HELD_BACK
from services.notifications.preferences.rules import NOT_FOR_LEADS
from services.shared import clock
from tests.integration.notifications.conftest import until
from tests.integration.notifications.test_digests import has_school, postman, told
from tests.integration.notifications.test_procedure_roles import triage
from tests.integration.notifications.test_tasks import give_task, they_stand

__all__ = ["postman"]
pytestmark = pytest.mark.anyio


async def wish(village: Any, role: str, can_wait: str) -> httpx.Response:
    headers = village.staff[role].bearer("notifications")
    answer: httpx.Response = await village.notifications.post(
        "/preferences", json={"can_wait": can_wait}, headers=headers
    )
    return answer


@pytest.mark.guard("G-11")
@pytest.mark.parametrize("can_wait", ["weekly", "app"])
async def test_a_lead_cannot_hold_anything_back(village: Any, can_wait: str) -> None:
    for role in ("dsl", "ddsl"):
        refused = await wish(village, role, can_wait)
        assert (refused.status_code, refused.json()["detail"]) == (409, NOT_FOR_LEADS)
    assert (await wish(village, "dsl", "mail")).status_code == 200
    assert (await wish(village, "teacher", can_wait)).json()["can_wait"] == can_wait
    assert (await wish(village, "teacher", "never")).status_code == 422


async def test_a_task_is_read_in_the_app_unless_they_have_become_a_lead(
    village: Any, mail: Any, worker: Any
) -> None:
    case_id = await triage(village, "bullying")
    await wish(village, "teacher", "app")
    await wish(village, "head", "app")
    await village.rows(
        "INSERT INTO accounts.role_holding (id, school_id, person_id, role, rank, given_at)"
        " SELECT gen_random_uuid(), school_id, person_id, 'ddsl', 3, given_at"
        " FROM accounts.role_holding WHERE person_id = $1",
        village.staff["head"].id,
    )
    await give_task(village, case_id, "teacher")
    await give_task(village, case_id, "head")
    await they_stand(village, ("teacher", "cancelled", "not_wanted"), ("head", "accepted", None))
    assert village.staff["teacher"].email not in mail.recipients()


@pytest.mark.guard("G-11")
async def test_an_alert_reaches_whoever_holds_back_what_can_wait(
    village: Any, mail: Any, worker: Any
) -> None:
    assert "alert" not in HELD_BACK
    chosen = village.staff["teacher"]
    await wish(village, "teacher", "app")
    await village.tell(chosen_adult_id=str(chosen.id), chosen_adult=None)

    async def they_hear() -> bool:
        return chosen.email in mail.recipients()

    await until(they_hear)


async def test_once_a_week_they_hear_that_something_came(
    village: Any, mail: Any, postman: Any
) -> None:
    """One who holds back and was given something, one who was given nothing."""
    await wish(village, "teacher", "weekly")
    await village.rows(
        "INSERT INTO notifications.delivery (id, school_id, notice_id, person_id, channel,"
        " by_ladder, purpose, state, reason, attempts, queued_at)"
        " VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, 'email', false, 'task',"
        " 'cancelled', 'not_wanted', 0, $3)",
        *(village.school.id, village.staff["teacher"].id),
        clock.now() - timedelta(days=3),
    )
    await has_school(village, 0)
    await told(village, postman)
    mine = [one for one in mail.messages() if one["To"] == village.staff["teacher"].email]
    assert [str(one["Subject"]) for one in mine] == ["Something waits for you in Lantern"]
    others = [one for one in mail.messages() if "waits for you in" in str(one["Subject"])]
    assert len(others) == 1
