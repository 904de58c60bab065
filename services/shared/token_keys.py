"""Where a verifier finds accounts' public keys: a file, or HTTP with a copy on disk.

A key is built here, as a typed P-256 object, before any token is read; a token's header can
only name one of them. The copy on disk lets a child tell while accounts is down
(architecture.md 3).
"""

import asyncio
import base64
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import httpx
from cryptography.hazmat.primitives.asymmetric import ec

KID = re.compile(r"[a-z0-9-]{1,16}")
REFETCH_AT_MOST_EVERY_SECONDS = 10.0
STALE_AFTER_SECONDS = 120.0
LONGEST_JWKS = 65_536

PublicKey = ec.EllipticCurvePublicKey


class KeySource(Protocol):
    """Names accounts' public keys by `kid`."""

    async def key(self, kid: str) -> PublicKey | None:
        """Return the key called `kid`, or None where accounts does not publish it."""
        ...


def jwk_of(kid: str, key: PublicKey) -> dict[str, str]:
    """Return the public JWK of a P-256 `key`."""
    numbers = key.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "use": "sig",
        "kid": kid,
        "x": _base64url(numbers.x.to_bytes(32, "big")),
        "y": _base64url(numbers.y.to_bytes(32, "big")),
    }


def keys_from_jwks(jwks: Mapping[str, Any]) -> dict[str, PublicKey]:
    """Return the P-256 keys of a JWKS by name; anything else in it is passed over.

    Raises ValueError where a P-256 key is not a point on the curve.
    """
    return {
        one["kid"]: _key_from_jwk(one)
        for one in jwks.get("keys", ())
        if one.get("kty") == "EC"
        and one.get("crv") == "P-256"
        and "d" not in one
        and KID.fullmatch(str(one.get("kid", "")))
    }


def _key_from_jwk(jwk: Mapping[str, str]) -> PublicKey:
    x, y = (
        int.from_bytes(base64.urlsafe_b64decode(jwk[part] + "=" * (-len(jwk[part]) % 4)), "big")
        for part in ("x", "y")
    )
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


class JwksFile:
    """Keys from a JWKS file, read once."""

    def __init__(self, path: Path) -> None:
        """Read `path`; raises OSError or ValueError where it holds no JWKS."""
        self._keys = keys_from_jwks(json.loads(path.read_bytes()))

    async def key(self, kid: str) -> PublicKey | None:
        """Return the key called `kid`, or None."""
        return self._keys.get(kid)


class JwksOverHttp:
    """Keys from accounts' JWKS address, with a copy in `cache_file` for when accounts is down.

    An unknown name asks accounts again, at most once per 10 s. Known keys are asked for again
    in the background every two minutes, so that a withdrawn key stops being accepted.
    """

    def __init__(self, url: str, cache_file: Path) -> None:
        """Start with the copy on disk, if there is one; nothing is fetched yet."""
        self._url = url
        self._cache_file = cache_file
        self._keys = _keys_on_disk(cache_file)
        self._asked_at = float("-inf")
        self._fetched_at = float("-inf")
        self._lock = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> PublicKey | None:
        """Return the key called `kid`, or None where accounts does not publish it."""
        known = self._keys.get(kid)
        if known is None:
            await self._refresh(kid)
            return self._keys.get(kid)
        if time.monotonic() - self._fetched_at > STALE_AFTER_SECONDS and self._may_ask():
            self._refreshing = asyncio.create_task(self._refresh(None))
        return known

    def _may_ask(self) -> bool:
        return time.monotonic() - self._asked_at >= REFETCH_AT_MOST_EVERY_SECONDS

    async def _refresh(self, wanted: str | None) -> None:
        async with self._lock:
            if wanted in self._keys or not self._may_ask():
                return
            self._asked_at = time.monotonic()
            try:
                await self._fetch()
            except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
                return  # accounts is down or answers nonsense: the keys we have stay good

    async def _fetch(self) -> None:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            answer = (await client.get(self._url)).raise_for_status()
        if len(answer.content) > LONGEST_JWKS:
            raise ValueError("the JWKS is too long")
        keys = keys_from_jwks(answer.json())
        if not keys:
            raise ValueError("the JWKS holds no key of ours")
        self._keys = keys
        self._fetched_at = time.monotonic()
        await asyncio.to_thread(_keep_on_disk, self._cache_file, answer.content)


def _keys_on_disk(cache_file: Path) -> dict[str, PublicKey]:
    try:
        return keys_from_jwks(json.loads(cache_file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _keep_on_disk(cache_file: Path, jwks: bytes) -> None:
    """Replace the copy in one step, so that a killed process leaves no half file."""
    try:
        cache_file.parent.mkdir(parents=True, exist_ok=True)
        fresh = cache_file.with_suffix(f".{time.monotonic_ns()}")
        fresh.write_bytes(jwks)
        fresh.replace(cache_file)
    except OSError:
        return  # a full disk must not stop a child from telling
