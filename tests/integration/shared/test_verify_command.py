"""`lantern verify-audit` says per school what it found, and exits 1 with the first bad row."""

import asyncio
from argparse import Namespace
from pathlib import Path

import pytest

from operations.verify_audit import main
from tests.integration.shared.trail import KEY, Trail

pytestmark = pytest.mark.anyio


async def verify(trail: Trail, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command as the operator would, in its own thread and event loop."""
    secrets_dir = trail.heads_dir.parent / "secrets"
    keep_key(secrets_dir)
    monkeypatch.setenv("LANTERN_SECRETS_DIR", str(secrets_dir))
    monkeypatch.setenv("LANTERN_AUDIT_HEADS_DIR", str(trail.heads_dir))
    monkeypatch.setenv("LANTERN_SEALER_DATABASE_URL", trail.sealer_url)
    arguments = Namespace(home=trail.heads_dir, port="8000", words=list(words))
    return await asyncio.to_thread(main, arguments)


def keep_key(secrets_dir: Path) -> None:
    secrets_dir.mkdir(exist_ok=True)
    (secrets_dir / "audit.key").write_text(KEY.hex())


async def test_a_sound_trail_exits_0_and_a_broken_one_1(
    trail: Trail, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await trail.write(3)
    await trail.seal()
    assert await verify(trail, monkeypatch) == 0
    told = capsys.readouterr().out
    assert f"{trail.school_id}  3 rows, 0 not yet sealed, 1 heads  ok" in told
    await trail.tamper("UPDATE audit.entry SET act = 'case.list' WHERE school_id = $1")
    assert await verify(trail, monkeypatch, str(trail.school_id)) == 1
    assert f"row {await trail.entry_id(1)} was changed" in capsys.readouterr().out


async def test_a_word_that_is_no_school_is_refused(
    trail: Trail, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await verify(trail, monkeypatch, "somebody") == 2
    assert "usage" in capsys.readouterr().err
