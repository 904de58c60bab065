import re
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from operations.keys import SYMMETRIC_KEYS, add_signing_key, make_secrets


def test_every_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"

    made = make_secrets(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert len(made) == len(SYMMETRIC_KEYS) + 1
    assert make_secrets(folder) == []
    assert {path: path.read_bytes() for path in before} == before
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(len(bytes.fromhex((folder / name).read_text())) == 32 for name in SYMMETRIC_KEYS)


def test_a_secret_that_was_lost_is_made_again_and_the_others_stay(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    kept = (tmp_path / "master.key").read_bytes()
    (tmp_path / "web.key").unlink()

    assert make_secrets(tmp_path) == ["web.key"]
    assert (tmp_path / "master.key").read_bytes() == kept


def test_a_new_signing_key_sorts_after_the_older_ones(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    first = next((tmp_path / "signing").glob("*.pem"))

    second = add_signing_key(tmp_path)

    assert second.name > first.name
    assert all(re.fullmatch(r"[a-z0-9-]{1,16}", one.stem) for one in (first, second))
    key = load_pem_private_key(second.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"


def test_half_written_secrets_never_stand_under_their_name(tmp_path: Path) -> None:
    (tmp_path / "signing").mkdir()
    (tmp_path / ".master.key.new").write_text("half")

    make_secrets(tmp_path)

    assert len((tmp_path / "master.key").read_text().strip()) == 64
    assert not list(tmp_path.rglob("*.new"))
