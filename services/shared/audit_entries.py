"""The shape of an audit row and the code that no stolen database can forge."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.shared.database import metadata_for

FactsOf = Mapping[str, str | int | bool | None]

ENTRIES = Table(
    "entry",
    metadata_for("audit"),
    Column("id", Uuid, primary_key=True),
    Column("school_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("content_sha256", LargeBinary),
    Column("mac", LargeBinary, nullable=False),
    implicit_returning=False,
)
"""Columns a service writes; `position` and `transaction_id` are the database's own."""

MACED = (
    *("id", "school_id", "at", "actor_id", "actor_kind", "act"),
    *("subject_kind", "subject_id", "facts", "content_sha256"),
)
"""Columns under the row's own HMAC, in this order."""

_spell = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def derived_key(audit_key: bytes, purpose: str) -> bytes:
    """Return the key for one `purpose`, so that a row's code can never pass as a chain's."""
    return hmac.digest(audit_key, f"lantern.audit.{purpose}.1".encode(), "sha256")


def entry_mac(row_key: bytes, row: Mapping[str, Any]) -> bytes:
    """Return the HMAC-SHA-256 of the row's canonical JSON under `derived_key(.., "row")`."""
    told = _spell([_plain(row[name]) for name in MACED])
    return hmac.digest(row_key, told.encode("utf-8", "surrogatepass"), "sha256")


def content_hash(content: bytes | None) -> bytes | None:
    """Return the SHA-256 of what was read, written or handed out; None stays None."""
    return None if content is None else hashlib.sha256(content).digest()


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    return value
