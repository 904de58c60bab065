"""Forged tokens, each differing in one thing from a token that is accepted (scoreboard line S3).

`forged_tokens` needs accounts' own signer: most kinds are signed with the true key, so that only
the one wrong thing can be the reason for the refusal.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jws
from jose.backends.cryptography_backend import CryptographyRSAKey

from services.shared.tokens import Claims, Signer

Json = dict[str, Any]
PLANTED = "planted"


def encoded(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decoded(segment: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


class Forger:
    """Takes an accepted token apart, and puts it together again with one thing changed."""

    def __init__(self, signer: Signer, claims: Claims, audience: str, lifetime: int = 240) -> None:
        self.good = signer.sign(claims, audience, lifetime)
        header, payload, self.signature = self.good.split(".")
        self.header: Json = json.loads(decoded(header))
        self.payload: Json = json.loads(decoded(payload))
        self.key = signer._keys[self.header["kid"]]
        self.public = self.key.public_key()

    def joined(self, header: bytes, payload: bytes, sign: Callable[[bytes], bytes]) -> str:
        told = f"{encoded(header)}.{encoded(payload)}"
        return f"{told}.{encoded(sign(told.encode()))}"

    def signed(self, told: bytes, key: ec.EllipticCurvePrivateKey | None = None) -> bytes:
        """Return the raw ES256 signature, with the true key unless another is given."""
        r, s = decode_dss_signature((key or self.key).sign(told, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def with_header(self, **changed: Any) -> str:
        return self.with_both(self.header | changed, self.payload)

    def with_claims(self, **changed: Any) -> str:
        return self.with_both(self.header, self.payload | changed)

    def without_claim(self, name: str) -> str:
        return self.with_both(self.header, {k: v for k, v in self.payload.items() if k != name})

    def without_header(self, name: str) -> str:
        return self.with_both({k: v for k, v in self.header.items() if k != name}, self.payload)

    def with_both(self, header: Json, payload: Json) -> str:
        return self.joined(json.dumps(header).encode(), json.dumps(payload).encode(), self.signed)

    def with_secret(self, algorithm: str, secret: bytes) -> str:
        """Sign with HMAC, taking `secret` (such as the public key) for the shared key."""
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
        header = json.dumps(self.header | {"alg": algorithm}).encode()
        payload = json.dumps(self.payload).encode()
        return self.joined(
            header, payload, lambda told: hmac.digest(secret, told, digest[algorithm])
        )

    def with_payload_text(self, text: str) -> str:
        return self.joined(json.dumps(self.header).encode(), text.encode(), self.signed)

    def with_header_text(self, text: str) -> str:
        return self.joined(text.encode(), json.dumps(self.payload).encode(), self.signed)


def forged_tokens(
    signer: Signer, good_claims: Claims, audience: str = "reporting"
) -> list[tuple[str, str]]:
    """Return (kind, token) for every kind of forgery of a token for `audience`."""
    forger = Forger(signer, good_claims, audience)
    return [
        *_wrong_algorithms(forger),
        *_wrong_keys(forger),
        *_wrong_headers(forger),
        *_missing(forger),
        *_wrong_types(forger),
        *_wrong_values(forger, audience),
        *_wrong_times(forger),
        *_wrong_spelling(forger),
        *_wrong_signatures(forger),
    ]


def _wrong_algorithms(forger: Forger) -> Iterator[tuple[str, str]]:
    for name in ("none", "None", "NONE", ""):
        header = json.dumps(forger.header | {"alg": name}).encode()
        told = f"{encoded(header)}.{forger.good.split('.')[1]}"
        yield f"alg {name!r} without a signature", f"{told}."
        yield f"alg {name!r} with the true signature", forger.with_header(alg=name)
    pem = forger.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = forger.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    point = forger.public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    for algorithm in ("HS256", "HS384", "HS512"):
        yield f"{algorithm} with the PEM public key", forger.with_secret(algorithm, pem)
        yield f"{algorithm} with the DER public key", forger.with_secret(algorithm, der)
    yield "HS256 with the public point", forger.with_secret("HS256", point)
    yield "HS256 with an empty key", forger.with_secret("HS256", b"")
    for algorithm in ("ES384", "ES512", "es256", "RS256", "PS256", "EdDSA", "HS256"):
        yield f"{algorithm} over the true signature", forger.with_header(alg=algorithm)


def _wrong_keys(forger: Forger) -> Iterator[tuple[str, str]]:
    stranger = ec.generate_private_key(ec.SECP256R1())
    header, payload = json.dumps(forger.header).encode(), json.dumps(forger.payload).encode()
    yield (
        "a stranger's key under our key's name",
        forger.joined(header, payload, lambda told: forger.signed(told, stranger)),
    )
    other = CryptographyRSAKey(rsa.generate_private_key(65537, 2048), "RS256")
    names = {"typ": forger.header["typ"], "kid": forger.header["kid"]}
    yield "a stranger's RSA key", jws.sign(forger.payload, other, names, algorithm="RS256")
    numbers = stranger.public_key().public_numbers()
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": encoded(numbers.x.to_bytes(32, "big")),
        "y": encoded(numbers.y.to_bytes(32, "big")),
    }
    with_jwk = json.dumps(forger.header | {"jwk": jwk}).encode()
    yield (
        "a stranger's key in the header",
        forger.joined(with_jwk, payload, lambda told: forger.signed(told, stranger)),
    )


def _wrong_headers(forger: Forger) -> Iterator[tuple[str, str]]:
    yield "crit that nobody knows", forger.with_header(crit=["lantern"], lantern=1)
    yield "crit that is empty", forger.with_header(crit=[])
    yield "b64 false", forger.with_header(b64=False)
    yield "zip", forger.with_header(zip="DEF")
    for name in ("jku", "x5u"):
        yield name, forger.with_header(**{name: "https://keys.example/jwks.json"})
    for name in ("x5c", "x5t", "jwk"):
        yield name, forger.with_header(**{name: {}})
    for kind in ("JWT", "at+JWT", "application/at+jwt", "refresh+jwt", "", None):
        yield f"typ {kind!r}", forger.with_header(typ=kind)
    for kid in (
        *("../../signing/k1", "/dev/null", "k1' OR '1'='1", "https://keys.example/k1"),
        *("K1", "k1\x00", "", "unknown-key", "k" * 17, 1, None, ["k1"], {"k": 1}),
    ):
        yield f"kid {kid!r}"[:40], forger.with_header(kid=kid)


REQUIRED = ("iss", "aud", "sub", "exp", "nbf", "iat", "jti", "sid", "sch", "ver", "rol", "kind")


def _missing(forger: Forger) -> Iterator[tuple[str, str]]:
    for name in REQUIRED:
        yield f"no {name}", forger.without_claim(name)
    for name in ("alg", "typ", "kid"):
        yield f"no {name}", forger.without_header(name)


def _wrong_types(forger: Forger) -> Iterator[tuple[str, str]]:
    for name in REQUIRED:
        yield f"{name} null", forger.with_claims(**{name: None})
    for name in ("exp", "nbf", "iat"):
        value = forger.payload[name]
        yield f"{name} as text", forger.with_claims(**{name: str(value)})
        yield f"{name} with a fraction", forger.with_claims(**{name: value + 0.5})
        yield f"{name} true", forger.with_claims(**{name: True})
        yield f"{name} negative", forger.with_claims(**{name: -1})
    for name in ("sub", "sid", "sch", "jti"):
        yield f"{name} not an id", forger.with_claims(**{name: "somebody"})
        yield f"{name} in capitals", forger.with_claims(**{name: forger.payload[name].upper()})
        yield f"{name} a list", forger.with_claims(**{name: [forger.payload[name]]})
    yield from _wrong_of_ours(forger)


def _wrong_of_ours(forger: Forger) -> Iterator[tuple[str, str]]:
    for ver in ("1", 1.0, True, -1, [1]):
        yield f"ver {ver!r}", forger.with_claims(ver=ver)
    for rol in ("dsl", {"dsl": 1}, [1], [["dsl"]], ["dsl; DROP TABLE"]):
        yield f"rol {rol!r}", forger.with_claims(rol=rol)
    for kind in ("admin", "Person", ["person"], 1):
        yield f"kind {kind!r}", forger.with_claims(kind=kind)


def _wrong_values(forger: Forger, audience: str) -> Iterator[tuple[str, str]]:
    others = {"accounts", "reporting", "notifications", "devices"} - {audience}
    for other in sorted(others):
        yield f"for {other}", forger.with_claims(aud=other)
    yield "for two at once", forger.with_claims(aud=[audience, min(others)])
    yield "audience as a list", forger.with_claims(aud=[audience])
    yield "audience in capitals", forger.with_claims(aud=audience.upper())
    yield "audience with a blank", forger.with_claims(aud=f"{audience} ")
    yield "audience empty", forger.with_claims(aud="")
    for issuer in ("", "lantern", "https://lantern.example", ["lantern-accounts"]):
        yield f"issuer {issuer!r}", forger.with_claims(iss=issuer)
    if forger.payload["kind"] != "pupil_page":
        yield "a child's page with roles", forger.with_claims(kind="pupil_page", rol=["dsl"])


def _wrong_times(forger: Forger) -> Iterator[tuple[str, str]]:
    now = forger.payload["iat"]
    yield "expired 11 seconds ago", forger.with_claims(exp=now - 11, iat=now - 200, nbf=now - 200)
    yield (
        "expired a year ago",
        forger.with_claims(exp=now - 31_536_000, iat=now - 31_536_100, nbf=now - 31_536_100),
    )
    yield "not before a minute from now", forger.with_claims(nbf=now + 60)
    yield "issued a minute from now", forger.with_claims(iat=now + 60)
    yield "ends before it was issued", forger.with_claims(exp=now, iat=now + 5)
    yield "lives a second too long", forger.with_claims(exp=now + 24 * 3600 + 1)
    if forger.payload["kind"] != "pupil_page":
        yield "lives as long as a child's page", forger.with_claims(exp=now + 24 * 3600)
        yield "lives 301 seconds", forger.with_claims(exp=now + 301)
    yield "ends in another age", forger.with_claims(exp=2**62)
    yield (
        "ends never",
        forger.with_payload_text(
            json.dumps(forger.payload | {"exp": PLANTED}).replace(f'"{PLANTED}"', "Infinity")
        ),
    )


def _wrong_spelling(forger: Forger) -> Iterator[tuple[str, str]]:
    header, payload, signature = forger.good.split(".")
    yield "too long", forger.with_claims(more="x" * 4096)
    yield "padded", f"{header}.{payload}.{signature}=="
    yield "a line break in the signature", f"{header}.{payload}.{signature[:40]}\n{signature[40:]}"
    yield "rubbish in the signature", f"{header}.{payload}.{signature[:40]}!{signature[40:]}"
    yield (
        "spare bits in the signature",
        f"{header}.{payload}.{signature[:-1]}{_next(signature[-1])}",
    )
    yield "a blank before", f" {forger.good}"
    yield "two segments", f"{header}.{payload}"
    yield "four segments", f"{forger.good}.{signature}"
    yield "five segments, as an encrypted token", f"{forger.good}.{signature}.{signature}"
    told = json.dumps(forger.payload)
    yield "a claim twice", forger.with_payload_text(f'{{"sub": "{uuid4()}", {told[1:]}')
    yield "the audience twice", forger.with_payload_text(f'{{"aud": "devices", {told[1:]}')
    yield (
        "the algorithm twice",
        forger.with_header_text(f'{{"alg": "none", {json.dumps(forger.header)[1:]}'),
    )
    yield "claims that are a list", forger.with_payload_text(f"[{told}]")
    yield "claims that are not JSON", forger.with_payload_text(told[:-1])
    yield "claims that are empty", forger.with_payload_text("")
    yield "claims nested without end", forger.with_payload_text("[" * 2500)
    yield "a header that is a list", forger.with_header_text(f"[{json.dumps(forger.header)}]")
    yield (
        "claims in another encoding",
        forger.joined(json.dumps(forger.header).encode(), told.encode("utf-16"), forger.signed),
    )


def _next(letter: str) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[(letters.index(letter) + 1) % 64]


def _wrong_signatures(forger: Forger) -> Iterator[tuple[str, str]]:
    header, payload, signature = forger.good.split(".")
    raw = decoded(signature)
    told = f"{header}.{payload}"
    yield "no signature", f"{told}."
    yield "a signature of zeros", f"{told}.{encoded(bytes(64))}"
    yield "half a signature", f"{told}.{encoded(raw[:32])}"
    yield "a signature and more", f"{told}.{encoded(raw + b'x')}"
    yield "one bit of the signature", f"{told}.{encoded(bytes([raw[0] ^ 1]) + raw[1:])}"
    der = forger.key.sign(told.encode(), ec.ECDSA(hashes.SHA256()))
    yield "a signature in DER", f"{told}.{encoded(der)}"
    changed = encoded(json.dumps(forger.payload | {"sub": str(uuid4())}).encode())
    yield "another person under this signature", f"{header}.{changed}.{signature}"
    changed = encoded(json.dumps(forger.payload | {"rol": ["head"]}).encode())
    yield "another role under this signature", f"{header}.{changed}.{signature}"
    changed = encoded(json.dumps(forger.payload | {"sch": str(uuid4())}).encode())
    yield "another school under this signature", f"{header}.{changed}.{signature}"
