"""The under-13 test of the police branch is filled in from the date of birth of a linked child."""

from datetime import date
from typing import Any

import pytest

from tests.factories import a_pupil
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio

TEST = "under_13_sexual_act"


async def nudes(town: Any, *children: Any) -> Any:
    ids = [str(one.id) for one in children]
    return await triaged(town, "sexual_image", pupil_ids=ids)


async def question(town: Any, case_id: Any) -> dict[str, Any]:
    questions = (await town.page("dsl", case_id))["procedure"]["questions"]
    found: dict[str, Any] = next(one for one in questions if one["key"] == TEST)
    return found


@pytest.mark.rule("N-04")
async def test_a_linked_child_under_13_is_a_yes_that_lantern_filled_in(town: Any) -> None:
    case_id = await nudes(town, town.child)
    shown = await question(town, case_id)
    assert (shown["reply"], shown["filled"], shown["by"]) == ("yes", True, None)
    page = await town.page("dsl", case_id)
    assert page["procedure"]["severity_asked"] == "critical"
    assert (await town.step(case_id, "police"))["state"] in {"due", "overdue"}


async def test_no_child_or_an_older_one_leaves_it_unanswered(town: Any) -> None:
    case_id = await nudes(town)
    assert ((await question(town, case_id))["reply"]) is None
    older = await a_pupil(town.school, date_of_birth=date(2012, 1, 5))
    child = {"pupil_id": str(older.id), "role": "harmed", "reason": ""}
    assert (await town.do("dsl", case_id, "children", **child)).status_code == 200
    shown = await question(town, case_id)
    assert (shown["reply"], shown["filled"]) == (None, False)


async def test_it_is_changed_with_a_reason_and_never_without(town: Any) -> None:
    case_id = await nudes(town, town.child)
    said = {"question": TEST, "reply": "no"}
    silent = await town.do("dsl", case_id, "answers", **said)
    assert silent.status_code == 422
    assert silent.json()["detail"] == (
        "Lantern answered this from a child's date of birth. Write down why it is not so."
    )
    reason = "The picture is a drawing of a film, nothing sexual."
    assert (await town.do("dsl", case_id, "answers", **said, words=reason)).status_code == 200
    shown = await question(town, case_id)
    assert (shown["reply"], shown["words"], shown["filled"]) == ("no", reason, False)
    assert shown["by"] == "Ruth Hazelgrove"
