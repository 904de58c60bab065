"""The inbox: danger first, then whoever has waited longest, page by page, for its reader only."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.shared.paging import PAGE
from tests.streams import Stream

pytestmark = pytest.mark.anyio


def move(clock_file: Path, seconds: int) -> None:
    clock_file.write_text(str(seconds))


async def test_danger_comes_first_then_whoever_has_waited_longest(
    town: Any, movable_clock: Path
) -> None:
    sent = []
    for minute, safe in enumerate(("yes", "no", "yes", "no")):
        move(movable_clock, minute * 60)
        sent.append((await town.tell(safe_now=safe, account=f"Report {minute}")).status_code)
    assert sent == [201] * 4
    rows = await town.inbox("dsl")
    assert [one["danger"] for one in rows] == [True, True, False, False]
    waiting = [one["waiting_since"] for one in rows]
    assert waiting[:2] == sorted(waiting[:2])
    assert waiting[2:] == sorted(waiting[2:])


async def test_pages_follow_each_other_without_gap_or_double(town: Any) -> None:
    told = [town.tell(safe_now="no" if number % 7 == 0 else "yes") for number in range(PAGE + 9)]
    for start in range(0, len(told), 8):
        await asyncio.gather(*told[start : start + 8])
    first = (await town.get("dsl", "/inbox")).json()
    assert len(first["items"]) == PAGE
    second = (await town.get("dsl", "/inbox", cursor=first["next_cursor"])).json()
    assert second["next_cursor"] is None
    ids = [one["case_id"] for one in first["items"] + second["items"]]
    assert len(ids) == len(set(ids)) == PAGE + 9
    order = [(not one["danger"], one["waiting_since"]) for one in first["items"] + second["items"]]
    assert order == sorted(order)
    assert first["counts"] == {"new": PAGE + 9, "mine": 0, "open": PAGE + 9}


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiIsImMiXQ"])
async def test_a_cursor_of_nobody_is_refused_in_words(town: Any, cursor: str) -> None:
    answer = await town.get("dsl", "/inbox", cursor=cursor)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "cursor"


async def test_counts_are_the_readers_own(town: Any) -> None:
    await town.tell()
    await town.tell(account="mrs hazelgrove", about_adult="yes")
    case_id = await town.case_id("dsl")
    await town.do("dsl", case_id, "take")
    assert (await town.get("dsl", "/inbox")).json()["counts"] == {"new": 0, "mine": 1, "open": 1}
    assert (await town.get("ddsl", "/inbox")).json()["counts"] == {"new": 1, "mine": 0, "open": 2}
    row = (await town.inbox("dsl"))[0]
    assert (row["owner"], row["is_mine"]) == (town.staff["dsl"].display_name, True)


@pytest.mark.guard("G-12")
async def test_an_open_inbox_hears_that_something_changed_and_nobody_else_does(
    town: Any, app: Any
) -> None:
    async with (
        app.state.changes.listening(),
        Stream(app, "/inbox/changes", town.staff["dsl"].bearer("reporting")) as lead,
        Stream(app, "/inbox/changes", town.staff["ddsl"].bearer("reporting")) as deputy,
        Stream(app, "/inbox/changes", town.staff["teacher"].bearer("reporting")) as teacher,
    ):
        await asyncio.sleep(1.0)
        for one in (lead, deputy, teacher):
            await one.next(0.2)  # whoever was there when listening began looks once
        await town.tell(
            about_adult="yes",
            account="mrs hazelgrove",
            chosen_adult_id=str(town.staff["teacher"].id),
        )
        heard = await deputy.next(3)
        assert heard == b"event: changed\ndata: {}\n\n"
        assert await lead.next(0.5) is None
        assert await teacher.next(0.2) is None
        await town.tell()
        assert await lead.next(3) == b"event: changed\ndata: {}\n\n"


async def test_an_inbox_that_has_just_opened_looks_once(town: Any, app: Any) -> None:
    async with Stream(app, "/inbox/changes", town.staff["dsl"].bearer("reporting")) as lead:
        assert await lead.next(3) == b"event: changed\ndata: {}\n\n"
        assert await lead.next(0.5) is None


async def test_the_stream_ends_with_the_session(town: Any, app: Any, monkeypatch: Any) -> None:
    from services.reporting.inbox import routes
    from tests.factories import end_session

    monkeypatch.setattr(routes, "LOOK_AGAIN_SECONDS", 0.2)
    async with Stream(app, "/inbox/changes", town.staff["dsl"].bearer("reporting")) as stream:
        await asyncio.sleep(0.6)
        assert not stream.task.done()
        assert stream.status == 200
        await end_session(town.staff["dsl"])
        await asyncio.wait_for(asyncio.shield(stream.task), 3)


async def test_a_stream_without_a_good_token_is_refused(town: Any) -> None:
    answer = await town.client.get("/inbox/changes", headers={"Authorization": "Bearer x.y.z"})
    assert answer.status_code == 401


async def test_pictures_are_good_for_thirty_days(town: Any, movable_clock: Path) -> None:
    body = {"pictures": (await town.tell()).json()["come_back"]}
    day = 24 * 3600
    for days, status in ((29, 200), (31, 404)):
        move(movable_clock, days * day)
        page = town.school.pupil_page_bearer()
        answer = await town.client.post("/come-back", json=body, headers=page)
        assert answer.status_code == status


async def test_an_unknown_case_id_is_not_an_error(town: Any) -> None:
    assert (await town.get("dsl", f"/cases/{UUID(int=7)}")).status_code == 404
    assert (await town.get("dsl", "/cases/not-an-id")).status_code == 422
    assert (await town.post("dsl", f"/words/{uuid4()}/talked")).status_code == 404
