"""Steer a case: severity, who leads, pauses, opening again, children, agencies, decisions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.shared import clock
from services.shared.migrations import plain_address
from tests.factories import a_pupil, a_staff_member
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio


async def line(town: Any, case_id: Any) -> str:
    """Return the newest line of a case's chronology."""
    newest: str = (await town.page("dsl", case_id))["chronology"][-1]["text"]
    return newest


@pytest.mark.guard("G-16")
async def test_severity_goes_up_freely_and_down_with_a_reason(town: Any) -> None:
    case_id = await triaged(town)
    same = await refusal(town, "dsl", case_id, "severity", severity="high")
    assert same == "This is the severity it has."
    up = await town.do("dsl", case_id, "severity", severity="critical")
    assert up.status_code == 200
    raised = await town.page("dsl", case_id)
    assert (raised["severity"], raised["danger"]) == ("critical", True)
    silent = await town.do("dsl", case_id, "severity", severity="low", reason="  ")
    assert silent.json()["detail"] == "Write down why the severity goes down."
    down = await town.do("dsl", case_id, "severity", severity="low", reason="She is with her aunt.")
    assert down.status_code == 200
    lowered = await town.page("dsl", case_id)
    assert (lowered["severity"], lowered["danger"]) == ("low", False)
    assert await line(town, case_id) == "Lowered the severity to low. She is with her aunt."


async def test_a_case_is_handed_to_somebody_who_reads_it_and_by_whoever_leads_it(
    town: Any,
) -> None:
    case_id = await triaged(town)
    body = {"to_id": str(town.staff["ddsl"].id), "reason": "I am away next week."}
    sentence = await refusal(town, "dsl", case_id, "hand-over", **body)
    assert sentence == "Only whoever leads this case hands it over."
    await town.do("dsl", case_id, "take")
    for wrong, says in (
        (town.staff["teacher"].id, "Choose somebody who reads this case."),
        (town.staff["dsl"].id, "You lead this case already."),
    ):
        refused = await town.do("dsl", case_id, "hand-over", **body | {"to_id": str(wrong)})
        assert (refused.status_code, refused.json()["detail"]) == (422, says)
    handed = await town.do("dsl", case_id, "hand-over", **body)
    assert handed.status_code == 200
    shown = await town.page("ddsl", case_id)
    assert (shown["owner"], shown["is_mine"]) == (town.staff["ddsl"].display_name, True)


async def test_a_pause_has_a_reason_and_a_day_and_ends(town: Any) -> None:
    case_id = await triaged(town)
    today = clock.now().date()
    reason = {"reason": "The family is abroad."}
    for day, says in (
        (today, "Choose a day after today."),
        (today + timedelta(days=150), "Choose a day within the next 100 days"),
    ):
        late = await town.do("dsl", case_id, "pause", until=day.isoformat(), **reason)
        assert late.status_code == 422
        assert late.json()["detail"].startswith(says)
    until = (today + timedelta(days=9)).isoformat()
    assert (await refusal(town, "dsl", case_id, "resume")) == "This case is not paused."
    assert (await town.do("dsl", case_id, "pause", until=until, reason="")).status_code == 422
    assert (await town.do("dsl", case_id, "pause", until=until, **reason)).status_code == 200
    shown = await town.page("dsl", case_id)
    assert shown["paused_until"] == until
    assert shown["may"]["pause"] == "This case is paused already."
    assert (await town.do("ddsl", case_id, "resume")).status_code == 200
    assert (await town.page("dsl", case_id))["paused_until"] is None


async def test_a_closed_case_opens_again_with_a_reason_and_closes_anew(town: Any) -> None:
    case_id = await triaged(town)
    assert await refusal(town, "dsl", case_id, "reopen", reason="More.") == "This case is open."
    await town.do("dsl", case_id, "take")
    await town.do("dsl", case_id, "outcome", text="They made up.")
    assert (await town.close(case_id)).status_code == 200
    assert (await town.do("ddsl", case_id, "reopen", reason=" ")).status_code == 422
    again = await town.do("ddsl", case_id, "reopen", reason="It has begun again.")
    assert again.status_code == 200
    shown = await town.page("dsl", case_id)
    assert (shown["state"], shown["has_outcome"]) == ("triaged", False)
    assert shown["may"]["close"] == "Set the outcome before you close this case."
    assert [one["case_id"] for one in await town.inbox("dsl")] == [str(case_id)]


async def test_a_case_moves_to_a_newer_version_of_its_procedure_with_a_reason(
    town: Any, database: Any
) -> None:
    case_id = await triaged(town)
    nothing = await refusal(town, "dsl", case_id, "newer-procedure", reason="New term.")
    assert nothing == "This case runs the newest version of its procedure already."
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        await connection.execute(
            "INSERT INTO reporting.procedure_definition SELECT school_id, procedure_id, '0-older',"
            " content, stored_at FROM reporting.procedure_definition WHERE school_id = $1",
            town.school.id,
        )
        await connection.execute(
            "INSERT INTO reporting.case_procedure SELECT case_id, 2, school_id, procedure_id,"
            " '0-older', settings, at, actor_id FROM reporting.case_procedure WHERE case_id = $1",
            case_id,
        )
    finally:
        await connection.close()
    assert (await town.page("dsl", case_id))["procedure"]["is_newest"] is False
    assert (await town.do("dsl", case_id, "newer-procedure", reason="")).status_code == 422
    moved = await town.do("dsl", case_id, "newer-procedure", reason="The policy was renewed.")
    assert moved.status_code == 200
    assert (await town.page("dsl", case_id))["procedure"]["is_newest"] is True


@pytest.mark.rule("D-2-3")
async def test_each_child_has_a_part_of_their_own(town: Any) -> None:
    town.child = await a_pupil(town.school)
    other = await a_pupil(town.school)
    await town.report()
    case_id = await town.case_id()
    assert [one["role"] for one in (await town.page("dsl", case_id))["pupils"]] == ["involved"]
    for child, role in ((town.child, "harmed"), (other, "witness"), (other, "mentioned")):
        body = {"pupil_id": str(child.id), "role": role}
        assert (await town.do("dsl", case_id, "children", **body)).status_code == 200
    parts = {one["id"]: one["role"] for one in (await town.page("dsl", case_id))["pupils"]}
    assert parts == {str(town.child.id): "harmed", str(other.id): "mentioned"}
    assert other.display_name in await line(town, case_id)
    for wrong in ({"role": "guilty"}, {"role": "involved"}, {"pupil_id": str(uuid4())}):
        body = {"pupil_id": str(other.id), "role": "witness", **wrong}
        assert (await town.do("dsl", case_id, "children", **body)).status_code == 422


async def test_a_contact_with_an_agency_is_kept_with_who_and_when_to_ask_again(
    town: Any, database: Any
) -> None:
    case_id = await triaged(town)
    today = clock.now().date()
    body = {
        "agency": "csc",
        "way": "call",
        "spoke_to": "Ms Tamarindplover",
        "number": "01632 960411",
        "minutes_on_hold": 25,
        "reference": "FD-99",
        "what": "They will ring back.",
        "chase_on": (today + timedelta(days=2)).isoformat(),
    }
    for wrong, says in (
        ({"agency": "army"}, "Choose an agency from the list."),
        ({"chase_on": "2020-01-01"}, "Choose a day from today on."),
        ({"what": ""}, "Please write something here."),
    ):
        refused = await town.do("dsl", case_id, "contacts", **body | wrong)
        assert refused.status_code == 422
        assert says in refused.text
    assert (await town.do("dsl", case_id, "contacts", **body)).status_code == 200
    said = await line(town, case_id)
    assert said.startswith("Was in touch with children's social care. They will ring back.")
    for part in ("Ms Tamarindplover", "01632 960411", "FD-99", "25 minutes"):
        assert part in said
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await connection.fetch("SELECT c::text FROM reporting.case_change c")
        assert "Tamarindplover" not in str(rows)
    finally:
        await connection.close()


@pytest.mark.guard("G-16")
@pytest.mark.parametrize("about", ["police", "parents", "agency", "viewing", "deletion"])
async def test_a_decision_is_not_kept_without_its_reason(town: Any, about: str) -> None:
    case_id = await triaged(town)
    body = {"about": about, "decision": "We do not tell them now."}
    silent = await town.do("dsl", case_id, "decisions", **body, reason=" ")
    assert silent.status_code == 422
    kept = await town.do("dsl", case_id, "decisions", **body, reason="It would put her at risk.")
    assert kept.status_code == 200
    lines = (await town.page("ddsl", case_id))["chronology"]
    (newest,) = [one for one in lines if one["kind"] == "decision"]
    assert newest["text"].endswith("We do not tell them now.\nBecause: It would put her at risk.")
    assert newest["actor"] == town.staff["dsl"].display_name
    assert newest["at"]


@pytest.mark.guard("G-12")
async def test_whoever_does_not_read_the_case_steers_nothing(town: Any) -> None:
    case_id = await triaged(town)
    town.staff["slt"] = await a_staff_member(town.school, "slt")
    bodies = {
        "severity": {"severity": "low", "reason": "x"},
        "hand-over": {"to_id": str(town.staff["teacher"].id), "reason": "x"},
        "pause": {"until": "2030-01-01", "reason": "x"},
        "resume": {},
        "reopen": {"reason": "x"},
        "newer-procedure": {"reason": "x"},
        "children": {"pupil_id": str(town.child.id), "role": "witness"},
        "contacts": {"agency": "police", "way": "call", "what": "x"},
        "decisions": {"about": "police", "decision": "x", "reason": "x"},
    }
    for who in ("teacher", "head", "slt"):
        for path, body in bodies.items():
            answer = await town.post(who, f"/cases/{case_id}/{path}", {"version": 2, **body})
            assert answer.status_code == 404, path
