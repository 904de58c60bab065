"""When an alert moves on and to whom; when a message is tried again and what it says."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.notifications.alerts.models import Urgency
from services.notifications.alerts.rules import next_in_line, next_rung_at
from services.notifications.deliveries.models import Reason
from services.notifications.deliveries.rules import Outgoing, next_try_at, write_message
from services.notifications.settings import NotificationsSettings
from services.notifications.watch.rules import Watch, is_red
from services.shared.directory import RoleHolder

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # a Friday
LONDON = "Europe/London"
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.guard("G-11")
@pytest.mark.parametrize(("urgency", "minutes"), [(Urgency.CRITICAL, 5), (Urgency.HIGH, 30)])
def test_the_urgent_moves_on_in_minutes(urgency: Urgency, minutes: int) -> None:
    assert next_rung_at(urgency, NOW, None, LONDON) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("urgency", [Urgency.MEDIUM, Urgency.LOW])
def test_the_rest_moves_on_two_hours_into_the_next_school_morning(urgency: Urgency) -> None:
    morning = datetime(2026, 11, 24, 8, 45, tzinfo=UTC)
    assert next_rung_at(urgency, NOW, morning, LONDON) == morning + timedelta(hours=2)


def test_without_a_calendar_the_next_weekday_stands_in() -> None:
    monday = datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert next_rung_at(Urgency.MEDIUM, NOW, None, LONDON) == monday


def test_the_morning_is_the_school_s_own_clock() -> None:
    summer_friday = datetime(2026, 6, 19, 12, tzinfo=UTC)
    assert next_rung_at(Urgency.LOW, summer_friday, None, LONDON) == datetime(
        2026, 6, 22, 10, tzinfo=UTC
    )


def test_the_line_goes_from_lead_to_chair_and_nobody_stands_twice() -> None:
    holders = [
        RoleHolder("chair", THREE, 1),
        RoleHolder("head", TWO, 1),
        RoleHolder("ddsl", TWO, 1),
        RoleHolder("dsl", ONE, 1),
        RoleHolder("teacher", uuid4(), 1),
    ]
    line = next_in_line(holders, frozenset({ONE}))
    assert [(one.role, one.person_id) for one in line] == [("ddsl", TWO), ("chair", THREE)]


@given(st.integers(min_value=1, max_value=100_000), st.sampled_from(Reason))
def test_there_is_always_a_next_try_within_ten_minutes(attempts: int, reason: Reason) -> None:
    later = next_try_at(NOW, attempts, reason)
    assert NOW < later <= NOW + timedelta(minutes=10)


@given(st.integers(min_value=1, max_value=100_000))
def test_a_server_that_comes_back_is_asked_within_two_minutes(attempts: int) -> None:
    assert next_try_at(NOW, attempts, Reason.SERVER_AWAY) <= NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "nobody", ""]
)
def test_an_address_never_breaks_out_of_its_header(address: str) -> None:
    going = Outgoing(uuid4(), address, None)
    with pytest.raises(ValueError, match=r".+"):
        write_message(going, "lantern@school.example", "https://lantern.example", NOW)


def test_a_message_names_nobody_and_links_to_no_case() -> None:
    going = Outgoing(uuid4(), "lead@school.example", None)
    message = write_message(going, "lantern@school.example", "https://lantern.example", NOW)
    assert message["Message-ID"] == f"<{going.delivery_id}@school.example>"
    assert message["Subject"] == "A new item needs your attention"
    assert [word for word in message.get_content().split() if "://" in word] == [
        "https://lantern.example/staff"
    ]


def test_unguarded_mail_is_refused_in_production() -> None:
    values = {
        "environment": "production",
        "secrets_dir": "secrets",
        "cache_dir": "cache",
        "jwks_url": "http://accounts/jwks",
        "public_url": "https://lantern.example",
        "notifications_database_url": "postgresql+asyncpg://x@/lantern",
        "smtp_host": "mail",
        "smtp_port": 25,
        "mail_from": "lantern@school.example",
    }
    assert NotificationsSettings(**values).smtp_tls == "starttls"
    with pytest.raises(ValidationError, match="unguarded"):
        NotificationsSettings(**values, smtp_tls="none")


@pytest.mark.parametrize(
    ("held", "silent_for", "red"), [(0, 5, False), (1, 5, True), (0, 31, True), (0, None, True)]
)
def test_a_held_job_or_a_silent_worker_is_red(held: int, silent_for: int | None, red: bool) -> None:
    beat_at = None if silent_for is None else NOW - timedelta(seconds=silent_for)
    assert is_red(Watch(held, beat_at, 0, None), NOW) is red
