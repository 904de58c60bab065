"""What must be looked at once a year."""

from datetime import date, timedelta

from services.shared.yearly import has_a_year_passed, is_good_day

TODAY = date(2026, 11, 26)


def test_a_check_counts_for_a_year_and_not_a_day_longer() -> None:
    a_year_ago = TODAY - timedelta(days=366)
    assert is_good_day(TODAY, TODAY)
    assert is_good_day(a_year_ago, TODAY)
    assert not has_a_year_passed(a_year_ago, TODAY)
    assert not is_good_day(a_year_ago - timedelta(days=1), TODAY)
    assert has_a_year_passed(a_year_ago - timedelta(days=1), TODAY)


def test_nobody_has_checked_on_a_day_to_come() -> None:
    assert not is_good_day(TODAY + timedelta(days=1), TODAY)
    assert not is_good_day(date.max, TODAY)
