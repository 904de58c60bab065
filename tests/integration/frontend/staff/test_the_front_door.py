"""What the front end refuses before any page sees it, and what every answer carries."""

import httpx
import pytest

from frontend.main import create_app
from frontend.settings import FrontendSettings
from frontend.web.forms import BYTES_AT_MOST
from tests.browsing import ORIGIN, Browser
from tests.parts import CHILD, Parts

pytestmark = pytest.mark.anyio

NOTE = {"version": "3", "text": "A note."}
POSTS = ("/staff/sign-in", "/staff/sign-out", "/staff/report", "/staff/tablets", "/staff/export")


@pytest.mark.guard("G-01")
@pytest.mark.parametrize("address", POSTS)
async def test_a_file_is_refused_with_a_sentence_and_nothing_is_stored(
    staff: Browser, parts: Parts, address: str
) -> None:
    parts.asked.clear()
    answer = await staff.client.post(address, files={"photo": ("a.png", b"\x89PNG", "image/png")})
    assert answer.status_code == 415
    assert "does not take files" in answer.text
    assert not [one for one in parts.asked if one.method != "GET"]


async def test_json_is_no_form(staff: Browser) -> None:
    assert (await staff.client.post("/staff/report", json={})).status_code == 415


async def test_sixty_four_kilobytes_pass_and_more_is_refused(staff: Browser, parts: Parts) -> None:
    token = await staff.token()
    room = BYTES_AT_MOST - len(f"form_token={token}&happened=")
    fits = await staff.send("/staff/report", {"happened": "a" * room})
    assert fits.status_code == 422
    answer = await staff.send("/staff/report", {"happened": "a" * (room + 1)})
    assert answer.status_code == 413
    assert "too long to send" in answer.text


async def test_a_body_without_a_length_is_counted_as_it_comes(staff: Browser) -> None:
    async def endless():  # noqa: ANN202
        for _ in range(80):
            yield b"a" * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await staff.client.post("/staff/report", content=endless(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.test"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"origin": "http://lantern.test"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(
    staff: Browser, parts: Parts, headers: dict[str, str]
) -> None:
    parts.asked.clear()
    answer = await staff.send("/staff/tablets", {"name": "T"}, **headers)
    assert answer.status_code == 403
    assert not parts.asked
    own = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
    assert (await staff.send("/staff/tablets", {"name": "T"}, **own)).status_code == 303


async def test_an_old_tablet_that_hides_its_origin_still_needs_the_token(
    staff: Browser, parts: Parts
) -> None:
    hidden = {"origin": "null"}
    parts.asked.clear()
    foreign = await staff.client.post("/staff/tablets", data={"name": "T"}, headers=hidden)
    assert foreign.status_code == 403
    assert not parts.asked
    assert (await staff.send("/staff/tablets", {"name": "T"}, **hidden)).status_code == 303


async def test_an_address_that_is_nobodys_is_a_page_in_plain_words(browser: Browser) -> None:
    for address in ("/nothing", "/static/nothing.css", "/openapi.json"):
        answer = await browser.open(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "<h1>Page not found</h1>" in answer.text


async def test_health_tells_a_stranger_nothing_but_states(browser: Browser, parts: Parts) -> None:
    waits = {"undelivered": 3, "oldest_undelivered_at": "2026-11-23T10:00:00Z", "held_jobs": 0}
    ready = {"state": "ready", "worker_beat_at": "2026-11-23T10:00:00Z", **waits}
    parts.answers["GET /notifications/health"] = (200, ready)
    told = (await browser.open("/health")).json()
    assert told["state"] == "ready"
    assert all(set(part) == {"state"} for part in told["parts"].values())


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("token", ["", "0" * 64, None])
async def test_a_form_without_this_browsers_token_is_refused(
    staff: Browser, parts: Parts, address: str, token: str | None
) -> None:
    parts.asked.clear()
    fields = {"name": "T"} | ({} if token is None else {"form_token": token})
    assert (await staff.client.post(address, data=fields)).status_code == 403
    assert not parts.asked


async def test_another_browsers_token_is_refused(
    staff: Browser, settings: FrontendSettings, parts: Parts
) -> None:
    app = create_app(settings, httpx.ASGITransport(parts))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        other = await Browser(client).token()
    answer = await staff.client.post("/staff/tablets", data={"name": "T", "form_token": other})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/staff/sign-in", "/staff", "/staff/inbox", "/staff/nothing", "/nothing", "/health", "/"],
)
async def test_every_answer_carries_the_whole_set_of_headers(
    staff: Browser, parts: Parts, address: str
) -> None:
    answer = await staff.open(address)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "nonce" not in policy
    for needed in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert needed in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"] == "HX-Request"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert len(answer.headers["x-request-id"]) == 32


async def test_the_request_id_reaches_the_service(staff: Browser, parts: Parts) -> None:
    parts.asked.clear()
    answer = await staff.open("/staff/my-reports")
    asked = {one.headers["x-request-id"] for one in parts.asked}
    assert asked == {answer.headers["x-request-id"]}


async def test_a_page_that_breaks_says_so_in_plain_words(
    staff: Browser, parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    canary = "the words of a child"
    parts.answers["GET /reporting/staff-reports"] = (200, {"items": [{"oops": canary}]})
    answer = await staff.open("/staff/my-reports")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert canary not in answer.text + capsys.readouterr().out


async def test_pages_hold_no_inline_script_or_style(staff: Browser) -> None:
    for address in ("/staff", "/staff/report", "/staff/inbox", f"/staff/words/{CHILD}"):
        page = (await staff.open(address)).text
        assert "<script>" not in page
        assert "style=" not in page
        assert "<style" not in page
        assert " onclick" not in page


async def test_health_is_ready_only_when_every_part_is(browser: Browser, parts: Parts) -> None:
    answer = await browser.open("/health")
    assert answer.status_code == 200
    states = {name: part["state"] for name, part in answer.json()["parts"].items()}
    names = ("frontend", "accounts", "reporting", "notifications", "devices", "worker")
    assert states == dict.fromkeys(names, "ready")
    for part in ("accounts", "reporting", "notifications", "devices"):
        parts.down = {part}
        answer = await browser.open("/health")
        assert answer.status_code == 503
        assert answer.json()["parts"][part]["state"] == "not answering"


async def test_health_is_not_ready_while_the_worker_is_silent(
    browser: Browser, parts: Parts
) -> None:
    silent = {"state": "red", "held_jobs": 0, "worker_beat_at": None}
    parts.answers["GET /notifications/health"] = (200, silent)
    answer = await browser.open("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["worker"]["state"] == "no sign of life"


async def test_built_files_may_be_kept_and_nothing_else_is_served(browser: Browser) -> None:
    page = (await browser.open("/staff/sign-in")).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await browser.open(style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    for elsewhere in ("/static/../main.py", "/static/%2e%2e/main.py", "/static/nothing.css"):
        assert (await browser.open(elsewhere)).status_code == 404


@pytest.mark.rule("D-12-2")
async def test_every_page_says_when_to_ring_999_and_when_101(staff: Browser) -> None:
    for address in ("/staff", "/staff/inbox", "/staff/report", "/staff/nowhere"):
        page = (await staff.open(address)).text
        assert "Is a child in danger now? Ring" in page
        assert 'href="tel:999"' in page
        assert 'href="tel:101">101</a> when it is not an emergency' in page
