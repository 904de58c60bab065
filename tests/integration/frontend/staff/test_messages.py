"""Messages on the staff pages: to whoever told from the case, and about my own report."""

import pytest

from tests.browsing import Browser
from tests.parts import CASE, DSL, REPORT, Parts, a_case, problem

pytestmark = pytest.mark.anyio
PAGE = f"/staff/cases/{CASE}"
MINE = f"/staff/my-reports/{REPORT}"
MESSAGES = f"POST /reporting/cases/{CASE}/messages"
ANSWERS = f"POST /reporting/staff-reports/{REPORT}/answers"
WORDS = "Can I come and see you at lunch?"


async def test_a_message_says_who_will_read_it_and_is_another_form_than_a_note(
    staff: Browser, parts: Parts
) -> None:
    page = (await staff.open(PAGE)).text
    assert "The child will read this" in page
    assert "They never see notes" in page
    concern_id = a_case()["concerns"][0]["id"]
    fields = {"version": "3", "idempotency_key": "message-key-1", "concern_id": concern_id}
    answer = await staff.send(f"{PAGE}/message", {**fields, "text": WORDS})
    assert answer.headers["location"] == f"{PAGE}?done=message"
    [asked] = parts.of(MESSAGES)
    assert asked.body == {"version": 3, "concern_id": concern_id, "text": WORDS}
    assert not parts.of(f"POST /reporting/cases/{CASE}/notes")
    assert "The message is sent." in (await staff.open(f"{PAGE}?done=message")).text


async def test_a_refused_message_keeps_its_words(staff: Browser, parts: Parts) -> None:
    case = a_case()
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    fields = {"version": "3", "concern_id": case["concerns"][0]["id"]}
    empty = await staff.send(f"{PAGE}/message", {**fields, "text": " "})
    assert empty.status_code == 422
    assert "Write the message first" in empty.text
    sentence = "Whoever reported this must not see the case."
    parts.answers[MESSAGES] = (409, problem(409, sentence))
    refused = await staff.send(f"{PAGE}/message", {**fields, "text": WORDS})
    assert sentence in refused.text
    assert WORDS in refused.text


async def test_my_report_shows_its_state_the_message_and_one_box(
    staff: Browser, parts: Parts
) -> None:
    rows = (await staff.open("/staff/my-reports")).text
    assert "New message" in rows
    assert MINE in rows
    page = (await staff.open(MINE)).text
    assert "Which lesson was it?" in page
    assert DSL in page
    assert "Received" in page
    sent = await staff.send(MINE, {"text": "Computing.", "idempotency_key": "answer-key-1"})
    assert sent.headers["location"] == f"{MINE}?done=1"
    [asked] = parts.of(ANSWERS)
    assert (asked.body, asked.headers["idempotency-key"]) == (
        {"text": "Computing."},
        "answer-key-1",
    )
    assert "Your answer is with the safeguarding team." in (await staff.open(f"{MINE}?done=1")).text


async def test_what_i_write_back_stays_on_the_page_where_it_does_not_arrive(
    staff: Browser, parts: Parts
) -> None:
    assert "Write your answer first" in (await staff.send(MINE, {"text": ""})).text
    parts.answers[ANSWERS] = (503, problem(503, "Not available now"))
    kept = await staff.send(MINE, {"text": "It was computing."})
    assert kept.status_code == 422
    assert "It was computing." in kept.text
