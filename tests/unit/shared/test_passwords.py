"""Passwords are Argon2id, checked two at a time, and take as long for somebody who is not there."""

import asyncio
import importlib.util

import pytest

from services.shared import passwords
from services.shared.passwords import hash_password, needs_update, verify_password

pytestmark = pytest.mark.anyio


async def test_a_password_fits_its_own_hash_only() -> None:
    stored = await hash_password("a long invented password")
    assert stored.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert await verify_password("a long invented password", stored)
    assert not await verify_password("a long invented passwort", stored)
    assert stored != await hash_password("a long invented password")
    assert not needs_update(stored)


async def test_a_guess_at_nobody_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = await hash_password("a long invented password")
    checked: list[str] = []
    check = passwords._scheme.verify

    def note(guess: str, kept: str) -> bool:
        checked.append(kept)
        return bool(check(guess, kept))

    monkeypatch.setattr(passwords._scheme, "verify", note)
    assert not await verify_password("guess", stored)
    assert not await verify_password("guess", None)
    # algorithm, version, memory, rounds and lanes: what the work is made of
    somebody, nobody = (kept.split("$")[1:4] for kept in checked)
    assert somebody == nobody


async def test_a_huge_password_is_refused_without_work() -> None:
    with pytest.raises(ValueError, match=r"1,024"):
        await hash_password("x" * 1025)
    stored = await hash_password("x" * 1024)
    assert await verify_password("x" * 1024, stored)
    assert not await verify_password("x" * 100_000, stored)


async def test_an_older_hash_is_made_anew() -> None:
    weaker = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$" + "A" * 43
    assert needs_update(weaker)


async def test_the_loop_stays_free_while_hashing() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    counting = asyncio.create_task(count())
    await asyncio.gather(*(hash_password("a long invented password") for _ in range(4)))
    counting.cancel()
    assert turns > 4


def test_bcrypt_is_not_installed() -> None:
    assert importlib.util.find_spec("bcrypt") is None
