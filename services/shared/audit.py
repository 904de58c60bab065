"""Write down who did or read what: one insert-only row per change and per read of a case.

The row stands in the caller's own transaction: a read whose row cannot be written is refused, a
change that is rolled back leaves none. It holds ids, names of acts and hashes, never words.
"""

from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared import clock
from services.shared.audit_entries import (
    ENTRIES,
    FactsOf,
    content_hash,
    derived_key,
    entry_mac,
)

LONGEST_FACT = 200
_keys: list[bytes] = []


class AuditKeyMissing(RuntimeError):
    """The process has no audit key; nothing may be read or changed without one."""


class Actor(Protocol):
    """Who acts; `callers.Caller` is one."""

    @property
    def person_id(self) -> UUID:
        """The person, or the system person of a worker."""

    @property
    def school_id(self) -> UUID:
        """The school whose trail gets the row."""

    @property
    def kind(self) -> str:
        """Either person, pupil_page or system."""


def use_key_from(secrets_dir: Path) -> None:
    """Take `audit.key` of `secrets_dir` for this process; make_service and the worker call it.

    Raises FileNotFoundError where set-up has made none.
    """
    use_key(bytes.fromhex((secrets_dir / "audit.key").read_text(encoding="ascii").strip()))


def use_key(audit_key: bytes) -> None:
    """Take the bytes of the audit key for this process."""
    _keys[:] = [derived_key(audit_key, "row")]


async def audit(  # noqa: PLR0913 - the six things every row says, named by the caller
    session: AsyncSession,
    *,
    actor: Actor,
    act: str,
    kind: str,
    subject_id: UUID,
    facts: FactsOf | None = None,
    content: bytes | None = None,
) -> None:
    """Add one row to the school's trail, in the transaction of `session`.

    `act` is what was done (`case.read`), `kind` and `subject_id` to what; `facts` are short plain
    facts, never words about a child; of `content` only the SHA-256 is kept.
    Raises AuditKeyMissing before set-up and ValueError for a fact that is not plain and short.
    """
    row = audit_row(
        actor=actor, act=act, kind=kind, subject_id=subject_id, facts=facts, content=content
    )
    await session.execute(ENTRIES.insert(), row)


def audit_row(  # noqa: PLR0913 - as `audit`
    *,
    actor: Actor,
    act: str,
    kind: str,
    subject_id: UUID,
    facts: FactsOf | None = None,
    content: bytes | None = None,
) -> dict[str, Any]:
    """Return the row of ENTRIES that `audit` writes, to be written with other rows at once."""
    if not _keys:
        raise AuditKeyMissing("call audit.use_key_from(secrets_dir) when the process starts")
    row = {
        "id": uuid4(),
        "school_id": actor.school_id,
        "at": clock.now(),
        "actor_id": actor.person_id,
        "actor_kind": actor.kind,
        "act": act,
        "subject_kind": kind,
        "subject_id": subject_id,
        "facts": _checked(facts or {}),
        "content_sha256": content_hash(content),
    }
    return {**row, "mac": entry_mac(_keys[0], row)}


def _checked(facts: FactsOf) -> dict[str, str | int | bool | None]:
    for name, fact in facts.items():
        if fact is not None and not isinstance(fact, str | int):
            raise ValueError(f"the fact {name} is not plain")
        if isinstance(fact, str) and (len(fact) > LONGEST_FACT or "\x00" in fact):
            raise ValueError(f"the fact {name} is not a short fact")
    return dict(facts)
