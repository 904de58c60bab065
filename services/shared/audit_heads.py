"""The signed heads of the audit chains, in a second place outside the database.

A head says "at this moment the chain of this school was this long and ended so". What is later cut
off behind it shows, and so does an older copy of the database.
"""

import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from services.shared.audit_entries import derived_key


@dataclass(frozen=True)
class Head:
    """Where one school's chain stood: its `number`th link, hash `chain`, at `at` (ISO, UTC)."""

    school_id: UUID
    number: int
    chain: bytes
    at: str

    def signed(self, audit_key: bytes) -> dict[str, str | int]:
        """Return the head as it is written down, with its HMAC."""
        told = self._told()
        mac = hmac.digest(derived_key(audit_key, "head"), _spelled(told), "sha256")
        return {**told, "mac": mac.hex()}

    def _told(self) -> dict[str, str | int]:
        return {
            "school_id": str(self.school_id),
            "number": self.number,
            "chain": self.chain.hex(),
            "at": self.at,
        }


def append_heads(heads_dir: Path, audit_key: bytes, heads: Iterable[Head]) -> None:
    """Add each head to its school's file in `heads_dir`, on the disk before this returns."""
    heads_dir.mkdir(parents=True, exist_ok=True)
    for head in heads:
        line = json.dumps(head.signed(audit_key)) + "\n"
        with (heads_dir / f"{head.school_id}.jsonl").open("a", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def schools_with_heads(heads_dir: Path) -> set[UUID]:
    """Return the schools for which any head was ever written."""
    return {UUID(file.stem) for file in heads_dir.glob("*.jsonl")}


def read_heads(heads_dir: Path, audit_key: bytes, school_id: UUID) -> tuple[list[Head], str | None]:
    """Return the good heads of a school in order, and what is wrong with the first bad line.

    A half line at the end is what a killed process leaves; it is passed over.
    """
    file = heads_dir / f"{school_id}.jsonl"
    if not file.exists():
        return [], None
    heads: list[Head] = []
    lines = file.read_text(encoding="ascii", errors="replace").split("\n")
    for place, line in enumerate(lines[:-1], start=1):
        head = _head(line, audit_key, school_id)
        if head is None or (heads and head.number < heads[-1].number):
            return heads, f"head in line {place} of {file.name} is not ours"
        heads.append(head)
    return heads, None


def _head(line: str, audit_key: bytes, school_id: UUID) -> Head | None:
    try:
        told = json.loads(line)
        head = Head(
            UUID(told["school_id"]), int(told["number"]), bytes.fromhex(told["chain"]), told["at"]
        )
        good = hmac.compare_digest(str(head.signed(audit_key)["mac"]), str(told["mac"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return head if good and head.school_id == school_id else None


def _spelled(told: dict[str, str | int]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
