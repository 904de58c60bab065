"""The class card with which a child told opens the answer; it opens nothing else."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import insert, update

from services.accounts.cards.models import CardVisit, PupilCard
from services.shared import clock
from tests.factories import APupil, a_pupil, as_owner, move_clock
from tests.integration.reporting.test_messages import WORDS, as_child, send, written_back

pytestmark = pytest.mark.anyio


async def show_card(town: Any, values: dict[str, Any], pupil: APupil) -> str:
    """Return the visit that a good card of this pupil has opened."""
    visit, card_id, now = uuid4().hex, uuid4(), clock.now()
    known = {"school_id": town.school.id, "secret_hash": hashlib.sha256(visit.encode()).digest()}
    card = {"pupil_id": pupil.id, "idempotency_key": visit, "issued_by_id": uuid4()}
    shown = {"card_id": card_id, "opened_at": now, "ends_at": now.replace(year=now.year + 1)}
    async with as_owner(values, town.school.id) as session:
        await session.execute(insert(PupilCard), [known | card | {"id": card_id, "issued_at": now}])
        await session.execute(insert(CardVisit), [known | shown | {"id": uuid4()}])
    return visit


async def read(town: Any, visit: str, *, opens: bool = True) -> httpx.Response:
    headers = town.school.pupil_page_bearer()
    answer: httpx.Response = await town.client.post(
        "/come-back/card", json={"visit": visit, "opens": opens}, headers=headers
    )
    return answer


async def answer(town: Any, visit: str, report_id: str, key: str = "") -> httpx.Response:
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
    said = {"visit": visit, "report_id": report_id, "text": "Yes please, after lunch."}
    heard: httpx.Response = await town.client.post(
        "/come-back/card-answers", json=said, headers=headers
    )
    return heard


async def take_back(town: Any, values: dict[str, Any], pupil_id: UUID) -> None:
    revoked = update(PupilCard).where(PupilCard.pupil_id == pupil_id)
    async with as_owner(values, town.school.id) as session:
        await session.execute(revoked.values(revoked_at=clock.now()))


async def test_the_card_opens_the_answer_and_the_child_writes_back(
    town: Any, settings_values: dict[str, Any]
) -> None:
    visit = await show_card(town, settings_values, town.child)
    await town.tell(visit=visit)
    (told,) = (await read(town, visit)).json()["items"]
    assert (told["state"], told["has_message"], told["messages"]) == ("have_it", False, [])
    case_id = await town.case_id()
    assert (await send(town, case_id)).status_code == 200
    (told,) = (await read(town, visit, opens=False)).json()["items"]
    assert (told["has_message"], told["messages"]) == (True, [])
    (shown,) = (await town.page("dsl", case_id))["messages"]
    assert shown["read_at"] is None
    (told,) = (await read(town, visit)).json()["items"]
    assert [one["text"] for one in told["messages"]] == [WORDS]
    (shown,) = (await town.page("dsl", case_id))["messages"]
    assert shown["read_at"] is not None
    for _ in range(2):  # a double tap is one answer
        assert (await answer(town, visit, told["report_id"], "the-same-key")).status_code == 201
    page = await town.page("dsl", case_id)
    assert written_back(page["concerns"][0]) == "Yes please, after lunch."
    assert str(page["concerns"]).count("Yes please, after lunch.") == 1


async def test_what_was_told_without_the_card_or_by_another_child_stays_closed(
    town: Any, settings_values: dict[str, Any]
) -> None:
    mine = await show_card(town, settings_values, town.child)
    theirs = await show_card(town, settings_values, await a_pupil(town.school))
    without = (await town.tell(name="Ama, with no card")).json()
    assert (await send(town, await town.case_id())).status_code == 200
    await town.tell(visit=theirs, account="Somebody hid my bag.")
    (other,) = (await read(town, theirs)).json()["items"]
    assert (await read(town, mine)).json()["items"] == []
    assert (await answer(town, mine, other["report_id"])).status_code == 404
    assert (await as_child(town, without, "/come-back/messages")).json()["items"]


async def test_a_card_that_was_taken_back_opens_nothing_from_then_on(
    town: Any, settings_values: dict[str, Any]
) -> None:
    visit = await show_card(town, settings_values, town.child)
    await town.tell(visit=visit)
    (told,) = (await read(town, visit)).json()["items"]
    await take_back(town, settings_values, town.child.id)
    assert (await read(town, visit)).status_code == 404
    assert (await answer(town, visit, told["report_id"])).status_code == 404
    assert (await read(town, "nobody-ever-had-this")).status_code == 404


async def test_a_new_card_of_the_child_opens_it_too_for_thirty_days(
    town: Any, settings_values: dict[str, Any], movable_clock: Path
) -> None:
    await town.tell(visit=await show_card(town, settings_values, town.child))
    await take_back(town, settings_values, town.child.id)
    visit = await show_card(town, settings_values, town.child)
    assert len((await read(town, visit)).json()["items"]) == 1
    move_clock(movable_clock, 31 * 86_400)
    assert (await read(town, visit)).json()["items"] == []


async def call(town: Any, visit: str, key: str = "") -> httpx.Response:
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
    said = {"visit": visit, "said": "need_someone_now"}
    answered: httpx.Response = await town.client.post(
        "/come-back/card-again", json=said, headers=headers
    )
    return answered


@pytest.mark.guard("G-12")
async def test_i_need_someone_now_with_the_card_is_critical_and_lets_nobody_else_read(
    town: Any, settings_values: dict[str, Any]
) -> None:
    visit = await show_card(town, settings_values, town.child)
    await town.tell(visit=visit)
    case_id, readers = await town.case_id(), await town.readers()
    await town.do("dsl", case_id, "take")
    for _ in range(2):  # a double tap is one call
        answered = await call(town, visit, "the-same-key")
        assert answered.json()["promise"] == "A grown-up is being told right now."
    (row,) = await town.inbox("dsl")
    assert (row["severity"], row["danger"], row["state"]) == ("critical", True, "taken")
    page = await town.page("dsl", case_id)
    assert [one["versions"] for one in page["concerns"]] == [2]
    assert page["concerns"][0]["words"][0]["answer"] == "I need someone now"
    assert await town.readers() == readers
    assert town.child.display_name not in answered.text


async def test_a_card_with_which_nothing_was_told_or_that_is_dead_calls_nobody(
    town: Any, settings_values: dict[str, Any]
) -> None:
    await town.tell(name="Ama, with no card")
    visit = await show_card(town, settings_values, town.child)
    assert (await call(town, visit)).status_code == 404
    await town.tell(visit=visit)
    await take_back(town, settings_values, town.child.id)
    assert (await call(town, visit)).status_code == 404
    assert {row["severity"] for row in await town.inbox("dsl")} != {"critical"}
