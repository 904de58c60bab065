"""A critical alert is red on every page until it is answered; who was told is for the team."""

from datetime import timedelta

import pytest

from services.shared import clock
from tests.browsing import Browser
from tests.parts import CASE, REPORT, Parts

pytestmark = pytest.mark.anyio
ALERTS = "GET /notifications/alerts"


def alert(urgency: str) -> dict[str, object]:
    raised = clock.now().isoformat()
    known = {"alert_id": str(REPORT), "case_id": str(CASE), "urgency": urgency}
    return known | {"raised_at": raised, "target_at": raised}


@pytest.mark.guard("G-11")
async def test_a_critical_alert_is_on_every_page_and_a_milder_one_is_not(
    staff: Browser, parts: Parts
) -> None:
    for urgency, shown in (("critical", True), ("high", False)):
        parts.answers[ALERTS] = (200, {"items": [alert(urgency)], "count": 1})
        for address in ("/staff", "/staff/inbox", "/staff/devices", "/staff/tablets"):
            page = (await staff.open(address)).text
            assert ("1 urgent alert has no answer yet" in page) is shown, address
            assert (f"/staff/ring/{REPORT}" in page) is shown, address


async def test_a_page_is_shown_all_the_same_where_notifications_is_down(
    staff: Browser, parts: Parts
) -> None:
    parts.down.add("notifications")
    page = await staff.open("/staff")
    assert page.status_code == 200
    assert "cannot say at the moment whether an alert waits" in page.text


async def test_whom_to_ring_has_999_first_and_each_number(staff: Browser) -> None:
    page = (await staff.open(f"/staff/ring/{REPORT}")).text
    assert page.index("tel:999") < page.index("tel:01632960123")
    assert "Deputy safeguarding lead" in page


@pytest.mark.guard("G-33")
async def test_a_number_that_nobody_checked_for_a_year_says_so(
    staff: Browser, parts: Parts
) -> None:
    today = clock.now().date()
    for days, is_good in ((366, True), (367, False)):
        profile = {
            "contacts.lado.name": "LADO",
            "contacts.lado.phone": "01632 960900",
            "contacts.lado.checked_on": str(today - timedelta(days=days)),
        }
        parts.answers["GET /accounts/schools/current"] = (200, {"profile": profile})
        page = (await staff.open(f"/staff/ring/{REPORT}")).text
        assert "tel:01632960900" in page
        assert ("Number checked on" in page) is is_good
        assert ("Nobody has checked this number for a year" in page) is not is_good


async def test_the_ledger_says_what_became_of_each_message(staff: Browser) -> None:
    page = (await staff.open(f"/staff/cases/{CASE}/told")).text
    assert "Taken by the provider" in page
    assert "Not sent yet: the mail server does not answer" in page
    assert "Answered today" in page or "Answered yesterday" in page
