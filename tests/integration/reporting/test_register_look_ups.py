"""Until the registers are here: who looked one up, and what they found, stands on the case."""

from typing import Any

import pytest

from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

FOUND = "Approvals folder in the office: nothing for this contact since September."


async def test_what_was_found_in_a_register_stands_with_who_looked(town: Any) -> None:
    case_id = await triaged(town, "contact_received")
    said = {"question": "approval_on_register", "reply": "no"}
    silent = await town.do("dsl", case_id, "answers", **said)
    assert silent.status_code == 422
    sentence = "Write down which register you looked into and what you found there."
    assert silent.json()["detail"] == sentence
    assert (await town.do("dsl", case_id, "answers", **said, words=FOUND)).status_code == 200
    page = await town.page("dsl", case_id)
    asked = {one["key"]: one for one in page["procedure"]["questions"]}["approval_on_register"]
    assert (asked["looked_up"], asked["words"], asked["by"]) == (True, FOUND, "Ruth Hazelgrove")
    lines = [one["text"] for one in page["chronology"]]
    assert any(FOUND in line for line in lines)


async def test_a_step_that_looks_a_register_up_keeps_who_and_what(town: Any) -> None:
    case_id = await triaged(town, "staff_device")
    empty = await town.do("dsl", case_id, "steps/register_check/done", what=" ")
    assert empty.status_code == 422
    done = await town.do("dsl", case_id, "steps/register_check/done", what=FOUND)
    assert done.status_code == 200, done.text
    step = await town.step(case_id, "register_check")
    assert (step["state"], step["what"], step["who"]) == ("done", FOUND, "Ruth Hazelgrove")
