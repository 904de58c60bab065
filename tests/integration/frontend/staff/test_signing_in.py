from datetime import timedelta

import pytest

from frontend.web.session import SESSION_COOKIE, TABLET_COOKIE
from services.shared import clock
from tests.browsing import Browser
from tests.parts import Parts

pytestmark = pytest.mark.anyio

RIGHT = {"user_name": "ash", "password": "right horse battery", "code": "123 456"}


@pytest.mark.rule("A-1.11-2")
async def test_a_page_without_a_session_leads_to_signing_in_and_back(browser: Browser) -> None:
    answer = await browser.open("/staff/my-reports")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/staff/sign-in?next=/staff/my-reports"
    fields = {**RIGHT, "next": "/staff/my-reports"}
    assert (await browser.send("/staff/sign-in", fields)).headers["location"] == "/staff/my-reports"


async def test_the_browser_holds_an_opaque_id_and_no_token(browser: Browser, parts: Parts) -> None:
    answer = await browser.send("/staff/sign-in", RIGHT)
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if SESSION_COOKIE in one]
    for needed in ("HttpOnly", "Secure", "Path=/", "SameSite=strict"):
        assert needed in cookie
    assert "Max-Age" not in cookie
    assert "token-" not in cookie
    assert browser.client.cookies[SESSION_COOKIE] in parts.sessions


async def test_a_wrong_password_gives_the_form_back_with_accounts_sentence(
    browser: Browser,
) -> None:
    answer = await browser.send("/staff/sign-in", {**RIGHT, "password": "wrong"})
    assert answer.status_code == 401
    assert "That is not right." in answer.text
    assert 'value="ash"' in answer.text
    assert "wrong" not in answer.text
    assert SESSION_COOKIE not in answer.cookies


async def test_empty_fields_are_named_in_a_summary(browser: Browser, parts: Parts) -> None:
    answer = await browser.send("/staff/sign-in", {"user_name": "", "password": ""})
    assert answer.status_code == 422
    assert 'href="#user_name"' in answer.text
    assert 'href="#password"' in answer.text
    assert not parts.of("POST /accounts/sessions")


async def test_accounts_down_says_so_and_keeps_the_name(browser: Browser, parts: Parts) -> None:
    parts.down.add("accounts")
    answer = await browser.send("/staff/sign-in", RIGHT)
    assert answer.status_code == 503
    assert "cannot sign anybody in" in answer.text
    assert 'value="ash"' in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test/staff", "//evil.test", "/staff\\evil", "/parent/n/1", "/staff//evil", ""],
)
async def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browser, elsewhere: str) -> None:
    answer = await browser.send("/staff/sign-in", {**RIGHT, "next": elsewhere})
    assert answer.headers["location"] == "/staff"


async def test_signing_out_is_a_post_and_ends_the_session(staff: Browser, parts: Parts) -> None:
    assert (await staff.open("/staff/sign-out")).status_code == 404
    answer = await staff.send("/staff/sign-out", {})
    assert answer.status_code == 303
    assert not parts.sessions
    assert SESSION_COOKIE not in staff.client.cookies


@pytest.mark.guard("G-34")
async def test_a_session_that_rested_says_so_in_a_plain_sentence(
    staff: Browser, parts: Parts
) -> None:
    parts.sessions.clear()
    answer = await staff.open("/staff/inbox")
    assert answer.headers["location"].endswith("rested=yes")
    assert "was not used for a while" in (await staff.open(answer.headers["location"])).text


@pytest.mark.guard("G-34")
async def test_an_open_inbox_does_not_keep_a_session_awake(
    staff: Browser, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await staff.open("/staff/inbox")
    quiet = {"hx-request": "true", "hx-current-url": "https://lantern.test/staff/inbox"}
    assert (await staff.open("/staff/inbox/list", **quiet)).status_code == 200
    asked = len(parts.of("GET /accounts/sessions/current"))
    later = clock.now() + timedelta(seconds=301)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = await staff.open("/staff/inbox/list", **quiet)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/staff/sign-in?next=/staff/inbox&rested=yes"
    assert len(parts.of("GET /accounts/sessions/current")) == asked


async def test_a_token_is_kept_for_the_next_page_and_asked_again_near_its_end(
    staff: Browser, parts: Parts
) -> None:
    await staff.open("/staff/my-reports")
    await staff.open("/staff/my-reports")
    # one for reporting, and one for the alerts that every page shows
    assert parts.tokens == 2
    parts.token_seconds = 20
    staff.client.cookies.delete(SESSION_COOKIE)
    await staff.sign_in()
    await staff.open("/staff/my-reports")
    await staff.open("/staff/my-reports")
    assert parts.tokens == 6


async def test_a_token_that_a_service_no_longer_takes_is_replaced_once(
    staff: Browser, parts: Parts
) -> None:
    parts.answers["GET /reporting/staff-reports"] = (401, {"detail": "Please sign in."})
    answer = await staff.open("/staff/my-reports")
    assert len(parts.of("GET /reporting/staff-reports")) == 2
    assert answer.headers["location"].startswith("/staff/sign-in")


async def test_a_page_asks_each_service_at_most_once(staff: Browser, parts: Parts) -> None:
    for page in ("/staff", "/staff/inbox", "/staff/my-reports", "/staff/words", "/staff/tablets"):
        await staff.open(page)
        parts.asked.clear()
        await staff.open(page)
        asked = [f"{one.method} {one.path}" for one in parts.asked]
        assert len(asked) == len(set(asked))
        services = [one.path.split("/")[1] for one in parts.asked if "sessions" not in one.path]
        assert len(services) == len(set(services))


async def test_the_office_enrols_the_tablet_it_stands_at(staff: Browser, parts: Parts) -> None:
    answer = await staff.send(
        "/staff/tablets", {"name": "Year 4 tablet 2", "idempotency_key": "a-key-of-mine"}
    )
    assert answer.status_code == 303
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if TABLET_COOKIE in one]
    assert "HttpOnly" in cookie
    assert "Max-Age=34560000" in cookie
    [asked] = parts.of("POST /accounts/tablets")
    assert asked.headers["idempotency-key"] == "a-key-of-mine"
    await staff.send("/staff/sign-out", {})
    no_code = {"user_name": "ash", "password": "right horse battery"}
    assert (await staff.send("/staff/sign-in", no_code)).status_code == 303


async def test_a_tablet_needs_a_name(staff: Browser, parts: Parts) -> None:
    answer = await staff.send("/staff/tablets", {"name": ""})
    assert answer.status_code == 422
    assert not parts.of("POST /accounts/tablets")
