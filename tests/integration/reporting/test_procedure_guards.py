"""Reasons, second persons, locks, and a closing without a hole."""

from typing import Any

import asyncpg
import pytest

from services.shared.migrations import plain_address
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio


@pytest.mark.guard("G-16")
async def test_leaving_a_step_out_needs_a_reason_which_stays_on_the_page(town: Any) -> None:
    case_id = await triaged(town)
    for reason in ("", "   "):
        silent = await town.do("dsl", case_id, "steps/parents/skip", reason=reason)
        assert silent.status_code == 422
    skipped = await town.do("dsl", case_id, "steps/parents/skip", reason="Would put her at risk.")
    assert skipped.status_code == 200
    one = await town.step(case_id, "parents")
    assert (one["state"], one["what"]) == ("skipped", "Would put her at risk.")
    assert one["who"]
    assert one["at"]


@pytest.mark.guard("G-15")
@pytest.mark.guard("G-16")
async def test_not_telling_the_police_takes_a_reason_and_a_second_person(town: Any) -> None:
    case_id = await triaged(town)
    await town.answer("dsl", case_id, crime_suspected="yes")
    silent = await town.do("dsl", case_id, "steps/police/skip", reason="")
    assert silent.status_code == 422
    first = await town.do("dsl", case_id, "steps/police/skip", reason="The family asked.")
    assert first.status_code == 200
    asked = await town.step(case_id, "police")
    assert (asked["state"], asked["skip_asked"]) == ("due", True)
    alone = await refusal(town, "dsl", case_id, "steps/police/skip", reason="Again.")
    assert alone == "You asked for this to be skipped. A second person must agree."
    second = await town.do("ddsl", case_id, "steps/police/skip", reason="I agree: advice taken.")
    assert second.status_code == 200
    assert (await town.step(case_id, "police"))["state"] == "skipped"


@pytest.mark.guard("G-15")
async def test_what_may_never_be_skipped_is_not(town: Any) -> None:
    case_id = await triaged(town)
    sentence = await refusal(town, "dsl", case_id, "steps/debrief/skip", reason="No time.")
    assert sentence == "This step can never be skipped."
    assert (await town.step(case_id, "debrief"))["may_skip"] == sentence


LOCKED = {
    "G-03": ("sexual_image", "deletion", {"no_agency_needed": "yes"}),
    "G-17": ("sexual_image", "parents", {}),
    "G-18": ("stranger_contact", "other_schools", {"other_schools": "yes"}),
}


@pytest.mark.guard("G-03")
@pytest.mark.guard("G-17")
@pytest.mark.guard("G-18")
@pytest.mark.guard("G-35")
@pytest.mark.parametrize("guard", LOCKED)
async def test_a_locked_step_opens_only_with_its_answers_in_writing(town: Any, guard: str) -> None:
    kind, key, first = LOCKED[guard]
    case_id = await triaged(town, kind)
    await town.answer("dsl", case_id, **first)
    shut = await town.step(case_id, key)
    assert (shut["state"], shut["guard"]) == ("blocked", guard)
    refused = await refusal(town, "dsl", case_id, f"steps/{key}/done", what="Done.")
    assert refused == shut["why"] == shut["may_do"]
    questions = [one for one in shut["questions"] if one not in first]
    for question in questions:
        bare = {"question": question, "reply": "yes"}
        unwritten = await town.do("dsl", case_id, "answers", **bare)
        assert unwritten.json()["detail"] == "Write down how you know."
    for question in questions:
        assert (await town.step(case_id, key))["state"] == "blocked"
        wanted = {"agencies_not_needed": "yes", "advice_recorded": "yes"}.get(question, "no")
        await town.answer("dsl", case_id, **{question: wanted})
    done = await town.do("dsl", case_id, f"steps/{key}/done", what="Done as agreed.")
    assert done.status_code == 200


@pytest.mark.guard("G-02")
async def test_nobody_records_a_viewing_before_its_justification(town: Any) -> None:
    case_id = await triaged(town, "sexual_image")
    shut = await town.step(case_id, "view_exception")
    assert shut["guard"] == "G-02"
    assert await refusal(town, "dsl", case_id, "steps/view_exception/done", what="Seen.")
    await town.answer("dsl", case_id, **dict.fromkeys(shut["questions"], "yes"))
    done = await town.do("dsl", case_id, "steps/view_exception/done", what="Seen, with the head.")
    assert done.status_code == 200


@pytest.mark.guard("G-14")
async def test_outcomes_wait_for_the_lados_advice(town: Any) -> None:
    case_id = await triaged(town, "staff_concern")
    assert (await town.step(case_id, "outcome"))["guard"] == "G-14"
    sentence = await refusal(town, "dsl", case_id, "steps/tell_subject/done", what="Told.")
    assert sentence == "This waits for the LADO's advice. Record that step first."
    never = await refusal(town, "dsl", case_id, "steps/lado/skip", reason="Not now.")
    assert never == "This step can never be skipped."
    await town.do("dsl", case_id, "steps/lado/done", what="Advised.")
    assert (await town.step(case_id, "outcome"))["state"] == "due"


async def test_a_yes_raises_the_severity_and_a_no_lowers_nothing(town: Any) -> None:
    case_id = await triaged(town, severity="medium", reason="Calmer.")
    await town.answer("dsl", case_id, sexual_element="yes")
    assert (await town.page("dsl", case_id))["severity"] == "high"
    await town.answer("dsl", case_id, immediate_danger="yes")
    raised = await town.page("dsl", case_id)
    assert (raised["severity"], raised["danger"]) == ("critical", True)
    await town.answer("dsl", case_id, immediate_danger="no", sexual_element="no")
    assert (await town.page("dsl", case_id))["severity"] == "critical"


async def test_an_answer_must_be_to_a_question_of_this_procedure(town: Any) -> None:
    case_id = await triaged(town)
    for question in ("nonsense", "image_online"):
        strange = await town.do("dsl", case_id, "answers", question=question, reply="yes")
        assert strange.status_code == 404
    silent = await town.do("dsl", case_id, "answers", question="crime_suspected")
    assert silent.json()["detail"] == "Answer yes, no or not sure."
    words = await town.do("dsl", case_id, "answers", question="group_size", words="Five.")
    assert words.status_code == 200


async def test_whoever_does_not_read_the_case_finds_nothing(town: Any) -> None:
    case_id = await triaged(town)
    for path, body in {
        "steps/parents/done": {"what": "x"},
        "steps/parents/skip": {"reason": "x"},
        "answers": {"question": "crime_suspected", "reply": "no"},
    }.items():
        answer = await town.post("teacher", f"/cases/{case_id}/{path}", {"version": 1, **body})
        assert answer.status_code == 404


@pytest.mark.guard("G-19")
@pytest.mark.rule("D-10-6")
async def test_a_case_closes_when_every_step_is_done_or_reasoned_and_not_by_its_owner(
    town: Any,
) -> None:
    await town.tell()
    case_id = await town.case_id()
    await town.do("dsl", case_id, "take")
    body = {"severity": "high", "risk_area": "conduct", "kind": "bullying"}
    await town.do("dsl", case_id, "triage", **body)
    await town.do("dsl", case_id, "outcome", text="They made up.")
    early = await refusal(town, "ddsl", case_id, "close", reason="Done.")
    assert "steps are neither done nor left out with a reason" in early
    assert (await town.page("ddsl", case_id))["may"]["close"] == early
    await town.walk("dsl", case_id)
    own = await refusal(town, "dsl", case_id, "close", reason="Done.")
    assert own.startswith("Whoever leads a case does not close it.")
    closed = await town.do("ddsl", case_id, "close", reason="Looked through the steps.")
    assert closed.status_code == 200, closed.text
    shown = await town.page("dsl", case_id)
    assert all(
        one["state"] in {"done", "not_applicable", "skipped"} or one["need"] == "optional"
        for one in shown["procedure"]["steps"]
    )
    after = await refusal(town, "dsl", case_id, "steps/parents/done", what="x")
    assert after == "This case is closed. Nothing can be added to it."


@pytest.mark.guard("G-19")
async def test_a_case_that_nobody_leads_is_not_closed(town: Any) -> None:
    case_id = await triaged(town)
    await town.do("dsl", case_id, "acknowledge")
    await town.do("dsl", case_id, "outcome", text="They made up.")
    await town.walk("dsl", case_id)
    assert (await refusal(town, "ddsl", case_id, "close", reason="Done.")).startswith("Somebody")


async def test_a_case_keeps_the_version_of_the_procedure_it_began_with(
    town: Any, database: Any
) -> None:
    case_id = await triaged(town)
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        # as if a newer release had come since: this school's case runs the stored content
        await connection.execute(
            "INSERT INTO reporting.procedure_definition SELECT school_id, procedure_id, '0-older',"
            " jsonb_set(content, '{title}', '\"As it was\"'), stored_at"
            " FROM reporting.procedure_definition WHERE school_id = $1",
            town.school.id,
        )
        await connection.execute(
            "INSERT INTO reporting.case_procedure SELECT case_id, 2, school_id, procedure_id,"
            " '0-older', settings, at, actor_id FROM reporting.case_procedure WHERE case_id = $1",
            case_id,
        )
    finally:
        await connection.close()
    shown = (await town.page("dsl", case_id))["procedure"]
    assert (shown["title"], shown["version"], shown["is_newest"]) == ("As it was", "0-older", False)
    assert shown["steps"]


@pytest.mark.guard("G-20")
async def test_no_word_about_a_step_lies_open_in_the_database(town: Any, database: Any) -> None:
    case_id = await triaged(town)
    await town.do("dsl", case_id, "steps/child_advice/done", what="Tangerinefox was told")
    said = {"question": "group_size", "words": "Marzipanwolf and two more"}
    await town.do("dsl", case_id, "answers", **said)
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        for table in ("step_entry", "case_answer", "case_change", "case_procedure"):
            rows = await connection.fetch(f"SELECT t::text FROM reporting.{table} t")
            assert rows
            assert not any(word in str(rows) for word in ("Tangerinefox", "Marzipanwolf"))
    finally:
        await connection.close()
    shown = str(await town.page("dsl", case_id))
    assert "Tangerinefox" in shown
    assert "Marzipanwolf" in shown
