"""With whom a case may be shared, and when a link opens it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.reporting.shares.rules import (
    LINK_LIFETIME,
    LONGEST_SHARE,
    Invited,
    ShareAct,
    is_named,
    is_open,
    may_have_fresh_link,
    newest_link,
    what_is_missing,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@dataclass
class Row:
    act: str
    at: datetime = NOW
    link_id: UUID | None = None


def given(**other: object) -> Invited:
    whole = {
        "role": "lado",
        "name": "Jo Alder",
        "organisation": "The council",
        "email": "jo@council.example",
        "ends_on": TODAY,
        "reason": "An allegation.",
        "facts": "",
    }
    return Invited(**(whole | other))  # type: ignore[arg-type]  # a test's own mixture


def test_only_the_newest_link_counts_with_its_own_wrong_codes() -> None:
    first, second = uuid4(), uuid4()
    made = [Row(ShareAct.NEW_LINK, NOW, first), *[Row(ShareAct.WRONG_CODE)] * 5]
    assert newest_link(made).is_locked
    renewed = [*made, Row(ShareAct.NEW_LINK, NOW, second)]
    assert newest_link(renewed).link_id == second
    assert not newest_link(renewed).is_locked
    with pytest.raises(ValueError, match="begins with its link"):
        newest_link([])


def test_a_fresh_link_is_for_who_has_used_theirs_or_came_too_late() -> None:
    made = [Row(ShareAct.NEW_LINK)]
    assert not may_have_fresh_link(newest_link(made), NOW)
    assert may_have_fresh_link(newest_link(made), NOW + LINK_LIFETIME + timedelta(seconds=1))
    assert may_have_fresh_link(newest_link([*made, Row(ShareAct.OPENED)]), NOW)
    locked = [*made, *[Row(ShareAct.WRONG_CODE)] * 5]
    assert not may_have_fresh_link(newest_link(locked), NOW + timedelta(days=9))


def test_a_share_is_open_until_its_evening_or_until_it_is_taken_back() -> None:
    made = [Row(ShareAct.NEW_LINK)]
    assert is_open(made, NOW + timedelta(seconds=1), NOW)
    assert not is_open(made, NOW, NOW)
    assert not is_open([*made, Row(ShareAct.REVOKED)], NOW + timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"role": "aunt"}, "role"),
        ({"name": ""}, "name"),
        ({"organisation": ""}, "organisation"),
        ({"email": "office"}, "email"),
        ({"email": "a@b.example,c@d.example"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": TODAY + LONGEST_SHARE + timedelta(days=1)}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"role": "police"}, "facts"),
    ],
)
def test_each_thing_that_is_missing_is_named(other: dict[str, object], field: str) -> None:
    assert what_is_missing(given(), TODAY) == {}
    assert list(what_is_missing(given(**other), TODAY)) == [field]


def test_a_name_is_known_however_it_is_written() -> None:
    assert is_named("YEWBARROW, nadia", "Nadia", "Yewbarrow")
    assert not is_named("Nadia Alder", "Nadia", "Yewbarrow")
