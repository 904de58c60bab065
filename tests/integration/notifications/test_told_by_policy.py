"""What the schools' policies say of who is told, from a report to the mailbox."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.factories import a_school, a_staff_member
from tests.integration.notifications.conftest import move, until
from tests.integration.notifications.test_procedure_roles import DAYS, triage

pytestmark = pytest.mark.anyio


async def hears(village: Any, mail: Any, *roles: str) -> None:
    """Wait until these were written to, and see that the teacher was not."""
    wanted = set(village.emails(*roles))

    async def is_so() -> bool:
        return wanted <= set(mail.recipients())

    await until(is_so)
    assert village.staff["teacher"].email not in mail.recipients()


async def report(village: Any, **other: Any) -> None:
    """Send a report as the technician, or whoever is at hand, would."""
    body = {
        "happened": "A page opened that nobody at school should see.",
        "concern_type": "content",
        "kind": "harmful_content",
        "danger_now": "no",
        "unknown_child": True,
        "about_adult": "no",
        **other,
    }
    headers = village.staff["teacher"].bearer("reporting") | {"Idempotency-Key": str(uuid4())}
    answer = await village.reporting.post("/staff-reports", json=body, headers=headers)
    assert answer.status_code == 201, answer.text


@pytest.mark.rule("A-1.35-34", "A-1.35-51", "D-10.1-1")
@pytest.mark.parametrize(
    "topics",
    [
        pytest.param("secret_or_picture", marks=pytest.mark.rule("D-11.1.1-2")),
        pytest.param("stranger", marks=pytest.mark.rule("D-11.2.1-2")),
        pytest.param("saw_something", marks=pytest.mark.rule("D-11.3-6", "D-11.3-9", "D-11.3-13")),
    ],
)
async def test_the_lead_and_the_deputy_hear_at_once_whatever_a_child_tells(
    village: Any, mail: Any, worker: Any, topics: str
) -> None:
    await village.tell(topics=[topics])
    await hears(village, mail, "dsl", "ddsl")


@pytest.mark.rule("A-1.35-34", "A-1.35-51", "D-10.1-1", "D-11.1.1-2", "D-11.2.1-2")
@pytest.mark.rule("D-11.3-6", "D-11.3-9", "D-11.3-13")
async def test_only_a_lead_whom_the_case_keeps_out_does_not(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(topics=["stranger"], not_adult_ids=[str(village.staff["dsl"].id)])
    await hears(village, mail, "ddsl")
    assert village.staff["dsl"].email not in mail.recipients()


@pytest.mark.rule("D-7.3.2-7")
async def test_a_colleague_s_report_without_a_link_reaches_the_lead(
    village: Any, mail: Any, worker: Any
) -> None:
    await report(village)
    await hears(village, mail, "dsl", "ddsl")


@pytest.mark.rule("D-7.3.2-7")
async def test_a_colleague_s_report_without_words_is_refused_and_reaches_nobody(
    village: Any, mail: Any, worker: Any
) -> None:
    headers = village.staff["teacher"].bearer("reporting") | {"Idempotency-Key": str(uuid4())}
    body = {"happened": " ", "concern_type": "content", "kind": "harmful_content"}
    body |= {"danger_now": "no", "about_adult": "no", "unknown_child": True}
    answer = await village.reporting.post("/staff-reports", json=body, headers=headers)
    assert answer.status_code == 422
    await until(village.queue_is_empty)
    assert mail.recipients() == []


@pytest.mark.rule("D-4.4-4", "A-1.10-26")
async def test_a_breach_of_the_filter_goes_to_technician_lead_and_leadership(
    village: Any, mail: Any, worker: Any, movable_clock: Path
) -> None:
    village.staff["tech"] = await a_staff_member(village.school, "tech")
    village.staff["slt"] = await a_staff_member(village.school, "slt")
    await triage(village, "other", procedure="filtering_breach")
    await hears(village, mail, "dsl", "tech")
    assert village.staff["slt"].email not in mail.recipients()
    move(movable_clock, 4 * DAYS)
    await hears(village, mail, "dsl", "tech", "slt")


@pytest.mark.rule("D-10.2-1", "D-11.3-19")
@pytest.mark.parametrize("procedure", ["staff_allegation", "iioc_staff"])
async def test_a_complaint_about_a_colleague_goes_to_the_head_at_once(
    village: Any, mail: Any, worker: Any, procedure: str
) -> None:
    case_id = await triage(village, "staff_concern", procedure=procedure)
    await hears(village, mail, "head")
    headers = village.staff["head"].bearer("reporting")
    answer = await village.reporting.get(f"/cases/{case_id}", headers=headers)
    assert answer.status_code == 200


@pytest.mark.rule("D-10.2-1", "D-11.3-19", "D-3-4", "D-4.4-4", "A-1.10-26", "A-1.5-9")
async def test_before_triage_no_procedure_tells_anybody(
    village: Any, mail: Any, worker: Any
) -> None:
    village.staff["tech"] = await a_staff_member(village.school, "tech")
    await village.tell()
    await hears(village, mail, "dsl", "ddsl")
    await until(village.queue_is_empty)
    assert mail.recipients() == village.emails("dsl", "ddsl")


@pytest.mark.rule("D-4-1")
async def test_one_person_who_is_head_and_lead_is_asked_once_and_cover_is_asked_too(
    village: Any, mail: Any, worker: Any
) -> None:
    village.school = await a_school(village.values)
    village.staff = {
        "dsl": await a_staff_member(village.school, "head", "dsl"),
        "ddsl": await a_staff_member(village.school, "ddsl"),
        "teacher": await a_staff_member(village.school, "teacher"),
    }
    await village.tell(safe_now="no", topics=["scared"])
    await hears(village, mail, "dsl", "ddsl")
    await until(village.queue_is_empty)
    assert mail.recipients() == village.emails("dsl", "ddsl")


@pytest.mark.rule("D-4-1")
async def test_where_that_one_person_is_kept_out_cover_is_asked_alone(
    village: Any, mail: Any, worker: Any
) -> None:
    village.school = await a_school(village.values)
    both = await a_staff_member(village.school, "head", "dsl", trusted_as="Mrs Both")
    village.staff = {
        "dsl": both,
        "ddsl": await a_staff_member(village.school, "ddsl"),
        "teacher": await a_staff_member(village.school, "teacher"),
    }
    await village.tell(not_adult_ids=[str(both.id)])
    await hears(village, mail, "ddsl")
    assert both.email not in mail.recipients()


@pytest.mark.rule("A-1.5-14")
async def test_the_reporter_sees_that_it_was_recorded_and_nothing_of_the_case(
    village: Any, mail: Any, worker: Any
) -> None:
    await report(village)
    headers = village.staff["teacher"].bearer("reporting")
    (mine,) = (await village.reporting.get("/staff-reports", headers=headers)).json()["items"]
    assert mine["state"] == "received"
    shown = {"report_id", "reference", "sent_at", "state", "seen_at", "messages", "unread"}
    assert set(mine) == shown
    case_id = await village.case_id()
    hidden = await village.reporting.get(f"/cases/{case_id}", headers=headers)
    assert hidden.status_code == 404


async def remind(village: Any, case_id: Any) -> Any:
    """Ask, as the lead, that all staff be reminded."""
    headers = village.staff["dsl"].bearer("reporting")
    shown = (await village.reporting.get(f"/cases/{case_id}", headers=headers)).json()
    path = f"/cases/{case_id}/staff-reminder"
    return await village.reporting.post(path, json={"version": shown["version"]}, headers=headers)


@pytest.mark.rule("A-1.5-18")
async def test_in_a_critical_incident_all_staff_are_reminded_and_learn_nothing_of_it(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(safe_now="no")
    assert (await remind(village, await village.case_id())).status_code == 200
    wanted = set(village.emails("dsl", "head", "teacher"))

    def reminders() -> list[Any]:
        return [one for one in mail.messages() if str(one["Subject"]).startswith("A reminder")]

    async def is_so() -> bool:
        return wanted <= {str(one["To"]) for one in reminders()}

    await until(is_so)
    assert not {str(one["To"]) for one in reminders()} & set(village.emails("chair"))
    assert len({one.get_content() for one in reminders()}) == 1
    assert "do not write, post, share or comment" in reminders()[0].get_content()


@pytest.mark.rule("A-1.5-18")
@pytest.mark.guard("G-12")
async def test_nobody_is_reminded_of_what_is_not_critical_or_keeps_a_colleague_out(
    village: Any, mail: Any, worker: Any
) -> None:
    await village.tell(safe_now="no", not_adult_ids=[str(village.staff["teacher"].id)])
    refused = await remind(village, await village.case_id())
    assert refused.status_code == 409
    assert "must not learn of this case" in refused.json()["detail"]
    await village.tell()
    refused = await remind(village, await village.case_id())
    assert "Only a critical case" in refused.json()["detail"]
    await until(village.queue_is_empty)
    assert not [one for one in mail.messages() if str(one["Subject"]).startswith("A reminder")]


@pytest.mark.rule("D-8.2-7")
@pytest.mark.parametrize("kind", ["low_level_concern", "staff_concern"])
async def test_who_tells_of_themselves_is_heard_by_the_head_at_once(
    village: Any, mail: Any, worker: Any, kind: str
) -> None:
    own = {"subject_person_id": str(village.staff["teacher"].id), "about_adult": "yes"}
    await report(village, kind=kind, **own)
    await hears(village, mail, "head", "dsl")


@pytest.mark.rule("D-8.2-7")
async def test_what_a_colleague_tells_of_another_waits_for_the_lead(
    village: Any, mail: Any, worker: Any
) -> None:
    other = {"subject_person_id": str(village.staff["ddsl"].id), "about_adult": "yes"}
    await report(village, kind="low_level_concern", **other)
    await hears(village, mail, "dsl")
    await until(village.queue_is_empty)
    assert not set(village.emails("head", "ddsl")) & set(mail.recipients())
