import re

import pytest

from tests.browsing import Browser, hidden
from tests.parts import CHILD, REPORT, TEACHER, Parts, problem

pytestmark = pytest.mark.anyio

KEY = "7b0a6e1c-0000-4000-8000-000000000001"
TOLD = {
    "idempotency_key": KEY,
    "pupil": [f"{CHILD}|Amara Oakfield, Year 4 Kites"],
    "happened": "She said: <script>alert(1)</script> he asked where I live.",
    "danger_now": "not_sure",
    "told_dsl": "yes",
    "kind": "stranger_contact",
    "risk_area": "contact",
    "about_adult": "no",
}


async def test_a_report_goes_to_reporting_and_shows_who_has_it(
    staff: Browser, parts: Parts
) -> None:
    answer = await staff.send("/staff/report", TOLD)
    assert answer.headers["location"] == f"/staff/report/sent/{REPORT}?kind={TOLD['kind']}"
    [asked] = parts.of("POST /reporting/staff-reports")
    assert asked.headers["idempotency-key"] == KEY
    assert asked.body == {
        "pupil_ids": [str(CHILD)],
        "unknown_child": False,
        "happened": TOLD["happened"],
        "concern_type": "contact",
        "kind": "stranger_contact",
        "danger_now": "not_sure",
        "told_dsl": True,
        "about_adult": "no",
        "subject_person_id": None,
    }
    receipt = await staff.open(answer.headers["location"])
    assert "K7Q-F3M" in receipt.text
    assert "Mrs Ash and Mr Birch" in receipt.text


async def test_the_receipt_is_there_after_the_front_end_forgot_it(
    staff: Browser, parts: Parts
) -> None:
    page = await staff.open(f"/staff/report/sent/{REPORT}")
    assert "K7Q-F3M" in page.text


async def test_999_and_the_warning_stand_before_the_first_field(staff: Browser) -> None:
    page = (await staff.open("/staff/report")).text
    first_field = page.index('name="child_search"')
    for needed in ('href="tel:999"', 'href="tel:101"', "Do not view, copy, print"):
        assert page.index(needed) < first_field


@pytest.mark.guard("G-01")
async def test_there_is_no_field_for_a_file(staff: Browser) -> None:
    page = (await staff.open("/staff/report")).text
    assert 'type="file"' not in page
    assert "multipart" not in page


async def test_missing_answers_give_the_form_back_with_every_word_and_the_same_key(
    staff: Browser, parts: Parts
) -> None:
    answer = await staff.send("/staff/report", {**TOLD, "danger_now": "", "kind": "nonsense"})
    assert answer.status_code == 422
    assert hidden(answer.text, "idempotency_key") == KEY
    assert "he asked where I live." in answer.text
    assert "<script>alert" not in answer.text
    assert re.search(rf'value="{CHILD}[^"]*" checked', answer.text)
    assert 'href="#danger_now"' in answer.text
    assert 'href="#kind"' in answer.text
    assert not parts.of("POST /reporting/staff-reports")


async def test_ten_thousand_characters_pass_and_one_more_is_named(
    staff: Browser, parts: Parts
) -> None:
    assert (await staff.send("/staff/report", {**TOLD, "happened": "a" * 10_000})).is_redirect
    answer = await staff.send("/staff/report", {**TOLD, "happened": "a" * 10_001})
    assert answer.status_code == 422
    assert "Shorten this by 1 characters" in answer.text
    assert "a" * 10_001 in answer.text
    assert len(parts.of("POST /reporting/staff-reports")) == 1


async def test_a_dead_service_says_not_sent_and_keeps_the_words(
    staff: Browser, parts: Parts
) -> None:
    parts.down.add("reporting")
    answer = await staff.send("/staff/report", TOLD)
    assert answer.status_code == 503
    assert "was NOT sent" in answer.text
    assert "he asked where I live." in answer.text
    assert hidden(answer.text, "idempotency_key") == KEY
    parts.down.clear()
    assert (await staff.send("/staff/report", TOLD)).status_code == 303


async def test_a_line_that_broke_half_way_does_not_claim_to_know(
    staff: Browser, parts: Parts
) -> None:
    parts.cut.add("POST /reporting/staff-reports")
    answer = await staff.send("/staff/report", TOLD)
    assert answer.status_code == 503
    assert "We do not know whether this report was sent" in answer.text
    assert "NOT sent" not in answer.text
    assert hidden(answer.text, "idempotency_key") == KEY
    parts.cut.clear()
    assert (await staff.send("/staff/report", TOLD)).status_code == 303
    keys = {one.headers["idempotency-key"] for one in parts.of("POST /reporting/staff-reports")}
    assert keys == {KEY}


async def test_a_session_that_ended_keeps_the_words_on_the_page(
    staff: Browser, parts: Parts
) -> None:
    parts.sessions.clear()
    answer = await staff.send("/staff/report", TOLD)
    assert answer.status_code == 401
    assert "was NOT sent" in answer.text
    assert "he asked where I live." in answer.text
    await staff.sign_in()
    assert (await staff.send("/staff/report", TOLD)).status_code == 303


async def test_reportings_own_sentence_stands_at_its_field(staff: Browser, parts: Parts) -> None:
    document = problem(422, "Look again", (("happened", "This text holds a pasted file."),))
    parts.answers["POST /reporting/staff-reports"] = (422, document)
    answer = await staff.send("/staff/report", TOLD)
    assert answer.status_code == 422
    assert answer.text.count("This text holds a pasted file.") == 2
    assert "he asked where I live." in answer.text


async def test_typing_finds_children_on_the_server_and_keeps_those_chosen(
    staff: Browser, parts: Parts
) -> None:
    fields = {"child_search": "amb", "pupil": TOLD["pupil"]}
    answer = await staff.send("/staff/report/children", fields, **{"hx-request": "true"})
    assert answer.text.lstrip().startswith('<div id="children"')
    assert "<html" not in answer.text
    assert answer.headers["vary"] == "HX-Request"
    assert "Amber Oakfield" in answer.text
    assert answer.text.count(" checked") == 1


async def test_two_letters_search_nothing(staff: Browser, parts: Parts) -> None:
    answer = await staff.send(
        "/staff/report/children", {"child_search": "am"}, **{"hx-request": "true"}
    )
    assert "at least three letters" in answer.text
    assert not parts.of("GET /accounts/pupils")


async def test_the_find_button_works_without_script_and_loses_nothing(
    staff: Browser, parts: Parts
) -> None:
    fields = {**TOLD, "pupil": [], "child_search": "amara", "find": "children"}
    answer = await staff.send("/staff/report", fields)
    assert answer.status_code == 200
    assert "Amara Oakfield, Year 4 Kites" in answer.text
    assert "he asked where I live." in answer.text
    assert not parts.of("POST /reporting/staff-reports")


async def test_a_sexual_image_shows_what_to_do_and_hides_no_question(staff: Browser) -> None:
    page = (await staff.open("/staff/report")).text
    assert "Do not ask the child to delete it" in page
    assert page.index('id="device-steps"') < page.index('name="risk_area"')


@pytest.mark.guard("G-12")
async def test_the_named_adult_travels_as_a_person_and_only_if_it_is_about_one(
    staff: Browser, parts: Parts
) -> None:
    named = {**TOLD, "adult": f"{TEACHER}|Mr Birch, Teacher"}
    await staff.send("/staff/report", {**named, "about_adult": "yes"})
    await staff.send("/staff/report", {**named, "about_adult": "no"})
    subjects = [one.body["subject_person_id"] for one in parts.of("POST /reporting/staff-reports")]
    assert subjects == [str(TEACHER), None]


async def test_nobody_left_in_school_shows_whom_to_ring(staff: Browser, parts: Parts) -> None:
    ring = {"name": "the LADO", "phone": "01632 960 001"}
    told = {"report_id": str(REPORT), "reference": "K7Q-F3M", "sent_at": "2026-11-23T09:00:00Z"}
    taken = {**told, "with": [], "ring": ring}
    parts.answers["POST /reporting/staff-reports"] = (201, taken)
    answer = await staff.send("/staff/report", TOLD)
    page = (await staff.open(answer.headers["location"])).text
    assert 'href="tel:01632960001"' in page
    assert "read out this code" not in page
    parts.answers["POST /reporting/staff-reports"] = (201, {**taken, "lado_code": "ABCD2345"})
    answer = await staff.send("/staff/report", TOLD)
    page = (await staff.open(answer.headers["location"])).text
    assert "read out this code" in page
    assert "ABCD 2345" in page


async def test_my_reports_say_received_in_plain_words(staff: Browser) -> None:
    page = (await staff.open("/staff/my-reports")).text
    assert "Received" in page
    assert "Nobody has opened it yet" in page
