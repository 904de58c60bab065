"""Where the mail server fails, GOV.UK Notify takes over; each channel takes a message once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

import operations.worker
from operations.worker import Worker, WorkerSettings
from services.accounts.enrolment import actions as people
from services.accounts.schools.queries import keys_of
from services.notifications.deliveries import adapters, adapters_notify
from tests.factories import _keyring, as_owner
from tests.integration.notifications.conftest import move, until
from tests.integration.notifications.notify_server import API_KEY, NotifyServer, running_notify

pytestmark = pytest.mark.anyio
PHONE = "07700 900555"


@pytest.fixture
def notify() -> Iterator[NotifyServer]:
    with running_notify() as server:
        yield server


@pytest.fixture
async def worker(
    village: Any, mail: Any, notify: NotifyServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Worker]:
    """The whole worker of a school that has GOV.UK Notify beside its mail server."""
    for name in ("SWEEP_EVERY", "CLIMB_EVERY"):
        monkeypatch.setattr(operations.worker, name, 0.1)
    for module in (adapters, adapters_notify):
        monkeypatch.setattr(module, "ONE_ANSWER_SECONDS", 1.0)
    more = {"notify_api_key": API_KEY, "notify_url": notify.url}
    more |= {"notify_email_template": "email-template", "notify_sms_template": "sms-template"}
    settings = WorkerSettings(**{**village.values, "smtp_port": mail.port, **more})
    made = Worker(settings)
    task = asyncio.create_task(made.run())
    yield made
    made.stopping.set()
    await asyncio.wait_for(task, 20)


async def give_phone(village: Any, role: str) -> None:
    async with as_owner(village.values, village.school.id) as session:
        keys = await keys_of(session, village.school.id, _keyring(village.values))
        person_id = village.staff[role].id
        await people.enter_contact(
            session, keys, person_id, school_id=village.school.id, phone=PHONE
        )


async def let_there_be_no_school(village: Any) -> None:
    await village.rows(
        "UPDATE accounts.school_day SET kind = 'closed' WHERE school_id = $1", village.school.id
    )


async def let_it_be_school(village: Any) -> None:
    await village.rows(
        "UPDATE accounts.school_day SET kind = 'school', starts_at = now() - interval '1 hour',"
        " ends_at = now() + interval '1 hour' WHERE school_id = $1 AND on_date = current_date",
        village.school.id,
    )


async def rows_of(village: Any, channel: str) -> list[Any]:
    found: list[Any] = await village.rows(
        "SELECT person_id, state, reason, delivered_at, provider_ref FROM notifications.delivery"
        " WHERE school_id = $1 AND channel = $2",
        village.school.id,
        channel,
    )
    return found


async def both_by_notify(village: Any, notify: NotifyServer) -> None:
    async def is_so() -> bool:
        return notify.addresses() == village.emails("dsl", "ddsl")

    await until(is_so)


def fail(mail: Any, mode: str) -> None:
    mail.mode = mode
    if mode == "away":
        mail.close()


async def mend(mail: Any) -> None:
    if mail.mode == "away":
        await mail.open()
    mail.mode = "take"


@pytest.mark.parametrize("mode", ["hang", "421", "cut", "away"])
async def test_the_next_channel_takes_over_and_both_take_it_once(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker, movable_clock: Path, mode: str
) -> None:
    fail(mail, mode)
    await village.tell()
    for seconds in (0, 12, 45, 100, 115):
        move(movable_clock, seconds)
        await asyncio.sleep(1.5 if mode == "hang" else 0.5)
    await both_by_notify(village, notify)
    assert all(one["template_id"] == "email-template" for one in notify.taken)
    for one in notify.taken:
        assert one["personalisation"]["subject"] == "A new item needs your attention"
        assert "CANARY" not in str(one)
    await mend(mail)
    # the first message that is tried shows that the server is back; the other waits half a minute
    move(movable_clock, 600)

    async def mail_took_one() -> bool:
        return bool(mail.taken)

    await until(mail_took_one)
    move(movable_clock, 700)

    async def mail_took_both() -> bool:
        return bool(mail.recipients() == village.emails("dsl", "ddsl"))

    await until(mail_took_both)
    assert notify.addresses() == village.emails("dsl", "ddsl")


async def test_a_refused_address_goes_on_at_once(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    mail.mode = "550"
    await village.tell()
    await both_by_notify(village, notify)


async def test_what_notify_says_later_is_written_down(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker, movable_clock: Path
) -> None:
    mail.mode = "550"
    notify.status = "delivered"
    await village.tell()
    await both_by_notify(village, notify)
    move(movable_clock, 30)

    async def delivered() -> bool:
        rows = await rows_of(village, "notify_email")
        return len(rows) == 2 and all(row["delivered_at"] for row in rows)

    await until(delivered)


async def test_a_bounce_goes_on_to_a_text_message(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker, movable_clock: Path
) -> None:
    await give_phone(village, "dsl")
    mail.mode = "550"
    notify.status = "permanent-failure"
    await village.tell()
    await both_by_notify(village, notify)
    move(movable_clock, 30)

    async def texted() -> bool:
        return PHONE in notify.addresses()

    await until(texted)
    (text,) = [one for one in notify.taken if one["kind"] == "sms"]
    assert text["personalisation"]["body"].startswith("A new item needs your attention.")

    async def both_bounced() -> bool:
        return {row["state"] for row in await rows_of(village, "notify_email")} == {"bounced"}

    await until(both_bounced)


@pytest.mark.rule("A-1.5-6")
async def test_out_of_school_hours_danger_goes_to_the_lead_s_phone_as_well(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    await give_phone(village, "dsl")
    await let_there_be_no_school(village)
    await village.tell(safe_now="no", topics=["scared"])

    async def texted() -> bool:
        return notify.addresses() == [PHONE]

    await until(texted)
    assert notify.taken[0]["personalisation"]["body"].startswith("Urgent: ")

    async def mailed() -> bool:
        return bool(mail.recipients() == village.emails("dsl", "ddsl"))

    await until(mailed)


@pytest.mark.rule("A-1.5-6")
async def test_in_school_hours_nobody_s_phone_rings(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    await give_phone(village, "dsl")
    await let_it_be_school(village)
    await village.tell(safe_now="no", topics=["scared"])

    async def mailed() -> bool:
        return bool(mail.recipients() == village.emails("dsl", "ddsl"))

    await until(mailed)
    assert notify.taken == []


async def test_a_lost_answer_is_looked_for_before_it_is_sent_again(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    mail.mode = "550"
    await village.tell()
    await both_by_notify(village, notify)
    # as after a crash between the provider's answer and our commit
    await village.rows(
        "UPDATE notifications.delivery SET state = 'queued', accepted_at = NULL,"
        " next_attempt_at = queued_at WHERE school_id = $1 AND channel = 'notify_email'",
        village.school.id,
    )

    async def taken_again() -> bool:
        rows = await rows_of(village, "notify_email")
        return {row["state"] for row in rows} == {"accepted"}

    await until(taken_again)
    assert len(notify.taken) == 2
