"""A parent's mail about a case: thin, only after the release, and a bar placed since stops it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from operations.worker import Worker, WorkerSettings
from services.shared import clock
from tests.integration.notifications.conftest import MailServer, Village, until

pytestmark = pytest.mark.anyio


async def a_release(village: Village, **other: Any) -> UUID:
    """A triaged case whose child's mother is told; return the case."""
    await village.tell()
    case_id = await village.case_id()
    assert village.child is not None
    child = str(village.child.id)
    kind = {"severity": "high", "risk_area": "conduct", "kind": "bullying", "pupil_ids": [child]}
    await act(village, case_id, "triage", **kind)
    await decide(village, case_id, "no", **other)
    return case_id


async def decide(village: Village, case_id: UUID, answer: str, **other: Any) -> None:
    assert village.child is not None
    later = (clock.now() + timedelta(days=7)).date().isoformat()
    body = {
        "pupil_id": str(village.child.id),
        "guardian_id": str(village.child.guardian_ids[0]),
        "would_telling_put_child_at_risk": answer,
        "reason": "CANARY-REASON asked the child.",
        "template": "unkind",
        "review_on": later,
        **other,
    }
    await act(village, case_id, "parents", **body)


async def act(village: Village, case_id: UUID, what: str, **body: Any) -> None:
    headers = village.staff["dsl"].bearer("reporting")
    page = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    sent = {"version": page["version"], **body}
    answer = await village.reporting.post(f"/cases/{case_id}/{what}", json=sent, headers=headers)
    assert answer.is_success, answer.text


async def parents_mail(village: Village) -> list[tuple[str, str | None]]:
    assert village.child is not None
    rows = await village.rows(
        "SELECT state, reason FROM notifications.delivery"
        " WHERE person_id = $1 AND channel = 'email'",
        village.child.guardian_ids[0],
    )
    return [(row["state"], row["reason"]) for row in rows]


@pytest.mark.guard("G-17", "G-21")
async def test_the_parent_gets_a_link_and_not_a_word_of_it(
    village: Village, mail: MailServer, worker: Worker
) -> None:
    del worker
    case_id = await a_release(village)

    async def arrived() -> bool:
        return await parents_mail(village) == [("accepted", None)]

    await until(arrived)
    (message,) = [one for one in mail.messages() if one["Subject"] == "A message from school"]
    assert len(message["To"].addresses) == 1
    text = message.get_content()
    assert "/parent/n/" in text
    assert village.child is not None
    everything = f"{message.as_string()}{text}"
    for word in (str(case_id), village.child.display_name.split()[0], "CANARY", "unkind"):
        assert word not in everything


@pytest.mark.guard("G-17")
async def test_a_decision_since_stops_what_waits(village: Village, mail: MailServer) -> None:
    case_id = await a_release(village)
    await decide(village, case_id, "not_sure")
    await sweep_once(village, mail)
    assert await parents_mail(village) == [("cancelled", "withdrawn")]
    assert not mail.taken or "A message from school" not in str(mail.messages())


@pytest.mark.guard("G-17")
async def test_a_bar_placed_between_queueing_and_sending_wins(
    village: Village, mail: MailServer
) -> None:
    await a_release(village)
    assert village.child is not None
    await village.rows(
        "UPDATE accounts.guardianship SET is_barred = true, may_collect = false"
        " WHERE person_id = $1",
        village.child.guardian_ids[0],
    )
    await sweep_once(village, mail)
    assert await parents_mail(village) == [("cancelled", "barred")]


async def sweep_once(village: Village, mail: MailServer) -> None:
    """Start a worker only now, when all is decided, and let it deal with what waits."""
    worker = Worker(WorkerSettings(**{**village.values, "smtp_port": mail.port}))
    task = asyncio.create_task(worker.run())

    async def is_settled() -> bool:
        return [state for state, _ in await parents_mail(village)] not in ([], ["queued"])

    try:
        await until(is_settled)
    finally:
        worker.stopping.set()
        await asyncio.wait_for(task, 20)
