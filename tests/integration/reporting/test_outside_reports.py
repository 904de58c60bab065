"""Adults outside the school report without an account, under the same guards as everybody."""

from typing import Any, get_args
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.outside_reports.rules import TELLERS, TOPICS
from services.reporting.outside_reports.schemas import Teller, Topic
from tests.integration.reporting.step_rules import a_town_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def abingdon(client: httpx.AsyncClient, app: FastAPI, settings_values: Any) -> Any:
    """A school whose policy sends a parent's report to the head."""
    return await a_town_of(client, app, settings_values, "abingdon")


async def tell(town: Any, key: str | None = None, **other: Any) -> httpx.Response:
    body = {
        "page_code": town.school.code,
        "teller": "parent",
        "topic": "unkind",
        "happened": "My child is called names in the class chat.",
        "danger_now": "no",
        "about_adult": "no",
    }
    headers = town.school.pupil_page_bearer() | {"Idempotency-Key": key or str(uuid4())}
    return await town.client.post("/outside-reports", json=body | other, headers=headers)


def test_the_form_takes_what_the_rules_know() -> None:
    assert set(get_args(Teller)) == set(TELLERS)
    assert set(get_args(Topic)) == set(TOPICS)


@pytest.mark.rule("D-2-1", "A-1.1-1")
@pytest.mark.parametrize("teller", TELLERS)
async def test_every_kind_of_person_may_report(town: Any, teller: str) -> None:
    told = await tell(town, teller=teller, name="Sam Fallowfield", reach="Ring after four")
    assert told.status_code == 201, told.text
    assert await town.readers() == {"dsl", "ddsl"}
    shown = await town.page("dsl", await town.case_id())
    assert shown["reference"] == told.json()["reference"]
    (concern,) = shown["concerns"]
    words = {one["question"]: one["answer"] for one in concern["words"]}
    assert words["Who is telling"] == TELLERS[teller]
    assert words["Their name"] == "Sam Fallowfield"
    assert concern["source"] == ("parent" if teller in {"parent", "pupil_family"} else "visitor")


@pytest.mark.parametrize("topic", TOPICS)
async def test_every_topic_is_a_kind_of_its_own(town: Any, topic: str) -> None:
    assert (await tell(town, topic=topic, about_adult="no")).status_code == 201
    shown = await town.page("ddsl", await town.case_id("ddsl"))
    assert shown["kind"] == TOPICS[topic][0].value


@pytest.mark.rule("A-1.5-26")
async def test_a_parents_report_goes_to_the_head_where_the_school_wants_it(abingdon: Any) -> None:
    await tell(abingdon, teller="neighbour")
    assert not await abingdon.inbox("head")
    await tell(abingdon, teller="parent")
    assert len(await abingdon.inbox("head")) == 1
    assert len(await abingdon.inbox("dsl")) == 2


@pytest.mark.guard("G-13")
@pytest.mark.parametrize(
    ("about", "words"),
    [("not_sure", "Something at school is wrong."), ("no", "Mrs Quillfeather shouted.")],
)
async def test_but_not_where_it_may_be_about_the_head(
    abingdon: Any, about: str, words: str
) -> None:
    told = await tell(abingdon, about_adult=about, happened=words)
    assert told.status_code == 201
    assert not await abingdon.inbox("head")
    assert await abingdon.inbox("dsl")


@pytest.mark.guard("G-12")
async def test_an_adult_named_in_any_field_is_kept_out(town: Any) -> None:
    for field in ("happened", "child", "adult", "name"):
        assert (await tell(town, **{field: "It was Ms Hazelgrove."})).status_code == 201
    assert await town.readers() == {"ddsl"}


@pytest.mark.guard("G-35")
async def test_what_an_adult_at_school_does_is_never_taken_for_a_no(abingdon: Any) -> None:
    assert (await tell(abingdon, topic="adult", about_adult="no")).status_code == 201
    [row] = await abingdon.inbox("ddsl")
    assert (row["kind"], row["severity"]) == ("staff_concern", "high")
    assert not await abingdon.inbox("head")


async def test_danger_is_critical(town: Any) -> None:
    assert (await tell(town, danger_now="yes")).status_code == 201
    [row] = await town.inbox("dsl")
    assert (row["severity"], row["source"]) == ("critical", "parent")


async def test_sent_twice_it_is_one_report_and_other_words_are_refused(town: Any) -> None:
    first, again = [await tell(town, key="a-key-of-a-form") for _ in range(2)]
    assert first.json() == again.json()
    assert len(await town.inbox("dsl")) == 1
    other = await tell(town, key="a-key-of-a-form", happened="Something else.")
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("field", "wrong"), [("happened", ""), ("teller", "king"), ("topic", ""), ("danger_now", "")]
)
async def test_what_is_missing_is_named(town: Any, field: str, wrong: str) -> None:
    refused = await tell(town, **{field: wrong})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field


async def test_staff_do_not_come_in_by_this_door(town: Any) -> None:
    answer = await town.post("teacher", "/outside-reports", {}, **{"Idempotency-Key": "a-key-here"})
    assert answer.status_code == 403
