"""Signing keys rotate without a refusal, and a child can tell while accounts is down."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.shared import token_keys
from services.shared.tokens import JwksOverHttp, Signer, Verifier
from tests.scoreboard.forgeries import Forger
from tests.unit.shared.signing import CLAIMS, ISSUER, is_accepted, make_key, make_old

pytestmark = pytest.mark.anyio


def test_a_bad_signing_key_stops_accounts_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Signer(tmp_path, ISSUER)
    make_key(tmp_path, "Not A Name")
    with pytest.raises(ValueError, match="not a name"):
        Signer(tmp_path, ISSUER)
    (tmp_path / "signing" / "Not A Name.pem").unlink()
    make_key(tmp_path, "k2", ec.SECP384R1())
    with pytest.raises(ValueError, match="P-256"):
        Signer(tmp_path, ISSUER)


async def test_a_new_key_is_published_before_it_signs(signer: Signer, tmp_path: Path) -> None:
    make_old(tmp_path, "k1")
    make_key(tmp_path, "k2")
    assert [one["kid"] for one in signer.jwks()["keys"]] == ["k1", "k2"]
    assert Forger(signer, CLAIMS, "reporting").header["kid"] == "k1"
    make_old(tmp_path, "k2")
    assert Forger(signer, CLAIMS, "reporting").header["kid"] == "k2"


def test_no_private_part_is_ever_published(signer: Signer) -> None:
    assert all(
        one.keys() == {"kty", "crv", "alg", "use", "kid", "x", "y"} for one in signer.jwks()["keys"]
    )


class Accounts:
    """A small JWKS server that counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Callable[[], bytes] = bytes
        outer = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                body = outer.answer()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/.well-known/jwks.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def accounts(signer: Signer) -> Iterator[Accounts]:
    made = Accounts()
    made.answer = lambda: json.dumps(signer.jwks()).encode()
    yield made
    made.stop()


async def test_keys_come_over_http_and_unknown_names_ask_once_in_ten_seconds(
    signer: Signer, accounts: Accounts, tmp_path: Path
) -> None:
    verifier = Verifier(
        ISSUER, "reporting", JwksOverHttp(accounts.url, tmp_path / "c" / "jwks.json")
    )
    good = signer.sign(CLAIMS, "reporting", 300)
    assert all(await asyncio.gather(*(is_accepted(verifier, good) for _ in range(20))))
    assert accounts.asked == 1
    unknown = Forger(signer, CLAIMS, "reporting").with_header(kid="unknown-key")
    for _ in range(20):
        assert not await is_accepted(verifier, unknown)
    assert accounts.asked == 1


async def test_a_new_key_is_fetched_when_a_token_names_it(
    signer: Signer, accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_keys, "REFETCH_AT_MOST_EVERY_SECONDS", 0.0)
    verifier = Verifier(ISSUER, "reporting", JwksOverHttp(accounts.url, tmp_path / "jwks.json"))
    assert await is_accepted(verifier, signer.sign(CLAIMS, "reporting", 300))
    make_key(tmp_path, "k2")
    make_old(tmp_path, "k2")
    assert await is_accepted(verifier, signer.sign(CLAIMS, "reporting", 300))


async def test_a_withdrawn_key_stops_being_accepted(
    signer: Signer, accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_keys, "REFETCH_AT_MOST_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(token_keys, "STALE_AFTER_SECONDS", 0.0)
    source = JwksOverHttp(accounts.url, tmp_path / "jwks.json")
    verifier = Verifier(ISSUER, "reporting", source)
    retired = signer.sign(CLAIMS, "reporting", 300)
    assert await is_accepted(verifier, retired)
    make_key(tmp_path, "k2")
    drop(tmp_path, "k1")
    assert await is_accepted(verifier, retired)  # and asks in the background
    assert source._refreshing is not None
    await source._refreshing
    assert not await is_accepted(verifier, retired)


def drop(folder: Path, kid: str) -> None:
    (folder / "signing" / f"{kid}.pem").unlink()


async def test_a_restart_while_accounts_is_down_still_verifies(
    signer: Signer, accounts: Accounts, tmp_path: Path
) -> None:
    copy = tmp_path / "cache" / "jwks.json"
    good = signer.sign(CLAIMS, "reporting", 300)
    assert await is_accepted(Verifier(ISSUER, "reporting", JwksOverHttp(accounts.url, copy)), good)
    nobody = "http://127.0.0.1:9/.well-known/jwks.json"
    source = JwksOverHttp(nobody, copy)
    assert await is_accepted(Verifier(ISSUER, "reporting", source), good)
    assert source._refreshing is not None
    await source._refreshing
    assert await is_accepted(Verifier(ISSUER, "reporting", source), good)


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"keys": [{"kty": "EC"}]}', b"x" * 70_000])
async def test_nonsense_from_accounts_keeps_the_keys_we_have(
    signer: Signer,
    accounts: Accounts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
) -> None:
    monkeypatch.setattr(token_keys, "REFETCH_AT_MOST_EVERY_SECONDS", 0.0)
    verifier = Verifier(ISSUER, "reporting", JwksOverHttp(accounts.url, tmp_path / "jwks.json"))
    good = signer.sign(CLAIMS, "reporting", 300)
    assert await is_accepted(verifier, good)
    accounts.answer = lambda: answer
    unknown = Forger(signer, CLAIMS, "reporting").with_header(kid="unknown-key")
    assert not await is_accepted(verifier, unknown)
    assert await is_accepted(verifier, good)
