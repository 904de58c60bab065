"""My tasks, the action plan, and the lessons of a closing, as staff see them."""

import pytest

from tests.browsing import Browser
from tests.parts import CASE, TASK, TEACHER, Parts, a_case, problem

pytestmark = pytest.mark.anyio
CLOSE = f"/staff/cases/{CASE}/close"
LESSON = {
    "lesson-2-words": "Teach Year 4 to leave a chat.",
    "lesson-2-asked_id": str(TEACHER),
    "lesson-2-due_on": "2026-12-09",
}


@pytest.fixture
def closable(parts: Parts) -> Parts:
    case = a_case(state="triaged", askable=[{"person_id": str(TEACHER), "display_name": "Mr Elm"}])
    case["may"]["close"] = None
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    return parts


@pytest.mark.rule("D-4.4-1")
async def test_my_tasks_show_what_is_asked_and_no_case(staff: Browser, parts: Parts) -> None:
    page = (await staff.open("/staff/tasks")).text
    assert "Can the filter block the chat?" in page
    assert "Overdue" in page
    assert str(CASE) not in page
    answer = await staff.send(f"/staff/tasks/{TASK}", {"words": "Yes, since version 4."})
    assert answer.headers["location"] == "/staff/tasks?said=yes"
    [asked] = parts.of(f"POST /reporting/assignments/{TASK}/answer")
    assert asked.body == {"words": "Yes, since version 4."}
    assert "whoever asked can read it" in (await staff.open("/staff/tasks?said=yes")).text


async def test_an_answer_that_is_refused_stays_on_the_page(staff: Browser, parts: Parts) -> None:
    empty = await staff.send(f"/staff/tasks/{TASK}", {"words": " "})
    assert empty.status_code == 422
    assert "Write down what was done first" in empty.text
    refusal = problem(409, "This has been answered already.")
    parts.answers[f"POST /reporting/assignments/{TASK}/answer"] = (409, refusal)
    twice = await staff.send(f"/staff/action-plan/{TASK}", {"words": "We taught it."})
    assert twice.status_code == 422
    assert "This has been answered already." in twice.text
    assert "We taught it.</textarea>" in twice.text
    assert f'href="#words-{TASK}"' in twice.text
    parts.down.add("reporting")
    lost = await staff.send(f"/staff/tasks/{TASK}", {"words": "x"})
    assert lost.status_code >= 422


async def test_the_action_plan_names_the_case_to_its_readers(staff: Browser, parts: Parts) -> None:
    page = (await staff.open("/staff/action-plan")).text
    assert f'href="/staff/cases/{CASE}"' in page
    assert "K7Q-F3M" in page
    parts.answers["GET /reporting/action-plan"] = (200, {"today": "2026-11-23", "items": []})
    assert "Nothing is ticked off yet." in (await staff.open("/staff/action-plan?done=true")).text
    assert "Nothing is to be done." in (await staff.open("/staff/action-plan")).text


@pytest.mark.rule("D-10-6")
async def test_lessons_go_with_the_closing(staff: Browser, closable: Parts) -> None:
    fields = {"version": "3", "reason": "All is well.", **LESSON}
    answer = await staff.send(CLOSE, fields)
    assert answer.headers["location"] == f"/staff/cases/{CASE}?done=close"
    [asked] = closable.of(f"POST /reporting/cases/{CASE}/close")
    words, who, when = LESSON.values()
    assert asked.body["actions"] == [{"words": words, "asked_id": who, "due_on": when}]


async def test_half_a_lesson_comes_back_filled_in(staff: Browser, closable: Parts) -> None:
    fields = {"version": "3", "reason": "All is well.", **LESSON, "lesson-2-due_on": ""}
    answer = await staff.send(CLOSE, fields)
    assert answer.status_code == 422
    assert "who does it and by when, or leave all three empty" in answer.text
    assert 'value="Teach Year 4 to leave a chat."' in answer.text
    assert f'<option value="{TEACHER}" selected>' in answer.text
    assert not closable.of(f"POST /reporting/cases/{CASE}/close")


async def test_a_closed_case_says_how_its_procedure_was_followed(
    staff: Browser, parts: Parts
) -> None:
    counts = {"required": 14, "in_time": 11, "late": 2, "skipped": 1, "not_needed": 3}
    case = a_case(state="closed", outcome="Safe.", closed_reason="Done.", fidelity=counts)
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(f"/staff/cases/{CASE}")).text
    assert "14 steps were needed: 11 done in time, 2 done late, 1 left out with a reason." in page
    assert "3 more steps were not needed" in page
