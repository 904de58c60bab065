"""A device goes to a named officer and comes back; the hold wins over everything else (G-05)."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from tests.desks import Desk

pytestmark = pytest.mark.anyio

OFFICER = {
    "officer_name": "Constable Rowan",
    "collar_number": "4521",
    "force": "Testshire Police",
    "crime_reference": "46/1234/26",
    "seal_number": "BAG-0232",
    "police_advice": "Leave it switched off in a sealed bag.",
    "officer_signed_name": "R. Owan",
}
BACK = {
    "officer_name": "Constable Rowan",
    "collar_number": "4521",
    "crime_reference": "46/1234/26",
    "reason": "No further action. It may go back to the family.",
    "place": "Head's safe",
}


async def held(desk: Desk, **other: Any) -> str:
    taken = await desk.take("teacher", possible_evidence=True, **other)
    return str(taken["device_id"])


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-9.3-14")
async def test_a_held_device_goes_to_a_named_officer_and_comes_back(downs: Desk) -> None:
    device_id = await held(downs)
    handed = await downs.post("dsl", f"/devices/{device_id}/hand-to-police", OFFICER)
    assert handed.json()["state"] == "with_police"
    page = await downs.page(device_id)
    assert page["whereabouts"] == "With the police"
    assert ["Collar number", "4521"] in page["events"][-1]["notes"]
    assert (await downs.get("head", "/devices")).json()["counts"]["evidence"] == 1
    back = await downs.post("dsl", f"/devices/{device_id}/back-from-police", BACK)
    assert back.json()["state"] == "held"
    assert (await downs.page(device_id))["whereabouts"] == "Head's safe"
    assert (await downs.give_back(device_id)).status_code == 200


@pytest.mark.guard("G-05")
@pytest.mark.rule("D-9.3-14")
@pytest.mark.parametrize("with_police", [False, True])
async def test_a_hold_switches_off_search_and_return(downs: Desk, *, with_police: bool) -> None:
    device_id = await held(downs)
    if with_police:
        answer = await downs.post("dsl", f"/devices/{device_id}/hand-to-police", OFFICER)
        assert answer.status_code == 200
    may = (await downs.page(device_id))["may"]
    assert may["search"]
    assert may["give_back"]
    refused = await downs.give_back(device_id, "head")
    assert refused.status_code == 409
    assert refused.json()["detail"] == may["give_back"]


async def test_nothing_happens_at_school_to_a_device_that_the_police_have(downs: Desk) -> None:
    device_id = await held(downs)
    await downs.post("dsl", f"/devices/{device_id}/hand-to-police", OFFICER)
    acts = {
        "store": {"place": "Head's safe"},
        "hold": {"reason": "Another threat was shown to me."},
        "lift-hold": {"reason": "No longer needed.", "police_reference": "46/1234/26"},
        "hand-to-police": OFFICER,
    }
    for act, body in acts.items():
        refused = await downs.post("dsl", f"/devices/{device_id}/{act}", body)
        assert refused.status_code == 409, act
        assert "police have this device" in refused.json()["detail"]


async def test_only_a_device_on_hold_goes_to_the_police_and_only_through_a_lead(
    downs: Desk,
) -> None:
    ordinary = (await downs.take("teacher"))["device_id"]
    refused = await downs.post("dsl", f"/devices/{ordinary}/hand-to-police", OFFICER)
    assert refused.status_code == 409
    assert "Hold this device for the police first" in refused.json()["detail"]
    assert (await downs.post("dsl", f"/devices/{ordinary}/back-from-police", BACK)).status_code == (
        409
    )
    device_id = await held(downs)
    for who in ("teacher", "office"):
        refused = await downs.post(who, f"/devices/{device_id}/hand-to-police", OFFICER)
        assert refused.status_code == 409
        assert "safeguarding lead or the head" in refused.json()["detail"]


async def test_the_officer_is_named_in_full_and_the_device_is_sealed(downs: Desk) -> None:
    device_id = await held(downs, seal_number=None)
    for missing in OFFICER:
        answer = await downs.post(
            "dsl", f"/devices/{device_id}/hand-to-police", OFFICER | {missing: ""}
        )
        assert answer.status_code == 422, missing
        assert answer.json()["errors"][0]["field"] == missing


async def test_a_device_that_nobody_confirmed_is_unconfirmed_after_the_police(
    abingdon: Desk,
) -> None:
    device_id = await held(abingdon)
    await abingdon.post("dsl", f"/devices/{device_id}/hand-to-police", OFFICER)
    back = await abingdon.post("head", f"/devices/{device_id}/back-from-police", BACK)
    assert back.json()["state"] == "safe_keeping"


async def test_the_police_receipt_is_a_pdf_with_its_own_title(downs: Desk) -> None:
    device_id = await held(downs)
    await downs.post("dsl", f"/devices/{device_id}/hand-to-police", OFFICER)
    receipt = await downs.get("dsl", f"/devices/{device_id}/receipt.pdf")
    text = PdfReader(io.BytesIO(receipt.content)).pages[0].extract_text()
    assert "Receipt: device handed to the police" in text
    for fact in ("Constable Rowan", "4521", "46/1234/26", "BAG-0232"):
        assert fact in text
