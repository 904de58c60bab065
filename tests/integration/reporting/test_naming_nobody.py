"""While an allegation is open, nothing that leaves the case says whom it is about (G-23)."""

from typing import Any
from uuid import UUID

import pytest

pytestmark = pytest.mark.anyio

TOLD = {"about_adult": "yes", "kind": "staff_concern"}


async def about_the_teacher(town: Any) -> UUID:
    subject = str(town.staff["teacher"].id)
    told = await town.report("assistant", **TOLD, subject_person_id=subject)
    assert told.status_code == 201, told.text
    case_id: UUID = await town.case_id("dsl")
    return case_id


@pytest.mark.guard("G-23")
@pytest.mark.rule("N-11")
async def test_a_message_that_names_the_adult_is_refused(town: Any) -> None:
    case_id = await about_the_teacher(town)
    [concern] = (await town.page("dsl", case_id))["concerns"]
    for words in ("We talk with Miss Yewbarrow today.", "nadia yewbarrow is at home."):
        refused = await town.do("dsl", case_id, "messages", concern_id=concern["id"], text=words)
        assert refused.status_code == 422, words
        assert refused.json()["detail"].startswith("Leave out Nadia Yewbarrow:")
    words = "Thank you. We are looking at it, and will ring you."
    sent = await town.do("dsl", case_id, "messages", concern_id=concern["id"], text=words)
    assert sent.status_code == 200, sent.text


@pytest.mark.guard("G-23")
async def test_what_a_colleague_is_asked_does_not_name_the_adult(town: Any) -> None:
    case_id = await about_the_teacher(town)
    ask = {"kind": "action", "asked_id": str(town.staff["head"].id), "due_on": "2099-01-01"}
    named = "Change the timetable of Miss Yewbarrow."
    refused = await town.do("dsl", case_id, "assignments", **ask, words=named)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Leave out Nadia Yewbarrow:")
    kept = await town.do("dsl", case_id, "assignments", **ask, words="Review the timetable.")
    assert kept.status_code == 200, kept.text


@pytest.mark.guard("G-23")
async def test_in_a_case_about_no_adult_a_colleague_may_be_named(town: Any) -> None:
    await town.report("assistant")
    case_id = await town.case_id("dsl")
    [concern] = (await town.page("dsl", case_id))["concerns"]
    words = "Miss Yewbarrow comes to see you after lunch."
    sent = await town.do("dsl", case_id, "messages", concern_id=concern["id"], text=words)
    assert sent.status_code == 200, sent.text
