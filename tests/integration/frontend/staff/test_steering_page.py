"""The case page lets its readers steer it; the planner shows what waits."""

from datetime import timedelta

import pytest

from frontend.staff.cases.forms_steer import STEERINGS
from services.shared import clock
from tests.browsing import Browser
from tests.parts import CASE, CHILD, OTHER_CASE, REPORT, TEACHER, Parts, a_case, problem

pytestmark = pytest.mark.anyio
PAGE = f"/staff/cases/{CASE}"
MAY = dict.fromkeys(one.may for one in STEERINGS.values())
FILLED = {
    "severity": {"severity": "low", "reason": "She is with her aunt."},
    "child": {"pupil_id": str(CHILD), "role": "witness"},
    "contact": {
        "agency": "csc",
        "way": "call",
        "minutes_on_hold": "25",
        "what": "They ring back.",
        "chase_on": "2026-12-01",
    },
    "decision": {"about": "police", "decision": "Not told.", "reason": "No crime."},
    "ask": {
        "kind": "advice",
        "words": "Can the filter block it?",
        "asked_id": str(TEACHER),
        "due_on": "2026-12-09",
    },
    "unmask": {
        "concern_id": str(REPORT),
        "pupil_id": str(CHILD),
        "role": "harmed",
        "reason": "She told her aunt.",
    },
    "join": {"reference": "B4X-9TR", "reason": "It is the same chat."},
    "split": {"joined_id": str(OTHER_CASE), "reason": "They are two chats."},
    "hand-over": {"to_id": str(TEACHER), "reason": "I am away."},
    "pause": {"until": "2026-12-09", "reason": "Abroad."},
    "resume": {},
    "remind": {},
    "reopen": {"reason": "It has begun again."},
    "renew": {"reason": "The policy was renewed."},
}


@pytest.fixture
def open_case(parts: Parts) -> Parts:
    case = a_case(state="triaged")
    case["may"] |= MAY | {"resume": "This case is not paused."}
    case["colleagues"] = [{"person_id": str(TEACHER), "display_name": "Mr Birch"}]
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, case)
    return parts


@pytest.mark.parametrize("name", STEERINGS)
async def test_an_act_goes_to_reporting_with_the_version_of_the_page(
    staff: Browser, open_case: Parts, name: str
) -> None:
    fields = {"version": "3", "idempotency_key": "steer-key-1", **FILLED[name]}
    answer = await staff.send(f"{PAGE}/steer/{name}", fields)
    assert answer.headers["location"] == f"{PAGE}?done={name}"
    [asked] = open_case.of(f"POST /reporting/cases/{CASE}/{STEERINGS[name].word}")
    wanted = {"version": 3, **FILLED[name]}
    if name == "contact":
        wanted |= {"minutes_on_hold": 25}
    assert asked.body == wanted
    assert asked.headers["idempotency-key"] == "steer-key-1"
    page = (await staff.open(f"{PAGE}?done={name}")).text
    assert STEERINGS[name].done.replace("'", "&#39;") in page


@pytest.mark.guard("G-16")
@pytest.mark.parametrize("name", [name for name, one in STEERINGS.items() if one.parts])
async def test_an_empty_form_comes_back_and_says_what_is_missing(
    staff: Browser, open_case: Parts, name: str
) -> None:
    answer = await staff.send(f"{PAGE}/steer/{name}", {"version": "3"})
    assert answer.status_code == 422
    missing = [one.missing for one in STEERINGS[name].parts if one.missing]
    assert missing
    for sentence in missing:
        assert sentence in answer.text
    assert not open_case.of(f"POST /reporting/cases/{CASE}/{STEERINGS[name].word}")


async def test_what_was_typed_stays_where_reporting_refuses(
    staff: Browser, open_case: Parts
) -> None:
    refusal = problem(422, "Choose a day from today on.")
    open_case.answers[f"POST /reporting/cases/{CASE}/contacts"] = (422, refusal)
    answer = await staff.send(f"{PAGE}/steer/contact", {"version": "3", **FILLED["contact"]})
    assert answer.status_code == 422
    for kept in ("Choose a day from today on.", "They ring back.", 'value="2026-12-01"'):
        assert kept in answer.text
    wrong = {"version": "3", **FILLED["contact"], "minutes_on_hold": "half an hour"}
    again = await staff.send(f"{PAGE}/steer/contact", wrong)
    assert "Write a whole number of minutes" in again.text


async def test_another_child_is_found_on_the_server_without_losing_anything(
    staff: Browser, open_case: Parts
) -> None:
    fields = {"version": "3", "role": "witness", "child_search": "Amb", "find": "child"}
    page = (await staff.send(f"{PAGE}/steer/child", fields)).text
    assert "Amber Oakfield" in page
    assert '<option value="witness" selected>' in page
    assert not open_case.of(f"POST /reporting/cases/{CASE}/children")


async def test_an_unknown_act_is_not_there(staff: Browser, open_case: Parts) -> None:
    answer = await staff.send(f"{PAGE}/steer/burn", {"version": "3"})
    assert answer.status_code in {404, 422}


async def test_the_planner_groups_what_waits(staff: Browser, parts: Parts) -> None:
    def one(what: str, when: str, days: int) -> dict[str, object]:
        due = (clock.now() + timedelta(days=days)).isoformat()
        row = {"case_id": str(CASE), "reference": "K7Q-F3M", "what": what, "when": when}
        return row | {"by": "dsl", "due_at": due, "severity": "high", "is_mine": True}

    items = [one("Ring the parents", "overdue", -1), one("Meet the child", "today", 0)]
    items += [one("Ask the police again", "waiting", 3), one("Look again", "later", 30)]
    today = clock.now().date().isoformat()
    shown = {"today": today, "items": items, "next_cursor": "abc"}
    parts.answers["GET /reporting/planner"] = (200, shown)
    page = (await staff.open("/staff/planner")).text
    order = ["Overdue", "Ring the parents", "Today", "Meet the child", "Waiting for others"]
    places = [page.index(words, page.index("<main")) for words in order]
    assert places == sorted(places)
    assert "the DSL · case" in page
    assert f'href="{PAGE}#procedure"' in page
    assert "/staff/planner?after=abc" in page
    parts.answers["GET /reporting/planner"] = (200, {"today": today, "items": []})
    assert "Nothing waits." in (await staff.open("/staff/planner")).text
