"""The page for a concern about an adult, and the page that names one later."""

from typing import Any

import pytest

from tests.browsing import Browser, hidden
from tests.parts import CASE, REPORT, TEACHER, Parts, problem

pytestmark = pytest.mark.anyio

KEY = "7b0a6e1c-0000-4000-8000-000000000002"
ADULT_ID = "88888888-8888-4888-8888-888888888888"
ADULT = f"{ADULT_ID}|Mr Cedar, Teacher"
TOLD = {
    "idempotency_key": KEY,
    "kind": "staff_concern",
    "who": "one",
    "adult": ADULT,
    "happened": "He sent her messages at night.",
    "danger_now": "no",
}


def sent(parts: Parts) -> Any:
    [asked] = parts.of("POST /reporting/staff-reports")
    return asked.body


@pytest.mark.guard("G-12")
async def test_the_adult_chosen_from_the_list_goes_to_reporting(
    staff: Browser, parts: Parts
) -> None:
    answer = await staff.send("/staff/report/adult", TOLD)
    assert answer.headers["location"] == f"/staff/report/sent/{REPORT}"
    body = sent(parts)
    assert (body["kind"], body["about_adult"]) == ("staff_concern", "yes")
    assert body["subject_person_id"] == ADULT_ID


@pytest.mark.parametrize(
    ("kind", "who", "about", "subject"),
    [
        ("low_level_concern", "me", "yes", str(TEACHER)),
        ("relationship", "", "yes", str(TEACHER)),
        ("staff_device", "unknown", "yes", None),
        ("contact_received", "", "no", None),
    ],
)
async def test_whom_it_is_about_follows_from_what_was_said(
    staff: Browser, parts: Parts, kind: str, who: str, about: str, subject: str | None
) -> None:
    answer = await staff.send("/staff/report/adult", {**TOLD, "kind": kind, "who": who})
    assert answer.status_code == 303, answer.text
    body = sent(parts)
    assert (body["about_adult"], body["subject_person_id"]) == (about, subject)


async def test_missing_answers_give_the_page_back_with_every_word(
    staff: Browser, parts: Parts
) -> None:
    answer = await staff.send("/staff/report/adult", {**TOLD, "who": "one", "adult": ""})
    assert answer.status_code == 422
    assert hidden(answer.text, "idempotency_key") == KEY
    assert "He sent her messages at night." in answer.text
    assert 'href="#adult_search"' in answer.text
    assert not parts.of("POST /reporting/staff-reports")


@pytest.mark.guard("G-31")
@pytest.mark.guard("G-32")
async def test_whom_one_may_ring_oneself_and_no_promise_stand_before_the_first_field(
    staff: Browser,
) -> None:
    page = (await staff.open("/staff/report/adult")).text
    first_field = page.index('name="kind"')
    for needed in ('href="tel:999"', "You do not have to wait for anybody", "Do not promise"):
        assert page.index(needed) < first_field


async def test_a_dead_service_says_not_sent_and_keeps_the_words(
    staff: Browser, parts: Parts
) -> None:
    parts.down.add("reporting")
    answer = await staff.send("/staff/report/adult", TOLD)
    assert answer.status_code == 503
    assert "was NOT sent" in answer.text
    assert "Tell a safeguarding lead or governor whom it is not about" in answer.text
    assert "He sent her messages at night." in answer.text


async def test_finding_keeps_what_was_typed(staff: Browser, parts: Parts) -> None:
    fields = {**TOLD, "find": "adults", "adult_search": "ced"}
    answer = await staff.send("/staff/report/adult", fields)
    assert answer.status_code == 200
    assert "He sent her messages at night." in answer.text
    assert not parts.of("POST /reporting/staff-reports")


@pytest.mark.guard("G-12")
async def test_naming_an_adult_later_needs_the_adult_and_how_it_is_known(
    staff: Browser, parts: Parts
) -> None:
    address = f"/staff/subjects/{CASE}"
    bare = await staff.send(address, {"version": "3", "reason": ""})
    assert bare.status_code == 422
    assert "Find the adult and choose them" in bare.text
    assert not parts.of(f"POST /reporting/cases/{CASE}/subjects")
    said = {"version": "3", "adult": ADULT, "reason": "She told me who it was."}
    answer = await staff.send(address, said)
    assert answer.headers["location"] == f"/staff/cases/{CASE}?done=task#people"
    [asked] = parts.of(f"POST /reporting/cases/{CASE}/subjects")
    assert asked.body == {
        "version": 3,
        "subject_ids": [ADULT_ID],
        "reason": "She told me who it was.",
    }


async def test_reportings_own_sentence_stands_on_the_page_and_the_words_stay(
    staff: Browser, parts: Parts
) -> None:
    sentence = "It is recorded already that this case is about them."
    parts.answers[f"POST /reporting/cases/{CASE}/subjects"] = (409, problem(409, sentence))
    said = {"version": "3", "adult": ADULT, "reason": "She told me who it was."}
    answer = await staff.send(f"/staff/subjects/{CASE}", said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "She told me who it was." in answer.text
