"""Make the secrets that no setting has a default for: files only their owner may read.

`python -m operations.keys FOLDER`; a secret that stands is never touched.
"""

import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SYMMETRIC_KEYS = ("master.key", "audit.key", "come_back.key", "web.key")
KEY_BYTES = 32


def make_secrets(folder: Path) -> list[str]:
    """Make what is missing in `folder`; return the names of the files that were made."""
    signing = folder / "signing"
    signing.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    signing.chmod(0o700)
    missing = [name for name in SYMMETRIC_KEYS if not (folder / name).exists()]
    for name in missing:
        write_secret(folder / name, secrets.token_hex(KEY_BYTES).encode() + b"\n")
    if any(signing.glob("*.pem")):
        return missing
    return [*missing, add_signing_key(folder).name]


def add_signing_key(folder: Path) -> Path:
    """Add the ES256 key that signs from the next start on; older ones still verify.

    Its file name is the `kid`, such as 2026-11-23-01; the newest name signs.
    """
    # A key file's name is the day on the wall: no rule depends on it, only the order.
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    older = len(list((folder / "signing").glob(f"{today}-*.pem")))
    target = folder / "signing" / f"{today}-{older + 1:02d}.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    write_secret(target, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return target


def write_secret(target: Path, content: bytes) -> None:
    """Write a file only its owner may read, in one move: it is whole or it is not there."""
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)


if __name__ == "__main__":
    make_secrets(Path(sys.argv[1]))
