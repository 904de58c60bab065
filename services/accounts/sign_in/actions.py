"""Sign in with two factors, sign out, and keep a session alive."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, Request
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.schools.queries import keys_of, school_in_force
from services.accounts.sign_in import queries
from services.accounts.sign_in.errors import AccountLocked, SignInRefused
from services.accounts.sign_in.models import Account, SignInSession
from services.accounts.sign_in.queries import FoundAccount, FoundSession
from services.accounts.sign_in.rules import (
    ABSOLUTE_LIMIT,
    LOCK_SECONDS,
    MOST_FAILURES,
    REFUSE_AFTER_SECONDS,
    SEEN_EVERY,
    accepted_step,
    folded_user_name,
    has_ended,
    new_secret,
    secret_hash,
)
from services.accounts.sign_in.schemas import LiveSession, SignIn
from services.shared import clock, limiter
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.encryption import Keyring
from services.shared.errors import NotSignedIn
from services.shared.passwords import hash_password, needs_update, verify_password
from services.shared.transactions import open_transaction

TOTP_LABEL = "account.totp.1"
SCHEME = "Session "


@dataclass(frozen=True)
class Factors:
    """Which second factor was good: the tablet, or a one-time code."""

    tablet_id: UUID | None = None
    is_good: bool = False

    @property
    def name(self) -> str:
        """Return the factor's name for the audit trail."""
        return "tablet" if self.tablet_id else "totp"


@dataclass(frozen=True)
class Opened:
    """A new session, and the secret that its browser will hold."""

    session: LiveSession
    secret: str = field(repr=False)


async def sign_in(database: Database, keyring: Keyring, typed: SignIn) -> Opened:
    """Open a session; raises SignInRefused for any wrong part and AccountLocked after five.

    Each try is counted before its password is looked at, so that many at once get five as well. The
    count is by name, known or not: it tells nothing, and never locks a whole school out.
    """
    started = asyncio.get_running_loop().time()
    name = folded_user_name(typed.user_name)
    counted = await _counted_as(database, name, typed)
    if await limiter.is_blocked(database, f"lock:{counted}", 1):
        raise AccountLocked
    tries = await limiter.count_failure(database, f"sign-in:{counted}", LOCK_SECONDS)
    if tries > MOST_FAILURES:
        raise AccountLocked
    opened = await _try(database, keyring, name, typed)
    if opened is None:
        if tries == MOST_FAILURES:
            await limiter.count_failure(database, f"lock:{counted}", LOCK_SECONDS)
        passed = asyncio.get_running_loop().time() - started
        await asyncio.sleep(max(0.0, REFUSE_AFTER_SECONDS - passed))
        raise SignInRefused
    await limiter.forget(database, f"sign-in:{counted}")
    return opened


async def _counted_as(database: Database, name: str, typed: SignIn) -> str:
    """Return what tries are counted by: the name, and on a school's own tablet that tablet too.

    So strangers who lock a name do not keep a safeguarding lead from the tablets of the school.
    """
    if not typed.tablet:
        return name
    async with database.session() as session:
        account = await queries.account_named(session, name)
    if account is None:
        return name
    who = {"school_id": account.school_id, "person_id": account.person_id}
    async with open_transaction(database, **who) as session:
        hashed = secret_hash(typed.tablet.get_secret_value())
        tablet_id = await queries.tablet_with(session, hashed)
    return f"{name}|{tablet_id}" if tablet_id else name


async def _try(database: Database, keyring: Keyring, name: str, typed: SignIn) -> Opened | None:
    async with database.session() as session:
        account = await queries.account_named(session, name)
    # Hashed outside any transaction, and for nobody too: the same time for an unknown name.
    password = typed.password.get_secret_value()
    is_right = await verify_password(password, account.password_hash if account else None)
    if account is None:
        return None
    fresh = None
    if is_right and needs_update(account.password_hash):
        fresh = await hash_password(password)
    who = {"school_id": account.school_id, "person_id": account.person_id}
    async with open_transaction(database, **who) as session:
        factors = Factors()
        if is_right:
            factors = await _second_factor(session, keyring, account, typed)
        if not factors.is_good:
            await _write_refusal(session, account, is_right=is_right)
            return None
        return await _open_session(session, account, factors, fresh)


async def _second_factor(
    session: AsyncSession, keyring: Keyring, account: FoundAccount, typed: SignIn
) -> Factors:
    if typed.tablet:
        hashed = secret_hash(typed.tablet.get_secret_value())
        tablet_id = await queries.tablet_with(session, hashed)
        if tablet_id:
            return Factors(tablet_id, is_good=True)
    if not typed.totp:
        return Factors()
    code = typed.totp.get_secret_value()
    return Factors(is_good=await _use_code(session, keyring, account, code))


async def _use_code(
    session: AsyncSession, keyring: Keyring, account: FoundAccount, code: str
) -> bool:
    """Use a one-time code up; the row is locked, so the same code works once."""
    row = await queries.account_for_sign_in(session, account.person_id)
    if row is None:
        return False
    keys = await keys_of(session, account.school_id, keyring)
    totp_secret = keys.sealer.open_sealed(row.totp_sealed, TOTP_LABEL, row.person_id).reveal()
    step = accepted_step(totp_secret, code, row.totp_last_step, clock.now())
    if step is None:
        return False
    mine = update(Account).where(Account.person_id == account.person_id)
    await session.execute(mine.values(totp_last_step=step))
    return True


async def _open_session(
    session: AsyncSession, account: FoundAccount, factors: Factors, fresh_hash: str | None
) -> Opened:
    row = await queries.account_for_sign_in(session, account.person_id)
    if row is None:
        raise SignInRefused
    if fresh_hash:
        mine = update(Account).where(Account.person_id == account.person_id)
        await session.execute(mine.values(password_hash=fresh_hash))
    session_id, secret = uuid4(), new_secret()
    idle_seconds = await _idle_seconds(session, account.school_id, factors)
    facts = {
        "id": session_id,
        "school_id": account.school_id,
        "person_id": account.person_id,
        "secret_hash": secret_hash(secret),
        "version": row.version,
        "tablet_id": factors.tablet_id,
        "idle_seconds": idle_seconds,
    }
    await session.execute(insert(SignInSession), [{**facts, **_moments()}])
    opened = await queries.live_session(session, session_id)
    if opened is None:
        raise SignInRefused
    await audit(
        session,
        actor=_actor(opened),
        act="session.opened",
        kind="session",
        subject_id=session_id,
        facts={"factor": factors.name},
    )
    return Opened(opened, secret)


def _moments() -> dict[str, object]:
    now = clock.now()
    return {"started_at": now, "last_seen_at": now, "ends_at": now + ABSOLUTE_LIMIT}


async def _idle_seconds(session: AsyncSession, school_id: UUID, factors: Factors) -> int:
    profile = (await school_in_force(session, school_id)).profile
    key = "session.tablet_idle_minutes" if factors.tablet_id else "session.idle_minutes"
    return int(profile[key]) * 60


async def _write_refusal(session: AsyncSession, account: FoundAccount, *, is_right: bool) -> None:
    unknown = Caller(account.person_id, account.school_id, uuid4(), 0, frozenset(), "person")
    await audit(
        session,
        actor=unknown,
        act="session.refused",
        kind="account",
        subject_id=account.person_id,
        facts={"failed": "second_factor" if is_right else "password"},
    )


def _actor(session: LiveSession) -> Caller:
    roles = frozenset(session.roles)
    return Caller(
        session.person_id, session.school_id, session.id, session.version, roles, "person"
    )


async def signed_in(request: Request) -> LiveSession:
    """Return the live session of `Authorization: Session ...`; asking counts as using it.

    Raises NotSignedIn where it has ended, was idle too long, or its person's rights changed.
    """
    given = request.headers.get("authorization", "")
    if not given.startswith(SCHEME):
        raise NotSignedIn
    database: Database = request.app.state.database
    async with database.session() as session:
        found = await queries.session_hashed(session, secret_hash(given.removeprefix(SCHEME)))
    live = await _keep_alive(database, found) if found else None
    if live is None:
        raise NotSignedIn
    return live


SignedIn = Annotated[LiveSession, Depends(signed_in)]


async def _keep_alive(database: Database, found: FoundSession) -> LiveSession | None:
    who = {"school_id": found.school_id, "person_id": found.person_id}
    async with open_transaction(database, **who) as session:
        live = await queries.live_session(session, found.session_id)
        if live is None:
            return None
        now = clock.now()
        mine = update(SignInSession).where(SignInSession.id == live.id)
        if has_ended(live.last_seen_at, live.ends_at, live.idle_seconds, now):
            await session.execute(mine.values(ended_at=now))
            await _write_end(session, live, "idle_or_too_long")
            return None
        if now - live.last_seen_at >= SEEN_EVERY:
            await session.execute(mine.values(last_seen_at=now))
        return live


async def sign_out(database: Database, live: LiveSession) -> None:
    """End a session: its tokens are refused from now on."""
    who = {"school_id": live.school_id, "person_id": live.person_id}
    async with open_transaction(database, **who) as session:
        mine = update(SignInSession).where(SignInSession.id == live.id)
        await session.execute(mine.values(ended_at=clock.now()))
        await _write_end(session, live, "signed_out")


async def _write_end(session: AsyncSession, live: LiveSession, how: str) -> None:
    await audit(
        session,
        actor=_actor(live),
        act="session.ended",
        kind="session",
        subject_id=live.id,
        facts={"how": how},
    )
