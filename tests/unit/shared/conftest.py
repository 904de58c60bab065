"""A signer with one key, for the tests of tokens."""

from pathlib import Path

import pytest

from services.shared.tokens import Signer
from tests.unit.shared.signing import ISSUER, make_key


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    make_key(tmp_path, "k1")
    return Signer(tmp_path, ISSUER)
