"""The pages of advice for staff, in the words of each school's own profile."""

from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import pytest
import yaml

from frontend.staff.advice.routes import TOPICS
from frontend.web.advice import read_topics
from tests.browsing import Browser
from tests.parts import Parts

pytestmark = pytest.mark.anyio

PROFILES = Path("services/accounts/schools/definitions")
COUNCILS = {"downs": "Kent", "abingdon": "Middlesbrough"}

LEADS = ["Mrs Ash", "Mr Reed"]

Read = Callable[..., Awaitable[str]]


@pytest.fixture
def read(staff: Browser, parts: Parts) -> Read:
    """Open a page of advice as a member of staff of a school with this profile."""

    async def opened(path: str, school: str = "downs", **other: str) -> str:
        profile = yaml.safe_load((PROFILES / f"{school}.yaml").read_text()) | other
        answer = {"local_authority": COUNCILS[school], "profile": profile, "leads": LEADS}
        parts.answers["GET /accounts/schools/current"] = (200, answer)
        shown = await staff.open(f"/staff/advice{path}")
        assert shown.status_code == 200
        return unescape(shown.text)

    return opened


TOLD = [
    pytest.param(key, words, marks=pytest.mark.rule(*rules), id=rules[0])
    for key, words, rules in [
        ("working-with-technology", "discreet and professional", ["D-1-6", "A-1.9-7"]),
        ("working-with-technology", "Children do what they see", ["A-1.5-16"]),
        ("working-with-technology", "head teacher or to the subject leader", ["A-1.9-2"]),
        ("working-with-technology", "and of e-mail at school is monitored", ["A-1.15-8"]),
        ("working-with-technology", "follows the law on data protection", ["D-7.3.4-3"]),
        ("acceptable-use", "Use your school address for all school business", ["D-7.8-1"]),
        ("extreme-ideas", "https://seeitreportit.org/", ["A-1.28-2"]),
        ("how-to-report", "When to go further", ["D-4.3-6"]),
        ("lessons", "Open every site, search and video yourself", ["D-5.1-3"]),
        ("your-own-accounts", "threatening, hurtful or defamatory", ["D-8.1-3"]),
        ("your-own-accounts", "do not name the school or your employer", ["D-8.2-5"]),
        ("your-own-accounts", "fits your role, the school's policy and the law", ["D-8.2-13"]),
        ("your-own-accounts", "policies on equality and on harassment", ["A-1.19-2"]),
        ("your-own-accounts", "to human resources or to your union", ["A-1.19-9"]),
        ("your-own-accounts", "treat all that you post as public", ["A-1.20-1"]),
        ("your-own-accounts", "can stay findable for years", ["A-1.20-2"]),
        ("your-own-accounts", "professional body may be stricter", ["A-1.21-2"]),
        ("bad-messages", "upsetting, offensive, threatening or bullying", ["A-1.15-9"]),
        ("sexual-pictures", "crime to make, hold, look for or pass on", ["D-11.3-1"]),
        ("grooming-and-exploitation", "How to respond", ["D-11.2-1"]),
        ("grooming-and-exploitation", "although nobody touched the child", ["A-1.30-1"]),
        ("grooming-and-exploitation", "ceop.police.uk/safety-centre", ["A-1.30-9"]),
        ("hate", "the police on 101", ["D-11.5-2"]),
    ]
]


@pytest.mark.parametrize(("key", "words"), TOLD)
async def test_a_topic_says(read: Read, key: str, words: str) -> None:
    assert words in await read(f"/{key}")


SEVERAL = [
    pytest.param(key, words, marks=pytest.mark.rule(rule), id=rule)
    for key, words, rule in [
        (
            "your-own-accounts",
            "privacy settings|your location|public listings|Log out|strong password|your own",
            "D-8.2-4",
        ),
        ("how-to-report", "A filter that|nude or sexual|Bullying online|against the law", "D-10-1"),
        (
            "what-children-feel",
            "Bullying online|Grooming|sent on|shocking|Extreme ideas|Hate|Too long online",
            "D-4.3-7",
        ),
    ]
]


@pytest.mark.parametrize(("key", "words"), SEVERAL)
async def test_a_topic_leaves_nothing_out(read: Read, key: str, words: str) -> None:
    shown = await read(f"/{key}")
    assert [one for one in words.split("|") if one not in shown] == []


@pytest.mark.rule("D-1-4")
async def test_the_form_leads_to_the_areas_of_risk_in_both_kinds_of_words(
    staff: Browser, read: Read
) -> None:
    assert 'href="/staff/advice/areas-of-risk"' in (await staff.open("/staff/report")).text
    shown = await read("/areas-of-risk")
    for area in ("Content", "Contact", "Conduct"):
        assert f"{area}: w" in shown
    assert (shown.count("For adults:"), shown.count("With a child:")) == (3, 3)


@pytest.mark.rule("D-11.1-3")
async def test_what_follows_is_told_among_others_inside_and_before_the_law(read: Read) -> None:
    shown = await read("/sexual-pictures")
    for words in ("lost friends", "shame, fear, sleeplessness", "a crime, also for a child"):
        assert words in shown


@pytest.mark.rule("A-1.24-1")
async def test_every_driver_stands_on_the_page(read: Read) -> None:
    shown = await read("/extreme-ideas")
    for words in ("identity", "belong", "Isolation", "grievance", "Peer pressure", "sets it off"):
        assert words in shown


@pytest.mark.rule("A-0-2")
async def test_the_pages_speak_the_words_of_the_school(read: Read) -> None:
    assert "Advice on online safety" in await read("")
    assert "Advice on digital resilience" in await read("", "abingdon")
    assert "This school also uses: True Vision." in await read("/hate", "abingdon")


@pytest.mark.rule("D-7.8-1")
async def test_the_rules_of_e_mail_lead_to_the_policies_behind_them(read: Read) -> None:
    shown = await read("/acceptable-use")
    for words in ("Pass no chain mail on", "secure, encrypted e-mail only", "a private account"):
        assert words in shown
    for policy in ("how-we-work/policy", "how-we-work/infosec", "advice/your-own-accounts"):
        assert f'href="/staff/{policy}"' in shown


@pytest.mark.rule("D-5.2-6")
async def test_what_there_is_to_teach_with_is_found_by_age_and_by_need(read: Read) -> None:
    assert 'href="/staff/advice/resources"' in await read("")
    every = await read("/resources")
    assert every.index("For ages 4 to 7</h2>") < every.index("For ages 7 to 11</h2>")
    little = await read("/resources?age=little")
    assert ("Smartie the Penguin" in little, "Play Like Share" in little) == (True, False)
    more_help = await read("/resources?age=big&need=more_help")
    assert ("STAR SEND" in more_help, "Play Like Share" in more_help) == (True, False)
    assert "This address is not checked yet" in every
    assert await read("/resources?age=nobody") == every


@pytest.mark.rule("D-4.1-7")
async def test_the_ways_to_report_stand_side_by_side(staff: Browser, read: Read) -> None:
    assert 'href="/staff/advice/how-to-report"' in (await staff.open("/staff/report")).text
    shown = await read("/how-to-report")
    for words in ('href="/staff/report"', "03000 419191", "saferinternet.org.uk"):
        assert words in shown


@pytest.mark.rule("D-12-1", "D-11.2-4")
async def test_a_kent_school_sees_its_councils_help_and_no_other_does(read: Read) -> None:
    kent = await read("/contacts")
    for words in (
        "esafetyofficer@kent.gov.uk",
        "03000 415797",
        "kelsi.org.uk",
        "theeducationpeople.org",
        "kscmp.org.uk",
        "kent.police.uk",
        "kpsn.net",
        "eiskent.co.uk",
        "03000 410888",
        "03000 411111",
        'href="tel:101"',
        'href="tel:999"',
    ):
        assert words in kent
    other = await read("/contacts", "abingdon")
    assert "kelsi.org.uk" not in other
    assert "01642 726004" in other
    assert "No number is named yet" in other


@pytest.mark.rule("D-KC-1")
async def test_the_contact_card_names_the_lead_and_every_number(read: Read) -> None:
    shown = await read("/contacts")
    for words in ("lead is <strong>Mrs Ash</strong>", "away: Mr Reed", "Kent education safeg"):
        assert words in shown
    for number in ("03000 415797", "101", "999", "03000 410888", "03000 411111"):
        assert f">{number}</a>" in shown


@pytest.mark.rule("D-12-3", "A-1.38-1", "A-1.33-1", "D-11.2-4")
async def test_every_school_sees_the_help_of_the_country(read: Read) -> None:
    shown = await read("/contacts", "abingdon")
    for words in (
        "reportfraud.police.uk",
        "ceop.police.uk",
        "ceopeducation.co.uk",
        "childnet.com",
        "getsafeonline.org",
        "internetmatters.org",
        "report.iwf.org.uk",
        "lucyfaithfull.org",
        "nspcc.org.uk",
        "childline.org.uk",
        "Net Aware, now at the NSPCC",
        "mariecollinsfoundation.org.uk",
        "saferinternet.org.uk",
        "professionals-online-safety-helpline",
        "virtual-global-taskforce",
        "uk-council-for-internet-safety",
        "a free subscription",
    ):
        assert words in shown
    assert "This address is not checked yet" in shown


@pytest.mark.parametrize("key", read_topics(TOPICS))
async def test_every_topic_is_reached_from_the_index_and_says_when_it_was_read(
    read: Read, key: str
) -> None:
    assert f'href="/staff/advice/{key}"' in await read("")
    assert "Last read through on" in await read(f"/{key}")


@pytest.mark.rule("D-10-3")
async def test_staff_are_led_to_the_complaints_procedure(read: Read) -> None:
    address = "https://school.example/complaints"
    assert "complaints procedure" in await read("/how-to-report")
    shown = await read("/how-to-report", **{"links.complaints": address})
    assert f'href="{address}"' in shown


async def test_a_topic_that_is_none_is_not_there(staff: Browser) -> None:
    assert (await staff.open("/staff/advice/nothing")).status_code == 404
