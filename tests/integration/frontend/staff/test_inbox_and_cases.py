import pytest

from tests.browsing import Browser
from tests.parts import CASE, CHILD, EXPORT, TEACHER, Parts, a_case, problem

pytestmark = pytest.mark.anyio

HTMX = {"hx-request": "true"}
CASE_PAGE = f"/staff/cases/{CASE}"


async def test_the_inbox_shows_danger_in_words_and_how_long_each_waits(staff: Browser) -> None:
    page = (await staff.open("/staff/inbox")).text
    assert page.index("Danger now") < page.index("4 minutes") < page.index("2 hours")
    assert "1 alert waits for you" in page
    assert 'href="/staff/inbox">Refresh' in page


async def test_the_list_alone_is_one_block_of_the_same_page(staff: Browser) -> None:
    whole = (await staff.open("/staff/inbox")).text
    part = await staff.open("/staff/inbox/list", **HTMX)
    assert part.text.strip().startswith('<section id="cases"')
    assert part.text.strip() in whole
    assert part.headers["cache-control"] == "no-store"


async def test_the_stream_says_changed_and_never_what(staff: Browser) -> None:
    answer = await staff.open("/staff/inbox/changes")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "id: 1\n\nevent: changed\ndata: {}\n\n"
    again = await staff.open("/staff/inbox/changes", **{"last-event-id": "1"})
    assert again.text.count("event: changed") == 2


async def test_alerts_that_do_not_answer_do_not_take_the_inbox_away(
    staff: Browser, parts: Parts
) -> None:
    parts.down.add("notifications")
    answer = await staff.open("/staff/inbox")
    assert answer.status_code == 200
    assert "The list of alerts is not answering" in answer.text


async def test_a_case_shows_the_words_as_given_and_runs_none_of_them(staff: Browser) -> None:
    page = (await staff.open(CASE_PAGE)).text
    assert "A man in the game asked where I live. &lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page
    assert "It hurts." in page[page.index("Told before") :]
    assert "Amara Oakfield" not in page[: page.index("</title>")]


async def test_a_shut_act_shows_reportings_own_sentence_and_has_no_form(staff: Browser) -> None:
    page = (await staff.open(CASE_PAGE)).text
    assert "Set the outcome first." in page
    assert f'action="{CASE_PAGE}/close"' not in page
    assert f'action="{CASE_PAGE}/triage"' in page


async def test_taking_sends_the_version_that_the_page_showed(staff: Browser, parts: Parts) -> None:
    fields = {"version": "3", "idempotency_key": "key-of-this-page"}
    answer = await staff.send(f"{CASE_PAGE}/take", fields)
    assert answer.headers["location"] == f"{CASE_PAGE}?done=take"
    [asked] = parts.of(f"POST /reporting/cases/{CASE}/take")
    assert asked.body == {"version": 3}
    assert asked.headers["idempotency-key"] == "key-of-this-page"


async def test_the_second_to_take_a_case_is_told_who_was_first(
    staff: Browser, parts: Parts
) -> None:
    refusal = problem(409, "Mr Birch was first: he has taken this case.")
    parts.answers[f"POST /reporting/cases/{CASE}/take"] = (409, refusal)
    answer = await staff.send(f"{CASE_PAGE}/take", {"version": "3"})
    assert "Mr Birch was first" in answer.text


async def test_a_note_stays_on_the_page_when_reporting_falls_over(
    staff: Browser, parts: Parts
) -> None:
    parts.answers[f"POST /reporting/cases/{CASE}/notes"] = (500, {})
    note = {"version": "3", "text": "Rang the parent of nobody."}
    answer = await staff.send(f"{CASE_PAGE}/note", note)
    assert answer.status_code == 422
    assert "Rang the parent of nobody." in answer.text
    assert "Nothing was saved" in answer.text


async def test_triage_sends_children_and_who_may_see_it_after_all(
    staff: Browser, parts: Parts
) -> None:
    fields = {
        "version": "3",
        "severity": "high",
        "kind": "bullying",
        "risk_area": "conduct",
        "pupil": f"{CHILD}|Amara Oakfield",
        "cleared_ids": str(TEACHER),
        "reason": "",
    }
    await staff.send(f"{CASE_PAGE}/triage", fields)
    [asked] = parts.of(f"POST /reporting/cases/{CASE}/triage")
    assert asked.body == {
        "version": 3,
        "severity": "high",
        "risk_area": "conduct",
        "kind": "bullying",
        "pupil_ids": [str(CHILD)],
        "cleared_ids": [str(TEACHER)],
        "reason": None,
        "procedure": None,
    }


async def test_finding_a_child_at_triage_records_nothing(staff: Browser, parts: Parts) -> None:
    fields = {"version": "3", "severity": "high", "child_search": "amber", "find": "children"}
    answer = await staff.send(f"{CASE_PAGE}/triage", fields)
    assert "Amber Oakfield, Year 2" in answer.text
    assert not parts.of(f"POST /reporting/cases/{CASE}/triage")


async def test_closing_without_a_reason_is_asked_for(staff: Browser, parts: Parts) -> None:
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, a_case(may={"close": None}))
    answer = await staff.send(f"{CASE_PAGE}/close", {"version": "3", "reason": ""})
    assert answer.status_code == 422
    assert "Say why the case can be closed" in answer.text
    assert not parts.of(f"POST /reporting/cases/{CASE}/close")


async def test_a_case_that_is_not_mine_looks_like_a_page_that_is_not_there(
    staff: Browser, parts: Parts
) -> None:
    parts.answers[f"GET /reporting/cases/{CASE}"] = (404, problem(404, "Not found"))
    theirs = await staff.open(CASE_PAGE)
    nothing = await staff.open("/staff/cases/not-a-case")
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.text.split("<main")[1] == nothing.text.split("<main")[1]


@pytest.mark.guard("G-31")
@pytest.mark.parametrize(
    "address",
    [
        "/staff/sign-in",
        "/staff",
        "/staff/report",
        "/staff/my-reports",
        "/staff/inbox",
        CASE_PAGE,
        "/staff/words",
        f"/staff/words/{CASE}",
        "/staff/tablets",
        "/staff/export",
        "/staff/nothing-here",
    ],
)
async def test_every_page_says_that_anybody_may_ring_the_police_themselves(
    staff: Browser, address: str
) -> None:
    page = (await staff.open(address)).text
    assert "You can ring the police" in page
    assert "services yourself, at any time" in page
    assert "do not have to wait" in page


@pytest.mark.guard("G-32")
async def test_the_chosen_adult_is_told_not_to_promise_a_secret(
    staff: Browser, parts: Parts
) -> None:
    page = (await staff.open(f"/staff/words/{CASE}")).text
    assert "Someone was mean in the chat." in page
    assert "Do not promise a secret" in page
    answer = await staff.send(f"/staff/words/{CASE}/talked", {"idempotency_key": "talk-key-1"})
    assert answer.status_code == 303
    assert len(parts.of(f"POST /reporting/words/{CASE}/talked")) == 1


async def test_an_export_shows_its_passphrase_once(staff: Browser, parts: Parts) -> None:
    fields = {"pupil": f"{CHILD}|Amara", "reason": "Moves", "idempotency_key": "export-key-1"}
    answer = await staff.send("/staff/export", fields)
    assert answer.headers["location"] == f"/staff/export/{EXPORT}"
    assert "kite-harbour" in (await staff.open(f"/staff/export/{EXPORT}")).text
    assert "kite-harbour" not in (await staff.open(f"/staff/export/{EXPORT}")).text
    archive = await staff.open(f"/staff/export/{EXPORT}/archive")
    assert archive.content == b"PK-archive"
    assert archive.headers["content-disposition"] == f'attachment; filename="{EXPORT}.zip"'


async def test_an_export_says_that_drawings_must_be_looked_at(staff: Browser, parts: Parts) -> None:
    made = {"export_id": str(EXPORT), "passphrase": "kite", "manifest": {"drawings": 2}}
    parts.answers["POST /reporting/exports"] = (201, made)
    fields = {"pupil": f"{CHILD}|Amara", "reason": "Moves", "idempotency_key": "export-key-2"}
    await staff.send("/staff/export", fields)
    shown = (await staff.open(f"/staff/export/{EXPORT}")).text
    assert "2 drawings by children are in it, as drawn." in shown


async def test_an_export_needs_a_child_and_a_reason(staff: Browser, parts: Parts) -> None:
    found = await staff.send("/staff/export", {"search": "amara", "find": "children"})
    assert "Amara Oakfield, Year 4 Kites" in found.text
    nobody = await staff.send("/staff/export", {"search": "zzz", "reason": "Moves"})
    assert nobody.status_code == 422
    no_reason = await staff.send("/staff/export", {"pupil": f"{CHILD}|Amara", "reason": ""})
    assert "Say why this record leaves" in no_reason.text
    assert not parts.of("POST /reporting/exports")


async def test_a_device_is_taken_in_with_the_cases_opaque_link(
    staff: Browser, parts: Parts
) -> None:
    parts.answers[f"POST /reporting/cases/{CASE}/device-link"] = (
        200,
        {"device_link_id": str(EXPORT)},
    )
    answer = await staff.send(f"{CASE_PAGE}/device", {"version": "3"})
    assert answer.headers["location"] == f"/staff/devices/take?link={EXPORT}"


async def test_a_closed_case_shows_what_came_of_it_and_no_forms(
    staff: Browser, parts: Parts
) -> None:
    over = a_case(state="closed", outcome="Safe now.", closed_reason="Debriefed.", may={})
    parts.answers[f"GET /reporting/cases/{CASE}"] = (200, over)
    page = (await staff.open(CASE_PAGE)).text
    assert "Safe now." in page
    assert "Debriefed." in page
    assert f'action="{CASE_PAGE}' not in page
