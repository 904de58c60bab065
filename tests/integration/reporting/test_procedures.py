"""The policy runs the case: which procedure, which tasks, and who records them."""

import asyncio
from typing import Any

import pytest

from tests.integration.reporting.triaging import KINDS, refusal, triaged

pytestmark = pytest.mark.anyio


async def test_before_triage_there_is_no_procedure_but_a_list_to_choose_from(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id()
    shown = await town.page("dsl", case_id)
    assert shown["procedure"] is None
    assert len(shown["procedures"]) == 29
    assert shown["procedure_by_kind"] == KINDS
    early = await refusal(town, "dsl", case_id, "steps/parents/done", what="Rang.")
    assert early == "Triage this case first: its procedure starts then."


@pytest.mark.parametrize("kind", KINDS)
async def test_triage_starts_the_procedure_of_the_kind(town: Any, kind: str) -> None:
    case_id = await triaged(town, kind)
    shown = (await town.page("dsl", case_id))["procedure"]
    assert shown["id"] == KINDS[kind]
    assert shown["is_newest"] is True
    assert shown["forbidden"]
    states = {one["key"]: one["state"] for one in shown["steps"]}
    has_shared_steps = kind != "relationship"  # a declaration is five steps of its own
    assert len(states) == len(shown["steps"]) > (14 if has_shared_steps else 4)
    assert states.get("close_review") == ("not_yet" if has_shared_steps else None)
    assert all(one["rules"] for one in shown["steps"])


async def test_the_dsl_may_choose_another_procedure_and_moving_later_needs_a_reason(
    town: Any,
) -> None:
    case_id = await triaged(town, "other", procedure="online_hate")
    assert (await town.page("dsl", case_id))["procedure"]["id"] == "online_hate"
    body = {"severity": "high", "risk_area": "conduct", "kind": "other"}
    unknown = await town.do("dsl", case_id, "triage", **body, procedure="nonsense", reason="x")
    assert unknown.status_code == 422
    silent = await town.do("dsl", case_id, "triage", **body, procedure="nudes")
    assert silent.json()["errors"][0]["field"] == "reason"
    kept = await town.do("dsl", case_id, "triage", **body)
    assert kept.status_code == 200
    assert (await town.page("dsl", case_id))["procedure"]["id"] == "online_hate"
    moved = await town.do("dsl", case_id, "triage", **body, procedure="nudes", reason="A picture.")
    assert moved.status_code == 200
    assert (await town.page("dsl", case_id))["procedure"]["id"] == "nudes"


@pytest.mark.guard("G-13")
async def test_an_allegation_about_the_head_never_runs_the_procedure_the_head_leads(
    town: Any,
) -> None:
    head = str(town.staff["head"].id)
    told = await town.report(about_adult="yes", subject_person_id=head, kind="staff_concern")
    assert told.status_code == 201
    case_id = await town.case_id("ddsl")
    shown = await town.page("ddsl", case_id)
    assert shown["procedure_by_kind"]["staff_concern"] == "head_allegation"
    body = {"severity": "critical", "risk_area": "conduct", "kind": "staff_concern"}
    answer = await town.do("ddsl", case_id, "triage", **body, procedure="staff_allegation")
    assert answer.status_code == 200
    assert (await town.page("ddsl", case_id))["procedure"]["id"] == "head_allegation"


async def test_an_answer_closes_a_branch_and_says_so_and_a_later_one_opens_it_again(
    town: Any,
) -> None:
    case_id = await triaged(town)
    assert (await town.step(case_id, "police"))["state"] in {"due", "overdue"}
    await town.answer("dsl", case_id, crime_suspected="no")
    shut = await town.step(case_id, "police")
    assert shut["state"] == "not_applicable"
    assert "May a crime have been committed?" in shut["why"]
    refused = await refusal(town, "dsl", case_id, "steps/police/done", what="Rang.")
    assert refused == shut["why"] == shut["may_do"]
    await town.answer("dsl", case_id, crime_suspected="not_sure")
    assert (await town.step(case_id, "police"))["state"] == "due"


async def test_a_step_is_done_once_with_what_was_kept_and_stands_in_the_chronology(
    town: Any,
) -> None:
    case_id = await triaged(town)
    done = await town.do("dsl", case_id, "steps/child_advice/done", what="Talked at lunch.")
    assert done.status_code == 200
    one = await town.step(case_id, "child_advice")
    assert (one["state"], one["what"]) == ("done", "Talked at lunch.")
    assert one["who"] == town.staff["dsl"].display_name
    again = await refusal(town, "ddsl", case_id, "steps/child_advice/done", what="Again.")
    assert (
        again
        == "This step is done already."
        == (await town.step(case_id, "child_advice"))["may_do"]
    )
    lines = [one["text"] for one in (await town.page("dsl", case_id))["chronology"]]
    assert any(line.startswith("Did: Tell the child") and "lunch" in line for line in lines)
    empty = await town.do("dsl", case_id, "steps/evidence/done", what="  ")
    assert empty.status_code == 422
    unknown = await town.do("dsl", case_id, "steps/nonsense/done", what="x")
    assert unknown.status_code == 404


async def test_of_two_people_finishing_a_step_the_second_hears_who_was_first(town: Any) -> None:
    case_id = await triaged(town)
    version = (await town.page("dsl", case_id))["version"]
    body = {"version": version, "what": "Talked with her."}
    path = f"/cases/{case_id}/steps/child_advice/done"
    answers = await asyncio.gather(*(town.post(who, path, body) for who in ("dsl", "ddsl") * 3))
    assert sorted(one.status_code for one in answers) == [200] + [409] * 5
    first = (await town.step(case_id, "child_advice"))["who"]
    refused = [one.json()["detail"] for one in answers if one.status_code == 409]
    wanted = f"{first} was first: they have recorded a step"
    assert [one for one in refused if not one.startswith(wanted)] == []


async def test_what_the_system_or_another_act_does_cannot_be_ticked_by_hand(town: Any) -> None:
    case_id = await triaged(town)
    for key, sentence in {
        "listen_and_record": "This was done by the report itself.",
        "triage": "This is done by the triage.",
        "close_review": "This is done by closing the case.",
    }.items():
        assert await refusal(town, "dsl", case_id, f"steps/{key}/done", what="x") == sentence
        assert await refusal(town, "dsl", case_id, f"steps/{key}/skip", reason="x") == sentence


async def test_a_step_of_the_dsl_is_not_recorded_by_the_wrong_role(town: Any) -> None:
    head = str(town.staff["head"].id)
    await town.report(about_adult="yes", subject_person_id=head, kind="staff_concern")
    case_id = await town.case_id("chair")
    body = {"severity": "critical", "risk_area": "conduct", "kind": "staff_concern"}
    await town.do("chair", case_id, "triage", **body)
    refused = await refusal(town, "dsl", case_id, "steps/lado/done", what="Rang.")
    assert refused == "This step is recorded by the chair of governors or a deputy."
    assert (await town.step(case_id, "lado"))["may_do"] == refused
    done = await town.do("chair", case_id, "steps/lado/done", what="Rang, advised to wait.")
    assert done.status_code == 200
