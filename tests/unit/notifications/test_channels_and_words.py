"""When the next channel takes over, when a provider is left alone, and what a message may say."""

from datetime import UTC, datetime, timedelta
from string import Formatter
from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.notifications.deliveries.models import Channel, Purpose, Reason
from services.notifications.deliveries.rules import (
    FIELDS,
    TEMPLATES,
    Outgoing,
    Template,
    Words,
    plain_words,
    why_not_template,
)
from services.notifications.deliveries.rules_channels import (
    Breakers,
    ask_again_at,
    next_channel,
    takes_over,
)
from services.notifications.settings import NotificationsSettings

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
CHAIN = (Channel.EMAIL, Channel.NOTIFY_EMAIL, Channel.SMS)
URL = "https://lantern.example"


def test_the_last_channel_has_nobody_behind_it() -> None:
    assert next_channel(CHAIN, "email") is Channel.NOTIFY_EMAIL
    assert next_channel(CHAIN, "notify_email") is Channel.SMS
    assert next_channel(CHAIN, "sms") is None
    assert next_channel((Channel.EMAIL,), "email") is None


@pytest.mark.parametrize(
    ("reason", "attempts", "over"),
    [
        (Reason.SERVER_SLOW, 2, False),
        (Reason.SERVER_SLOW, 3, True),
        (Reason.SERVER_REFUSED, 1, True),
        (Reason.BOUNCED, 1, True),
    ],
)
def test_three_tries_or_no_hope_hand_a_message_on(
    reason: Reason, attempts: int, over: bool
) -> None:
    assert takes_over(reason, attempts) is over


def test_three_faults_open_the_breaker_and_one_message_tries_half_a_minute_later() -> None:
    breakers = Breakers()
    assert breakers.note("email", Reason.SERVER_SLOW, NOW)
    assert not breakers.note("email", Reason.SERVER_AWAY, NOW)
    assert not breakers.is_open("email", NOW)
    breakers.note("email", Reason.SERVER_BUSY, NOW)
    assert breakers.is_open("email", NOW + timedelta(seconds=29))
    later = NOW + timedelta(seconds=30)
    assert not breakers.is_open("email", later)
    assert breakers.is_open("email", later)
    assert breakers.note("email", None, later)
    assert not breakers.is_open("email", later)


def test_a_refused_address_says_nothing_of_the_provider() -> None:
    breakers = Breakers()
    for _ in range(5):
        breakers.note("email", Reason.SERVER_REFUSED, NOW)
    assert not breakers.is_open("email", NOW)


def test_a_provider_is_asked_less_and_less_often_and_then_left() -> None:
    assert ask_again_at(NOW, NOW) == NOW + timedelta(seconds=15)
    assert ask_again_at(NOW + timedelta(seconds=15), NOW) == NOW + timedelta(seconds=60)
    assert ask_again_at(NOW + timedelta(days=2), NOW) is None


@pytest.mark.guard("G-21")
@pytest.mark.rule("D-7.8-3")
def test_no_template_can_hold_anything_of_a_case() -> None:
    assert set(Purpose) == {purpose for purpose, _ in TEMPLATES}
    for template in TEMPLATES.values():
        assert why_not_template(template) is None
        for words in (template.subject, template.body):
            fields = {name for _, name, _, _ in Formatter().parse(words) if name}
            assert fields <= FIELDS


@pytest.mark.guard("G-21")
@pytest.mark.rule("D-7.8-3")
@pytest.mark.parametrize(
    ("subject", "body", "why"),
    [
        ("A message about {child}", "x", "child"),
        ("A message", "{public_url}/staff/cases/{case_id}", "case_id"),
        ("A message", "{public_url.__class__}", "public_url.__class__"),
        ("A message", "See {public_url}/staff/cases/1", "without signing in"),
        ("A message", "https://elsewhere.example/", "without signing in"),
    ],
)
def test_a_template_that_could_is_refused_and_says_why(subject: str, body: str, why: str) -> None:
    assert why in (why_not_template(Template(subject, body)) or "")


def test_a_text_message_is_one_sentence_and_one_address() -> None:
    going = Outgoing(uuid4(), "07700 900555", None, Words("alert", "critical"), Channel.SMS)
    assert plain_words(going, URL) == {
        "body": f"Urgent: a new item needs your attention. {URL}/staff"
    }


def test_notify_is_set_up_whole_or_not_at_all() -> None:
    values = {
        "environment": "test",
        "secrets_dir": "secrets",
        "cache_dir": "cache",
        "jwks_url": "http://accounts/jwks",
        "public_url": URL,
        "notifications_database_url": "postgresql+asyncpg://x@/lantern",
        "smtp_host": "mail",
        "smtp_port": 25,
        "mail_from": "lantern@school.example",
    }
    whole = {"notify_api_key": "k", "notify_email_template": "e", "notify_sms_template": "s"}
    assert NotificationsSettings(**values, **whole).uses_notify
    assert not NotificationsSettings(**values).uses_notify
    with pytest.raises(ValidationError, match="go together"):
        NotificationsSettings(**values, notify_api_key="k")
