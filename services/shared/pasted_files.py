"""Find a file pasted into text (G-01): no picture of a child may come in as letters.

Base64, hex or a `data:` address is refused only where it decodes to the first bytes of a known
kind of file. A child's mashed keys are not an error.
"""

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

WHY_NOT = "This looks like a pasted file or picture. Leave it out and say in words what it shows."

# First bytes of kinds of file; three or more each, because shorter ones turn up in mashed keys.
SIGNATURES = (
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"),
    *(b"\x00\x00\x01\x00\x01", b"8BPS", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  "),
    *(b"\x00\x00\x00\x0cJXL ", b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08"),
    *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh91AY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"),
    *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1aE\xdf\xa3", b"OggS", b"ID3\x02", b"ID3\x03"),
    *(b"ID3\x04", b"fLaC", b"FLV\x01", b"#!AMR", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"),
    *(b"0&\xb2u\x8ef\xcf\x11", b"\x7fELF", b"SQLite format 3", b"{\\rtf1"),
    *(b"<svg", b"<?xml", b"<!DOCTYPE", b"<html"),
)
_RIFF_KINDS = (b"WEBP", b"AVI ", b"WAVE")
_MOVIE_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")

_ENOUGH = 96  # letters: more than any signature needs
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_NOT_HEX = re.compile(r"\\x|0x|[^0-9a-f]")
_URL_SAFE = str.maketrans("-_", "+/")
_BEGINNINGS = "|".join(
    (
        *(re.escape(base64.b64encode(one[:3]).decode("ascii")) for one in SIGNATURES),
        *("UklG", "AAA.", "Qk.."),  # RIFF, the size before a movie's first box, BMP
    )
)
_BASE64_START = re.compile(rf"(?=((?:{_BEGINNINGS}).{{28,{_ENOUGH - 4}}}))")
_HEX_BEGINNINGS = "|".join((*(one[:3].hex() for one in SIGNATURES), "524946", "0000", "424d"))
_HEX_START = re.compile(rf"(?=((?:{_HEX_BEGINNINGS})[0-9a-f]{{44,{_ENOUGH - 6}}}))")
_DATA_ADDRESS = re.compile(r"data:[^,\s]{0,200},\s*", re.IGNORECASE)


def why_not_text(text: str) -> str | None:
    """Return the sentence for the page where `text` hides a file, or None where it is words."""
    return WHY_NOT if any(_is_file(raw) for raw in _hidden_bytes(text)) else None


def _hidden_bytes(text: str) -> Iterator[bytes]:
    """Yield the first bytes of all that could be a file, wherever it begins and however broken."""
    for address in _DATA_ADDRESS.finditer(text):
        yield unquote_to_bytes(text[address.end() :][:_ENOUGH]).lstrip()
    letters = _NOT_BASE64.sub("", text.translate(_URL_SAFE))
    for found in _BASE64_START.finditer(letters):
        run = found.group(1)
        yield base64.b64decode(run[: len(run) // 4 * 4])
    for found in _HEX_START.finditer(_NOT_HEX.sub("", text.lower())):
        run = found.group(1)
        yield bytes.fromhex(run[: len(run) // 2 * 2])


def _is_file(raw: bytes) -> bool:
    if raw.startswith(SIGNATURES):
        return True
    if raw.startswith(b"RIFF"):
        return raw[8:12] in _RIFF_KINDS
    if raw.startswith(b"BM"):
        return raw[6:10] == b"\x00\x00\x00\x00"
    return raw.startswith(b"\x00\x00") and raw[4:8] in _MOVIE_BOXES
