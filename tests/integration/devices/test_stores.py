"""Where devices lie: a full place takes no more, and a count must reconcile or say why not."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.desks import Desk

pytestmark = pytest.mark.anyio


async def _place(desk: Desk, name: str) -> dict[str, Any]:
    listed = (await desk.get("office", "/places")).json()["items"]
    found: dict[str, Any] = next(one for one in listed if one["name"] == name)
    return found


async def _count(desk: Desk, place_id: str, key: str | None = None, **told: Any) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await desk.post("office", f"/places/{place_id}/counts", told, **headers)


async def test_every_school_starts_with_a_safe_and_a_cupboard(downs: Desk) -> None:
    listed = (await downs.get("teacher", "/places")).json()["items"]
    assert [(one["name"], one["kind"], one["holds"]) for one in listed] == [
        ("Head's safe", "safe", 0),
        ("Office cupboard", "cupboard", 0),
    ]


@pytest.mark.guard("G-07")
@pytest.mark.rule("D-9.3-8", "D-11.1.1-3", "D-11.2.1-3", "D-11.3-7", "A-1.35-42", "A-1.35-58")
async def test_a_full_place_takes_no_more_and_says_where_there_is_room(downs: Desk) -> None:
    tray = {"name": "Small tray", "kind": "tray", "capacity": 1}
    assert (await downs.post("office", "/places", tray)).status_code == 201
    first = await downs.take("teacher", place="Small tray")
    refused = await downs.try_to_take("teacher", place="Small tray")
    assert refused.status_code == 409
    assert "Small tray is full" in refused.json()["detail"]
    assert "Head's safe has room for 20" in refused.json()["detail"]
    second = await downs.take("teacher", place="Head's safe")
    move = {"place": "Small tray"}
    again = await downs.post("teacher", f"/devices/{second['device_id']}/store", move)
    assert again.status_code == 409
    resealed = await downs.post("teacher", f"/devices/{first['device_id']}/store", move)
    assert resealed.status_code == 200  # what lies there already may be put back
    assert (await downs.give_back(first["device_id"])).status_code == 200
    moved = await downs.post("teacher", f"/devices/{second['device_id']}/store", move)
    assert moved.status_code == 200
    assert (await _place(downs, "Small tray"))["holds"] == 1


@pytest.mark.guard("G-16")
async def test_a_count_reconciles_or_keeps_its_difference_with_a_reason(downs: Desk) -> None:
    await downs.take("teacher")
    await downs.take("teacher")
    place = await _place(downs, "Head's safe")
    silent = await _count(downs, place["place_id"], found=1)
    assert silent.status_code == 422
    assert "You found 1, and 2 are recorded" in silent.json()["errors"][0]["message"]
    good = await _count(downs, place["place_id"], found=2)
    assert good.status_code == 201
    assert good.json()["counts"][0]["difference"] == 0
    missing = await _count(downs, place["place_id"], found=1, reason="One is at the desk.")
    assert missing.json()["counts"][0] | {"counted_at": ""} == {
        "counted_at": "",
        "counted_by": downs.staff["office"].display_name,
        "expected": 2,
        "found": 1,
        "difference": -1,
        "reason": "One is at the desk.",
    }
    assert len(missing.json()["devices"]) == 2
    assert (await _place(downs, "Head's safe"))["difference"] == -1


async def test_a_count_sent_twice_is_one_and_another_schools_place_is_not_there(
    downs: Desk, abingdon: Desk
) -> None:
    place = await _place(downs, "Head's safe")
    key = str(uuid4())
    for _ in range(2):
        sent = await _count(downs, place["place_id"], key, found=0)
        assert len(sent.json()["counts"]) == 1
    other = await _count(downs, place["place_id"], key, found=3, reason="Three are here.")
    assert other.status_code == 422
    address = f"/places/{place['place_id']}"
    assert (await abingdon.get("office", address)).status_code == 404
    assert (await _count(abingdon, place["place_id"], found=0)).status_code == 404
    assert (await downs.get("teacher", address)).status_code == 403
