"""What a parent sees with a code, and what nobody sees without."""

import pytest

from tests.desks import Desk
from tests.tabs import Tabs

pytestmark = pytest.mark.anyio


async def _notice(desk: Desk) -> tuple[str, str, str]:
    taken = await desk.take("teacher")
    listed = (await desk.get("office", f"/devices/{taken['device_id']}/notices")).json()["items"]
    return taken["device_id"], f"/parent/n/{listed[0]['notice_id']}", listed[0]["code"]


async def test_a_parent_opens_reads_and_says_so(downs: Desk, tabs: Tabs) -> None:
    device_id, address, code = await _notice(downs)
    tab = tabs.parent()
    first_name = downs.child.display_name.split()[0]
    asked = await tab.open(address)
    for secret in (first_name, downs.school.name, "phone is at school", code):
        assert secret not in asked.text
    opened = await tab.send(address, address, {"code": code.lower()})
    assert opened.status_code == 303
    shown = await tab.open(address)
    assert f"{first_name}&#39;s phone is at school" in shown.text
    assert "You can collect it from" in shown.text
    assert downs.child.display_name.split()[-1] not in shown.text
    read = await tab.send(address, f"{address}/read", {})
    assert read.status_code == 303
    assert "The school knows that you read this" in (await tab.open(address)).text
    page = await tabs.staff(downs, "office").open(f"/staff/devices/{device_id}")
    assert f"{code[:4]} {code[4:]}" in page.text
    assert "Read today" in page.text
    other = await tabs.staff(downs, "teacher").open(f"/staff/devices/{device_id}")
    assert f"{code[:4]} {code[4:]}" not in other.text


async def test_another_browser_needs_the_code_again(downs: Desk, tabs: Tabs) -> None:
    _, address, code = await _notice(downs)
    tab = tabs.parent()
    await tab.send(address, address, {"code": code})
    assert "Your code" in (await tabs.parent().open(address)).text
    assert "Other devices" not in (await tab.open(address)).text
    _, other, _ = await _notice(downs)
    listed = (await tab.open(address)).text
    assert "Other devices that the school wrote to you about" in listed
    assert f'href="{other}"' in listed
    assert "Your code" in (await tab.open(other)).text


async def test_wrong_codes_lock_and_the_office_makes_a_new_one(downs: Desk, tabs: Tabs) -> None:
    device_id, address, code = await _notice(downs)
    tab = tabs.parent()
    assert (await tab.send(address, address, {"code": ""})).status_code == 422
    for number in range(5):
        wrong = await tab.send(address, address, {"code": f"WRONG23{number}"})
        assert wrong.status_code == 422
    assert "locked after five wrong codes" in wrong.text
    assert (await tab.send(address, address, {"code": code})).status_code == 422
    office = tabs.staff(downs, "office")
    page = f"/staff/devices/{device_id}"
    assert "Locked after five wrong codes" in (await office.open(page)).text
    notice_id = address.rsplit("/", 1)[1]
    renewed = await office.send(page, f"{page}/notices/{notice_id}/code", {})
    assert renewed.status_code == 303
    listed = (await downs.get("office", f"/devices/{device_id}/notices")).json()["items"]
    assert (await tab.send(address, address, {"code": listed[0]["code"]})).status_code == 303


async def test_an_unknown_address_asks_for_a_code_like_any_other(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.parent()
    address = "/parent/n/3b6c5f2e-6e61-4b59-9f2f-1d4b6a0a9d11"
    _, real, _ = await _notice(downs)
    answers = [await tab.send(one, one, {"code": "WRONG234"}) for one in (address, real)]
    assert [one.status_code for one in answers] == [422, 422]
    pages = [one.text.replace(address, "").replace(real, "") for one in answers]
    assert pages[0] == pages[1]
