"""The open pages for families: what the school does, how to tell and how to complain."""

from html import unescape

import pytest

from frontend.parent.advice.routes import TOPICS
from frontend.web.advice import read_topics
from tests.browsing import Browser

pytestmark = pytest.mark.anyio


async def read(browser: Browser, key: str) -> str:
    shown = await browser.open(f"/parent/advice/{key}")
    assert shown.status_code == 200
    return unescape(shown.text)


TOLD = [
    pytest.param(key, words, marks=pytest.mark.rule(*rules), id=rules[0])
    for key, words, rules in [
        ("how-we-use-technology", "Children use tablets and the web to", ["A-1.8-1"]),
        ("how-we-use-technology", "All use is supervised", ["A-1.13-4"]),
        ("how-we-use-technology", "The law says how far that may go", ["D-7.3.4-3"]),
        ("pictures-of-children", "we delete it from the device and from where", ["A-1.12-10"]),
        ("how-to-report", "Hate can be told to the police too", ["D-11.5-2"]),
        ("online-about-school", "of pupils, of parents and of staff", ["D-6-4"]),
        ("online-about-school", "To post on social media is to publish", ["A-1.22-2"]),
        ("online-about-school", "Terms of these pages", ["A-1.5-24"]),
        ("blocked-page", "Children can ring Childline on 0800 1111", ["A-1.29-5"]),
    ]
]


@pytest.mark.parametrize(("key", "words"), TOLD)
async def test_a_topic_says(browser: Browser, key: str, words: str) -> None:
    assert words in await read(browser, key)


@pytest.mark.rule("D-10-1")
async def test_everybody_reads_what_to_report_and_how_to_complain(browser: Browser) -> None:
    shown = await read(browser, "how-to-report")
    for words in ("our filter let through", "nude or sexual picture", "Bullying on the phone"):
        assert words in shown
    assert "against the law" in shown
    assert "Ask the school office for the complaints procedure" in shown


@pytest.mark.rule("D-7.6-5")
@pytest.mark.parametrize("key", read_topics(TOPICS))
async def test_everybody_may_read_every_topic_and_nothing_follows_them(
    browser: Browser, key: str
) -> None:
    index = await browser.open("/parent/advice")
    assert f'href="/parent/advice/{key}"' in index.text
    shown = await browser.open(f"/parent/advice/{key}")
    assert shown.status_code == 200
    assert "Last read through on" in shown.text
    assert [one.headers.get("set-cookie") for one in (index, shown)] == [None, None]


@pytest.mark.rule("D-7.6-2")
async def test_the_open_pages_say_what_they_keep_and_whose_work_they_are(browser: Browser) -> None:
    index = await browser.open("/parent/advice")
    assert 'href="/parent/about"' in index.text
    answer = await browser.open("/parent/about")
    shown = unescape(answer.text)
    for words in ("version 2.2", "Your privacy", "OpenMoji, openmoji.org, CC BY-SA 4.0", "OFL-1.1"):
        assert words in shown
    assert "set-cookie" not in answer.headers


async def test_a_topic_that_is_none_is_not_there(browser: Browser) -> None:
    assert (await browser.open("/parent/advice/nothing")).status_code == 404
