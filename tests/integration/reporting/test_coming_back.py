"""Three pictures: wrong tries are counted by network, and whoever is back may ask for somebody."""

import asyncio
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.reporting.come_back import rules
from services.reporting.come_back.permissions import (
    NETWORK_IN_TEN_MINUTES,
    TEN_MINUTES,
    Failures,
    may_try,
)
from tests.factories import move_clock

pytestmark = pytest.mark.anyio
HOME, ELSEWHERE = "a" * 32, "b" * 32
WRONG = ["cat", "dog", "mouse"]


async def look(town: Any, pictures: list[str], network: str = HOME) -> httpx.Response:
    page = town.school.pupil_page_bearer()
    tried = {"pictures": pictures, "network": network}
    answer: httpx.Response = await town.client.post("/come-back", json=tried, headers=page)
    return answer


async def say(town: Any, pictures: list[str], said: str, key: str | None = None) -> httpx.Response:
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
    body = {"pictures": pictures, "said": said, "network": HOME}
    answer: httpx.Response = await town.client.post("/come-back/again", json=body, headers=headers)
    return answer


async def test_a_machine_is_stopped_and_a_child_from_elsewhere_is_not(
    town: Any, movable_clock: Path
) -> None:
    pictures = (await town.tell()).json()["come_back"]
    tries = (look(town, WRONG) for _ in range(NETWORK_IN_TEN_MINUTES))
    assert {one.status_code for one in await asyncio.gather(*tries)} == {404}
    for tried in (WRONG, pictures):  # not even the right ones: nothing is looked up any more
        refused = await look(town, tried)
        assert refused.status_code == 429
        assert "wait ten minutes" in refused.json()["detail"]
    assert (await look(town, pictures, ELSEWHERE)).status_code == 200
    move_clock(movable_clock, TEN_MINUTES + 5)
    assert (await look(town, pictures)).status_code == 200


async def test_a_class_of_thirty_behind_one_address_may_be_wrong_three_times_each(
    town: Any,
) -> None:
    pictures = (await town.tell()).json()["come_back"]
    for _ in range(3):
        wrong = await asyncio.gather(*(look(town, WRONG) for _ in range(30)))
        assert {one.status_code for one in wrong} == {404}
    right = await asyncio.gather(*(look(town, pictures) for _ in range(30)))
    assert {one.status_code for one in right} == {200}


def test_many_networks_at_once_do_not_shut_out_the_next_one() -> None:
    assert not may_try(Failures(ten_minutes=0, a_day=3, school=4_000))
    assert may_try(Failures(ten_minutes=0, a_day=0, school=4_000_000))
    assert not may_try(Failures(ten_minutes=0, a_day=400, school=400))


async def test_what_was_found_does_not_show_in_the_time(town: Any) -> None:
    pictures = (await town.tell()).json()["come_back"]
    for tried in (pictures, WRONG):
        began = time.perf_counter()
        await look(town, tried)
        assert time.perf_counter() - began >= rules.STRIDE_SECONDS


async def test_pictures_are_good_for_thirty_days(town: Any, movable_clock: Path) -> None:
    pictures = (await town.tell()).json()["come_back"]
    move_clock(movable_clock, 30 * 86_400 - 60)
    assert (await look(town, pictures)).status_code == 200
    move_clock(movable_clock, 31 * 86_400)
    for answer in (await look(town, pictures), await say(town, pictures, "need_someone_now")):
        assert answer.status_code == 404
    assert await town.inbox("dsl") != []


async def test_i_need_someone_now_is_a_critical_alert_and_stands_before_the_words(
    town: Any,
) -> None:
    pictures = (await town.tell()).json()["come_back"]
    case_id = await town.case_id()
    await town.do("dsl", case_id, "take")
    key = str(uuid4())
    first = await say(town, pictures, "need_someone_now", key)
    assert first.status_code == 200
    assert first.json()["promise"] == "A grown-up is being told right now."
    assert (await say(town, pictures, "need_someone_now", key)).json() == first.json()
    (row,) = await town.inbox("dsl")
    assert (row["severity"], row["danger"], row["state"]) == ("critical", True, "taken")
    (concern,) = (await town.page("dsl", case_id))["concerns"]
    assert concern["versions"] == 2
    first_words = concern["words"][0]
    assert first_words["question"] == "I came back and said"
    assert first_words["answer"] == "I need someone now"
    words = {one["question"]: one["answer"] for one in concern["words"]}
    assert "horrible things" in words["What happened?"]
    assert "I came back" not in str(concern["earlier"])
    lines = [one["text"] for one in (await town.page("dsl", case_id))["chronology"]]
    assert lines.count("The child came back and asked for somebody.") == 1


async def test_it_is_still_happening_opens_a_closed_case(town: Any) -> None:
    pictures = (await town.tell()).json()["come_back"]
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    for act, said in (("triage", triage), ("outcome", {"text": "All is well."})):
        assert (await town.do("dsl", case_id, act, **said)).status_code == 200
    assert (await town.close(case_id)).status_code == 200
    assert (await say(town, pictures, "still_happening")).status_code == 200
    rows = await town.inbox("dsl")
    assert [(one["state"], one["danger"]) for one in rows] == [("new", True)]


@pytest.mark.guard("G-12")
async def test_coming_back_lets_nobody_read_who_did_not(town: Any) -> None:
    unwanted = [str(town.staff["ddsl"].id)]
    told = await town.tell(not_adult_ids=unwanted, about_adult="yes", account="It is Mr Thornbury")
    before = await town.readers()
    assert before
    answer = await say(town, told.json()["come_back"], "need_someone_now")
    assert await town.readers() == before
    names = [one.display_name for one in town.staff.values()]
    assert [one for one in names if one in answer.text] == []


async def test_other_words_after_coming_back_are_still_the_same_report(town: Any) -> None:
    key = str(uuid4())
    pictures = (await town.tell(key)).json()["come_back"]
    assert (await say(town, pictures, "still_happening")).status_code == 200
    again = await town.tell(key, account="It was about the picture.")
    assert again.status_code == 200
    (concern,) = (await town.page("dsl", await town.case_id()))["concerns"]
    assert concern["versions"] == 3


async def test_asking_for_somebody_with_wrong_pictures_counts_as_a_try(town: Any) -> None:
    await town.tell()
    tries = (say(town, WRONG, "need_someone_now") for _ in range(NETWORK_IN_TEN_MINUTES))
    assert {one.status_code for one in await asyncio.gather(*tries)} == {404}
    assert (await say(town, WRONG, "need_someone_now")).status_code == 429
    (row,) = await town.inbox("dsl")
    assert not row["danger"]
