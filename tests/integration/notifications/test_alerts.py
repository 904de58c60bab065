"""From the child's report to the mail server: once, thin, and only to those who may know."""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.shared.events.reporting import CaseAcknowledged
from tests.integration.notifications.conftest import move, until
from tests.integration.notifications.test_procedure_roles import triage

pytestmark = pytest.mark.anyio


async def everything_sent(village: Any, count: int) -> None:
    async def is_so() -> bool:
        states = list((await village.mail_states()).values())
        return len(states) == count and set(states) == {"accepted"}

    await until(is_so)


async def test_an_alert_arrives_once_and_says_nothing(village: Any, mail: Any, worker: Any) -> None:
    await village.tell()
    told_at = time.monotonic()
    await everything_sent(village, 2)
    assert mail.recipients() == village.emails("dsl", "ddsl")
    print(f"commit to acceptance: {max(at for _, _, at in mail.taken) - told_at:.3f} s")
    for message in mail.messages():
        assert message["Subject"] == "A new item needs your attention"
        whole = message.as_string()
        assert "CANARY" not in whole
        assert "http://127.0.0.1:8000/staff" in message.get_content().split()
        assert str(await village.case_id()) not in whole
        assert village.staff["dsl"].display_name not in whole
        assert message["Message-ID"].endswith("@school.example>")


async def test_the_chosen_adult_is_told_too(village: Any, mail: Any, worker: Any) -> None:
    chosen = str(village.staff["teacher"].id)
    await village.tell(chosen_adult="named", chosen_adult_id=chosen)
    await everything_sent(village, 3)
    assert mail.recipients() == village.emails("dsl", "ddsl", "teacher")


async def test_the_chosen_adult_is_told_although_a_lead_was_quicker_than_the_mail(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    mail.mode = "421"
    chosen = str(village.staff["teacher"].id)
    await village.tell(chosen_adult="named", chosen_adult_id=chosen)

    async def all_were_tried() -> bool:
        return set((await village.mail_states()).values()) == {"failed_for_now"}

    await until(all_were_tried)
    await village.acknowledge("dsl")
    mail.mode = "take"
    move(movable_clock, 600)

    async def somebody_was_told() -> bool:
        return bool(mail.taken)

    await until(somebody_was_told)
    assert mail.recipients() == village.emails("teacher")
    states = await village.mail_states()
    assert (states["dsl"], states["ddsl"]) == ("cancelled", "cancelled")


async def test_whom_the_child_keeps_out_hears_nothing(village: Any, mail: Any, worker: Any) -> None:
    await village.tell(not_adult_ids=[str(village.staff["dsl"].id)])
    await everything_sent(village, 1)
    assert mail.recipients() == village.emails("ddsl")


async def test_an_unnamed_adult_goes_to_deputy_and_chair(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(about_adult="yes")
    await everything_sent(village, 2)
    assert mail.recipients() == village.emails("ddsl", "chair")


async def test_alerts_are_listed_for_whoever_was_told_only(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(not_adult_ids=[str(village.staff["dsl"].id)])
    await everything_sent(village, 1)

    async def listed(role: str) -> Any:
        headers = village.staff[role].bearer("notifications")
        return (await village.notifications.get("/alerts", headers=headers)).json()

    case_id = str(await village.case_id())
    assert [one["case_id"] for one in (await listed("ddsl"))["items"]] == [case_id]
    for role in ("dsl", "head", "chair", "teacher"):
        assert await listed(role) == {"items": [], "count": 0}


async def test_the_ledger_is_for_readers_and_looks_absent_to_others(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(not_adult_ids=[str(village.staff["dsl"].id)])
    await everything_sent(village, 1)
    path = f"/deliveries/{await village.case_id()}"
    other = f"/deliveries/{village.school.id}"
    read = await village.notifications.get(
        path, headers=village.staff["ddsl"].bearer("notifications")
    )
    assert {(one["channel"], one["state"]) for one in read.json()["items"]} == {
        ("in_app", "accepted"),
        ("email", "accepted"),
    }
    kept_out = village.staff["dsl"].bearer("notifications")
    refused = await village.notifications.get(path, headers=kept_out)
    absent = await village.notifications.get(other, headers=kept_out)
    assert refused.status_code == absent.status_code == 404
    same = {"type", "title", "status", "detail"}
    assert {key: refused.json()[key] for key in same} == {key: absent.json()[key] for key in same}


@pytest.mark.guard("G-11")
async def test_nobody_answers_and_the_ladder_goes_to_head_and_chair(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell(safe_now="no", topics=["scared"])
    await everything_sent(village, 2)
    for seconds, roles in ((301, ("dsl", "ddsl", "head")), (602, ("dsl", "ddsl", "head", "chair"))):
        move(movable_clock, seconds)
        await everything_sent(village, len(roles))
        assert mail.recipients() == village.emails(*roles)


@pytest.mark.guard("G-11")
async def test_an_acknowledgement_stops_the_ladder(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell(safe_now="no", topics=["scared"])
    await everything_sent(village, 2)
    await village.acknowledge("dsl")
    move(movable_clock, 3 * 3600)
    rows = await village.rows(
        "SELECT next_rung_at, answered_by FROM notifications.alert WHERE school_id = $1",
        village.school.id,
    )
    assert [(row["next_rung_at"], row["answered_by"]) for row in rows] == [
        (None, village.staff["dsl"].id)
    ]
    assert mail.recipients() == village.emails("dsl", "ddsl")


@pytest.mark.guard("G-11")
async def test_whoever_triages_has_answered(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await triage(village, "bullying", who="ddsl")
    move(movable_clock, 3 * 3600)
    (alert,) = await village.rows(
        "SELECT next_rung_at, answered_by FROM notifications.alert WHERE school_id = $1",
        village.school.id,
    )
    assert tuple(alert) == (None, village.staff["ddsl"].id)
    assert mail.recipients() == village.emails("dsl", "ddsl")


@pytest.mark.guard("G-12")
async def test_the_ladder_never_asks_whom_the_child_keeps_out(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    await village.tell(
        safe_now="no", topics=["scared"], not_adult_ids=[str(village.staff["head"].id)]
    )
    await everything_sent(village, 2)
    move(movable_clock, 301)
    await everything_sent(village, 3)
    assert mail.recipients() == village.emails("dsl", "ddsl", "chair")


@pytest.mark.guard("G-11")
async def test_a_child_who_tells_more_after_an_answer_is_news(
    village: Any, mail: Any, worker: Any
) -> None:
    key = str(uuid4())
    await village.tell(key)
    await everything_sent(village, 2)
    await village.acknowledge("dsl")
    await village.tell(key, safe_now="no", account="CANARY-WORDS it is worse than I said.")

    async def four_have_left() -> bool:
        return len(mail.taken) == 4

    await until(four_have_left)
    assert mail.recipients() == sorted(village.emails("dsl", "ddsl") * 2)
    open_now = await village.notifications.get(
        "/alerts", headers=village.staff["dsl"].bearer("notifications")
    )
    assert [one["urgency"] for one in open_now.json()["items"]] == ["critical"]


async def test_danger_that_was_not_known_before_is_told_to_everybody_once_more(
    village: Any, mail: Any, worker: Any
) -> None:
    key = str(uuid4())
    both = village.emails("dsl", "ddsl")

    async def everybody_heard(times: int) -> None:
        async def is_so() -> bool:
            return bool(mail.recipients() == sorted(times * both))

        await until(is_so)

    await village.tell(key)
    await everybody_heard(1)
    await village.tell(key, account="It is going on.", safe_now="no")
    await everybody_heard(2)
    await village.tell(key, account="It is still going on.", safe_now="no")
    await everything_sent(village, 2)
    await everybody_heard(2)


async def test_the_ledger_says_who_opened_and_who_answered(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell()
    await everything_sent(village, 2)
    case_id = await village.case_id()
    lead = village.staff["dsl"]
    await village.reporting.get(f"/cases/{case_id}", headers=lead.bearer("reporting"))
    event = CaseAcknowledged(school_id=village.school.id, case_id=case_id, person_id=lead.id)
    await village.publish(event)
    await until(village.queue_is_empty)
    read = await village.notifications.get(
        f"/deliveries/{case_id}", headers=village.staff["ddsl"].bearer("notifications")
    )
    ledger = read.json()
    opened = {one["display_name"] for one in ledger["items"] if one["opened_at"]}
    assert opened == {lead.display_name}
    assert ledger["answer"]["display_name"] == lead.display_name


@pytest.mark.guard("G-11")
async def test_whom_to_ring_is_for_whoever_was_told_and_names_nobody_kept_out(
    village: Any, mail: Any, worker: Any
) -> None:
    kept_out = village.staff["head"]
    await village.tell(safe_now="no", topics=["scared"], not_adult_ids=[str(kept_out.id)])
    await everything_sent(village, 2)

    async def asked(role: str, path: str) -> Any:
        headers = village.staff[role].bearer("notifications")
        return await village.notifications.get(path, headers=headers)

    (alert,) = (await asked("dsl", "/alerts")).json()["items"]
    path = f"/alerts/{alert['alert_id']}/phones"
    phones = (await asked("dsl", path)).json()
    assert [one["role"] for one in phones["people"]] == ["ddsl", "chair"]
    assert phones["target_at"] is not None
    for role in ("head", "chair"):
        assert (await asked(role, path)).status_code == 404
