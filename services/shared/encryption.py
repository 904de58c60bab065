"""Seal words so that only this row of this school opens them: AES-256-GCM, three layers of keys.

A data key (one per case in reporting, one per school elsewhere) seals the words; the school's
key wraps data keys; the master key, a file outside the database, wraps school keys. Destroying
a case's data key erases the case, in backups too (architecture.md 6).
"""

import os
from dataclasses import dataclass, field
from typing import NoReturn
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_SCHOOL_KEY = b"lantern.school_key.1"
_DATA_KEY = "lantern.data_key.1"


class CannotOpen(Exception):
    """The sealed bytes were moved, changed, or belong to another key."""


class Words:
    """What somebody wrote. Never prints itself: only `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself; for the reader's page, never for a log."""
        return self._text

    def __repr__(self) -> str:
        return "Words(sealed)"

    __str__ = __repr__

    def __format__(self, _form: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("Words do not leave the process")


@dataclass(frozen=True)
class DataKey:
    """An unwrapped data key; `key_id` is bound into everything it seals."""

    key_id: UUID
    secret: bytes = field(repr=False)


class Sealer:
    """Seals and opens the words of one case (or one school) with one data key."""

    def __init__(self, key: DataKey, school_id: UUID) -> None:
        self.key_id = key.key_id
        self._aes = AESGCM(key.secret)
        self._school_id = school_id

    def seal(self, plain: str | bytes | Words, label: str, row_id: UUID) -> bytes:
        """Return `plain` sealed for column `label` (like `concern.account.1`) of row `row_id`."""
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + self._aes.encrypt(nonce, _raw(plain), self._place(label, row_id))

    def open_bytes(self, sealed: bytes, label: str, row_id: UUID) -> bytes:
        """Return what was sealed; raises CannotOpen where label, row, school or key is another."""
        return _opened(self._aes, sealed, self._place(label, row_id))

    def open_sealed(self, sealed: bytes, label: str, row_id: UUID) -> Words:
        """Return the words that were sealed; raises CannotOpen as `open_bytes` does."""
        return Words(self.open_bytes(sealed, label, row_id).decode("utf-8"))

    def _place(self, label: str, row_id: UUID) -> bytes:
        return f"{label}|{row_id}|{self._school_id}|{self.key_id}".encode()


class Keyring:
    """Makes and unwraps keys. `former` master keys still open what they wrapped (rotation)."""

    def __init__(self, master_key: bytes, former: tuple[bytes, ...] = ()) -> None:
        """Take the bytes of `master.key`; raises ValueError unless each key has 32."""
        if any(len(one) != KEY_BYTES for one in (master_key, *former)):
            raise ValueError("a master key has 32 bytes")
        self._masters = tuple(AESGCM(one) for one in (master_key, *former))

    def new_school_key(self) -> bytes:
        """Return a fresh wrapped school key; the service keeps it in its own schema."""
        return _wrapped(self._masters[0], AESGCM.generate_key(256), _SCHOOL_KEY)

    def rewrap_school_key(self, school_wrapped: bytes) -> bytes:
        """Return the same school key under the newest master key."""
        return _wrapped(self._masters[0], self._school_secret(school_wrapped), _SCHOOL_KEY)

    def new_data_key(self, school_wrapped: bytes) -> tuple[UUID, bytes]:
        """Return (key id, wrapped key) of a fresh data key under this school's key."""
        key_id = uuid4()
        return key_id, _wrapped(
            self._school(school_wrapped), AESGCM.generate_key(256), _place(key_id)
        )

    def data_key(self, school_wrapped: bytes, key_id: UUID, wrapped: bytes) -> DataKey:
        """Unwrap a data key; raises CannotOpen where it belongs to another school or id."""
        return DataKey(key_id, _opened(self._school(school_wrapped), wrapped, _place(key_id)))

    def sealer(
        self, school_id: UUID, school_wrapped: bytes, key_id: UUID, wrapped: bytes
    ) -> Sealer:
        """Return the sealer of one case or school; raises CannotOpen as `data_key` does."""
        return Sealer(self.data_key(school_wrapped, key_id, wrapped), school_id)

    def _school(self, school_wrapped: bytes) -> AESGCM:
        return AESGCM(self._school_secret(school_wrapped))

    def _school_secret(self, school_wrapped: bytes) -> bytes:
        for master in self._masters:
            try:
                return _opened(master, school_wrapped, _SCHOOL_KEY)
            except CannotOpen:
                continue
        raise CannotOpen("no master key opens this school's key")


def _place(key_id: UUID) -> bytes:
    return f"{_DATA_KEY}|{key_id}".encode()


def _raw(plain: str | bytes | Words) -> bytes:
    text = plain.reveal() if isinstance(plain, Words) else plain
    return text.encode("utf-8") if isinstance(text, str) else text


def _wrapped(aes: AESGCM, secret: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + aes.encrypt(nonce, secret, place)


def _opened(aes: AESGCM, sealed: bytes, place: bytes) -> bytes:
    if sealed[:1] != _FORMAT:
        raise CannotOpen("an unknown form of sealing")
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return aes.decrypt(nonce, rest, place)
    except (InvalidTag, ValueError) as moved:
        raise CannotOpen("sealed for another place, or changed") from moved
