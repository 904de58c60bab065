"""What the tests of tokens share: keys, claims, and the question whether a token is accepted."""

import os
import time
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.shared.tokens import Claims, TokenRefused, Verifier

ISSUER = "lantern-accounts"
CLAIMS = Claims(str(uuid4()), str(uuid4()), str(uuid4()), 3, ("dsl", "teacher"), "person")
PAGE = Claims(str(uuid4()), str(uuid4()), str(uuid4()), 0, (), "pupil_page")


def make_key(folder: Path, kid: str, curve: ec.EllipticCurve | None = None) -> None:
    (folder / "signing").mkdir(exist_ok=True)
    key = ec.generate_private_key(curve or ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signing" / f"{kid}.pem").write_bytes(pem)


def make_old(folder: Path, kid: str) -> None:
    """Let a key be published long enough to sign."""
    os.utime(folder / "signing" / f"{kid}.pem", (time.time() - 60, time.time() - 60))


def move(movable_clock: Path, seconds: int) -> None:
    movable_clock.write_text(str(seconds))


async def is_accepted(verifier: Verifier, token: str) -> bool:
    try:
        await verifier.verify(token)
    except TokenRefused:
        return False
    return True
