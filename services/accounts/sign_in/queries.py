"""What is known of accounts and sessions."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.sign_in.models import Account
from services.accounts.sign_in.schemas import LiveSession


@dataclass(frozen=True)
class FoundAccount:
    """An account that may sign in, found before its school is known."""

    person_id: UUID
    school_id: UUID
    password_hash: str = field(repr=False)


@dataclass(frozen=True)
class FoundSession:
    """A session that has not been ended, found by the hash of its secret."""

    session_id: UUID
    school_id: UUID
    person_id: UUID


_ACCOUNT = text("SELECT * FROM accounts.account_by_user_name(:user_name)")
_SESSION = text("SELECT * FROM accounts.session_by_hash(:secret_hash)")
_LIVE = text(
    "SELECT s.id, s.person_id, s.school_id, s.version, s.tablet_id IS NOT NULL AS is_on_tablet,"
    " s.idle_seconds, s.last_seen_at, s.ends_at, p.display_name, c.name AS school_name,"
    " c.short_name AS school_short_name,"
    " array(SELECT h.role FROM directory.role_holder h WHERE h.person_id = s.person_id"
    "       ORDER BY h.role) AS roles"
    " FROM accounts.session s JOIN directory.live_session l ON l.session_id = s.id"
    " JOIN directory.person p ON p.id = s.person_id JOIN directory.school c ON c.id = s.school_id"
    " WHERE s.id = :session_id"
)
_TABLET = text(
    "SELECT id FROM accounts.tablet WHERE secret_hash = :secret_hash AND revoked_at IS NULL"
)


async def account_named(session: AsyncSession, user_name: str) -> FoundAccount | None:
    """Return the account that may sign in by this name; needs no school to be set."""
    row = (await session.execute(_ACCOUNT, {"user_name": user_name})).mappings().one_or_none()
    return FoundAccount(**row) if row else None


async def session_hashed(session: AsyncSession, secret_hash: bytes) -> FoundSession | None:
    """Return the session behind a secret's hash; needs no school to be set."""
    row = (await session.execute(_SESSION, {"secret_hash": secret_hash})).mappings().one_or_none()
    return FoundSession(**row) if row else None


async def live_session(session: AsyncSession, session_id: UUID) -> LiveSession | None:
    """Return the session unless it ended, its rights changed, or its tablet was revoked."""
    row = (await session.execute(_LIVE, {"session_id": session_id})).mappings().one_or_none()
    return LiveSession(**{**row, "roles": tuple(row["roles"])}) if row else None


async def account_for_sign_in(session: AsyncSession, person_id: UUID) -> Account | None:
    """Return the account, locked against a second use of the same code at the same moment."""
    wanted = select(Account).where(Account.person_id == person_id, Account.disabled_at.is_(None))
    return (await session.scalars(wanted.with_for_update())).one_or_none()


async def password_hash_of(session: AsyncSession, person_id: UUID) -> str | None:
    """Return the hash of this person's password; None where they have no account in use."""
    mine = select(Account.password_hash)
    mine = mine.where(Account.person_id == person_id, Account.disabled_at.is_(None))
    return await session.scalar(mine)


async def tablet_with(session: AsyncSession, secret_hash: bytes) -> UUID | None:
    """Return the tablet of this transaction's school that holds the secret, unless revoked."""
    found: UUID | None = await session.scalar(_TABLET, {"secret_hash": secret_hash})
    return found
