"""Mail to somebody outside: thin, to the one address, not once the share has ended; and back."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from operations.worker import Worker, WorkerSettings
from services.shared import clock
from tests.integration.notifications.conftest import MailServer, Village, until
from tests.integration.notifications.test_parent_notices import act

pytestmark = pytest.mark.anyio

LADO = "jo.alder@council.example"
SUBJECT = "A school has something for you to read"


async def a_share(village: Village) -> UUID:
    """A triaged case that is shared with the LADO; return the case."""
    await village.tell()
    case_id = await village.case_id()
    kind = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    await act(village, case_id, "triage", **kind)
    await act(
        village,
        case_id,
        "shares",
        role="lado",
        name="Jo Alder",
        organisation="The council",
        email=LADO,
        ends_on=(clock.now() + timedelta(days=3)).date().isoformat(),
        reason="CANARY-REASON",
    )
    return case_id


async def share_mail(village: Village) -> list[tuple[str, str | None]]:
    rows = await village.rows(
        "SELECT state, reason FROM notifications.delivery"
        " WHERE school_id = $1 AND purpose = 'share_link' ORDER BY queued_at",
        village.school.id,
    )
    return [(row["state"], row["reason"]) for row in rows]


async def arrived(village: Village, mail: MailServer) -> str:
    """Wait for the mail to the LADO; return its link's id."""

    async def is_there() -> bool:
        return LADO in mail.recipients()

    await until(is_there)
    (message,) = [one for one in mail.messages() if one["To"] == LADO]
    assert message["Subject"] == SUBJECT
    assert len(message["To"].addresses) == 1
    found = re.search(r"/partner/s/([0-9a-f-]{36})", message.get_content())
    assert found is not None
    return found[1]


async def code_of(village: Village, case_id: UUID) -> str:
    headers = village.staff["dsl"].bearer("reporting")
    page = await village.reporting.get(f"/cases/{case_id}/shares", headers=headers)
    return str(page.json()["shares"][0]["code"])


@pytest.mark.guard("G-21")
@pytest.mark.rule("D-7.8-3", "A-1.11-4", "A-1.15-5")
async def test_the_lado_gets_a_link_and_not_a_word_of_it(
    village: Village, mail: MailServer, worker: Worker
) -> None:
    del worker
    case_id = await a_share(village)
    link = await arrived(village, mail)
    code = await code_of(village, case_id)
    (message,) = [one for one in mail.messages() if one["To"] == LADO]
    everything = f"{message.as_string()}{message.get_content()}"
    assert village.child is not None
    for word in (str(case_id), village.child.display_name.split()[0], "CANARY", "staff", code):
        assert word not in everything
    opened = await village.reporting.post(f"/share-links/{link}/open", json={"code": code})
    assert opened.status_code == 200
    assert "CANARY-WORDS" in opened.text


async def test_what_the_lado_writes_alerts_the_team_in_one_thin_mail(
    village: Village, mail: MailServer, worker: Worker
) -> None:
    del worker
    case_id = await a_share(village)
    link = await arrived(village, mail)
    code = await code_of(village, case_id)
    opened = await village.reporting.post(f"/share-links/{link}/open", json={"code": code})
    body = {"ticket": opened.json()["ticket"], "act": "advised", "words": "CANARY-ADVICE"}
    before = len(mail.taken)
    answer = await village.reporting.post(f"/share-links/{link}/answer", json=body)
    assert answer.status_code == 200, answer.text

    async def told() -> bool:
        rows = await village.rows(
            "SELECT person_id, state FROM notifications.delivery"
            " WHERE school_id = $1 AND purpose = 'share_answer'",
            village.school.id,
        )
        people = {row["person_id"] for row in rows if row["state"] == "accepted"}
        return {village.staff["dsl"].id, village.staff["ddsl"].id} <= people

    await until(told)
    fresh = mail.messages()[before:]
    assert fresh
    for message in fresh:
        assert len(message["To"].addresses) == 1
        assert "CANARY" not in f"{message.as_string()}{message.get_content()}"


@pytest.mark.parametrize("ending", ["revoke", "link"])
async def test_a_share_that_ended_before_its_mail_left_sends_none(
    village: Village, mail: MailServer, ending: str
) -> None:
    case_id = await a_share(village)
    headers = village.staff["dsl"].bearer("reporting")
    page = await village.reporting.get(f"/cases/{case_id}/shares", headers=headers)
    share_id = page.json()["shares"][0]["share_id"]
    path = f"/cases/{case_id}/shares/{share_id}/{ending}"
    assert (await village.reporting.post(path, json={}, headers=headers)).status_code == 201
    await sweep_once(village, mail, 1 if ending == "revoke" else 2)
    wanted: list[Any] = [("cancelled", "withdrawn")]
    sent = [("accepted", None)] if ending == "link" else []
    # two jobs are heard side by side: which row was queued first does not matter
    assert sorted(await share_mail(village), key=str) == sorted(wanted + sent, key=str)
    assert mail.recipients().count(LADO) == len(sent)


async def sweep_once(village: Village, mail: MailServer, expected: int) -> None:
    """Start a worker only now, when all is decided, and let it deal with what waits."""
    worker = Worker(WorkerSettings(**{**village.values, "smtp_port": mail.port}))
    task = asyncio.create_task(worker.run())

    async def is_settled() -> bool:
        states = [state for state, _ in await share_mail(village)]
        return len(states) == expected and "queued" not in states

    try:
        await until(is_settled)
    finally:
        worker.stopping.set()
        await asyncio.wait_for(task, 20)
