"""Before somebody confirmed an address, only the message that asks for it goes there."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.accounts.main import create_app
from services.accounts.settings import AccountsSettings
from services.shared.passwords import hash_password
from tests.integration.notifications.conftest import until
from tests.integration.notifications.test_digests import READERS, has_school, postman, told

__all__ = ["postman"]
pytestmark = pytest.mark.anyio
NEW = "quiet.corner@school.example"
OWN = "an invented password of mine"


@pytest.fixture
async def accounts(village: Any, keys: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(AccountsSettings(**village.values))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as talking:
        yield talking
    await app.state.database.close()


async def unverify(village: Any, role: str) -> None:
    await village.rows(
        "UPDATE accounts.contact SET verified_at = NULL WHERE person_id = $1",
        village.staff[role].id,
    )


async def wrote_to(village: Any, mail: Any, *addresses: str) -> None:
    async def is_so() -> bool:
        return bool(mail.recipients() == sorted(addresses)) and await village.queue_is_empty()

    await until(is_so)


async def test_a_new_address_hears_one_question_and_alerts_once_it_was_answered(
    village: Any, mail: Any, worker: Any, accounts: httpx.AsyncClient
) -> None:
    lead = village.staff["dsl"]
    headers = lead.bearer("accounts")
    given = headers | {"Idempotency-Key": str(uuid4())}
    await village.rows(
        "UPDATE accounts.account SET password_hash = $2 WHERE person_id = $1",
        lead.id,
        await hash_password(OWN),
    )
    typed = {"address": NEW, "password": OWN}
    await accounts.post("/addresses/email", json=typed, headers=given)
    await wrote_to(village, mail, NEW)
    await village.tell()
    await wrote_to(village, mail, NEW, *village.emails("dsl", "ddsl"))
    (asked,) = [one for one in mail.messages() if one["To"] == NEW]
    found = re.search(r"/staff/my-address/([0-9a-f-]{36})", asked.get_content())
    assert found is not None
    assert lead.display_name not in asked.as_string()
    confirmed = await accounts.post(f"/address-tries/{found[1]}/confirm", headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    mail.taken.clear()
    await village.tell()
    await wrote_to(village, mail, NEW, *village.emails("ddsl"))


@pytest.mark.guard("G-11")
async def test_an_address_that_nobody_confirmed_is_not_used_and_the_gap_is_shown(
    village: Any, mail: Any, worker: Any
) -> None:
    await unverify(village, "dsl")
    await village.tell()
    await wrote_to(village, mail, *village.emails("ddsl"))

    async def is_shown() -> bool:
        states = await village.rows(
            "SELECT person_id, reason FROM notifications.delivery"
            " WHERE school_id = $1 AND channel = 'email' AND reason IS NOT NULL",
            village.school.id,
        )
        return [tuple(one) for one in states] == [(village.staff["dsl"].id, "no_address")]

    await until(is_shown)
    headers = village.staff["dsl"].bearer("notifications")
    assert (await village.notifications.get("/alerts", headers=headers)).json()["count"] == 1
    leader = village.staff["head"].bearer("notifications")
    sending = (await village.notifications.get("/sending", headers=leader)).json()
    name = village.staff["dsl"].display_name
    assert sending["unreached"] == [{"display_name": name, "roles": ["dsl"], "has_address": True}]


async def test_who_reads_the_overview_in_the_app_gets_no_mail_about_it(
    village: Any, mail: Any, postman: Any
) -> None:
    headers = village.staff["head"].bearer("notifications")
    wish = {"no_digest": True}
    kept = await village.notifications.post("/preferences", json=wish, headers=headers)
    assert kept.json()["no_digest"]
    shown = await village.notifications.get("/preferences", headers=headers)
    assert shown.json() == kept.json() | {"sends_texts": False}
    await has_school(village, 0)
    assert await told(village, postman) == sorted(set(READERS) - {"head"})
