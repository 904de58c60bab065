"""What leaves the house is thin, guarded on its way, and its link opens nothing by itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from operations.worker import Worker, WorkerSettings
from services.shared import clock
from tests.integration.notifications.conftest import MailServer, Village, until
from tests.integration.notifications.test_parent_notices import act

pytestmark = pytest.mark.anyio

CANARIES = ("CANARY-WORDS", "CANARY-NAME", "CANARY-NOTE", "CANARY-FACTS", "CANARY-REASON")


def everything(mail: MailServer) -> str:
    """Return all that was taken, headers and bodies, decoded and as it was sent."""
    parts = [raw.decode(errors="replace") for _, raw, _ in mail.taken]
    parts += [f"{list(one.values())} {one.get_content()}" for one in mail.messages()]
    return "\n".join(parts)


async def a_case_with_canaries(village: Village) -> UUID:
    """A critical report with a word of its own in every field, triaged, noted, shared."""
    await village.tell(safe_now="no")
    case_id = await village.case_id()
    assert village.child is not None
    kind = {"severity": "critical", "risk_area": "contact", "kind": "sexual_image"}
    await act(village, case_id, "triage", **kind, pupil_ids=[str(village.child.id)])
    await act(village, case_id, "notes", text="CANARY-NOTE she showed me.")
    ends_on = (clock.now() + timedelta(days=3)).date().isoformat()
    for role in ("police", "governor"):
        await act(
            village,
            case_id,
            "shares",
            role=role,
            name="Jo Alder",
            organisation="Outside",
            email=f"{role}@outside.example",
            ends_on=ends_on,
            reason="CANARY-REASON",
            facts="CANARY-FACTS",
        )
    return case_id


def all_sent(village: Village, mail: MailServer) -> Callable[[], Awaitable[bool]]:
    """Return the question whether the leads' and both outsiders' mails were taken."""
    wanted = {*village.emails("dsl", "ddsl"), "police@outside.example", "governor@outside.example"}

    async def ask() -> bool:
        return wanted <= set(mail.recipients())

    return ask


async def page_of(village: Village, case_id: UUID, part: str = "") -> Any:
    headers = village.staff["dsl"].bearer("reporting")
    answer = await village.reporting.get(f"/cases/{case_id}{part}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.guard("G-21")
@pytest.mark.rule("D-7.8-3", "A-1.11-4", "A-1.15-5")
async def test_every_word_of_a_case_is_on_its_pages_and_none_in_a_mail(
    village: Village, mail: MailServer, worker: Worker
) -> None:
    del worker
    case_id = await a_case_with_canaries(village)
    await until(all_sent(village, mail))
    page, shares = await page_of(village, case_id), await page_of(village, case_id, "/shares")
    sent = everything(mail)
    for word in CANARIES:
        assert word in page.text + shares.text
        assert word not in sent
    assert village.child is not None
    secrets = [
        *(str(case_id), page.json()["reference"], village.child.display_name, "Oaks", "Acorns"),
        *("sexual", "image", "contact", "Jo Alder", village.staff["dsl"].display_name),
        *(one["code"] for one in shares.json()["shares"]),
    ]
    for word in secrets:
        assert word.casefold() not in sent.casefold()
    assert all(len(one["To"].addresses) == 1 for one in mail.messages())
    bodies = "\n".join(one.get_content() for one in mail.messages())
    leads = set(re.findall(r"https?://[^\s]+", bodies))
    asks = re.compile(r"https?://[^/]+/(staff|partner/s/[0-9a-f-]{36})\.?")
    assert leads
    assert all(asks.fullmatch(one) for one in leads), leads


@pytest.mark.guard("G-21")
@pytest.mark.rule("A-1.15-6")
async def test_a_governors_link_opens_nothing_without_the_code(
    village: Village, mail: MailServer, worker: Worker
) -> None:
    del worker
    case_id = await a_case_with_canaries(village)
    await until(all_sent(village, mail))
    (message,) = [one for one in mail.messages() if one["To"] == "governor@outside.example"]
    found = re.search(r"/partner/s/([0-9a-f-]{36})", message.get_content())
    assert found is not None
    link = f"/share-links/{found[1]}"
    for door, body in (("open", {"code": "AAAAAAAA"}), ("read", {"ticket": "x" * 32})):
        refused = await village.reporting.post(f"{link}/{door}", json=body)
        assert refused.status_code == 403
        assert "CANARY" not in refused.text
    shares = (await page_of(village, case_id, "/shares")).json()["shares"]
    code = next(one["code"] for one in shares if one["role"] == "governor")
    opened = await village.reporting.post(f"{link}/open", json={"code": code})
    assert opened.status_code == 200
    assert opened.json()["shared"]["counts"]["children"] == 1
    assert "CANARY" not in opened.text


@pytest.mark.rule("A-1.11-4", "A-1.15-5")
async def test_a_mail_server_that_does_not_guard_the_way_is_given_nothing(
    village: Village, mail: MailServer
) -> None:
    await village.tell()
    values = {**village.values, "smtp_port": mail.port}
    await run_until_tried(village, WorkerSettings(**(values | {"smtp_tls": "starttls"})))
    assert mail.taken == []
    assert mail.tries == 0
    await village.rows(
        "UPDATE notifications.delivery SET next_attempt_at = queued_at WHERE school_id = $1"
        " AND state = 'failed_for_now'",
        village.school.id,
    )
    await run_until_tried(village, WorkerSettings(**values), state="accepted")
    assert mail.recipients()


async def run_until_tried(
    village: Village, settings: WorkerSettings, state: str = "failed_for_now"
) -> None:
    """Let a worker with these settings run until somebody's mail stands in `state`."""
    worker = Worker(settings)
    task = asyncio.create_task(worker.run())

    async def is_tried() -> bool:
        return state in (await village.mail_states()).values()

    try:
        await until(is_tried)
    finally:
        worker.stopping.set()
        await asyncio.wait_for(task, 20)
