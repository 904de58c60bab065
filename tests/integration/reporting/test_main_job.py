"""A child tells, the right adult reads, the child sees that somebody has read it."""

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_a_child_tells_the_lead_reads_and_the_child_sees_it(town: Any) -> None:
    told = await town.tell()
    assert told.status_code == 201, told.text
    answer = told.json()
    assert len(answer["come_back"]) == 3
    assert {one["display_name"] for one in answer["heard_by"]} == {
        town.staff["dsl"].display_name,
        town.staff["ddsl"].display_name,
    }
    assert answer["promise"]

    page = town.school.pupil_page_bearer()
    pictures = {"pictures": answer["come_back"]}
    before = await town.client.post("/come-back", json=pictures, headers=page)
    assert before.json()["state"] == "have_it"

    case_id = await town.case_id()
    shown = await town.page("dsl", case_id)
    words = {one["question"]: one["answer"] for one in shown["concerns"][0]["words"]}
    assert words["What happened?"] == "Someone said horrible things about me in the game."

    after = await town.client.post("/come-back", json=pictures, headers=page)
    assert after.json()["state"] == "read"
    assert after.json()["read_by"] == [town.staff["dsl"].display_name]
