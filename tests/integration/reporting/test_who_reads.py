"""The table of architecture.md 5 over HTTP: inbox, counts, page and chosen adult's list."""

from typing import Any
from uuid import uuid4

import pytest

pytestmark = pytest.mark.anyio


async def test_no_and_nobody_named(town: Any) -> None:
    chosen = town.staff["teacher"]
    told = await town.tell(chosen_adult_id=str(chosen.id), chosen_adult="named")
    assert told.json()["heard_by"][0]["display_name"] == chosen.display_name
    assert await town.readers() == {"dsl", "ddsl"}
    assert len((await town.get("teacher", "/words")).json()["items"]) == 1
    assert (await town.get("assistant", "/words")).json()["items"] == []


@pytest.mark.guard("G-12")
async def test_no_and_the_lead_named_in_the_words(town: Any) -> None:
    await town.tell(account="mrs hazelgrove shouted when I showed her")
    assert await town.readers() == {"ddsl"}
    shown = await town.page("ddsl", await town.case_id("ddsl"))
    assert [one["why"] for one in shown["kept_out"]] == ["named_in_words"]


async def test_no_and_the_chosen_adult_named_in_the_words(town: Any) -> None:
    chosen = str(town.staff["teacher"].id)
    await town.tell(account="miss yewbarrow helped me", chosen_adult_id=chosen)
    assert len((await town.get("teacher", "/words")).json()["items"]) == 1


@pytest.mark.guard("G-35")
@pytest.mark.parametrize("answer", ["not_sure", None])
async def test_not_sure_or_skipped(town: Any, answer: str | None) -> None:
    chosen = str(town.staff["teacher"].id)
    await town.tell(about_adult=answer, chosen_adult_id=chosen, account="Mr Pinecroft was there")
    assert await town.readers() == {"dsl"}
    assert (await town.get("teacher", "/words")).json()["items"] == []


@pytest.mark.guard("G-35")
@pytest.mark.parametrize("answer", ["not_sure", None])
async def test_a_doubt_about_the_headteacher_whose_name_a_child_does_not_know(
    small_town: Any, answer: str | None
) -> None:
    await small_town.tell(about_adult=answer, account="The head teacher's photo was on it")
    assert "head" not in await small_town.readers()
    assert await small_town.inbox("ddsl")


@pytest.mark.guard("G-12")
async def test_yes_and_a_teacher_named(town: Any) -> None:
    await town.tell(about_adult="yes", account="Miss Yewbarrow sends me messages")
    assert await town.readers() == {"dsl", "ddsl"}


@pytest.mark.guard("G-13")
async def test_yes_and_the_head_named(town: Any) -> None:
    await town.tell(about_adult="yes", account="Mrs Quillfeather took a picture of me")
    assert await town.readers() == {"dsl", "ddsl", "chair"}


@pytest.mark.guard("G-13")
async def test_yes_and_the_head_who_is_the_lead_chosen_from_the_list(small_town: Any) -> None:
    subject = str(small_town.staff["head"].id)
    sent = await small_town.report(about_adult="no", subject_person_id=subject)
    assert sent.status_code == 201
    names = {small_town.staff[one].display_name for one in ("ddsl", "chair")}
    assert set(sent.json()["with"]) == names
    assert await small_town.readers() == {"ddsl", "chair"}


async def test_yes_and_nobody_named(town: Any) -> None:
    await town.tell(about_adult="yes")
    assert await town.readers() == {"ddsl", "chair"}


@pytest.mark.guard("G-12")
async def test_not_this_person_is_always_respected(town: Any) -> None:
    chosen = str(town.staff["teacher"].id)
    unwanted = [str(town.staff["dsl"].id), chosen]
    await town.tell(not_adult_ids=unwanted, chosen_adult_id=chosen)
    assert await town.readers() == {"ddsl"}
    assert (await town.get("teacher", "/words")).json()["items"] == []


@pytest.mark.guard("G-13")
async def test_nobody_left_goes_to_the_chair(town: Any) -> None:
    await town.tell(about_adult="not_sure", account="Hazelgrove and Pinecroft both know")
    assert await town.readers() == {"chair"}


@pytest.mark.guard("G-13")
async def test_the_chair_conflicted_gives_the_reporter_the_number_to_ring(town: Any) -> None:
    everybody = "Hazelgrove, Pinecroft and Underhill"
    sent = await town.report(about_adult="yes", happened=everybody)
    assert sent.status_code == 201
    assert sent.json()["with"] == []
    assert sent.json()["ring"]["phone"]
    assert await town.readers() == set()
    told = await town.tell(about_adult="yes", account=everybody)
    assert told.json()["heard_by"] == []
    assert "0800 1111" in told.json()["promise"]


@pytest.mark.guard("G-12")
async def test_whoever_shares_the_subjects_mailbox_does_not_read(town: Any) -> None:
    from tests.factories import a_staff_member

    shared = f"office-{uuid4().hex[:6]}@school.example"
    one = await a_staff_member(town.school, "ddsl", email=shared, family_name="Larkspurton")
    other = await a_staff_member(town.school, "office", email=shared, family_name="Mossbank")
    town.staff["second_deputy"], town.staff["office"] = one, other
    await town.tell(about_adult="yes", account="Mossbank in the office")
    assert await town.readers() == {"dsl", "ddsl"}


@pytest.mark.guard("G-12")
async def test_whoever_does_not_read_finds_nothing_at_all(town: Any) -> None:
    await town.tell(about_adult="yes", account="mrs hazelgrove")
    case_id = await town.case_id("ddsl")
    unknown = uuid4()
    for path in ("/cases/{}", "/words/{}"):
        hidden = await town.get("dsl", path.format(case_id))
        absent = await town.get("dsl", path.format(unknown))
        assert hidden.status_code == absent.status_code == 404
        assert _without_id(hidden) == _without_id(absent)
    for act in ("take", "acknowledge", "release", "notes", "outcome", "close", "triage"):
        body = {"version": 0, "text": "x", "reason": "x"}
        if act in {"take", "acknowledge", "release"}:
            body = {"version": 0}
        elif act == "triage":
            body = {"version": 0, "severity": "low", "risk_area": "content", "kind": "other"}
        elif act == "close":
            body.pop("text")
        else:
            body.pop("reason")
        hidden = await town.post("dsl", f"/cases/{case_id}/{act}", body)
        absent = await town.post("dsl", f"/cases/{unknown}/{act}", body)
        assert hidden.status_code == absent.status_code == 404, hidden.text
        assert _without_id(hidden) == _without_id(absent)
    listed = (await town.get("dsl", "/inbox")).json()
    assert listed == {"items": [], "next_cursor": None, "counts": {"new": 0, "mine": 0, "open": 0}}


def _without_id(answer: Any) -> dict[str, Any]:
    return {name: text for name, text in answer.json().items() if name != "request_id"}


async def test_another_schools_case_looks_absent(
    client: Any, app: Any, settings_values: Any, town: Any
) -> None:
    from tests.integration.reporting.conftest import a_town

    await town.tell()
    case_id = await town.case_id()
    stranger = await a_town(client, app, settings_values)
    assert (await stranger.get("dsl", f"/cases/{case_id}")).status_code == 404
    assert await stranger.inbox("dsl") == []


async def test_the_chosen_adult_reads_the_words_and_nothing_else(town: Any) -> None:
    chosen = str(town.staff["teacher"].id)
    unwanted = [str(town.staff["assistant"].id)]
    told = await town.tell(chosen_adult_id=chosen, not_adult_ids=unwanted)
    case_id = await town.case_id()
    shown = (await town.get("teacher", f"/words/{case_id}")).json()
    questions = {one["question"] for one in shown["words"]}
    assert "What happened?" in questions
    assert "Who should not see this?" not in questions
    assert (await town.get("teacher", f"/cases/{case_id}")).status_code == 404
    assert await town.inbox("teacher") == []
    assert (await town.get("dsl", f"/words/{case_id}")).status_code == 404

    pictures = {"pictures": told.json()["come_back"]}
    page = town.school.pupil_page_bearer()
    before = (await town.client.post("/come-back", json=pictures, headers=page)).json()
    assert before["state"] == "have_it"
    talked = await town.post("teacher", f"/words/{case_id}/talked")
    assert talked.status_code == 200
    again = await town.post("teacher", f"/words/{case_id}/talked")
    assert again.json() == talked.json()
    after = (await town.client.post("/come-back", json=pictures, headers=page)).json()
    assert after["read_by"] == [town.staff["teacher"].display_name]


async def test_a_match_is_undone_at_triage_but_never_a_childs_wish(town: Any) -> None:
    unwanted = [str(town.staff["ddsl"].id)]
    await town.tell(account="Mrs Hazelgrove was kind to me", not_adult_ids=unwanted)
    assert await town.readers() == {"chair"}
    case_id = await town.case_id("chair")
    cleared = [str(town.staff[one].id) for one in ("dsl", "ddsl")]
    triaged = await town.do(
        "chair",
        case_id,
        "triage",
        severity="medium",
        risk_area="conduct",
        kind="bullying",
        cleared_ids=cleared,
    )
    assert triaged.status_code == 200, triaged.text
    assert await town.readers() == {"chair", "dsl"}
