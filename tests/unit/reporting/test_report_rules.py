"""Urgency, kinds, promises and pictures: what follows from a report without asking anybody."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.reporting.cases.models import Kind, Severity, State
from services.reporting.cases.permissions import Doing, Standing, is_lower, why_not
from services.reporting.cases.rules import AboutAdult
from services.reporting.come_back.rules import code_hash, come_back_pictures
from services.reporting.come_back.rules_pictures import NAMES, OPENMOJI
from services.reporting.concerns.rules_urgency import urgency_told_by_adult
from services.reporting.pupil_reports.rules import child_urgency, kind_of_topics, promise

NO, YES, NOT_SURE = AboutAdult.NO, AboutAdult.YES, AboutAdult.NOT_SURE


@pytest.mark.parametrize(
    ("is_safe", "topics", "about", "severity"),
    [
        (False, [], NO, Severity.CRITICAL),
        (True, ["stranger"], NO, Severity.HIGH),
        (None, ["secret_or_picture"], NO, Severity.HIGH),
        (True, ["unkind"], YES, Severity.HIGH),
        (True, ["unkind"], NOT_SURE, Severity.HIGH),
        (True, ["unkind"], NO, Severity.MEDIUM),
        (None, [], AboutAdult.SKIPPED, Severity.MEDIUM),
    ],
)
def test_a_childs_report_is_as_urgent_as_its_worst_answer(
    is_safe: bool | None, topics: list[str], about: AboutAdult, severity: Severity
) -> None:
    assert child_urgency(is_safe=is_safe, topics=topics, about_adult=about).severity is severity


@pytest.mark.parametrize(
    ("danger", "kind", "about", "severity"),
    [
        (True, Kind.BULLYING, NO, Severity.CRITICAL),
        (False, Kind.SEXUAL_IMAGE, NO, Severity.HIGH),
        (False, Kind.STRANGER_CONTACT, NO, Severity.HIGH),
        (False, Kind.BULLYING, NOT_SURE, Severity.HIGH),
        (False, Kind.BULLYING, NO, Severity.MEDIUM),
    ],
)
def test_a_colleagues_report_is_as_urgent_as_its_worst_answer(
    danger: bool, kind: Kind, about: AboutAdult, severity: Severity
) -> None:
    found = urgency_told_by_adult(is_danger_now=danger, kind=kind, about_adult=about)
    assert found.severity is severity


def test_the_worst_card_decides_the_kind() -> None:
    assert kind_of_topics(["unkind", "stranger"], NO)[0] is Kind.STRANGER_CONTACT
    assert kind_of_topics(["something_else"], YES)[0] is Kind.STAFF_CONCERN
    assert kind_of_topics([], NO)[0] is Kind.OTHER


def test_a_promise_is_one_that_can_be_kept() -> None:
    morning = datetime(2026, 11, 23, 10, tzinfo=UTC)
    home = datetime(2026, 11, 23, 15, 15, tzinfo=UTC)
    late = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert "today" in promise(morning, ends_at=home, next_day="Tuesday")
    assert "Tuesday" in promise(late, ends_at=home, next_day="Tuesday")
    assert "Monday" in promise(morning, ends_at=None, next_day="Monday")


def test_pictures_are_three_different_ones_and_always_the_same_for_a_report() -> None:
    key, school = b"k" * 32, uuid4()
    seen = {tuple(come_back_pictures(key, school, f"key-{at}", 0)) for at in range(300)}
    assert len(seen) > 295
    assert all(len(set(one)) == 3 and set(one) <= set(NAMES) for one in seen)
    again = come_back_pictures(key, school, "key-7", 0)
    assert come_back_pictures(key, school, "key-7", 0) == again
    assert come_back_pictures(key, school, "key-7", 1) != again
    assert code_hash(key, school, again) != code_hash(key, uuid4(), again)
    assert code_hash(key, school, again) != code_hash(b"l" * 32, school, again)


def test_a_hundred_pictures_with_a_drawing_each() -> None:
    assert len(NAMES) == len(set(OPENMOJI.values())) == 100


@pytest.mark.guard("G-16")
def test_lower_is_lower() -> None:
    assert is_lower(Severity.LOW, Severity.MEDIUM)
    assert is_lower(Severity.HIGH, Severity.CRITICAL)
    assert not is_lower(Severity.HIGH, Severity.HIGH)
    assert not is_lower(Severity.CRITICAL, Severity.LOW)


@pytest.mark.parametrize("doing", [one for one in Doing if one is not Doing.REOPEN])
def test_nothing_can_be_done_with_a_closed_case_but_open_it_again(doing: Doing) -> None:
    standing = Standing(State.CLOSED, True, True, None, "", uuid4(), 0)
    assert why_not(doing, standing) == "This case is closed. Nothing can be added to it."
    assert why_not(Doing.REOPEN, standing) is None
