"""Who is in school today, as the children's cards say it."""

from datetime import datetime
from uuid import UUID

import pytest

from frontend.clients.accounts import Adult
from frontend.pupil.portraits import portrait_of
from services.shared import clock


@pytest.mark.parametrize(
    ("now", "is_in"),
    [
        ("2026-11-23T09:00:00+00:00", True),  # a Monday
        ("2026-11-24T09:00:00+00:00", False),
        ("2026-11-28T09:00:00+00:00", True),  # on a Saturday nothing is said of anybody
        ("2026-06-22T23:30:00+00:00", False),  # Tuesday already, by summer time
    ],
)
def test_a_card_says_who_is_not_in_today(
    monkeypatch: pytest.MonkeyPatch, now: str, *, is_in: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(now))
    adult = Adult(person_id=UUID(int=3), display_name="Miss Yew", weekdays="15")
    assert portrait_of(adult).is_in_today is is_in
