"""Every procedure led from the report to its closing over HTTP, in a school of each policy."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.reporting.procedures.adapters import read_library
from tests.factories import a_staff_member
from tests.integration.reporting.conftest import ROLES, Town
from tests.integration.reporting.step_rules import a_town_of
from tests.integration.reporting.walking import KEPT, LEFT_OUT, Walk, begin

pytestmark = pytest.mark.anyio
PROFILES = ("downs", "abingdon", "default")
NAMES = sorted(read_library().procedures)
SETTLED = {"done", "not_applicable", "skipped"}
CLOSED = "This case is closed. Nothing can be added to it."
NOT_BY_ITS_OWNER = "Whoever leads a case does not close it."
# Where the three schools' policies part ways in a walk (rules-and-procedures.md 6).
OTHER_RECORD = {"downs": "done", "abingdon": "done", "default": "not_applicable"}
CONFISCATES = {"downs": "staff", "abingdon": "head", "default": "staff"}


@pytest.fixture(scope="module")
async def towns(
    shared_client: httpx.AsyncClient, shared_app: FastAPI, settings_values: dict[str, Any]
) -> dict[str, Town]:
    """One school of each policy, each with a colleague who can be the subject of a concern."""
    made = {}
    for profile in PROFILES:
        town = await a_town_of(shared_client, shared_app, settings_values, profile)
        given, family = ROLES["assistant"]
        town.staff["assistant"] = await a_staff_member(
            town.school, "assistant", given_name=given, family_name=family
        )
        made[profile] = town
    return made


@pytest.mark.guard("G-16")
@pytest.mark.guard("G-19")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", PROFILES)
async def test_a_case_is_led_from_its_report_to_its_closing(
    towns: dict[str, Town], profile: str, name: str
) -> None:
    walk = await begin(towns[profile], name, read_library().procedures[name].confidential)
    early = await walk.refusal(walk.closes, "close", reason="Enough.")
    assert "neither done nor left out with a reason" in early
    await walk.answer_all()
    await walk.leave_some_out()
    await walk.do_all()
    assert_every_step_is_settled(await walk.page(), walk)
    assert_as_this_school_wants(await walk.page(), profile)
    own = await walk.refusal(walk.leads, "close", reason="All done.")
    assert own.startswith(NOT_BY_ITS_OWNER)
    await walk.act(walk.closes, "close", reason="Looked through; all done.")
    await assert_closed_for_good(walk)


def assert_every_step_is_settled(shown: dict[str, Any], walk: Walk) -> None:
    """Each step is done or left out by a named reader with what was kept, or says why not."""
    names = {walk.town.staff[who].display_name for who in walk.people}
    steps = {one["key"]: one for one in shown["procedure"]["steps"]}
    closing = steps.pop("close_review", None)  # a declaration has no base and no review step
    assert closing is None or closing["state"] in {"due", "overdue"}
    assert {one["state"] for one in steps.values()} <= SETTLED
    assert len(walk.entered) == len(set(walk.entered)) > 2
    for key in walk.entered:
        assert steps[key]["state"] in {"done", "skipped"}
        assert steps[key]["what"] in {KEPT, LEFT_OUT}
        assert steps[key]["who"] in names
        assert steps[key]["at"]
    for one in steps.values():
        assert one["state"] != "not_applicable" or one["why"].startswith("Not needed, because ")
    states = [one["state"] for one in steps.values()]
    assert states.count("skipped") <= 2 < states.count("done")


def assert_as_this_school_wants(shown: dict[str, Any], profile: str) -> None:
    steps = {one["key"]: one for one in shown["procedure"]["steps"]}
    record, confiscate = steps.get("safeguarding_record"), steps.get("confiscate")
    left_out = {"skipped"} if OTHER_RECORD[profile] == "done" else set()
    assert record is None or record["state"] in {OTHER_RECORD[profile], *left_out}
    assert confiscate is None or confiscate["by"] == CONFISCATES[profile]


async def assert_closed_for_good(walk: Walk) -> None:
    shown = await walk.page(walk.closes)
    assert shown["state"] == "closed"
    steps = {one["key"]: one for one in shown["procedure"]["steps"]}
    assert {one["state"] for one in steps.values() if one["need"] != "optional"} <= SETTLED
    lines = [one["text"] for one in shown["chronology"]]
    assert sum(line.startswith("Did: ") for line in lines) >= len(walk.entered) - 2
    for who in (walk.leads, walk.closes):
        assert await walk.refusal(who, "notes", text="One more thing.") == CLOSED
        assert await walk.refusal(who, f"steps/{walk.entered[0]}/done", what=KEPT) == CLOSED
