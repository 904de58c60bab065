"""A person may hold back mail about what can wait, and nothing else."""

from typing import Any

import pytest

from tests.integration.notifications.conftest import until

pytestmark = pytest.mark.anyio


async def keep_quiet(village: Any, role: str) -> None:
    """Be quiet at every hour of the day: in class now, and in the evening."""
    headers = village.staff[role].bearer("notifications")
    body = {"quiet_in_class": True, "quiet_evenings": True}
    answer = await village.notifications.post("/preferences", json=body, headers=headers)
    assert answer.json() == body | {
        "texts_urgent": False,
        "no_digest": False,
        "can_wait": "mail",
    }
    await village.rows(
        "UPDATE accounts.school_day SET kind = 'school', starts_at = now() - interval '1 hour',"
        " ends_at = now() + interval '1 hour' WHERE school_id = $1 AND on_date = current_date",
        village.school.id,
    )


async def written_to(village: Any, mail: Any, *roles: str) -> None:
    async def is_so() -> bool:
        return bool(mail.recipients() == village.emails(*roles))

    await until(is_so)


@pytest.mark.rule("D-7.8.1-3")
async def test_what_can_wait_waits_and_is_in_the_app_at_once(
    village: Any, mail: Any, worker: Any
) -> None:
    await keep_quiet(village, "dsl")
    await village.tell()
    await written_to(village, mail, "ddsl")

    async def held_back() -> bool:
        rows = await village.rows(
            "SELECT person_id FROM notifications.delivery"
            " WHERE school_id = $1 AND reason = 'quiet' AND next_attempt_at IS NOT NULL",
            village.school.id,
        )
        return [row["person_id"] for row in rows] == [village.staff["dsl"].id]

    await until(held_back)
    headers = village.staff["dsl"].bearer("notifications")
    listed = (await village.notifications.get("/alerts", headers=headers)).json()
    assert listed["count"] == 1
    assert village.staff["dsl"].email not in mail.recipients()


@pytest.mark.rule("D-7.8.1-3")
@pytest.mark.guard("G-11")
async def test_danger_is_never_held_back(village: Any, mail: Any, worker: Any) -> None:
    await keep_quiet(village, "dsl")
    await village.tell(safe_now="no", topics=["scared"])
    await written_to(village, mail, "dsl", "ddsl")
    own = await village.notifications.get(
        "/preferences", headers=village.staff["ddsl"].bearer("notifications")
    )
    assert set(own.json().values()) == {False, "mail"}
