"""What counts as a good second factor, and how long a session lasts: pure."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import pyotp

MOST_FAILURES = 5
LOCK_SECONDS = 15 * 60
ABSOLUTE_LIMIT = timedelta(hours=10)
SHORTEST_PASSWORD = 12
STEP_SECONDS = 30
# One step to either side: a clock may be off by half a minute (RFC 6238 section 5.2).
WINDOW = (-1, 0, 1)
SECRET_BYTES = 32
# A session is written down as used at most this often; a page of many calls writes once.
SEEN_EVERY = timedelta(seconds=15)
# Every refusal takes at least this long, so that its time does not say what was wrong.
REFUSE_AFTER_SECONDS = 0.4


def new_secret() -> str:
    """Return 256 random bits as text: a session's or a tablet's secret."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> bytes:
    """Return what the database keeps of such a secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def folded_user_name(typed: str) -> str:
    """Return a user name as it is stored."""
    return typed.strip().casefold()


def accepted_step(totp_secret: str, code: str, last_step: int, now: datetime) -> int | None:
    """Return the time step that `code` belongs to, or None where the code is not good.

    A step that was used before, or one older, is never accepted again (replay).
    """
    spoken = "".join(code.split())
    if not (spoken.isascii() and spoken.isdigit()):
        return None
    codes = pyotp.TOTP(totp_secret)
    current = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in (current + aside for aside in WINDOW):
        is_it = hmac.compare_digest(codes.generate_otp(step), spoken)
        found = step if is_it and step > last_step else found
    return found


def why_not_password(password: str, *names: str) -> str | None:
    """Return why a new password may not be taken, or None (security.md 2.2)."""
    if len(password) < SHORTEST_PASSWORD:
        return f"A password has at least {SHORTEST_PASSWORD} characters."
    folded = password.casefold()
    if any(name.casefold() in folded for name in names if name):
        return "A password may not hold your name or the school's."
    return None


def has_ended(last_seen_at: datetime, ends_at: datetime, idle_seconds: int, now: datetime) -> bool:
    """Say whether a session has been idle too long or has reached its last moment."""
    return now >= ends_at or now - last_seen_at >= timedelta(seconds=idle_seconds)
