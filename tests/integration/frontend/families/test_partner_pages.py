"""A lead shares a case; the LADO comes in by link and code, advises, and is shut out."""

import re
from datetime import timedelta

import pytest

from services.reporting.shares.rules import NEEDS_EMAIL, NEEDS_FACTS, NEEDS_ROLE, USED
from services.shared import clock
from services.shared.link_codes import NOT_OPENED
from tests.browsing import hidden
from tests.database import TestDatabase
from tests.integration.reporting.conftest import Town
from tests.integration.reporting.test_casework import rows
from tests.tabs import Tab, Tabs

pytestmark = pytest.mark.anyio

REASON = "CANARY-REASON she named him."
ADVICE = "Please wait with asking him."


async def fields(tab: Tab, address: str, **other: str) -> dict[str, str]:
    """The form for the LADO as somebody fills it in."""
    shown = (await tab.open(address)).text
    return {
        "version": hidden(shown, "version"),
        "role": "lado",
        "name": "Jo Alder",
        "organisation": "The council",
        "email": "jo.alder@council.example",
        "phone": "01234 567890",
        "ends_on": (clock.now() + timedelta(days=9)).date().isoformat(),
        "reason": REASON,
        "facts": "",
        **other,
    }


async def shared(
    tabs: Tabs, town: Town, database: TestDatabase, **other: str
) -> tuple[Tab, str, str, str]:
    """Share the case; return the DSL's browser, the staff page, the partner's page, the code."""
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/shares"
    answer = await dsl.send(address, address, await fields(dsl, address, **other))
    assert answer.status_code == 303, answer.text
    assert "done=shared" in answer.headers["location"]
    code = re.search(r'class="code">(\w{4}) (\w{4})<', (await dsl.open(address)).text)
    assert code is not None
    found = await rows(
        database,
        "SELECT link_id FROM reporting.share_event WHERE school_id = $1 AND act = 'new_link'"
        " ORDER BY at DESC LIMIT 1",
        town.school.id,
    )
    return dsl, address, f"/partner/s/{found[0]['link_id']}", "".join(code.groups())


@pytest.mark.guard("G-14")
async def test_the_lado_reads_acknowledges_and_advises(
    tabs: Tabs, town: Town, database: TestDatabase
) -> None:
    dsl, address, page, code = await shared(tabs, town, database)
    lado = tabs.parent()
    first = (await lado.open(page)).text
    assert "horrible things" not in first
    wrong = await lado.send(page, page, {"code": "AAAA AAAA"})
    assert wrong.status_code == 422
    assert NOT_OPENED in wrong.text
    empty = await lado.send(page, page, {"code": ""})
    assert "Type the code that the school gave you" in empty.text
    assert (await lado.send(page, page, {"code": code.lower()})).status_code == 303
    shown = (await lado.open(page)).text
    assert "horrible things" in shown
    assert "CANARY-REASON" not in shown.split("What has happened since")[0]
    assert (await lado.send(page, f"{page}/read", {})).status_code == 303
    nothing = await lado.send(page, f"{page}/answer", {"act": "advised", "words": ""})
    assert nothing.status_code == 422
    assert "Write your advice" in nothing.text
    unchosen = await lado.send(page, f"{page}/answer", {"words": ADVICE})
    assert "Choose what you want to send" in unchosen.text
    assert ADVICE in unchosen.text
    sent = await lado.send(page, f"{page}/answer", {"act": "advised", "words": ADVICE})
    assert sent.status_code == 303
    assert "is told now" in (await lado.open(f"{page}?sent=1")).text
    staff = (await dsl.open(address)).text
    assert ADVICE in staff
    assert "Said that they have it" in staff
    assert REASON in staff


async def test_a_second_browser_needs_a_fresh_link_and_code(
    tabs: Tabs, town: Town, database: TestDatabase
) -> None:
    dsl, address, page, code = await shared(tabs, town, database)
    lado, other = tabs.parent(), tabs.parent()
    await lado.send(page, page, {"code": code})
    used = await other.send(page, page, {"code": code})
    assert USED in used.text
    asked = await other.send(page, f"{page}/fresh", {})
    assert asked.status_code == 303
    assert "a fresh link is on its way" in (await other.open(asked.headers["location"])).text
    fresh = re.search(r'class="code">(\w{4}) (\w{4})<', (await dsl.open(address)).text)
    assert fresh is not None
    assert "".join(fresh.groups()) != code
    assert USED in (await other.send(page, page, {"code": "".join(fresh.groups())})).text


async def test_the_end_of_a_share_shuts_the_open_page(
    tabs: Tabs, town: Town, database: TestDatabase
) -> None:
    dsl, address, page, code = await shared(tabs, town, database, role="governor")
    governor = tabs.parent()
    await governor.send(page, page, {"code": code})
    shown = (await governor.open(page)).text
    assert "Steps still to do" in shown
    assert "horrible" not in shown
    end = re.search(rf'action="({address}/[0-9a-f-]{{36}}/revoke)"', (await dsl.open(address)).text)
    assert end is not None
    assert (await dsl.send(address, end[1], {})).status_code == 303
    assert "Your code" in (await governor.open(page)).text
    assert "Ended" in (await dsl.open(address)).text


async def test_a_refusal_keeps_what_was_typed(tabs: Tabs, town: Town) -> None:
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/shares"
    for other, sentence in (
        ({"role": ""}, NEEDS_ROLE),
        ({"email": "the office"}, NEEDS_EMAIL),
        ({"role": "police"}, NEEDS_FACTS),
    ):
        refused = await dsl.send(address, address, await fields(dsl, address, **other))
        assert refused.status_code == 422
        assert sentence in refused.text
        assert REASON in refused.text
        assert "Who can read it" not in refused.text


async def test_the_first_page_says_how_to_come_in(tabs: Tabs) -> None:
    answer = await tabs.parent().open("/partner")
    assert answer.status_code == 200
    for words in ("works once, within 48 hours", "by telephone", "999"):
        assert words in answer.text


async def test_the_referral_is_printed_from_the_page(tabs: Tabs, town: Town) -> None:
    dsl = tabs.staff(town)
    address = f"/staff/cases/{await town.case_id()}/shares"
    assert f'href="{address}/referral.pdf"' in (await dsl.open(address)).text
    paper = await dsl.open(f"{address}/referral.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    teacher = tabs.staff(town, "teacher")
    assert (await teacher.open(f"{address}/referral.pdf")).status_code == 404


@pytest.mark.guard("G-21")
@pytest.mark.rule("D-7.8-3")
async def test_no_address_of_a_mail_opens_anything_by_itself(
    tabs: Tabs, town: Town, database: TestDatabase
) -> None:
    dsl, address, page, _ = await shared(tabs, town, database)
    stranger = tabs.parent()
    for staff in ("/staff", address):
        asked = await stranger.open(staff)
        assert asked.status_code == 303
        assert asked.headers["location"].startswith("/staff/sign-in")
        assert (await dsl.open(staff)).status_code == 200
    for outside in (page, f"/parent/n/{page.rsplit('/', 1)[1]}"):
        asked = await stranger.open(outside)
        assert "Your code" in asked.text
        assert "horrible things" not in asked.text
