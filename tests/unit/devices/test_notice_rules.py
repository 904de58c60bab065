"""When a parent is told, in which words, and how a code works."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.devices.custody.rules import Ground, Kind
from services.devices.notices.rules import Listed, Told, notice_words, tells_by_itself
from services.shared.link_codes import (
    ALPHABET,
    CODE_LENGTH,
    LIFETIME,
    has_ended,
    is_locked,
    is_same_code,
    new_code,
    ticket_is_good,
)

NOW = datetime(2026, 11, 23, 15, 20, tzinfo=UTC)


def told(**other: object) -> Told:
    facts = {
        "child": "Ivy",
        "kind": "phone",
        "ground": "school_rule",
        "school": "A School",
        "time_zone": "Europe/London",
        "due_at": NOW,
        "is_evidence": False,
        **other,
    }
    return Told(**facts)  # type: ignore[arg-type]  # facts of one kind each


@pytest.mark.guard("G-17")
def test_a_parent_is_told_by_itself_only_without_a_case_and_without_a_possible_crime() -> None:
    assert tells_by_itself(link_id=None, is_sensitive=False)
    assert not tells_by_itself(link_id=uuid4(), is_sensitive=False)
    assert not tells_by_itself(link_id=None, is_sensitive=True)


@pytest.mark.guard("G-17")
@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_mail_reaches_nobody_who_is_barred(
    barred: bool, collects: bool, shares: bool, mailbox: bool
) -> None:
    one = Listed(uuid4(), "A. Adult", "Mother", barred, collects, shares, mailbox)
    assert one.may_be_mailed == (mailbox and not barred and not shares)
    assert one.is_entitled == (collects and not barred)


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_ground_and_kind_has_plain_words(ground: Ground, kind: Kind) -> None:
    words = notice_words(told(ground=ground, kind=kind))
    assert all(words.values())
    assert "{" not in str(sorted(words.values()))
    assert words["when"] == "You can collect it from 3:20pm on Monday 23 November."


@pytest.mark.guard("G-05")
def test_what_is_held_for_the_police_is_not_offered_for_collection() -> None:
    words = notice_words(told(is_evidence=True))
    assert "cannot be collected" in words["when"]
    assert "3:20pm" not in str(words)


def test_codes_are_eight_signs_that_can_be_read_out() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("01OIL") & set(ALPHABET)


def test_spaces_and_case_do_not_matter_and_nothing_else_opens() -> None:
    assert is_same_code(" abcd efgh ", "ABCDEFGH")
    assert is_same_code("ABCD-EFGH", "ABCDEFGH")
    for wrong in ("", "ABCDEFG", "ABCDEFGHA", "ABCDEFGJ", "ÄBCDEFGH"):
        assert not is_same_code(wrong, "ABCDEFGH")


def test_five_wrong_codes_lock() -> None:
    assert [is_locked(wrong) for wrong in (0, 4, 5, 6)] == [False, False, True, True]


def test_tickets_and_notices_end() -> None:
    assert ticket_is_good(NOW, NOW + timedelta(minutes=30))
    assert not ticket_is_good(NOW, NOW + timedelta(minutes=31))
    assert not has_ended(NOW, NOW + LIFETIME)
    assert has_ended(NOW, NOW + LIFETIME + timedelta(seconds=1))
