"""G-01: no file comes in as letters, and no child's mashed keys are taken for one."""

import base64
import os
import random
import string
import time

import pytest

from services.shared.pasted_files import why_not_text

FILES = {
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + os.urandom(80),
    "png": b"\x89PNG\r\n\x1a\n" + os.urandom(80),
    "gif": b"GIF89a" + os.urandom(80),
    "webp": b"RIFF\x24\x10\x00\x00WEBPVP8 " + os.urandom(80),
    "mp4": b"\x00\x00\x00\x18ftypmp42" + os.urandom(80),
    "heic": b"\x00\x00\x00\x24ftypheic" + os.urandom(80),
    "bmp": b"BM\x36\x10\x0e\x00\x00\x00\x00\x00" + os.urandom(80),
    "webm": b"\x1aE\xdf\xa3" + os.urandom(80),
    "pdf": b"%PDF-1.7\n" + os.urandom(80),
    "zip": b"PK\x03\x04\x14\x00" + os.urandom(80),
    "gzip": b"\x1f\x8b\x08\x00" + os.urandom(80),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 60,
}


def _lines(text: str) -> str:
    return "\n".join(text[at : at + 19] for at in range(0, len(text), 19))


WAYS = {
    "base64": lambda raw: base64.b64encode(raw).decode(),
    "url safe base64": lambda raw: base64.urlsafe_b64encode(raw).decode(),
    "broken into lines": lambda raw: _lines(base64.b64encode(raw).decode()),
    "after words": lambda raw: "this is it " + base64.b64encode(raw).decode() + " please help",
    "spaced out": lambda raw: " ".join(base64.b64encode(raw).decode()),
    "data address": lambda raw: "data:image/x;base64," + base64.b64encode(raw).decode(),
    "percent data address": lambda raw: "data:image/x," + "".join(f"%{one:02x}" for one in raw),
    "hex": lambda raw: raw.hex(),
    "upper case hex": lambda raw: "see " + raw.hex(" ").upper(),
    "escapes": lambda raw: "".join(f"\\x{one:02x}" for one in raw),
}


@pytest.mark.guard("G-01")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FILES)
def test_a_file_written_as_letters_is_found(kind: str, way: str) -> None:
    assert why_not_text(WAYS[way](FILES[kind])) is not None


WORDS = [
    "He said he would post my picture if I did not pay him. I am scared and I told nobody.",
    "hjkshdfkjhsdkfjhskdjfhksjdfhksjdhfkjshdfkjshdfkjshdkfjhsdkfjhsdkfjhskdjfhskdjfhksjdhf",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000",
    "https://example.com/watch?v=dQw4w9WgXcQ&list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf",
    "😀😀😀😀😀😀😀😀 zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
    "data: she showed me the data, and then the data, and nothing else",
    "deadbeef" * 20,
    base64.b64encode(b"these are only words, written by somebody who likes base64 a lot").decode(),
    "",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_are_words(text: str) -> None:
    assert why_not_text(text) is None


def test_mashed_keys_are_not_an_error() -> None:
    chance = random.Random(20261123)  # noqa: S311 - a fixed seed, so that the same keys are mashed
    keys = string.ascii_letters + string.digits + " /+;'#[]"
    refused = sum(
        why_not_text("".join(chance.choices(keys, k=400))) is not None for _ in range(2000)
    )
    assert refused == 0


@pytest.mark.parametrize("text", ["A" * 10_000, "Qk" * 5_000, "0" * 10_000, "data:" * 2_000])
def test_the_longest_text_is_judged_quickly(text: str) -> None:
    started = time.perf_counter()
    why_not_text(text)
    assert time.perf_counter() - started < 1.0
