"""The planner: what waits in the cases that somebody reads, and goes quiet when it is done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.shared import clock
from services.shared.events.notifications import ProcedureTold
from tests.factories import move_clock
from tests.integration.reporting.test_hearing import hear
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio


async def planned(town: Any, who: str = "dsl") -> dict[str, dict[str, Any]]:
    """Return what waits, by what is to be done."""
    answer = await town.get(who, "/planner")
    assert answer.status_code == 200, answer.text
    return {one["what"]: one for one in answer.json()["items"]}


async def test_what_is_open_waits_and_what_is_done_is_quiet(town: Any) -> None:
    case_id = await triaged(town)
    steps = (await town.page("dsl", case_id))["procedure"]["steps"]
    wanted = {
        one["text"]
        for one in steps
        if one["state"] in {"due", "overdue"} and one["need"] != "optional"
    }
    assert set(await planned(town)) == wanted
    advice = (await town.step(case_id, "child_advice"))["text"]
    assert (await planned(town))[advice]["case_id"] == str(case_id)
    await town.do("dsl", case_id, "steps/child_advice/done", what="Talked at lunch.")
    await town.answer("dsl", case_id, crime_suspected="no")
    left = set(await planned(town))
    assert advice not in left
    assert (await town.step(case_id, "police"))["text"] not in left


async def test_time_makes_a_step_overdue(town: Any, movable_clock: Any) -> None:
    case_id = await triaged(town, "sexual_image")
    text = (await town.step(case_id, "risk_assessment"))["text"]
    assert (await planned(town))[text]["when"] in {"today", "this_week", "later"}
    move_clock(movable_clock, timedelta(days=14).total_seconds())
    assert (await planned(town))[text]["when"] == "overdue"


async def test_a_pause_leaves_only_the_day_on_which_somebody_looks_again(town: Any) -> None:
    case_id = await triaged(town)
    until = (clock.now().date() + timedelta(days=20)).isoformat()
    await town.do("dsl", case_id, "pause", until=until, reason="The family is abroad.")
    (only,) = (await planned(town)).values()
    assert (only["kind"], only["when"]) == ("review", "waiting")
    assert only["due_at"].startswith(until)
    await town.do("dsl", case_id, "resume")
    assert len(await planned(town)) > 3


async def test_an_agency_is_asked_again_until_it_has_answered(town: Any) -> None:
    case_id = await triaged(town)
    day = (clock.now().date() + timedelta(days=3)).isoformat()
    contact = {"agency": "csc", "way": "call", "what": "They will ring back."}
    await town.do("dsl", case_id, "contacts", **contact, chase_on=day)
    waits = (await planned(town))["Ask children's social care again"]
    assert (waits["when"], waits["kind"]) == ("waiting", "chase")
    await town.do("dsl", case_id, "contacts", **contact | {"what": "They have taken it on."})
    assert "Ask children's social care again" not in await planned(town)


@pytest.mark.guard("G-12")
async def test_nobody_plans_a_case_they_do_not_read_and_a_closed_one_is_quiet(town: Any) -> None:
    case_id = await triaged(town)
    for outsider in ("teacher", "head", "chair"):
        assert await planned(town, outsider) == {}
    await town.do("dsl", case_id, "take")
    await town.do("dsl", case_id, "outcome", text="They made up.")
    assert (await town.close(case_id)).status_code == 200
    assert await planned(town) == {}


@pytest.mark.rule("A-1.4-6")
async def test_the_head_oversees_what_the_procedure_tells_them_of_and_never_their_own(
    town: Any,
) -> None:
    case_id = await triaged(town, "sexual_image")
    assert await planned(town, "head") == {}
    head = town.staff["head"].id
    told = ProcedureTold(school_id=town.school.id, case_id=case_id, person_id=head)
    await hear(town, "ProcedureTold.reporting", told)
    assert [one["case_id"] for one in await town.inbox("head")] == [str(case_id)]
    assert set(await planned(town, "head")) == set(await planned(town))
    await town.report(about_adult="yes", subject_person_id=str(head), kind="staff_concern")
    theirs = UUID((await town.inbox("ddsl"))[-1]["case_id"])
    await hear(town, "ProcedureTold.reporting", told.model_copy(update={"case_id": theirs}))
    assert [one["case_id"] for one in await town.inbox("head")] == [str(case_id)]


async def test_the_plan_comes_in_pages(town: Any) -> None:
    for _ in range(6):
        await triaged(town)
    first = (await town.get("dsl", "/planner")).json()
    assert len(first["items"]) == 50
    second = (await town.get("dsl", "/planner", cursor=first["next_cursor"])).json()
    seen = [(one["case_id"], one["what"]) for one in (*first["items"], *second["items"])]
    assert len(seen) == len(set(seen)) > 50
    dues = [one["due_at"] or "9999" for one in (*first["items"], *second["items"])]
    assert dues == sorted(dues)
    wrong = await town.get("dsl", "/planner", cursor="nonsense")
    assert wrong.status_code == 422
