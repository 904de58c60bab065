"""Seal what a child told so far, and what a school's page holds, with the front end's own key.

AES-256-GCM: nobody can read or change it without `web.key`. What is sealed for one purpose or one
page does not open for another.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """It was not sealed here, not for this purpose, or was changed on the way."""


class Seal:
    """Seals and opens for one `purpose`, with a key made from the front end's own."""

    def __init__(self, web_key: bytes, purpose: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
        self._cipher = AESGCM(derived.derive(web_key))

    def close(self, plain: bytes, about: str) -> str:
        """Return `plain` sealed as letters; `about` must be the same when it is opened."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, plain, about.encode())
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def open(self, sealed: str, about: str) -> bytes:
        """Return what was sealed; raises Unreadable."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode("ascii"))
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode())
        except (InvalidTag, binascii.Error, ValueError):
            raise Unreadable from None
