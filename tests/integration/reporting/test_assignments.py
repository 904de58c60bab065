"""What colleagues are asked because of a case: told without names, answered, on the plan."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.shared import clock
from tests.factories import a_staff_member, move_clock
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

ASKED = "Which game on the class tablets has a chat, and can the filter switch it off?"


def a_week_on() -> str:
    return (clock.now() + timedelta(days=7)).date().isoformat()


async def technician(town: Any) -> str:
    town.staff["tech"] = await a_staff_member(
        town.school, "tech", given_name="Wanda", family_name="Ellerslie"
    )
    return str(town.staff["tech"].id)


async def ask(town: Any, case_id: Any, asked_id: str, words: str = ASKED, **other: Any) -> Any:
    body = {"kind": "advice", "words": words, "asked_id": asked_id, "due_on": a_week_on()}
    return await town.do("dsl", case_id, "assignments", **{**body, **other})


async def mine(town: Any, who: str) -> list[dict[str, Any]]:
    answer = await town.get(who, "/assignments")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.rule("D-4.4-1")
async def test_a_technician_gives_advice_and_learns_nobodys_name(town: Any) -> None:
    tech = await technician(town)
    await town.report()
    case_id = await town.case_id()
    assert (await ask(town, case_id, tech)).status_code == 200
    [task] = await mine(town, "tech")
    assert (task["words"], task["case_id"], task["reference"]) == (ASKED, None, None)
    page = await town.page("dsl", case_id)
    for secret in (town.child.display_name, page["reference"], str(case_id)):
        assert secret not in (await town.get("tech", "/assignments")).text
    assert (await town.get("tech", f"/cases/{case_id}")).status_code == 404
    answer = {"words": "Block Party has one; the filter can block it."}
    sent = await town.post("tech", f"/assignments/{task['id']}/answer", answer)
    assert sent.status_code == 204, sent.text
    assert await mine(town, "tech") == []
    [shown] = (await town.page("dsl", case_id))["assignments"]
    assert (shown["answer"], shown["answered_by"]) == (answer["words"], "Wanda Ellerslie")
    lines = [one["text"] for one in (await town.page("dsl", case_id))["chronology"]]
    assert any(line.startswith("Asked for technical advice, without names") for line in lines)
    assert "Gave the technical advice that was asked for." in lines
    again = await town.post("tech", f"/assignments/{task['id']}/answer", answer)
    assert (again.status_code, again.json()["detail"]) == (409, "This has been answered already.")


@pytest.mark.rule("D-4.4-1")
@pytest.mark.guard("G-22")
async def test_words_that_name_somebody_of_the_case_are_refused(town: Any) -> None:
    tech = await technician(town)
    await town.report()
    case_id = await town.case_id()
    given, family = town.child.display_name.split(" ", 1)
    for words in (
        f"{given}'s tablet shows a chat.",
        f"Look at the account {family.upper()}.",
        "Miss Yewbarrow saw a chat on a tablet.",  # she reported it
    ):
        refused = await ask(town, case_id, tech, words)
        assert refused.status_code == 422, words
        assert "must not learn whom this is about" in refused.json()["detail"]
        assert refused.json()["errors"][0]["field"] == "words"
    assert await mine(town, "tech") == []
    assert (await ask(town, case_id, tech, "A tablet shows a chat.")).status_code == 200


@pytest.mark.guard("G-12")
async def test_whoever_is_kept_out_of_the_case_is_not_asked(town: Any) -> None:
    subject = town.staff["teacher"]
    told = await town.report("assistant", about_adult="yes", subject_person_id=str(subject.id))
    assert told.status_code == 201
    case_id = await town.case_id()
    refused = await ask(town, case_id, str(subject.id), kind="action")
    assert refused.status_code == 422
    assert refused.json()["detail"] == "Choose somebody else: they must not see this case."
    assert await mine(town, "teacher") == []
    page = await town.page("dsl", case_id)
    askable = {one["person_id"] for one in page["askable"]}
    assert str(subject.id) not in askable
    assert str(town.staff["head"].id) in askable
    assert (await ask(town, case_id, str(town.staff["head"].id))).status_code == 200


async def test_only_staff_are_asked_and_for_a_day_to_come(town: Any) -> None:
    tech = await technician(town)
    await town.tell()
    case_id = await town.case_id()
    child = await ask(town, case_id, str(town.child.id))
    assert child.json()["detail"] == "Choose somebody from the list of staff."
    over = await ask(town, case_id, tech, due_on="2020-01-01")
    assert over.json()["detail"] == "Choose today or a later day."
    stranger = await town.post("teacher", f"/cases/{case_id}/assignments", {"version": 0})
    assert stranger.status_code in {404, 422}


async def test_nobody_else_reads_or_answers_an_assignment(town: Any) -> None:
    tech = await technician(town)
    await town.tell()
    case_id = await town.case_id()
    await ask(town, case_id, tech, kind="action")
    [task] = await mine(town, "tech")
    answer = {"words": "Done."}
    for stranger in ("teacher", "head", "chair"):
        assert await mine(town, stranger) == []
        plan = (await town.get(stranger, "/action-plan")).json()
        assert plan["items"] == []
        other = await town.post(stranger, f"/assignments/{task['id']}/answer", answer)
        assert other.status_code == 404
    assert (await town.post("ddsl", f"/assignments/{task['id']}/answer", answer)).status_code == 204


@pytest.mark.rule("D-10-6")
async def test_lessons_become_items_of_the_action_plan_when_a_case_is_closed(town: Any) -> None:
    case_id = await triaged(town)
    await town.do("dsl", case_id, "take")
    await town.do("dsl", case_id, "outcome", text="The children made up.")
    open_debrief = await town.do("ddsl", case_id, "close", reason="Done.")
    assert open_debrief.status_code == 409
    await town.walk("dsl", case_id)
    head = str(town.staff["head"].id)
    lesson = {"words": "Teach Year 4 how to leave a group chat.", "asked_id": head}
    actions = [lesson | {"due_on": a_week_on()}]
    named = [lesson | {"words": "Watch Esmé Brook.", "due_on": "2020-01-01"}]
    wrong = await town.do("ddsl", case_id, "close", reason="Done.", actions=named)
    assert wrong.status_code == 422
    closed = await town.do("ddsl", case_id, "close", reason="Done.", actions=actions)
    assert closed.status_code == 200, closed.text
    [item] = (await town.get("dsl", "/action-plan")).json()["items"]
    assert (item["asked"], item["standing"]) == ("Joan Quillfeather", "open")
    assert item["case_id"] == str(case_id)
    [hers] = await mine(town, "head")
    assert (hers["words"], hers["case_id"]) == (lesson["words"], None)
    done = await town.post("head", f"/assignments/{item['id']}/answer", {"words": "Taught today."})
    assert done.status_code == 204
    assert (await town.get("dsl", "/action-plan")).json()["items"] == []
    [ticked] = (await town.get("dsl", "/action-plan", done="true")).json()["items"]
    assert (ticked["standing"], ticked["answer"]) == ("done", "Taught today.")


async def test_the_plan_comes_in_pages_with_what_is_overdue_first(town: Any) -> None:
    tech = await technician(town)
    await town.tell()
    case_id = await town.case_id()
    for days in range(52):
        day = (clock.now() + timedelta(days=days)).date().isoformat()
        asked = await ask(town, case_id, tech, f"Part {days} of it.", kind="action", due_on=day)
        assert asked.status_code == 200, asked.text
    first = (await town.get("dsl", "/action-plan")).json()
    rest = (await town.get("dsl", "/action-plan", cursor=first["next_cursor"])).json()
    seen = [one["due_on"] for one in [*first["items"], *rest["items"]]]
    assert (len(first["items"]), len(seen), seen) == (50, 52, sorted(seen))
    assert rest["next_cursor"] is None
    bad = await town.get("dsl", "/action-plan", cursor="AAAA")
    assert bad.status_code == 422


async def test_how_well_the_procedure_was_followed_is_kept_at_each_closing(town: Any) -> None:
    case_id = await triaged(town)
    await town.do("dsl", case_id, "outcome", text="The children made up.")
    assert (await town.page("dsl", case_id))["fidelity"] is None
    assert (await town.close(case_id)).status_code == 200
    shown = (await town.page("dsl", case_id))["fidelity"]
    steps = (await town.page("dsl", case_id))["procedure"]["steps"]
    wanted = [one for one in steps if one["need"] != "optional"]
    not_needed = [one for one in wanted if one["state"] == "not_applicable"]
    assert shown == {
        "required": len(wanted) - len(not_needed),
        "in_time": len(wanted) - len(not_needed),
        "late": 0,
        "skipped": 0,
        "not_needed": len(not_needed),
    }
    assert shown["required"] > 5


async def test_a_step_done_after_its_limit_is_counted_as_late(
    town: Any, movable_clock: Path
) -> None:
    case_id = await triaged(town)
    await town.do("dsl", case_id, "outcome", text="The children made up.")
    move_clock(movable_clock, 25 * 86_400)

    assert (await town.close(case_id)).status_code == 200
    shown = (await town.page("dsl", case_id))["fidelity"]
    assert shown["late"] > 0
    assert shown["in_time"] > 0  # the report and the triage came at once
    assert shown["required"] == shown["late"] + shown["in_time"]
