"""Ask somebody who is signed in for their password once more, before something of theirs changes.

A page that was left open at school is then not enough to have their messages sent elsewhere.
"""

from pydantic import SecretStr

from services.accounts.sign_in import queries
from services.accounts.sign_in.errors import NOT_YOUR_OWN, TOO_MANY_GUESSES
from services.accounts.sign_in.rules import LOCK_SECONDS, MOST_FAILURES
from services.shared import limiter
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.errors import FieldError, Malformed, TooMany
from services.shared.passwords import verify_password
from services.shared.transactions import open_transaction


async def check_own_password(database: Database, password: SecretStr, *, by: Caller) -> None:
    """Raise Malformed for another password than the caller's own, TooMany after five of them.

    Counted before it is looked at and hashed outside any transaction, as at sign-in; a wrong one is
    audited. The count is the caller's own: it locks nobody out of signing in.
    """
    bucket = f"own-password:{by.person_id}"
    if not await limiter.take_one(database, bucket, MOST_FAILURES, LOCK_SECONDS):
        raise TooMany(TOO_MANY_GUESSES)
    who = {"school_id": by.school_id, "person_id": by.person_id}
    async with open_transaction(database, **who) as session:
        stored = await queries.password_hash_of(session, by.person_id)
    if not await verify_password(password.get_secret_value(), stored):
        async with open_transaction(database, **who) as session:
            await audit(
                session,
                actor=by,
                act="password.refused",
                kind="account",
                subject_id=by.person_id,
            )
        raise Malformed(NOT_YOUR_OWN, (FieldError("password", NOT_YOUR_OWN),))
    await limiter.forget(database, bucket)
