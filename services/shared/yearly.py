"""What somebody at school must look at once a year: a number, the duty phone (G-33); pure."""

from datetime import date, timedelta
from typing import Final

A_YEAR: Final = timedelta(days=366)


def has_a_year_passed(checked_on: date, today: date) -> bool:
    """Say whether a check is so old that it must be made again."""
    return today - checked_on > A_YEAR


def is_good_day(checked_on: date, today: date) -> bool:
    """Say whether a check on this day counts: within a year, and not to come."""
    return checked_on <= today and not has_a_year_passed(checked_on, today)
