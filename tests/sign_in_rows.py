"""Rows of accounts that a test needs without signing anybody in."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.schools.queries import SchoolKeys
from services.accounts.sign_in.actions import TOTP_LABEL
from services.accounts.sign_in.models import Account, SignInSession
from services.accounts.sign_in.rules import new_secret, secret_hash
from services.shared import clock


async def add_account(
    session: AsyncSession,
    school_id: UUID,
    person_id: UUID,
    keys: SchoolKeys,
    name_and_totp: tuple[str, str],
) -> None:
    """Store an account whose password nobody knows: hashing one takes its time."""
    user_name, totp_secret = name_and_totp
    row = {
        "person_id": person_id,
        "school_id": school_id,
        "user_name": user_name,
        "password_hash": "nobody signs in with this",
        "totp_sealed": keys.sealer.seal(totp_secret, TOTP_LABEL, person_id),
        "key_id": keys.sealer.key_id,
        "totp_last_step": 0,
        "version": 1,
    }
    await session.execute(insert(Account), [row])


async def add_live_session(
    session: AsyncSession, school_id: UUID, person_id: UUID, version: int
) -> tuple[UUID, str]:
    """Store a session that is live; return its id and its secret."""
    session_id, secret, now = uuid4(), new_secret(), clock.now()
    row = {
        "id": session_id,
        "school_id": school_id,
        "person_id": person_id,
        "secret_hash": secret_hash(secret),
        "version": version,
        "idle_seconds": 900,
        "started_at": now,
        "last_seen_at": now,
        "ends_at": now + timedelta(hours=10),
    }
    await session.execute(insert(SignInSession), [row])
    return session_id, secret
