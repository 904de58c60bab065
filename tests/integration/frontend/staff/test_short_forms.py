"""Each kind of thing has a short form: what to do first beside it, sent in a minute."""

from typing import Any

import pytest

from frontend.staff.kinds import QUICK
from tests.browsing import Browser
from tests.parts import CHILD, REPORT, Parts

pytestmark = pytest.mark.anyio
CARD = {
    "kind": "exam_device",
    "title": "Device found in a test",
    "about": "A phone was with a pupil in a test.",
    "risk_area": "conduct",
    "first": ["Take the device quietly."],
    "never": ["Do not stop the test for it."],
    "asks": [
        {"key": "which_test", "text": "Which test was it?", "choices": []},
        {"key": "technology", "text": "Which technology?", "choices": ["phone", "watch"]},
    ],
}
PAGE = "/staff/report/kinds/exam_device"
TOLD = {
    "idempotency_key": "quick-key-1",
    "happened": "A watch buzzed in the maths paper.",
    "danger_now": "no",
    "about_adult": "no",
    "place": "lesson",
    "equipment": "own",
    "more-which_test": "Maths paper 2",
    "more-technology": "watch",
}


@pytest.fixture
def carded(parts: Parts) -> Parts:
    for kind in QUICK:
        parts.answers[f"GET /reporting/first-response/{kind}"] = (200, CARD | {"kind": kind})
    return parts


@pytest.mark.rule("D-4.3-5")
@pytest.mark.parametrize("kind", QUICK)
async def test_every_kind_has_a_door_a_form_and_its_first_actions(
    staff: Browser, carded: Parts, kind: str
) -> None:
    doors = (await staff.open("/staff/report/kinds")).text
    assert f'href="/staff/report/kinds/{kind}"' in doors
    page = (await staff.open(f"/staff/report/kinds/{kind}")).text
    for words in ("Do this first", "Take the device quietly.", "Do not stop the test for it."):
        assert page.index(words) < page.index('name="happened"')
    assert page.index('href="tel:999"') < page.index('name="happened"')
    assert 'type="file"' not in page


async def test_a_short_report_goes_with_what_its_procedure_asks(
    staff: Browser, carded: Parts
) -> None:
    answer = await staff.send(PAGE, TOLD)
    assert answer.headers["location"] == f"/staff/report/sent/{REPORT}?kind=exam_device"
    [asked] = carded.of("POST /reporting/staff-reports")
    assert asked.headers["idempotency-key"] == "quick-key-1"
    assert asked.body["kind"] == "exam_device"
    assert asked.body["concern_type"] == "conduct"
    assert asked.body["unknown_child"] is True
    assert (asked.body["place"], asked.body["equipment"]) == ("lesson", "own")
    assert asked.body["more"] == [
        {"question": "which_test", "words": "Maths paper 2"},
        {"question": "technology", "words": "watch"},
    ]
    receipt = (await staff.open(answer.headers["location"])).text
    assert "Take the device quietly." in receipt


async def test_what_is_missing_is_said_and_nothing_is_lost(staff: Browser, carded: Parts) -> None:
    answer = await staff.send(PAGE, {**TOLD, "happened": "", "danger_now": "", "about_adult": "x"})
    assert answer.status_code == 422
    for sentence in ("Write what was seen or said", "Say whether anybody may be in danger now"):
        assert sentence in answer.text
    assert 'value="Maths paper 2"' in answer.text
    assert "<option selected>watch</option>" in answer.text
    assert not carded.of("POST /reporting/staff-reports")
    carded.down.add("reporting")
    down = await staff.send(PAGE, TOLD)
    assert down.status_code == 503


async def test_a_child_is_found_without_script_and_stays_chosen(
    staff: Browser, carded: Parts
) -> None:
    found = await staff.send(PAGE, {**TOLD, "child_search": "Amara", "find": "children"})
    assert "Amara Oakfield" in found.text
    assert "A watch buzzed" in found.text
    sent: dict[str, Any] = {**TOLD, "pupil": f"{CHILD}|Amara Oakfield|Year 4 Kites"}
    await staff.send(PAGE, sent)
    [asked] = carded.of("POST /reporting/staff-reports")
    assert asked.body["unknown_child"] is (asked.body["pupil_ids"] == [])


@pytest.mark.guard("G-22")
async def test_a_technician_reports_without_a_list_of_children(
    browser: Browser, carded: Parts
) -> None:
    carded.roles = ("tech",)
    staff = await browser.sign_in()
    page = (await staff.open("/staff/report/kinds/filtering_breach")).text
    assert 'name="happened"' in page
    assert "child_search" not in page


async def test_an_unknown_kind_is_not_there(staff: Browser, carded: Parts) -> None:
    assert (await staff.open("/staff/report/kinds/nonsense")).status_code in {404, 422}
