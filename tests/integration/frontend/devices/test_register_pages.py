"""The hand-in, the stores, the board and the review on the staff pages, without JavaScript."""

import html
import re
from datetime import date
from uuid import uuid4

import pytest

from services.shared import clock
from tests.desks import Desk
from tests.factories import a_pupil, a_staff_member
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio

HAND_IN = "/staff/hand-in"


async def _own(desk: Desk) -> None:
    in_class = desk.school.big_class_id
    desk.staff["own"] = await a_staff_member(desk.school, "teacher", class_id=in_class)


async def _tap(tab: Tab, address: str, child_id: object, way: str, after: int = 0) -> str:
    sent = await tab.send(address, f"{address}/{child_id}/{way}", {"after": str(after)})
    assert sent.status_code == 303, sent.text
    return (await tab.open(address)).text


@pytest.mark.rule("D-9.3-2", "D-9.1-2")
async def test_a_device_comes_in_and_goes_back_with_one_tap_each(downs: Desk, tabs: Tabs) -> None:
    await _own(downs)
    tab = tabs.staff(downs, "own")
    opened = await tab.open(HAND_IN)
    address = f"{HAND_IN}/{downs.school.big_class_id}"
    assert opened.headers["location"] == address
    shown = (await tab.open(address)).text
    # every child is one button of one form: no question is asked and nothing has to be typed
    assert shown.count('class="tap__button"') == 1
    assert "Take in" in shown
    assert "the school takes no liability" in shown
    assert "give back" in (await _tap(tab, address, downs.child.id, "in")).lower()
    assert "Back with the child" in await _tap(tab, address, downs.child.id, "out", after=1)


async def test_the_second_of_two_people_sees_who_was_first(downs: Desk, tabs: Tabs) -> None:
    await _own(downs)
    address = f"{HAND_IN}/{downs.school.big_class_id}"
    await _tap(tabs.staff(downs, "own"), address, downs.child.id, "in")
    office = tabs.staff(downs, "office")
    late = await office.send(address, f"{address}/{downs.child.id}/in", {"after": "0"})
    assert late.status_code == 409
    assert f"{downs.staff['own'].display_name} was first" in late.text
    assert "give back" in late.text.lower()


async def test_a_teacher_opens_no_other_class(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "teacher")
    assert "You have no class" in (await tab.open(HAND_IN)).text
    refused = await tab.open(f"{HAND_IN}/{downs.school.big_class_id}")
    assert refused.status_code == 409
    assert "taken in by its own staff" in refused.text


@pytest.mark.rule("A-1.16-7")
async def test_the_office_records_a_written_request_before_a_phone_comes_in(
    abingdon: Desk, tabs: Tabs
) -> None:
    tab = tabs.staff(abingdon, "office")
    address = f"{HAND_IN}/{abingdon.school.big_class_id}"
    assert "Not allowed" in (await tab.open(address)).text
    register = f"{HAND_IN}/register"
    empty = await tab.send(register, register, {})
    assert empty.status_code == 422
    for field in ("search", "kind", "written_on", "words"):
        assert f'href="#{field}"' in empty.text
    form = {
        "idempotency_key": str(uuid4()),
        "pupil": f"{abingdon.child.id}|{abingdon.child.display_name}",
        "kind": "parent_request",
        "written_on": clock.today("Europe/London").isoformat(),
        "words": "Walks home alone.",
    }
    asked = await tab.send(register, register, form)
    assert asked.status_code == 422
    guardian_id = str(abingdon.child.guardian_ids[0])
    assert guardian_id in asked.text
    assert str(abingdon.child.guardian_ids[1]) not in asked.text  # the barred father asks nothing
    sent = await tab.send(register, register, form | {"guardian_id": guardian_id})
    assert sent.status_code == 303, sent.text
    shown = (await tab.open(register)).text
    assert "Walks home alone." in shown
    assert "give back" in (await _tap(tab, address, abingdon.child.id, "in")).lower()
    end = re.search(r'action="([^"]*/end)"', shown)
    assert end is not None
    assert (await tab.send(register, end[1], {})).status_code == 303
    assert "Walks home alone." not in (await tab.open(register)).text


async def test_a_place_is_added_and_counted_and_a_difference_asks_why(
    downs: Desk, tabs: Tabs
) -> None:
    tab = tabs.staff(downs, "office")
    stores = "/staff/stores"
    wrong = await tab.send(stores, stores, {"name": "", "kind": "box", "capacity": "many"})
    assert wrong.status_code == 422
    added = {"name": "Reception tray", "kind": "tray", "capacity": "6"}
    assert (await tab.send(stores, stores, added)).status_code == 303
    assert "Reception tray" in (await tab.open(stores)).text
    await downs.take("teacher", place="Reception tray")
    listed = (await tab.open(stores)).text
    found = re.search(
        r'href="(/staff/stores/[^"]*)">\s*<span class="row__main"><strong[^>]*>Rec', listed
    )
    assert found is not None
    key = {"idempotency_key": str(uuid4())}
    differs = await tab.send(found[1], found[1], key | {"found": "0"})
    assert differs.status_code == 422
    assert "You found 0, and 1 is recorded here." in differs.text
    right = await tab.send(found[1], found[1], {"idempotency_key": str(uuid4()), "found": "1"})
    assert right.status_code == 303
    assert "1 found, 1 expected" in (await tab.open(found[1])).text


async def test_the_board_shows_what_goes_home_and_refreshes_itself(downs: Desk, tabs: Tabs) -> None:
    taken = await downs.take("teacher")
    tab = tabs.staff(downs, "office")
    shown = (await tab.open("/staff/going-home")).text
    assert 'hx-sse:connect="/staff/going-home/changes"' in shown
    assert '<a class="govuk-link" href="/staff/going-home">Refresh</a>' in shown
    page = await downs.page(taken["device_id"])
    is_today = date.fromisoformat(page["due_at"][:10]) == clock.today("Europe/London")
    assert (taken["reference"] in shown) == is_today
    part = await tab.client.get("/staff/going-home/board", headers={"hx-request": "true"})
    assert part.text.lstrip().startswith("<section")


@pytest.mark.guard("G-24")
async def test_the_review_shows_counts_and_no_names(downs: Desk, tabs: Tabs) -> None:
    for _ in range(3):
        await downs.take("teacher")
    tab = tabs.staff(downs, "head")
    shown = (await tab.open("/staff/device-review")).text
    assert "fewer than 5" in shown
    assert downs.child.display_name not in shown
    assert (await tab.open("/staff/device-review?since=soon")).status_code == 422
    made = await tab.open("/staff/device-review/review.pdf?since=2020-09-01")
    assert made.content.startswith(b"%PDF")
    assert (await tabs.staff(downs, "office").open("/staff/device-review")).status_code == 403


async def _address(desk: Desk) -> str:
    return f"/staff/devices/{(await desk.take('teacher'))['device_id']}"


@pytest.mark.guard("G-08")
async def test_a_named_person_collects_and_signs_with_a_finger(downs: Desk, tabs: Tabs) -> None:
    await a_pupil(downs.school)
    tab, address = tabs.staff(downs, "office"), await _address(downs)
    letter = {
        "display_name": "Rosalind Okafor",
        "relationship": "Neighbour",
        "named_by": str(downs.child.guardian_ids[0]),
        "written_on": clock.today("Europe/London").isoformat(),
    }
    for _ in range(2):
        assert (await tab.send(address, f"{address}/collectors", letter)).status_code == 303
    shown = (await tab.open(address)).text
    (named,) = set(re.findall(r'value="(named:[^"]+)"', shown))
    form = {"guardian_id": named, "identity_checked": "yes", "identity_how": "Known to staff"}
    unsigned = await tab.send(address, f"{address}/return", form)
    assert unsigned.status_code == 422
    drawn = form | {"signature": "[[[10,20],[300,180]]]"}
    assert (await tab.send(address, f"{address}/return", drawn)).status_code == 303
    shown = (await tab.open(address)).text
    assert "Given back to Rosalind Okafor" in shown
    assert f'src="{address}/print/signature.svg"' in shown
    picture = await tab.open(f"{address}/print/signature.svg")
    assert "10,20 300,180" in picture.text


@pytest.mark.guard("G-16")
async def test_a_leader_keeps_a_device_longer_with_a_reason(downs: Desk, tabs: Tabs) -> None:
    address = await _address(downs)
    assert 'id="do-keep-longer"' not in (await tabs.staff(downs, "office").open(address)).text
    tab = tabs.staff(downs, "head")
    empty = await tab.send(address, f"{address}/keep-longer", {"until": "", "reason": ""})
    assert empty.status_code == 422
    past = await tab.send(
        address, f"{address}/keep-longer", {"until": "2020-01-01", "reason": "Both are abroad."}
    )
    assert past.status_code == 422
    assert "Choose a day after the one" in past.text


@pytest.mark.rule("D-9.1-1", "D-9.1-6", "D-9.2-2", "D-9.3-3", "D-9.3-4", "A-1.16-3")
async def test_the_rules_about_devices_stand_on_a_page_with_their_policies(
    downs: Desk, abingdon: Desk, tabs: Tabs
) -> None:
    arrivals = (downs, "handed to the class teacher"), (abingdon, "unless a parent has asked")
    for desk, arrival in arrivals:
        tab = tabs.staff(desk, "teacher")
        assert 'href="/staff/devices/rules"' in (await tab.open("/staff/devices")).text
        shown = html.unescape((await tab.open("/staff/devices/rules")).text)
        assert arrival in shown
        for policy in ("Anti-bullying", "Behaviour", "Child protection", "Acceptable use"):
            assert f"<li>{policy}</li>" in shown
        assert "Lock it with a code that nobody else knows" in shown
        assert "Keep it free of anything offensive" in shown
        assert "A child who needs home asks the office to ring" in shown
        assert "Parents reach their child through the office" in shown
        for advice in ("in a safe place", "off or to silent", "AirDrop", "must fit your role"):
            assert advice in shown
