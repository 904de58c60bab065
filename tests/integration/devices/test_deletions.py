"""Deletion is locked until every gate holds, and staff never delete such an image (dw7, G-03)."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.desks import Desk
from tests.searching import missing_on

pytestmark = pytest.mark.anyio

ANSWERS: dict[str, Any] = {
    "what_in_words": "A rude drawing of a teacher, made in a drawing app.",
    "policy_breached": "Behaviour policy, section 4",
    "suspects_child_image": "no",
    "is_evidence": "no",
    "agencies_not_needed": "yes",
    "agencies_confirmed_by": "The safeguarding lead, after a call to the hub on Monday",
    "child_at_risk": "no",
    "inquiry_harmed": "no",
    "deleter": "owner",
}
DONE = {"deleted_by": "owner", "who_deleted": "The child", "witness": "Mrs Ash"}
IMAGE = {"suspects_child_image": "not_sure", "deleter": "young_person"}
YOUNG_PERSON = DONE | {"deleted_by": "young_person"}

MISSING: list[tuple[str, dict[str, Any], str]] = [
    ("not_evidence", {"is_evidence": None}, "evidence of an offence"),
    ("not_evidence", {"is_evidence": "not_sure"}, "evidence of an offence"),
    ("agencies", {"agencies_not_needed": "no"}, "police, children's services and CEOP"),
    ("agencies", {"agencies_confirmed_by": None}, "who confirmed it"),
    ("no_child_at_risk", {"child_at_risk": "yes"}, "put a child at risk"),
    ("no_child_at_risk", {"child_at_risk": None}, "put a child at risk"),
    ("no_inquiry_harmed", {"inquiry_harmed": "yes"}, "harm an inquiry"),
    ("deleter", {"suspects_child_image": "yes"}, "Staff never delete"),
    ("deleter", {"suspects_child_image": None, "deleter": "staff"}, "Staff never delete"),
    ("deleter", {"deleter": None}, "Say who deletes it"),
    ("policy", {"policy_breached": None}, "which policy"),
]


async def try_to_ask(desk: Desk, who: str = "head", **other: Any) -> httpx.Response:
    key = {"Idempotency-Key": str(uuid4())}
    return await desk.post(who, "/deletions", ANSWERS | other, **key)


async def ask(desk: Desk, who: str = "head", **other: Any) -> str:
    answer = await try_to_ask(desk, who, **other)
    assert answer.status_code == 201, answer.text
    return f"/deletions/{answer.json()['id']}"


@pytest.mark.guard("G-03", "G-16")
@pytest.mark.rule("D-9.3-12")
async def test_a_deletion_with_one_gate_missing_is_locked_with_its_sentence(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    for gate, answers, sentence in MISSING:
        deletion = await ask(downs, device_id=device_id, **answers)
        page = (await downs.get("dsl", deletion)).json()
        missing = missing_on(page)
        assert list(missing) == [gate], answers
        assert sentence in missing[gate]
        assert page["state"] == "locked"
        refused = await downs.post("dsl", f"{deletion}/allow", {})
        assert refused.status_code == 409
        assert missing[gate] in refused.json()["detail"]
        not_done = await downs.post("dsl", f"{deletion}/done", YOUNG_PERSON)
        assert not_done.status_code == 409


@pytest.mark.guard("G-03")
@pytest.mark.rule("D-9.3-12")
async def test_ordinary_content_is_deleted_with_the_policy_it_broke(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    deletion = await ask(downs, device_id=device_id)
    early = await downs.post("head", f"{deletion}/done", DONE)
    assert "Nobody has allowed" in early.json()["detail"]
    assert (await downs.post("head", f"{deletion}/allow", {})).json()["state"] == "allowed"
    assert (await downs.post("head", f"{deletion}/done", DONE)).json()["state"] == "done"
    page = (await downs.get("head", deletion)).json()
    assert ["Policy it broke", ANSWERS["policy_breached"]] in page["journal"][0]["notes"]
    assert ["Witness", "Mrs Ash"] in page["journal"][-1]["notes"]
    assert (await downs.get("head", "/deletions")).json()["items"] == []


@pytest.mark.guard("G-03")
async def test_what_may_be_a_childs_image_is_deleted_by_the_young_person_alone(
    downs: Desk,
) -> None:
    deletion = await ask(downs, account="The child's own photo account", **IMAGE)
    page = (await downs.get("dsl", deletion)).json()
    assert "Staff never delete" in page["may"]["staff_deletes"]
    head = await downs.post("head", f"{deletion}/allow", {})
    assert "safeguarding lead or a deputy" in head.json()["detail"]
    assert (await downs.post("dsl", f"{deletion}/allow", {})).status_code == 200
    for deleter in ("staff", "owner"):
        body = DONE | {"deleted_by": deleter}
        refused = await downs.post("dsl", f"{deletion}/done", body)
        assert refused.status_code == 409
        assert "Staff never delete" in refused.json()["detail"]
    assert (await downs.post("dsl", f"{deletion}/done", YOUNG_PERSON)).status_code == 200


@pytest.mark.guard("G-03", "G-05")
@pytest.mark.rule("D-9.3-14")
async def test_a_police_hold_locks_a_deletion_that_was_allowed(downs: Desk) -> None:
    device_id = (await downs.take("teacher"))["device_id"]
    deletion = await ask(downs, device_id=device_id)
    assert (await downs.post("dsl", f"{deletion}/allow", {})).status_code == 200
    await downs.post("dsl", f"/devices/{device_id}/hold", {"reason": "A threat was reported."})
    locked = await downs.post("dsl", f"{deletion}/done", DONE)
    assert locked.status_code == 409
    assert "held for the police" in locked.json()["detail"]
    assert (await downs.get("dsl", deletion)).json()["state"] == "locked"


@pytest.mark.guard("G-03")
async def test_new_answers_end_an_earlier_yes(downs: Desk) -> None:
    deletion = await ask(downs, account="A class account")
    assert (await downs.post("dsl", f"{deletion}/allow", {})).status_code == 200
    again = await downs.post("dsl", f"{deletion}/answers", ANSWERS)
    assert again.json()["state"] == "asked"
    assert (await downs.post("dsl", f"{deletion}/done", DONE)).status_code == 409


async def test_a_deletion_says_where_the_content_lies(downs: Desk, abingdon: Desk) -> None:
    nowhere = await try_to_ask(downs)
    assert nowhere.status_code == 422
    assert nowhere.json()["errors"][0]["field"] == "account"
    device_id = (await abingdon.take("head"))["device_id"]
    assert (await try_to_ask(downs, device_id=device_id)).status_code == 404
    deletion = await ask(downs, account="A class account")
    assert (await abingdon.get("head", deletion)).status_code == 404
