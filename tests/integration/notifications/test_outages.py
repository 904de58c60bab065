"""The mail server fails in every way it can: nothing is lost, nothing is taken twice."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.shared.events.devices import DeviceHeldForPolice, DeviceNoticeReleased
from services.shared.events.reporting import CaseReadersChanged, ConcernReceived
from tests.factories import AGuardian, a_pupil
from tests.integration.notifications.conftest import move, until

pytestmark = pytest.mark.anyio


async def has_failed_once(village: Any) -> None:
    async def is_so() -> bool:
        states = list((await village.mail_states()).values())
        return bool(states) and set(states) == {"failed_for_now"}

    await until(is_so)


async def all_accepted(village: Any) -> None:
    async def is_so() -> bool:
        return set((await village.mail_states()).values()) == {"accepted"}

    await until(is_so)


@pytest.mark.parametrize("mode", ["away", "421", "550", "hang", "cut"])
async def test_after_an_outage_everything_arrives_once(
    village: Any, mail: Any, worker: Any, movable_clock: Path, mode: str
) -> None:
    if mode == "away":
        mail.close()
    mail.mode = mode
    await village.tell()
    await has_failed_once(village)
    assert mail.taken == []
    for tries, seconds in ((2, 15), (3, 80), (4, 400)):
        move(movable_clock, seconds)

        async def has_tried(tries: int = tries) -> bool:
            rows = await village.rows(
                "SELECT count(*) AS tries FROM notifications.delivery_attempt"
                " WHERE school_id = $1 GROUP BY delivery_id",
                village.school.id,
            )
            return [row["tries"] for row in rows] == [tries, tries]

        await until(has_tried)
    mail.mode = "take"
    if mode == "away":
        await mail.open()
    move(movable_clock, 1100)
    await all_accepted(village)
    await asyncio.sleep(0.5)
    ids = [message["Message-ID"] for message in mail.messages()]
    assert len(ids) == len(set(ids)) == 2
    assert mail.recipients() == village.emails("dsl", "ddsl")


async def test_a_try_again_carries_the_same_message_id(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell()
    await all_accepted(village)
    first = {
        (to, message["Message-ID"])
        for (to, *_), message in zip(mail.taken, mail.messages(), strict=True)
    }
    # As after a crash between the server's 250 and our commit.
    await village.rows(
        "UPDATE notifications.delivery SET state = 'queued', accepted_at = NULL,"
        " next_attempt_at = queued_at WHERE school_id = $1 AND channel = 'email'",
        village.school.id,
    )
    await all_accepted(village)
    assert len(mail.taken) == 4
    again = {
        (to, message["Message-ID"])
        for (to, *_), message in zip(mail.taken, mail.messages(), strict=True)
    }
    assert again == first


async def test_who_lost_access_while_the_mail_waited_hears_nothing(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    mail.mode = "421"
    await village.tell()
    await has_failed_once(village)
    case_id = await village.case_id()
    await village.rows(
        "INSERT INTO reporting.case_exclusion (case_id, person_id, why, school_id, at)"
        " SELECT case_id, person_id, 'subject', school_id, at FROM reporting.case_reader"
        " WHERE case_id = $1 AND person_id = $2",
        case_id,
        village.staff["dsl"].id,
    )
    await village.publish(CaseReadersChanged(school_id=village.school.id, case_id=case_id))
    mail.mode = "take"
    move(movable_clock, 30)

    async def settled() -> bool:
        return dict(await village.mail_states()) == {"dsl": "cancelled", "ddsl": "accepted"}

    await until(settled)
    assert mail.recipients() == village.emails("ddsl")


async def test_even_without_an_event_the_last_moment_counts(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    mail.mode = "421"
    await village.tell()
    await has_failed_once(village)
    await village.rows(
        "UPDATE accounts.person SET is_active = false WHERE id = $1", village.staff["dsl"].id
    )
    mail.mode = "take"
    move(movable_clock, 30)

    async def settled() -> bool:
        return dict(await village.mail_states()) == {"dsl": "cancelled", "ddsl": "accepted"}

    await until(settled)
    assert mail.recipients() == village.emails("ddsl")


async def test_a_repeated_event_wakes_nobody_again(village: Any, mail: Any, worker: Any) -> None:
    await village.tell()
    await all_accepted(village)
    alert = (
        await village.rows(
            "SELECT case_id, concern_id FROM notifications.alert WHERE school_id = $1",
            village.school.id,
        )
    )[0]
    repeated = ConcernReceived(
        school_id=village.school.id,
        case_id=alert["case_id"],
        concern_id=alert["concern_id"],
        urgency="medium",
    )
    await village.publish(repeated)
    await until(village.queue_is_empty)
    await asyncio.sleep(0.3)
    assert len(mail.taken) == 2


async def test_a_held_job_shows_red(village: Any, worker: Any) -> None:
    await until(village.queue_is_empty)

    async def health() -> dict[str, Any]:
        answer: dict[str, Any] = (await village.notifications.get("/health")).json()
        return answer

    async def is_ready() -> bool:
        return (await health())["state"] == "ready"

    await until(is_ready)
    await village.rows(
        "INSERT INTO queue.pgqueuer (priority, entrypoint, payload, status)"
        " VALUES (0, 'ConcernReceived.notifications', '{}'::bytea, 'queued')"
    )

    async def is_red() -> bool:
        seen = await health()
        return bool(seen["state"] == "red" and seen["held_jobs"] == 1)

    await until(is_red)
    await village.rows("DELETE FROM queue.pgqueuer")


async def test_a_silent_worker_shows_red(village: Any, movable_clock: Path) -> None:
    move(movable_clock, 1000000)
    assert (await village.notifications.get("/health")).json()["state"] == "red"


@pytest.mark.parametrize(
    ("why_not", "reason"),
    [
        (None, None),
        ("barred", "barred"),
        ("shared", "shared_channel"),
        ("another's", "not_a_guardian"),
    ],
)
async def test_a_notice_leaves_only_to_a_guardian_who_may_have_it(
    village: Any, mail: Any, worker: Any, why_not: str | None, reason: str | None
) -> None:
    father = AGuardian("Father", barred=True, email="father@home.example")
    shared = "father@home.example" if why_not == "shared" else "mother@home.example"
    child = await a_pupil(village.school, guardians=(AGuardian("Mother", email=shared), father))
    other = await a_pupil(village.school)
    guardian = child.guardian_ids[1 if why_not == "barred" else 0]
    event = DeviceNoticeReleased(
        school_id=village.school.id,
        notice_id=child.id,
        pupil_id=other.id if why_not == "another's" else child.id,
        guardian_id=guardian,
    )
    await village.publish(event)

    async def settled() -> bool:
        rows = await village.rows(
            "SELECT state, reason FROM notifications.delivery WHERE notice_id = $1", child.id
        )
        wanted = ("accepted" if reason is None else "cancelled", reason)
        return [tuple(row) for row in rows] == [wanted]

    await until(settled)
    assert mail.recipients() == ([] if reason else ["mother@home.example"])
    for message in mail.messages():
        assert f"http://127.0.0.1:8000/parent/n/{child.id}" in message.get_content()
        assert message["Subject"] == "A message from school"
        assert child.display_name.split()[0] not in message.as_string()


@pytest.mark.parametrize(
    ("who", "told"), [("teacher", ("dsl", "ddsl")), ("head", ("dsl", "ddsl")), ("ddsl", ("dsl",))]
)
async def test_the_leads_hear_that_a_device_is_held_for_the_police(
    village: Any, mail: Any, worker: Any, who: str, told: tuple[str, ...]
) -> None:
    device_id, hold, later = uuid4(), uuid4(), uuid4()
    for one in (hold, hold, later):  # one hold heard twice, and a later one of the same device
        event = DeviceHeldForPolice(
            school_id=village.school.id,
            device_id=device_id,
            custody_event_id=one,
            by_person_id=village.staff[who].id,
        )
        await village.publish(event)
    wanted = sorted(village.emails(*told) * 2)

    async def settled() -> bool:
        return await village.queue_is_empty() and mail.recipients() == wanted

    await until(settled)
    for message in mail.messages():
        assert message["Subject"] == "Urgent: a device needs your attention"
        assert "http://127.0.0.1:8000/staff/devices" in message.get_content()
        assert str(device_id) not in message.as_string()


async def test_nobody_hears_of_a_device_who_is_no_lead_any_more(
    village: Any, mail: Any, worker: Any
) -> None:
    mail.mode = "421"
    event = DeviceHeldForPolice(
        school_id=village.school.id,
        device_id=uuid4(),
        custody_event_id=uuid4(),
        by_person_id=village.staff["teacher"].id,
    )
    await village.publish(event)

    async def tried() -> bool:
        return bool(mail.tries >= len(village.emails("dsl", "ddsl")))

    await until(tried)
    await village.rows(
        "UPDATE accounts.role_holding SET ended_at = now() WHERE person_id = $1",
        village.staff["ddsl"].id,
    )
    await village.rows(
        "UPDATE notifications.delivery SET next_attempt_at = queued_at WHERE notice_id = $1"
        " AND state = 'failed_for_now'",
        event.custody_event_id,
    )
    mail.mode = "take"

    async def settled() -> bool:
        return await village.mail_states() == {"dsl": "accepted", "ddsl": "cancelled"}

    await until(settled)
    assert mail.recipients() == village.emails("dsl")
