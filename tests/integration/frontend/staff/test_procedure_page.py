"""The procedure on the case page: tasks, questions, prohibitions, and forms without scripts."""

from typing import Any

import pytest

from tests.browsing import Browser
from tests.parts import CASE, Parts, a_case, problem

pytestmark = pytest.mark.anyio

CASE_PAGE = f"/staff/cases/{CASE}"
NOON = "2026-11-23T12:00:00Z"


def a_step(key: str, state: str, **more: Any) -> dict[str, Any]:
    known = {"key": key, "text": f"Step {key}", "state": state, "by": "dsl", "kind": "plain"}
    known |= {"need": "required", "rules": ["D-10.1-4"], "evidence": ["who", "reason_if_not"]}
    known |= {"skip": "reason", "due_at": "2026-11-23T15:15:00Z"}
    return known | more


def a_question(key: str, text: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": text, "yes_no": True, "opens": True} | more


def a_procedure(**more: Any) -> dict[str, Any]:
    guard = "No parent is told before somebody has written down that telling is safe."
    never = "This step can never be skipped."
    known = {"id": "cyberbullying", "title": "Cyberbullying of a pupil", "version": "1-abc"}
    known |= {"forbidden": ["Do not publish names.", "Do not print it."]}
    known["tell"] = [{"role": "class_teacher", "when": "eod", "form": "need_to_know"}]
    known["settings"] = [{"key": "contacts.police", "text": "Police, 101"}]
    known["questions"] = [
        a_question("crime_suspected", "May a crime have been committed?"),
        a_question("group_size", "How many children take part?", yes_no=False, opens=False),
        a_question("telling_is_a_risk", "Would telling be a risk?", opens=False, locks=True),
        a_question("repeated", "Has it happened before?", reply="no", by="Mr Birch", at=NOON),
    ]
    known["steps"] = [
        a_step("child_advice", "overdue"),
        a_step("debrief", "due", skip="never", may_skip=never),
        a_step("police", "due", skip="second"),
        a_step("parents", "blocked", guard="G-17", why=guard, questions=["telling_is_a_risk"]),
        a_step(
            "follow_up", "done", what="Seen twice.", who="Mr Birch", at=NOON, may_do="Done already."
        ),
        a_step("take_down", "not_applicable", why="Not needed, because “Online?” was answered no."),
    ]
    known["steps"][3]["may_do"] = guard
    known["steps"][5] |= {"may_do": "Not needed.", "may_skip": "Not needed."}
    known["steps"][4]["may_skip"] = "This step is done or skipped already."
    return known | more


@pytest.fixture
def running(parts: Parts) -> Parts:
    choices = [{"id": "cyberbullying", "title": "Cyberbullying of a pupil"}]
    case = a_case(procedure=a_procedure(), procedures=choices, state="triaged")
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    return parts


@pytest.mark.guard("G-04")
async def test_what_nobody_may_do_stands_in_the_open_on_the_case_page(
    staff: Browser, running: Parts
) -> None:
    page = (await staff.open(CASE_PAGE)).text
    shut = page[page.index("Nobody may") :]
    assert shut.index("Do not publish names.") < shut.index("Answer these")
    assert page.index("Nobody may") < page.index("The words as given")
    assert "<details" not in page[page.index("<main") : page.index("Do not print it.")]


@pytest.mark.rule("D-10-2")
@pytest.mark.rule("A-1.35-12")
async def test_every_case_reminds_of_confidence_and_kindness(
    staff: Browser, running: Parts
) -> None:
    page = (await staff.open(CASE_PAGE)).text
    assert "Be kind and do not blame; speak of this only with those who read this case." in page
    assert "Who can read this" in page


async def test_the_first_card_leads_to_the_tasks_that_press(staff: Browser, running: Parts) -> None:
    whole = (await staff.open(CASE_PAGE)).text
    card = whole.partition("What to do now")[2].partition("</ol>")[0]
    assert '<a class="govuk-link" href="#step-child_advice">Step child_advice</a>' in card
    assert 'href="#step-parents"' not in card  # locked
    assert "Step take_down" not in card  # not needed
    assert "set how severe it is" not in card  # triaged already


async def test_tasks_stand_in_the_order_in_which_they_press(staff: Browser, running: Parts) -> None:
    page = (await staff.open(CASE_PAGE)).text.partition('id="procedure"')[2]
    order = ["To do now", "Step child_advice", "Step debrief", "Locked, or not yet"]
    order += ["Step parents", "Done, left out or not needed", "Step follow_up", "Step take_down"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    assert "Overdue" in page
    assert "was answered no." in page
    assert "Policy: D-10.1-4" in page
    assert "Class_teacher" not in page
    assert "The class teacher: before the end of the school day" in page


async def test_a_task_has_a_form_for_done_and_one_for_not_needed_because(
    staff: Browser, running: Parts
) -> None:
    page = (await staff.open(CASE_PAGE)).text
    assert f'action="{CASE_PAGE}/steps/child_advice/done"' in page
    assert f'formaction="{CASE_PAGE}/steps/child_advice/skip"' in page
    assert f'formaction="{CASE_PAGE}/steps/debrief/skip"' not in page
    assert "This step can never be skipped." in page
    assert "Leave it out: ask a second person" in page
    assert f'action="{CASE_PAGE}/steps/follow_up/done"' not in page
    assert "(guard G-17)" in page


async def test_recording_a_task_sends_its_words_and_the_version_of_the_page(
    staff: Browser, running: Parts
) -> None:
    fields = {"version": "3", "words": "Talked at lunch.", "idempotency_key": "task-key-1"}
    answer = await staff.send(f"{CASE_PAGE}/steps/child_advice/done", fields)
    assert answer.headers["location"] == f"{CASE_PAGE}?done=task#procedure"
    [asked] = running.of(f"POST /reporting/cases/{CASE}/steps/child_advice/done")
    assert asked.body == {"version": 3, "what": "Talked at lunch."}
    assert asked.headers["idempotency-key"] == "task-key-1"


@pytest.mark.guard("G-16")
async def test_leaving_a_task_out_without_a_reason_is_asked_for(
    staff: Browser, running: Parts
) -> None:
    answer = await staff.send(f"{CASE_PAGE}/steps/police/skip", {"version": "3", "words": ""})
    assert answer.status_code == 422
    assert "Write down why it is left out" in answer.text
    assert not running.of(f"POST /reporting/cases/{CASE}/steps/police/skip")
    fields = {"version": "3", "words": "Advice taken."}
    await staff.send(f"{CASE_PAGE}/steps/police/skip", fields)
    [asked] = running.of(f"POST /reporting/cases/{CASE}/steps/police/skip")
    assert asked.body == {"version": 3, "reason": "Advice taken."}


async def test_a_refusal_is_shown_at_the_task_and_the_words_stay(
    staff: Browser, running: Parts
) -> None:
    refusal = problem(409, "This waits for the LADO's advice.")
    running.answers[f"POST /reporting/cases/{CASE}/steps/police/done"] = (409, refusal)
    fields = {"version": "3", "words": "Rang, officer 42."}
    answer = await staff.send(f"{CASE_PAGE}/steps/police/done", fields)
    assert answer.status_code == 422
    assert "This waits for the LADO&#39;s advice." in answer.text
    assert "Rang, officer 42." in answer.text
    assert 'href="#step-police"' in answer.text


async def test_an_answer_is_one_press_and_a_guards_answer_has_words(
    staff: Browser, running: Parts
) -> None:
    page = (await staff.open(CASE_PAGE)).text
    assert 'id="words-crime_suspected"' not in page
    assert 'id="words-telling_is_a_risk"' in page
    fields = {"version": "3", "question": "crime_suspected", "reply": "no"}
    answer = await staff.send(f"{CASE_PAGE}/answers", fields)
    assert answer.status_code == 303
    [asked] = running.of(f"POST /reporting/cases/{CASE}/answers")
    assert asked.body == {
        "version": 3,
        "question": "crime_suspected",
        "reply": "no",
        "words": "",
    }


async def test_a_part_that_is_down_keeps_what_was_typed(staff: Browser, running: Parts) -> None:
    running.answers[f"POST /reporting/cases/{CASE}/steps/police/done"] = (500, {})
    fields = {"version": "3", "words": "Rang, officer 42."}
    answer = await staff.send(f"{CASE_PAGE}/steps/police/done", fields)
    assert "Rang, officer 42." in answer.text
    assert "Nothing was saved" in answer.text


@pytest.mark.rule("N-04")
async def test_what_lantern_filled_in_says_so_and_is_changed_with_a_reason(
    staff: Browser, parts: Parts
) -> None:
    key, text = "under_13_sexual_act", "Is a child under 13 involved in anything sexual?"
    filled = a_question(key, text, reply="yes", filled=True)
    case = a_case(procedure=a_procedure(questions=[filled]), state="triaged")
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(CASE_PAGE)).text
    assert "Lantern filled this in: a child of this case is under 13" in page
    assert page.index(text) < page.index("To do now")
    fields = {"version": "3", "question": key, "reply": "no", "words": "It is a drawing."}
    await staff.send(f"{CASE_PAGE}/answers", fields)
    [asked] = parts.of(f"POST /reporting/cases/{CASE}/answers")
    assert asked.body["words"] == "It is a drawing."


async def test_triage_offers_every_procedure_and_the_one_of_its_kind_first(
    staff: Browser, parts: Parts
) -> None:
    choices = [
        {"id": "ocsae", "title": "Online abuse"},
        {"id": "cyberbullying", "title": "Cyberbullying of a pupil"},
    ]
    case = a_case(procedures=choices, procedure_by_kind={"stranger_contact": "ocsae"})
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(CASE_PAGE)).text
    assert "The one of its kind (as it stands: Online abuse)" in page
    assert '<option value="cyberbullying">Cyberbullying of a pupil</option>' in page
    fields = {"version": "3", "severity": "high", "kind": "other", "procedure": "cyberbullying"}
    await staff.send(f"{CASE_PAGE}/triage", fields)
    [asked] = parts.of(f"POST /reporting/cases/{CASE}/triage")
    assert asked.body["procedure"] == "cyberbullying"


async def test_a_closed_case_shows_its_tasks_and_takes_none(staff: Browser, parts: Parts) -> None:
    case = a_case(procedure=a_procedure(), state="closed", outcome="Over", closed_reason="Over")
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    page = (await staff.open(CASE_PAGE)).text
    assert "Seen twice." in page
    assert "/steps/" not in page
    assert f'action="{CASE_PAGE}/answers"' not in page


@pytest.mark.parametrize("path", ["steps/Bad-Key/done", "steps/police/undo", "steps/police"])
async def test_there_is_no_other_way_to_record_a_task(
    staff: Browser, running: Parts, path: str
) -> None:
    answer = await staff.send(f"{CASE_PAGE}/{path}", {"version": "3", "words": "x"})
    assert answer.status_code in {404, 405, 422}
    assert not [one for one in running.asked if "/steps/" in str(one)]
