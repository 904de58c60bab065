"""S3: a good token is accepted; each forged one, differing in one thing, is refused."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwt

from services.shared.tokens import Claims, JwksFile, Signer, TokenRefused, Verifier
from tests.scoreboard.forgeries import Forger, forged_tokens
from tests.unit.shared.signing import CLAIMS, ISSUER, PAGE, is_accepted, move

pytestmark = pytest.mark.anyio


@pytest.fixture
def keys(signer: Signer, tmp_path: Path) -> JwksFile:
    (tmp_path / "jwks.json").write_text(json.dumps(signer.jwks()))
    return JwksFile(tmp_path / "jwks.json")


async def test_good_tokens_say_what_was_signed(signer: Signer, keys: JwksFile) -> None:
    for audience in ("accounts", "reporting", "notifications", "devices"):
        token = signer.sign(CLAIMS, audience, 300)
        assert await Verifier(ISSUER, audience, keys).verify(token) == CLAIMS
    page = signer.sign(PAGE, "reporting", 24 * 3600)
    assert await Verifier(ISSUER, "reporting", keys).verify(page) == PAGE


async def test_what_the_forger_leaves_alone_is_accepted(signer: Signer, keys: JwksFile) -> None:
    forger = Forger(signer, CLAIMS, "reporting")
    verifier = Verifier(ISSUER, "reporting", keys)
    assert await verifier.verify(forger.good) == CLAIMS
    for untouched in (forger.with_header(), forger.with_claims(), forger.with_claims(more=1)):
        assert await verifier.verify(untouched) == CLAIMS


@pytest.mark.parametrize("audience", ["accounts", "reporting", "notifications", "devices"])
async def test_every_forged_token_is_refused(signer: Signer, keys: JwksFile, audience: str) -> None:
    verifier = Verifier(ISSUER, audience, keys)
    forged = forged_tokens(signer, CLAIMS, audience)
    assert len({name for name, _ in forged}) == len(forged) >= 45
    accepted = []
    for name, token in forged:
        try:
            await verifier.verify(token)
        except TokenRefused:
            continue
        accepted.append(name)
    assert accepted == []


async def test_a_childs_page_is_refused_everywhere_but_at_reporting(
    signer: Signer, keys: JwksFile
) -> None:
    for audience in ("accounts", "notifications", "devices"):
        token = signer.sign(PAGE, audience, 3600)
        with pytest.raises(TokenRefused):
            await Verifier(ISSUER, audience, keys).verify(token)


@pytest.mark.parametrize("token", ["", ".", "..", "...", "a.b.c", "\u00e9.a.b", "x" * 10_000])
async def test_text_that_is_no_token_is_refused(keys: JwksFile, token: str) -> None:
    with pytest.raises(TokenRefused):
        await Verifier(ISSUER, "reporting", keys).verify(token)


@pytest.mark.parametrize(("claims", "longest"), [(CLAIMS, 300), (PAGE, 24 * 3600)])
def test_no_token_is_signed_beyond_the_ceiling(
    signer: Signer, claims: Claims, longest: int
) -> None:
    signer.sign(claims, "reporting", longest)
    for lifetime in (longest + 1, 0, -1):
        with pytest.raises(ValueError, match="may not live"):
            signer.sign(claims, "reporting", lifetime)


async def test_a_token_lives_its_time_and_the_leeway(
    signer: Signer, keys: JwksFile, movable_clock: Path
) -> None:
    verifier = Verifier(ISSUER, "reporting", keys)
    token = signer.sign(CLAIMS, "reporting", 300)
    for moved, good in ((290, True), (308, True), (311, False), (-8, True), (-12, False)):
        move(movable_clock, moved)
        assert await is_accepted(verifier, token) is good, moved


# What python-jose by itself lets through: the reasons for judging everything ourselves.


def test_jose_alone_accepts_a_missing_audience_which_we_refuse(signer: Signer) -> None:
    forger = Forger(signer, CLAIMS, "reporting")
    told = jwt.decode(
        forger.without_claim("aud"), signer.jwks(), algorithms=["ES256"], audience="reporting"
    )
    assert told["sub"] == CLAIMS.sub


def test_jose_alone_takes_the_der_public_key_for_a_secret_which_we_refuse(signer: Signer) -> None:
    forger = Forger(signer, CLAIMS, "reporting")
    der = forger.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    token = forger.with_secret("HS256", der)
    told = jwt.decode(token, der, algorithms=["ES256", "HS256"], audience="reporting")
    assert told["sub"] == CLAIMS.sub


def test_jose_alone_accepts_an_unknown_critical_header_which_we_refuse(signer: Signer) -> None:
    token = Forger(signer, CLAIMS, "reporting").with_header(crit=["lantern"], lantern=1)
    assert jwt.decode(token, signer.jwks(), algorithms=["ES256"], audience="reporting")
