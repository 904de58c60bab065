"""Taking, moving and giving back a phone on the staff pages, without JavaScript."""

import re
from uuid import uuid4

import pytest

from tests.browsing import hidden
from tests.desks import Desk
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio

DEVICES = "/staff/devices"
TAKE = f"{DEVICES}/take"


def a_form(desk: Desk, **other: str) -> dict[str, str]:
    return {
        "idempotency_key": str(uuid4()),
        "owner": "pupil",
        "pupil": f"{desk.child.id}|{desk.child.display_name}",
        "ground": "school_rule",
        "possible_evidence": "no",
        "kind": "phone",
        "description": "Black phone in a blue case",
        "power_state": "off",
        "place": "Head's safe",
        "seal_number": "",
        **other,
    }


def a_return(desk: Desk, number: int = 0, **other: str) -> dict[str, str]:
    return {
        "guardian_id": str(desk.child.guardian_ids[number]),
        "identity_checked": "yes",
        "identity_how": "Known to staff",
        "signed_name": "A. Parent",
        **other,
    }


async def _taken(tab: Tab, desk: Desk, **other: str) -> str:
    sent = await tab.send(TAKE, TAKE, a_form(desk, **other))
    assert sent.status_code == 303, sent.text
    return sent.headers["location"].split("?")[0]


@pytest.mark.rule("D-9.3-8", "D-9.3-13")
async def test_a_phone_is_found_taken_and_given_back(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "teacher")
    family_name = downs.child.display_name.split()[-1]
    find = a_form(downs, pupil="", child_search=family_name[:12], find="children")
    found = await tab.send(TAKE, TAKE, find)
    assert downs.child.display_name in found.text
    address = await _taken(tab, downs)
    shown = await tab.open(f"{address}?done=taken")
    assert "Print its label" in shown.text
    assert "1 parent was told by e-mail" in shown.text
    assert "Head&#39;s safe" in shown.text
    listed = await tab.open(DEVICES)
    assert downs.child.display_name in listed.text
    back = await tab.send(address, f"{address}/return", a_return(downs))
    assert back.status_code == 303
    shown = await tab.open(back.headers["location"])
    assert "Print the receipt" in shown.text
    gone = await tab.open(f"{DEVICES}?show=returned")
    assert address in gone.text


@pytest.mark.guard("G-07")
async def test_an_empty_form_comes_back_with_every_question_marked(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "teacher")
    sent = await tab.send(TAKE, TAKE, {"owner": "pupil", "description": "Only this"})
    assert sent.status_code == 422
    assert "There is a problem" in sent.text
    assert "Only this" in sent.text
    for field in ("child_search", "ground", "kind", "power_state", "place", "possible_evidence"):
        assert f'href="#{field}"' in sent.text
        assert f'id="{field}"' in sent.text


@pytest.mark.guard("G-09")
async def test_a_description_with_a_code_is_asked_about_and_can_be_sent_again(
    downs: Desk, tabs: Tabs
) -> None:
    tab = tabs.staff(downs, "teacher")
    form = a_form(downs, description="Red phone, unlocks with 4821")
    asked = await tab.send(TAKE, TAKE, form)
    assert asked.status_code == 422
    assert "This is not a PIN or password" in asked.text
    assert hidden(asked.text, "idempotency_key") == form["idempotency_key"]
    again = await tab.send(TAKE, TAKE, form | {"confirmed_no_code": "yes"})
    assert again.status_code == 303


@pytest.mark.guard("G-10")
async def test_a_visitors_phone_is_refused_with_what_to_do_instead(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "teacher")
    refused = await tab.send(TAKE, TAKE, a_form(downs, owner="visitor", pupil=""))
    assert refused.status_code in {409, 422}
    assert "Ask a visitor or parent to put it away" in refused.text


@pytest.mark.guard("G-08")
async def test_a_barred_parent_is_not_offered_and_is_refused(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "office")
    address = await _taken(tab, downs)
    shown = (await tab.open(address)).text
    assert f'value="{downs.child.guardian_ids[0]}"' in shown
    collect = shown[shown.index('id="return-form"') : shown.index('id="do-store"')]
    assert str(downs.child.guardian_ids[1]) not in collect
    assert "must not collect" in collect
    refused = await tab.send(address, f"{address}/return", a_return(downs, 1))
    assert refused.status_code == 409
    assert "listed for this child" in refused.text


@pytest.mark.guard("G-05")
async def test_a_police_hold_is_said_and_the_form_to_give_it_back_is_shut(
    downs: Desk, tabs: Tabs
) -> None:
    tab = tabs.staff(downs, "head")
    address = await _taken(tab, downs, possible_evidence="yes")
    shown = (await tab.open(address)).text
    assert "Police first." in shown
    assert 'id="return-form"' not in shown
    refused = await tab.send(address, f"{address}/return", a_return(downs))
    assert refused.status_code == 409
    lift = {"reason": "They have what they need.", "police_reference": "46/1234/26"}
    lifted = await tab.send(address, f"{address}/lift-hold", lift)
    assert lifted.status_code == 303
    assert 'id="return-form"' in (await tab.open(address)).text


async def test_safe_keeping_is_confirmed_by_the_head(abingdon: Desk, tabs: Tabs) -> None:
    teacher, head = tabs.staff(abingdon, "teacher"), tabs.staff(abingdon, "head")
    address = await _taken(teacher, abingdon)
    assert "In safe-keeping" in (await teacher.open(address)).text
    assert 'id="confirm-form"' not in (await teacher.open(address)).text
    assert "To confirm" in (await head.open(DEVICES)).text
    confirmed = await head.send(address, f"{address}/confirm", {"reason": ""})
    assert confirmed.status_code == 303
    assert "It is confirmed." in (await head.open(confirmed.headers["location"])).text


async def test_a_colleague_is_found_and_both_sign(downs: Desk, tabs: Tabs) -> None:
    tab = tabs.staff(downs, "teacher")
    address = await _taken(tab, downs)
    office = downs.staff["office"]
    form = {"staff_search": office.display_name.split()[-1][:12], "find": "adults"}
    found = await tab.send(address, f"{address}/hand-over", form)
    value = re.search(rf'value="({office.id}\|[^"]*)"', found.text)
    assert value
    form = {"person": value[1], "giver_signed_name": "T. E.", "receiver_signed_name": ""}
    unsigned = await tab.send(address, f"{address}/hand-over", form)
    assert unsigned.status_code == 422
    signed = form | {"receiver_signed_name": "O. F."}
    handed = await tab.send(address, f"{address}/hand-over", signed)
    assert handed.status_code == 303
    assert f"With {office.display_name}" in (await tab.open(address)).text


async def test_the_label_opens_the_record_after_sign_in(downs: Desk, tabs: Tabs) -> None:
    taken = await downs.take("teacher")
    label = f"/d/{taken['label_code']}"
    opened = await tabs.staff(downs, "office").open(label)
    assert opened.status_code == 303
    assert opened.headers["location"] == f"{DEVICES}/{taken['device_id']}?done=scanned"
    stranger = await tabs.parent().open(label)
    assert stranger.headers["location"].startswith("/staff/sign-in")
    assert (await tabs.staff(downs, "assistant").open(label)).status_code == 404


async def test_a_label_of_another_school_and_an_unknown_one_say_the_same_thing(
    downs: Desk, abingdon: Desk, tabs: Tabs
) -> None:
    taken = await abingdon.take("head")
    office = tabs.staff(downs, "office")
    pages = []
    for code in (taken["label_code"], "0" * 32, "no-code"):
        shown = await office.open(f"/d/{code}")
        assert shown.status_code == 404
        assert "keep the device safe and take it to the office" in shown.text
        pages.append(shown.text.replace(code, ""))
    assert len({_plain(one) for one in pages}) == 1  # nobody learns which labels there are


def _plain(page: str) -> str:
    return re.sub(r'(name="form_token" value|nonce|data-token)="[^"]*"', "", page)


async def test_a_scan_of_a_returned_device_says_so_and_what_to_do(downs: Desk, tabs: Tabs) -> None:
    taken = await downs.take("teacher")
    office = tabs.staff(downs, "office")
    address = (await office.open(f"/d/{taken['label_code']}")).headers["location"]
    assert "already been given back" not in (await office.open(address)).text
    assert (await downs.give_back(taken["device_id"])).status_code == 200
    shown = (await office.open(address)).text
    assert "This device has already been given back." in shown
    assert "record it anew" in shown


async def test_labels_and_receipts_are_passed_on_to_the_browser(downs: Desk, tabs: Tabs) -> None:
    taken = await downs.take("teacher")
    tab = tabs.staff(downs, "office")
    for paper in ("label-a4.pdf", "label-62mm.pdf", "receipt.pdf"):
        made = await tab.open(f"{DEVICES}/{taken['device_id']}/print/{paper}")
        assert made.content.startswith(b"%PDF")
        assert made.headers["cache-control"] == "no-store"


@pytest.mark.guard("G-17")
async def test_with_a_case_the_lead_decides_and_a_yes_tells_nobody(downs: Desk, tabs: Tabs) -> None:
    lead = tabs.staff(downs, "dsl")
    taken = await downs.take("teacher", link_id=str(uuid4()))
    address = f"{DEVICES}/{taken['device_id']}"
    form = {"guardian_id": str(downs.child.guardian_ids[0]), "reason": ""}
    unanswered = await lead.send(address, f"{address}/notice", form)
    assert unanswered.status_code == 422
    risk = form | {"would_telling_put_child_at_risk": "yes"}
    assert (await lead.send(address, f"{address}/notice", risk)).status_code == 422
    kept = risk | {"reason": "He is afraid of it."}
    assert (await lead.send(address, f"{address}/notice", kept)).status_code == 303
    assert "Nobody has been told by Lantern." in (await lead.open(address)).text
    told = form | {"would_telling_put_child_at_risk": "no"}
    assert (await lead.send(address, f"{address}/notice", told)).status_code == 303
    assert "Not opened yet." in (await lead.open(address)).text
