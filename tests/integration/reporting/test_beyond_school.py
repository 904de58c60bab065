"""Nothing goes beyond the school before the police or the council have advised (G-18)."""

from typing import Any

import pytest

from tests.database import TestDatabase
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.sharing import Outside
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio

SENTENCE = "Nothing goes beyond the school before the police or the council have advised."
ADVICE = "Speak to the head there by telephone. Send nothing in writing."
STEPS = [
    pytest.param("other", "beyond_school", marks=pytest.mark.rule("D-10-9")),
    pytest.param(
        "stranger_contact",
        "other_schools",
        marks=pytest.mark.rule("D-10-9", "D-11.2.1-14"),
    ),
]


async def a_case_beyond(town: Town, kind: str, key: str) -> Any:
    """A case in which children of another school are concerned; its step is shut."""
    case_id = await triaged(town, kind)
    await town.answer("dsl", case_id, other_schools="yes")
    shut = await town.step(case_id, key)
    assert (shut["state"], shut["guard"], shut["why"]) == ("blocked", "G-18", SENTENCE)
    refused = await refusal(town, "dsl", case_id, f"steps/{key}/done", what="Rang them.")
    assert refused == SENTENCE
    return case_id


@pytest.mark.guard("G-18")
@pytest.mark.parametrize(("kind", "key"), STEPS)
async def test_no_advice_is_no_leave_and_recorded_advice_is(
    town: Town, kind: str, key: str
) -> None:
    case_id = await a_case_beyond(town, kind, key)
    await town.answer("dsl", case_id, advice_recorded="no")
    refused = await refusal(town, "dsl", case_id, f"steps/{key}/done", what="Rang them.")
    assert refused == SENTENCE
    await town.answer("dsl", case_id, advice_recorded="yes")
    done = await town.do("dsl", case_id, f"steps/{key}/done", what="Rang the head there.")
    assert done.status_code == 200, done.text


@pytest.mark.guard("G-18")
@pytest.mark.parametrize(("kind", "key"), STEPS)
async def test_advice_that_the_police_write_themselves_opens_the_step(
    town: Town, database: TestDatabase, kind: str, key: str
) -> None:
    case_id = await a_case_beyond(town, kind, key)
    police: Outside = await Outside(town, database, case_id).invited(
        role="police", facts="Two children elsewhere are in it."
    )
    await police.come_in()
    asked = await police.write("asked", "Which school?")
    assert asked.status_code == 200
    assert (await town.step(case_id, key))["state"] == "blocked"
    assert (await police.write("advised", ADVICE)).status_code == 200
    shown = await town.page("dsl", case_id)
    assert any(ADVICE in one["text"] for one in shown["chronology"])
    done = await town.do("dsl", case_id, f"steps/{key}/done", what="Rang the head there.")
    assert done.status_code == 200, done.text
