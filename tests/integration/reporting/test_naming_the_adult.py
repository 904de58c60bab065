"""Which adult a case is about: named at once or later, and shut out before anything is saved."""

from typing import Any

import pytest

from tests.e2e.archives import unseal
from tests.factories import a_staff_member
from tests.integration.reporting.triaging import refusal

pytestmark = pytest.mark.anyio

HOW = "She said who it was when she was calmer."


async def named(town: Any, who: str, by: str = "ddsl") -> Any:
    case_id = await town.case_id(by)
    subject = str(town.staff[who].id)
    return await town.do(by, case_id, "subjects", subject_ids=[subject], reason=HOW)


@pytest.mark.guard("G-12")
@pytest.mark.rule("D-10.2-1")
async def test_whoever_is_named_later_loses_sight_of_the_case_at_once(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id("dsl")
    await town.do("dsl", case_id, "take")
    answer = await named(town, "dsl")
    assert answer.status_code == 200, answer.text
    assert await town.inbox("dsl") == []
    assert (await town.get("dsl", f"/cases/{case_id}")).status_code == 404
    shown = await town.page("ddsl", case_id)
    assert [(one["person_id"], one["why"]) for one in shown["kept_out"]] == [
        (str(town.staff["dsl"].id), "subject")
    ]
    assert shown["owner"] is None
    lines = [one["text"] for one in shown["chronology"]]
    assert any("Recorded which adult this is about" in line for line in lines)


@pytest.mark.guard("G-12")
async def test_only_staff_are_named_each_once_and_with_how_it_is_known(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id("ddsl")
    child = await town.do("ddsl", case_id, "subjects", subject_ids=[str(town.child.id)], reason=HOW)
    assert child.status_code == 422
    assert child.json()["detail"] == "Choose the adult from the list of staff."
    teacher = str(town.staff["teacher"].id)
    silent = await town.do("ddsl", case_id, "subjects", subject_ids=[teacher], reason=" ")
    assert silent.status_code == 422
    assert (await named(town, "teacher")).status_code == 200
    again = await refusal(town, "ddsl", case_id, "subjects", subject_ids=[teacher], reason=HOW)
    assert again == "It is recorded already that this case is about them."


@pytest.mark.guard("G-13")
@pytest.mark.rule("N-09")
async def test_a_case_that_turns_out_to_be_about_the_head_moves_to_the_chair(
    small_town: Any,
) -> None:
    await small_town.tell()
    case_id = await small_town.case_id("ddsl")
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    assert (await small_town.do("ddsl", case_id, "triage", **body)).status_code == 200
    assert "head" in await small_town.readers()
    assert (await named(small_town, "head")).status_code == 200
    assert await small_town.readers() == {"ddsl", "chair"}
    shown = await small_town.page("chair", case_id)
    assert shown["procedure"]["id"] == "head_allegation"


@pytest.mark.guard("G-13")
async def test_about_the_head_it_runs_the_heads_own_procedure_before_anybody_looks(
    small_town: Any,
) -> None:
    subject = str(small_town.staff["head"].id)
    sent = await small_town.report(
        about_adult="yes", subject_person_id=subject, kind="staff_concern"
    )
    assert sent.status_code == 201, sent.text
    case_id = await small_town.case_id("chair")
    shown = await small_town.page("chair", case_id)
    assert (shown["state"], shown["procedure"]["id"]) == ("new", "head_allegation")


@pytest.mark.guard("G-13")
async def test_about_a_teacher_the_head_manages_the_case_and_reads_it(town: Any) -> None:
    teacher = str(town.staff["teacher"].id)
    await town.report("assistant", about_adult="yes", subject_person_id=teacher)
    case_id = await town.case_id("dsl")
    assert "head" not in await town.readers()
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    assert (await town.do("dsl", case_id, "triage", **body)).status_code == 200
    assert await town.readers() == {"dsl", "ddsl", "head"}


@pytest.mark.guard("G-35")
async def test_while_nobody_knows_whom_it_is_about_the_head_is_not_let_in(town: Any) -> None:
    await town.report(about_adult="yes", kind="staff_concern")
    case_id = await town.case_id("ddsl")
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    assert (await town.do("ddsl", case_id, "triage", **body)).status_code == 200
    assert await town.readers() == {"ddsl", "chair"}


@pytest.mark.guard("G-12")
async def test_a_reader_may_say_that_it_is_about_themselves_and_reads_no_more(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id("dsl")
    answer = await named(town, "dsl", by="dsl")
    assert answer.status_code == 200, answer.text
    assert (await town.get("dsl", f"/cases/{case_id}")).status_code == 404
    assert await town.readers() == {"ddsl"}


@pytest.mark.guard("G-12")
@pytest.mark.guard("G-13")
async def test_with_the_last_reader_named_the_reporter_is_not_left_without_anybody(
    town: Any,
) -> None:
    await town.tell(account="Hazelgrove and Pinecroft both know", about_adult="not_sure")
    assert await town.readers() == {"chair"}
    case_id = await town.case_id("chair")
    assert (await named(town, "chair", by="chair")).status_code == 200
    assert await town.readers() == set()
    # whoever was only named in the words stays out until somebody clears them: the LADO is asked
    assert (await town.get("chair", f"/cases/{case_id}")).status_code == 404


SELF = ("low_level_concern", "relationship")


@pytest.mark.guard("G-12")
@pytest.mark.rule("D-8.2-7")
@pytest.mark.parametrize("kind", SELF)
async def test_who_tells_of_themselves_reads_only_that_it_was_received(
    town: Any, kind: str
) -> None:
    lead = str(town.staff["dsl"].id)
    sent = await town.report(
        "dsl",
        about_adult="yes",
        subject_person_id=lead,
        kind=kind,
        pupil_ids=[],
        unknown_child=True,
    )
    assert sent.status_code == 201, sent.text
    assert await town.readers() == {"ddsl", "head"}
    (shown,) = await town.inbox("ddsl")
    assert shown["severity"] == "low"
    mine = (await town.get("dsl", "/staff-reports")).json()["items"]
    assert [one["reference"] for one in mine] == [sent.json()["reference"]]


async def _led_by_the_chair(town: Any) -> Any:
    """A case about the head, led by the chair, with everything done but the closing."""
    head = str(town.staff["head"].id)
    await town.report(about_adult="yes", subject_person_id=head, kind="staff_concern")
    case_id = await town.case_id("chair")
    await town.do("chair", case_id, "take")
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    assert (await town.do("chair", case_id, "triage", **body)).status_code == 200
    await town.do("chair", case_id, "outcome", text="Substantiated; advice followed.")
    await town.walk("chair", case_id)
    return case_id


@pytest.mark.guard("G-19")
@pytest.mark.guard("G-13")
@pytest.mark.rule("D-10-4")
async def test_what_the_chair_leads_is_signed_by_the_safeguarding_governor(
    small_town: Any,
) -> None:
    governor = await a_staff_member(small_town.school, "saf_gov")
    small_town.staff["saf_gov"] = governor
    case_id = await _led_by_the_chair(small_town)
    own = await refusal(small_town, "chair", case_id, "close", reason="Done.")
    assert own.startswith("Whoever leads a case does not close it.")
    bare = await small_town.do("ddsl", case_id, "close", reason="Done.")
    assert bare.status_code == 422
    assert bare.json()["detail"].startswith("The chair of governors leads this case")
    assert (await small_town.page("ddsl", case_id))["close_needs_lado"] is True
    assert (await small_town.page("saf_gov", case_id))["close_needs_lado"] is False
    signed = await small_town.do("saf_gov", case_id, "close", reason="Looked through the steps.")
    assert signed.status_code == 200, signed.text


@pytest.mark.guard("G-19")
async def test_without_a_governor_the_lados_written_agreement_is_recorded(
    small_town: Any,
) -> None:
    case_id = await _led_by_the_chair(small_town)
    agreed = {"reason": "Done.", "lado_agreement": "J. Alder, by letter of 3 November."}
    closed = await small_town.do("ddsl", case_id, "close", **agreed)
    assert closed.status_code == 200, closed.text
    assert "J. Alder" in (await small_town.page("ddsl", case_id))["closed_reason"]


@pytest.mark.guard("G-14")
async def test_the_lado_clock_is_met_and_never_cancelled(small_town: Any) -> None:
    head = str(small_town.staff["head"].id)
    await small_town.report(about_adult="yes", subject_person_id=head, kind="staff_concern")
    case_id = await small_town.case_id("chair")
    lado = await small_town.step(case_id, "lado", who="chair")
    assert lado["due_at"] is not None
    never = await refusal(small_town, "chair", case_id, "steps/lado/skip", reason="Not now.")
    assert never == "This step can never be skipped."
    shut = await refusal(small_town, "chair", case_id, "steps/outcome/done", what="Decided.")
    assert shut == "This waits for the LADO's advice. Record that step first."
    told = "Mr Alder of the council, 10:40: do not ask the head yet."
    met = await small_town.do("chair", case_id, "steps/lado/done", what=told)
    assert met.status_code == 200
    assert (await small_town.step(case_id, "lado", who="chair"))["state"] == "done"
    done = await small_town.do("chair", case_id, "steps/outcome/done", what="Decided.")
    assert done.status_code == 200


@pytest.mark.guard("G-23")
@pytest.mark.rule("A-1.22-1")
async def test_what_is_about_a_teacher_stays_out_of_the_childs_export_and_says_so(
    town: Any,
) -> None:
    teacher = town.staff["teacher"]
    await town.report("assistant", about_adult="yes", subject_person_id=str(teacher.id))
    hidden = await town.case_id("dsl")
    body = {"severity": "high", "risk_area": "conduct", "kind": "staff_concern"}
    await town.do("dsl", hidden, "triage", **body, pupil_ids=[str(town.child.id)])
    assert (await town.page("dsl", hidden))["is_about_adult"] is True
    await town.report("assistant", happened="Unkind messages in the class chat.")
    asked = {"pupil_id": str(town.child.id), "reason": "She changes schools."}
    made = await town.post("dsl", "/exports", asked, **{"Idempotency-Key": "export-of-a-child"})
    assert made.status_code == 201, made.text
    files = unseal(
        (await town.get("dsl", f"/exports/{made.json()['export_id']}")).content,
        made.json()["passphrase"],
    )
    leaving = b"".join(files.values()).decode("utf-8", "replace")
    assert "Unkind messages in the class chat." in leaving
    assert teacher.display_name not in leaving
    assert str(teacher.id) not in leaving
