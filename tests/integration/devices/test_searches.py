"""A search opens only when every gate holds, and ends with parents told and a review (dw3)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.desks import Desk
from tests.searching import FOUND, all_gates, authorised, missing_on, propose, try_to_propose

pytestmark = pytest.mark.anyio

# One gate is missing in each; everything else holds.
MISSING: list[tuple[str, dict[str, Any], str]] = [
    ("free", {"suspects_child_image": "yes"}, "Nobody at school looks for it"),
    ("free", {"suspects_child_image": "not_sure"}, "Nobody at school looks for it"),
    ("free", {"suspects_child_image": None}, "Say whether there may be a nude"),
    ("ground", {"consent": None}, "needs the pupil's or a parent's consent"),
    ("ground", {"consent": "refused"}, "needs the pupil's or a parent's consent"),
    ("searcher", {"searcher_id": None}, "Name who searches"),
    ("witness", {"witness_id": None}, "Name the safeguarding lead or deputy"),
    ("same_sex", {"searcher_sex": "M"}, "same sex as the child"),
    ("same_sex", {"searcher_sex": None}, "Say the sex"),
    ("same_sex", {"searcher_sex": "M", "harm_imminent": "yes"}, "which serious harm"),
    ("place", {"place": None}, "Say in which room"),
    ("place", {"is_private": "no"}, "private, confidential and safe"),
    ("seniors_told", {"seniors_told": None}, "Tell senior leaders first"),
    ("distress", {"adds_distress": "yes"}, "stop, unless there is clear evidence"),
    ("distress", {"adds_distress": "not_sure"}, "stop, unless there is clear evidence"),
    ("distress", {"adds_distress": None}, "Say whether it would add distress"),
    ("distress", {"adds_distress": "yes", "immediate_issue": "yes"}, "what the clear evidence is"),
]


@pytest.mark.guard("G-06", "G-16")
@pytest.mark.rule(
    *("D-9.3-10", "D-9.3-11", "A-1.35-14", "A-1.35-19", "A-1.35-20", "A-1.35-21"),
    *("A-1.35-29", "A-1.35-30", "A-1.35-37"),
)
async def test_a_search_with_one_gate_missing_is_refused_with_its_sentence(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    for gate, answers, sentence in MISSING:
        search = await propose(downs, device_id, **answers)
        page = (await downs.get("ddsl", search)).json()
        missing = missing_on(page)
        assert list(missing) == [gate], answers
        assert sentence in missing[gate]
        refused = await downs.post("ddsl", f"{search}/authorise", {})
        assert refused.status_code == 409
        assert missing[gate] in refused.json()["detail"]
        assert page["may"]["authorised"] == refused.json()["detail"]
        assert (await downs.get("ddsl", search)).json()["state"] == "proposed"


@pytest.mark.guard("G-06")
@pytest.mark.rule(
    *("D-9.3-10", "D-9.3-11", "A-1.35-14", "A-1.35-18", "A-1.35-19", "A-1.35-20"),
    *("A-1.35-21", "A-1.35-29", "A-1.35-37"),
)
async def test_a_search_whose_gates_all_hold_is_authorised_and_carried_out(downs: Desk) -> None:
    device_id, search = await authorised(downs)
    assert missing_on((await downs.get("dsl", search)).json()) == {}
    done = await downs.post("head", f"{search}/carry-out", FOUND)
    assert done.json()["state"] == "carried_out"
    page = (await downs.get("dsl", search)).json()
    assert ["Found", FOUND["what_found"]] in page["journal"][-1]["notes"]
    device = await downs.page(device_id)
    assert device["state"] == "held"
    assert device["events"][-1]["act"] == "searched"


@pytest.mark.guard("G-06")
@pytest.mark.rule("A-1.35-18", "D-9.3-11")
async def test_who_may_search_is_the_schools_own_list(downs: Desk, abingdon: Desk) -> None:
    for desk, role, may in (
        (downs, "dsl", False),
        (abingdon, "dsl", True),
        (abingdon, "head", True),
    ):
        device_id = (await desk.take("head"))["device_id"]
        answers = {"searcher_id": str(desk.staff[role].id)}
        answers["witness_id"] = str(desk.staff["ddsl"].id)
        search = await propose(desk, device_id, **answers)
        missing = missing_on((await desk.get("head", search)).json())
        assert list(missing) == ([] if may else ["searcher"])


@pytest.mark.guard("G-06")
@pytest.mark.rule("A-1.35-19")
async def test_the_witness_is_a_lead_and_not_the_person_who_searches(abingdon: Desk) -> None:
    device_id = (await abingdon.take("head"))["device_id"]
    lead = str(abingdon.staff["dsl"].id)
    for answers, sentence in (
        ({"searcher_id": lead, "witness_id": lead}, "somebody other than the person who searches"),
        ({"witness_id": str(abingdon.staff["teacher"].id)}, "safeguarding lead or a deputy"),
    ):
        search = await propose(abingdon, device_id, **answers)
        missing = missing_on((await abingdon.get("head", search)).json())
        assert list(missing) == ["witness"]
        assert sentence in missing["witness"]


@pytest.mark.guard("G-06")
@pytest.mark.rule("A-1.35-20", "A-1.35-30")
async def test_the_exceptions_hold_with_their_reason(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    search = await propose(
        downs,
        device_id,
        searcher_sex="M",
        harm_imminent="yes",
        harm_reason="A threat to hurt somebody within the hour.",
        adds_distress="yes",
        immediate_issue="yes",
        immediate_reason="A message names a meeting with a stranger today.",
    )
    assert missing_on((await downs.get("head", search)).json()) == {}


@pytest.mark.rule("A-1.35-14", "D-9.3-11")
async def test_consent_is_asked_for_as_the_school_says(downs: Desk, abingdon: Desk) -> None:
    without = {"consent": "refused"}
    for desk, answers, missing in (
        (downs, without, ["ground"]),
        (abingdon, without, []),
        (abingdon, without | {"power": "none"}, ["ground"]),
        (abingdon, {"consent": "pupil", "power": "none"}, []),
    ):
        device_id = (await desk.take("head"))["device_id"]
        search = await propose(desk, device_id, **answers)
        assert list(missing_on((await desk.get("head", search)).json())) == missing


@pytest.mark.guard("G-05", "G-06")
@pytest.mark.rule("D-9.3-14", "A-1.35-14")
@pytest.mark.parametrize("ground", ["sexual_imagery", "illegal_content"])
async def test_nobody_searches_for_what_may_be_a_crime(downs: Desk, ground: str) -> None:
    device_id = (await downs.take("head", ground=ground))["device_id"]
    search = await propose(downs, device_id)
    refused = await downs.post("ddsl", f"{search}/authorise", {})
    assert refused.status_code == 409
    assert "Nobody at school looks for it" in refused.json()["detail"]


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-9.3-14")
async def test_a_hold_after_the_authorisation_still_stops_the_search(downs: Desk) -> None:
    device_id, search = await authorised(downs)
    await downs.post("dsl", f"/devices/{device_id}/hold", {"reason": "A threat was reported."})
    refused = await downs.post("head", f"{search}/carry-out", FOUND)
    assert refused.status_code == 409
    assert "police hold wins" in refused.json()["detail"]


@pytest.mark.guard("G-10")
async def test_only_a_pupils_device_is_searched(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    for owner in ("staff", "visitor", "parent"):
        refused = await try_to_propose(downs, device_id, owner=owner)
        assert refused.status_code == 409
        assert "Only a pupil's device" in refused.json()["detail"]
    assert (await try_to_propose(downs, device_id, owner="pupil")).status_code == 201


async def test_a_device_in_safe_keeping_is_confirmed_before_it_is_searched(abingdon: Desk) -> None:
    device_id = (await abingdon.take("teacher"))["device_id"]
    search = await propose(abingdon, device_id)
    assert (
        "confirms the taking first"
        in missing_on((await abingdon.get("head", search)).json())["free"]
    )
    await abingdon.post("head", f"/devices/{device_id}/confirm", {})
    assert missing_on((await abingdon.get("head", search)).json()) == {}


async def test_answers_are_given_anew_until_the_search_is_decided(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    search = await propose(downs, device_id, place=None)
    better = all_gates(downs)
    assert (await downs.post("ddsl", f"{search}/answers", better)).status_code == 200
    assert missing_on((await downs.get("ddsl", search)).json()) == {}
    assert (await downs.post("ddsl", f"{search}/authorise", {})).status_code == 200
    assert (await downs.post("ddsl", f"{search}/answers", better)).status_code == 409


async def test_nobody_but_a_lead_decides_and_only_those_present_record(abingdon: Desk) -> None:
    device_id = (await abingdon.take("head"))["device_id"]
    lead = str(abingdon.staff["dsl"].id)
    ddsl = str(abingdon.staff["ddsl"].id)
    search = await propose(abingdon, device_id, searcher_id=lead, witness_id=ddsl)
    own = await abingdon.post("dsl", f"{search}/authorise", {})
    assert own.status_code == 409
    assert "their own search" in own.json()["detail"]
    assert (await abingdon.post("head", f"{search}/authorise", {})).status_code == 200
    absent = await abingdon.post("head", f"{search}/carry-out", FOUND)
    assert "person who searches and the witness" in absent.json()["detail"]
    assert (await abingdon.post("ddsl", f"{search}/carry-out", FOUND)).status_code == 200
    mine = await abingdon.post("dsl", f"{search}/review", {"wider_need": "None seen."})
    assert "Another safeguarding lead" in mine.json()["detail"]


async def test_a_refused_search_is_over_and_keeps_its_reason(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    search = await propose(downs, device_id)
    assert (await downs.post("head", f"{search}/refuse", {"reason": ""})).status_code == 422
    refused = await downs.post("head", f"{search}/refuse", {"reason": "There is another way."})
    assert refused.json()["state"] == "refused"
    over = await downs.post("head", f"{search}/authorise", {})
    assert "was refused" in over.json()["detail"]
    shown = (await downs.get("head", "/searches")).json()["items"]
    assert shown == []
    assert len((await downs.get("head", "/searches?open=false")).json()["items"]) == 1


async def test_the_same_request_proposes_one_search(downs: Desk) -> None:
    device_id = (await downs.take("head"))["device_id"]
    key = str(uuid4())
    first = await try_to_propose(downs, device_id, key=key)
    again = await try_to_propose(downs, device_id, key=key)
    assert first.json() == again.json()
    other = await try_to_propose(downs, device_id, key=key, place="The library")
    assert other.status_code == 422
