from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.people.rules import address_hash, name_parts, search_terms, why_not_search
from services.accounts.sign_in.rules import (
    accepted_step,
    has_ended,
    new_secret,
    secret_hash,
    why_not_password,
)
from services.accounts.tokens.rules import lifetime

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STEP = int(NOON.timestamp()) // 30


@pytest.mark.parametrize(
    ("aside", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_for_one_step_to_either_side(aside: int, *, is_good: bool) -> None:
    code = pyotp.TOTP(SECRET).generate_otp(STEP + aside)
    assert accepted_step(SECRET, code, 0, NOON) == (STEP + aside if is_good else None)


def test_a_used_step_and_those_before_it_are_refused() -> None:
    codes = pyotp.TOTP(SECRET)
    assert accepted_step(SECRET, codes.generate_otp(STEP), STEP, NOON) is None
    assert accepted_step(SECRET, codes.generate_otp(STEP - 1), STEP, NOON) is None
    assert accepted_step(SECRET, codes.generate_otp(STEP + 1), STEP, NOON) == STEP + 1


def test_a_code_may_be_typed_with_a_gap_but_not_in_other_digits() -> None:
    code = pyotp.TOTP(SECRET).generate_otp(STEP)
    assert accepted_step(SECRET, f"{code[:3]} {code[3:]}", 0, NOON) == STEP
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)
    assert accepted_step(SECRET, arabic, 0, NOON) is None


@given(st.text(max_size=12))
def test_no_odd_text_is_a_code(typed: str) -> None:
    good = {pyotp.TOTP(SECRET).generate_otp(STEP + aside) for aside in (-1, 0, 1)}
    is_good = "".join(typed.split()) in good
    assert (accepted_step(SECRET, typed, 0, NOON) is not None) == is_good


def test_a_session_ends_at_its_idle_limit_and_at_its_last_moment() -> None:
    last = NOON + timedelta(hours=10)
    assert not has_ended(NOON, last, 300, NOON + timedelta(seconds=299))
    assert has_ended(NOON, last, 300, NOON + timedelta(seconds=300))
    assert has_ended(last, last, 300, last)


def test_secrets_have_256_bits_and_only_their_hash_is_kept() -> None:
    one, other = new_secret(), new_secret()
    assert (len(one), one != other, len(secret_hash(one))) == (43, True, 32)
    assert one.encode() not in secret_hash(one)


def test_a_password_is_long_and_holds_no_name() -> None:
    assert why_not_password("short") is not None
    assert why_not_password("Hartley-was-here-1", "hartley") is not None
    assert why_not_password("kettle-lantern-otter", "hartley") is None


def test_a_token_lives_no_longer_than_its_session() -> None:
    assert lifetime(300, NOON + timedelta(hours=1), NOON) == 300
    assert lifetime(300, NOON + timedelta(seconds=40), NOON) == 40


def test_names_are_found_without_accents_and_by_each_word() -> None:
    parts = name_parts("Zoë", "O'Rourke-Hale")
    assert {"zoe", "o", "rourke", "hale", "orourkehale"} <= parts
    assert search_terms("  Zoë o\u2019rourke ") == ("orourke", "zoe")
    assert why_not_search(search_terms("zo ha")) is not None
    assert why_not_search(search_terms("zo hal")) is None


def test_the_same_mailbox_or_phone_has_one_hash_under_one_key() -> None:
    key, other_key = b"k" * 32, b"o" * 32
    same = address_hash(key, "email", "Ann@Home.example ")
    assert same == address_hash(key, "email", "ann@home.example")
    assert same != address_hash(other_key, "email", "ann@home.example")
    phone = address_hash(key, "phone", "07700 900123")
    assert phone == address_hash(key, "phone", "+44 7700 900123")
    assert phone != address_hash(key, "email", "07700 900123")
