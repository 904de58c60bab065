"""Each step on which a rule of a policy stands, held over HTTP in a case of that school.

What "held" means is the same for all of them: the case page shows the step with whoever does it,
by when, what must be kept and the rule it comes from; nobody outside the case and nobody in the
wrong role records it; it is not recorded without words, nor left out but as the policy allows; the
case is not closed without it; and what was kept stays on the page and in the chronology, with who
and when.
"""

from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from tests.integration.reporting.conftest import Town
from tests.integration.reporting.step_rules import Desks, OnStep, steps_with_rules
from tests.integration.reporting.triaging import refusal

pytestmark = pytest.mark.anyio
TEAM = ("dsl", "ddsl")
KEPT = "Mr Ambleside rang at ten; reference KX-204."
BY_ACT = {
    "report": "This was done by the report itself.",
    "acknowledgement": "This is done by acknowledging the alert.",
    "triage": "This is done by the triage.",
}


@pytest.fixture(scope="module")
def desks(
    shared_client: httpx.AsyncClient, shared_app: FastAPI, settings_values: dict[str, Any]
) -> Desks:
    return Desks(shared_client, shared_app, settings_values)


@pytest.mark.parametrize("wanted", steps_with_rules())
async def test_the_case_does_what_the_policy_says(desks: Desks, wanted: OnStep) -> None:
    town, case_id = await desks.case_for(wanted)
    shown = await town.step(case_id, wanted.step.key)
    assert set(wanted.rules) <= set(shown["rules"])
    assert shown["text"] == wanted.step.text
    assert shown["evidence"]
    assert shown["by"]
    assert (shown["due_at"] is None) == (wanted.step.due == "open")
    if wanted.step.done_by is not None:
        await assert_done_by_its_act(town, case_id, wanted)
    else:
        await assert_refused_and_then_kept(town, case_id, shown)


async def assert_done_by_its_act(town: Town, case_id: UUID, wanted: OnStep) -> None:
    """Nobody ticks it by hand; the act itself does it."""
    assert wanted.step.done_by is not None
    path = f"steps/{wanted.step.key}/done"
    assert await refusal(town, "dsl", case_id, path, what=KEPT) == BY_ACT[wanted.step.done_by]
    assert (await town.step(case_id, wanted.step.key))["state"] == "done"


async def assert_refused_and_then_kept(town: Town, case_id: UUID, shown: dict[str, Any]) -> None:
    path = f"steps/{shown['key']}"
    body = {"version": 1, "what": KEPT}
    stranger = await town.post("teacher", f"/cases/{case_id}/{path}/done", body)
    assert stranger.status_code == 404
    who = await whoever_may(town, case_id, shown["key"])
    for empty in ("", "   "):
        assert (await town.do(who, case_id, f"{path}/done", what=empty)).status_code == 422
        assert (await town.do(who, case_id, f"{path}/skip", reason=empty)).status_code == 422
    await assert_left_out_only_as_allowed(town, case_id, shown, who)
    if shown["need"] != "optional":
        assert " left out with a reason" in await refusal(
            town, "ddsl", case_id, "close", reason="Enough."
        )
    done = await town.do(who, case_id, f"{path}/done", what=KEPT)
    assert done.status_code == 200, done.text
    await assert_kept(town, case_id, shown["key"], who)


async def whoever_may(town: Town, case_id: UUID, key: str) -> str:
    """Return a reader who may record the step; any other reader is refused with the sentence."""
    sentences = {who: (await town.step(case_id, key, who))["may_do"] for who in TEAM}
    for who, sentence in sentences.items():
        if sentence is not None:
            assert await refusal(town, who, case_id, f"steps/{key}/done", what=KEPT) == sentence
    return next(who for who, sentence in sentences.items() if sentence is None)


async def assert_left_out_only_as_allowed(
    town: Town, case_id: UUID, shown: dict[str, Any], who: str
) -> None:
    path = f"steps/{shown['key']}/skip"
    if shown["skip"] == "never":
        said = await refusal(town, who, case_id, path, reason="No time.")
        assert said == "This step can never be skipped."
    if shown["skip"] == "second":
        asked = await town.do(who, case_id, path, reason="Advised so.")
        assert asked.status_code == 200
        assert (await town.step(case_id, shown["key"]))["state"] in {"due", "overdue"}
        alone = await refusal(town, who, case_id, path, reason="Again.")
        assert alone == "You asked for this to be skipped. A second person must agree."


async def assert_kept(town: Town, case_id: UUID, key: str, who: str) -> None:
    kept = await town.step(case_id, key, "ddsl")
    assert (kept["state"], kept["what"]) == ("done", KEPT)
    assert kept["who"] == town.staff[who].display_name
    assert kept["at"]
    lines = [one["text"] for one in (await town.page("ddsl", case_id))["chronology"]]
    assert any(line.startswith("Did: ") and KEPT in line for line in lines)
