"""Out of school hours the duty phone rings for danger, if who carries it may know of the case."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert

from operations.worker import Worker
from services.accounts.addresses.models import DutyPhone
from services.accounts.people.rules import ADDRESS_LABEL
from services.accounts.schools.queries import keys_of
from services.shared import clock
from tests.factories import _keyring, as_owner
from tests.integration.notifications.conftest import until
from tests.integration.notifications.notify_server import NotifyServer
from tests.integration.notifications.test_channels import (
    PHONE,
    give_phone,
    let_it_be_school,
    let_there_be_no_school,
    notify,
    worker,
)

__all__ = ["notify", "worker"]
pytestmark = pytest.mark.anyio
DUTY_PHONE = "07700 900666"


async def give_duty_phone(village: Any, role: str) -> None:
    carrier, phone_id = village.staff[role].id, uuid4()
    async with as_owner(village.values, village.school.id) as session:
        keys = await keys_of(session, village.school.id, _keyring(village.values))
        row = {
            "school_id": village.school.id,
            "id": phone_id,
            "address_sealed": keys.sealer.seal(DUTY_PHONE, ADDRESS_LABEL, phone_id),
            "key_id": keys.sealer.key_id,
            "carrier_id": carrier,
            "owner_id": carrier,
            "checked_on": clock.now().date(),
            "recorded_at": clock.now(),
        }
        await session.execute(insert(DutyPhone), [row])


@pytest.mark.rule("A-1.5-6")
@pytest.mark.guard("G-11")
async def test_out_of_school_hours_danger_rings_who_carries_the_duty_phone(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    await give_phone(village, "head")
    await give_duty_phone(village, "head")
    await let_there_be_no_school(village)
    await village.tell(safe_now="no", topics=["scared"])

    async def all_were_asked() -> bool:
        is_mailed = mail.recipients() == village.emails("dsl", "ddsl", "head")
        return is_mailed and notify.addresses() == [DUTY_PHONE]

    await until(all_were_asked)
    headers = village.staff["dsl"].bearer("notifications")
    (alert,) = (await village.notifications.get("/alerts", headers=headers)).json()["items"]
    path = f"/alerts/{alert['alert_id']}/phones"
    people = (await village.notifications.get(path, headers=headers)).json()["people"]
    numbers = {one["role"]: (one["phone"], one["duty_phone"]) for one in people}
    assert numbers["head"] == (PHONE, DUTY_PHONE)


@pytest.mark.guard("G-12")
async def test_who_must_not_know_is_not_rung_on_duty_either(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    await give_duty_phone(village, "head")
    await let_there_be_no_school(village)
    head = village.staff["head"]
    await village.tell(safe_now="no", topics=["scared"], not_adult_ids=[str(head.id)])

    async def the_leads_were_asked() -> bool:
        is_mailed = mail.recipients() == village.emails("dsl", "ddsl")
        return is_mailed and await village.queue_is_empty()

    await until(the_leads_were_asked)
    assert notify.taken == []


async def test_who_wants_a_text_for_what_is_urgent_gets_one_in_school_hours_too(
    village: Any, mail: Any, notify: NotifyServer, worker: Worker
) -> None:
    await give_phone(village, "ddsl")
    headers = village.staff["ddsl"].bearer("notifications")
    wish = {"texts_urgent": True}
    await village.notifications.post("/preferences", json=wish, headers=headers)
    await let_it_be_school(village)
    await village.tell()  # it can wait: no text
    await village.tell(safe_now="no", topics=["scared"])

    async def texted() -> bool:
        return notify.addresses() == [PHONE] and await village.queue_is_empty()

    await until(texted)
