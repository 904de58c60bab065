"""Sign and verify the tokens that carry a person's call; the only importer of jose.

python-jose 3.5.0 has known holes (it takes a missing audience, unknown critical headers, DER keys
as HMAC secrets, and bytes outside base64url). So it is asked one question only, "did this typed
P-256 key sign exactly these bytes?", with the algorithm fixed; all else is judged here, strictly.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jose import jws
from jose.backends.cryptography_backend import CryptographyECKey
from jose.exceptions import JOSEError

from services.shared import clock
from services.shared.token_keys import KID, JwksFile, JwksOverHttp, KeySource, jwk_of

__all__ = ["Claims", "JwksFile", "JwksOverHttp", "KeySource", "Signer", "TokenRefused", "Verifier"]

TOKEN_TYPE = "at+jwt"  # noqa: S105 - the media type of RFC 9068, not a secret
LEEWAY_SECONDS = 10
LONGEST_TOKEN = 4096
LIFETIME_CEILINGS = {"person": 300, "system": 300, "pupil_page": 24 * 3600}
PUPIL_PAGE_AUDIENCE = "reporting"
PUBLISHED_BEFORE_SIGNING_SECONDS = 15

_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
_ROLE = re.compile(r"[a-z_]{1,32}")
_LATEST_MOMENT = 2**40
_HEADER = {"alg", "kid", "typ"}


@dataclass(frozen=True)
class Claims:
    """Who calls: ids as text, the session's version, roles, kind person|pupil_page|system.

    A child's page has no session: `sid` is then any id (nobody looks it up) and `rol` is empty.
    """

    sub: str
    sid: str
    sch: str
    ver: int
    rol: tuple[str, ...] = ()
    kind: str = "person"


class TokenRefused(Exception):
    """The token is not good; `reason` is for our log, never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Signer:
    """Signs with the newest (by file name) of `secrets_dir/signing/*.pem`; publishes all.

    A new key is published 15 s before it signs, so that no verifier meets an unknown name.
    """

    def __init__(self, secrets_dir: Path, issuer: str) -> None:
        """Load every key; raises FileNotFoundError for none, ValueError for a bad one."""
        self._folder = secrets_dir / "signing"
        self._issuer = issuer
        self._seen: tuple[tuple[str, float], ...] = ()
        self._keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self._reload()

    def sign(self, claims: Claims, audience: str, lifetime_seconds: int) -> str:
        """Return a token for one `audience`; raises ValueError above the kind's ceiling."""
        if not 0 < lifetime_seconds <= LIFETIME_CEILINGS[claims.kind]:
            raise ValueError(f"a {claims.kind} token may not live {lifetime_seconds} seconds")
        self._reload()
        issued = int(clock.now().timestamp())
        payload = {
            **asdict(claims),
            "iss": self._issuer,
            "aud": audience,
            "jti": str(uuid4()),
            "iat": issued,
            "nbf": issued,
            "exp": issued + lifetime_seconds,
        }
        kid = self._signing_kid()
        typed = CryptographyECKey(self._keys[kid], "ES256")
        return str(jws.sign(payload, typed, {"typ": TOKEN_TYPE, "kid": kid}, algorithm="ES256"))

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the public half of every key, also of those that no longer sign."""
        self._reload()
        return {"keys": [jwk_of(kid, key.public_key()) for kid, key in sorted(self._keys.items())]}

    def _signing_kid(self) -> str:
        settled = clock.now().timestamp() - PUBLISHED_BEFORE_SIGNING_SECONDS
        published = [kid for kid, changed in self._seen if changed <= settled]
        return published[-1] if published else self._seen[0][0]

    def _reload(self) -> None:
        files = sorted(self._folder.glob("*.pem"))
        seen = tuple((file.stem, file.stat().st_mtime) for file in files)
        if not seen:
            raise FileNotFoundError(f"no signing key in {self._folder}")
        if seen != self._seen:
            self._keys = {file.stem: _load_signing_key(file) for file in files}
            self._seen = seen


def _load_signing_key(file: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{file.name} is not a P-256 private key")  # noqa: TRY004 - a bad file, not a bad call
    if not KID.fullmatch(file.stem):
        raise ValueError(f"{file.name} is not a name for a signing key")
    return key


class Verifier:
    """Judges tokens for one `issuer` and one `audience` with the keys of `keys`."""

    def __init__(self, issuer: str, audience: str, keys: KeySource) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys

    async def verify(self, token: str) -> Claims:
        """Return what a good token says; raises TokenRefused for every other text."""
        kid = _kid_of(token)
        key = await self._keys.key(kid)
        if key is None:
            raise TokenRefused("unknown key")
        typed = CryptographyECKey(key, "ES256")
        try:
            payload = jws.verify(token, typed, algorithms=["ES256"])
        except JOSEError as refused:
            raise TokenRefused("signature") from refused
        return self._judge(_object(payload, "claims"))

    def _judge(self, payload: Mapping[str, Any]) -> Claims:
        if payload.get("iss") != self._issuer:
            raise TokenRefused("issuer")
        if payload.get("aud") != self._audience:  # exactly one name: a list is never equal to it
            raise TokenRefused("audience")
        _required_id(payload, "jti")
        claims = _claims(payload)
        _check_times(payload, LIFETIME_CEILINGS[claims.kind], clock.now())
        if claims.kind == "pupil_page" and (claims.rol or self._audience != PUPIL_PAGE_AUDIENCE):
            raise TokenRefused("a child's page only tells, and only to reporting")
        return claims


def _kid_of(token: str) -> str:
    """Return the key name from a well-formed header; raises TokenRefused for any other token."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise TokenRefused("length")
    segments = token.split(".")
    if len(segments) != 3:  # noqa: PLR2004 - header, claims, signature
        raise TokenRefused("segments")
    raw_header, _, _ = (_decoded(one) for one in segments)
    header = _object(raw_header, "header")
    if header.keys() != _HEADER:  # crit, jku, x5u, x5c, jwk, b64, zip have no place
        raise TokenRefused("header members")
    if header["alg"] != "ES256" or header["typ"] != TOKEN_TYPE:
        raise TokenRefused("algorithm or type")
    kid = header["kid"]
    if not isinstance(kid, str) or not KID.fullmatch(kid):
        raise TokenRefused("key name")
    return kid


def _decoded(segment: str) -> bytes:
    """Decode base64url the one canonical way; raises TokenRefused for any other spelling."""
    if not _SEGMENT.fullmatch(segment):
        raise TokenRefused("base64url")
    try:
        raw = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as refused:
        raise TokenRefused("base64url") from refused
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != segment:
        raise TokenRefused("base64url")
    return raw


def _object(raw: bytes, what: str) -> dict[str, Any]:
    """Read a JSON object without double members; raises TokenRefused for anything else."""
    try:
        read = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as refused:
        raise TokenRefused(what) from refused
    if not isinstance(read, dict):
        raise TokenRefused(what)
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a member stands twice")
    return read


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _claims(payload: Mapping[str, Any]) -> Claims:
    kind, version = payload.get("kind"), payload.get("ver")
    if not isinstance(kind, str) or kind not in LIFETIME_CEILINGS:
        raise TokenRefused("kind")
    if type(version) is not int or version < 0:
        raise TokenRefused("ver")
    return Claims(
        sub=_required_id(payload, "sub"),
        sid=_required_id(payload, "sid"),
        sch=_required_id(payload, "sch"),
        ver=version,
        rol=_roles(payload.get("rol")),
        kind=kind,
    )


def _roles(roles: object) -> tuple[str, ...]:
    if not isinstance(roles, list):
        raise TokenRefused("rol")
    for role in roles:
        if not isinstance(role, str) or not _ROLE.fullmatch(role):
            raise TokenRefused("rol")
    return tuple(roles)


def _required_id(payload: Mapping[str, Any], name: str) -> str:
    """Return the claim `name` as a canonical UUID text; raises TokenRefused where it is not one."""
    value = payload.get(name)
    try:
        if isinstance(value, str) and str(UUID(value)) == value:
            return value
    except ValueError:
        pass
    raise TokenRefused(name)


def _check_times(payload: Mapping[str, Any], ceiling: int, now: datetime) -> None:
    issued, starts, ends = (_moment(payload, name) for name in ("iat", "nbf", "exp"))
    this = now.timestamp()
    if ends <= this - LEEWAY_SECONDS:
        raise TokenRefused("expired")
    if max(issued, starts) > this + LEEWAY_SECONDS:
        raise TokenRefused("not yet")
    if not 0 < ends - issued <= ceiling:
        raise TokenRefused("lifetime")


def _moment(payload: Mapping[str, Any], name: str) -> int:
    """Return the claim `name` as whole seconds since 1970; raises TokenRefused otherwise."""
    value = payload.get(name)
    if type(value) is not int or not 0 <= value < _LATEST_MOMENT:  # a bool is no moment
        raise TokenRefused(name)
    return value
