"""Files that must never come in: every image and video kind, disguised in each of a dozen ways.

Each is made of noise with a canary in it; none is a picture of anything.
"""

import base64
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from operations.bench.load import Request

CANARY: Final = b"LANTERN-FILE-CANARY-7f3a91d2"
NOISE_BYTES: Final = 3_000
BOUNDARY: Final = "lantern-boundary-5f2d"
# name, content type, the first bytes by which it is known
KINDS: Final[tuple[tuple[str, str, bytes], ...]] = (
    ("jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("gif", "image/gif", b"GIF89a"),
    ("webp", "image/webp", b"RIFF\x00\x10\x00\x00WEBPVP8 "),
    ("bmp", "image/bmp", b"BM\x00\x10\x00\x00\x00\x00\x00\x00"),
    ("tiff", "image/tiff", b"II*\x00\x08\x00\x00\x00"),
    ("heic", "image/heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
    ("avif", "image/avif", b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"),
    ("svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
    ("mp4", "video/mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00"),
    ("mov", "video/quicktime", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00"),
    ("avi", "video/x-msvideo", b"RIFF\x00\x10\x00\x00AVI LIST"),
    ("mkv", "video/x-matroska", b"\x1aE\xdf\xa3\x01\x00\x00\x00"),
    ("webm", "video/webm", b"\x1aE\xdf\xa3\x9fB\x86\x81"),
    ("3gp", "video/3gpp", b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00"),
    ("pdf", "application/pdf", b"%PDF-1.7\n"),
    ("zip", "application/zip", b"PK\x03\x04\x14\x00\x00\x00"),
)
SAFE_NAMES: Final = ("homework.txt", "words.csv", "note.html")


@dataclass(frozen=True)
class Sent:
    """One file on its way: what is sent where; `is_words` where it hides in a text."""

    door: str
    request: Request
    is_words: bool = False


@dataclass
class Corpus:
    """Makes the files and the requests that carry them to a door of the front end or a service."""

    page: str
    token: str
    dice: random.Random = field(default_factory=lambda: random.Random(9))  # noqa: S311

    def content(self, head: bytes) -> bytes:
        """Return one file: its first bytes, the canary, and noise."""
        return head + CANARY + self.dice.randbytes(NOISE_BYTES) + CANARY

    def every_way(self) -> Iterator[Sent]:
        """Yield every kind in every disguise, at the child's page and at reporting."""
        for name, kind, head in KINDS:
            content = self.content(head)
            for door, path in (("frontend", self.page), ("reporting", "/pupil-reports")):
                yield Sent(door, self.bare(path, kind, content))
                yield Sent(door, self.bare(path, kind.upper(), b"GIF89a/*" + content + b"*/"))
                yield Sent(door, self.bare(path, "application/octet-stream", content))
                yield Sent(door, self.in_a_form(path, f"picture.{name}", kind, content))
                yield Sent(door, self.in_a_form(path, SAFE_NAMES[0], "text/plain", content))
                yield Sent(door, self.in_a_form(path, f"a.{name}.txt", "text/csv", content))
                yield Sent(door, self.bare(path, "text/plain", base64.b64encode(content)))
                yield Sent(door, self.chunked(path, kind, content))
            yield Sent("reporting", self.in_words(kind, head, as_address=True), is_words=True)
            yield Sent("reporting", self.in_words(kind, head, as_address=False), is_words=True)

    def _headers(self, kind: str) -> dict[str, str]:
        return {
            "content-type": kind,
            "authorization": f"Bearer {self.token}",
            "sec-fetch-site": "same-origin",
            "idempotency-key": f"file-{self.dice.getrandbits(64):016x}",
        }

    def bare(self, path: str, kind: str, content: bytes) -> Request:
        """Return the file as the whole body."""
        return "POST", path, self._headers(kind), content

    def in_a_form(self, path: str, name: str, kind: str, content: bytes) -> Request:
        """Return the file in a multipart form."""
        part = f'content-disposition: form-data; name="words"; filename="{name}"'
        head = f"--{BOUNDARY}\r\n{part}\r\ncontent-type: {kind}\r\n\r\n".encode()
        body = head + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return "POST", path, self._headers(f"multipart/form-data; boundary={BOUNDARY}"), body

    def chunked(self, path: str, kind: str, content: bytes) -> Request:
        """Return the file without a length, in pieces."""
        headers = self._headers(kind) | {"transfer-encoding": "chunked"}
        return "POST", path, headers, b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)

    def in_words(self, kind: str, head: bytes, *, as_address: bool) -> Request:
        """Return a child's report with the file written out in letters."""
        letters = base64.b64encode(head + CANARY + self.dice.randbytes(900)).decode()
        said = f"data:{kind};base64,{letters}" if as_address else f"look: {letters}"
        body = {"page_code": "x", "lane": "big", "account": said}
        return (
            "POST",
            "/pupil-reports",
            self._headers("application/json"),
            json.dumps(body).encode(),
        )


def ways_on_disk() -> tuple[bytes, ...]:
    """Return the canary as it could lie on a disk: as it is, or in base64 at any place."""
    based = (base64.b64encode(b"x" * skip + CANARY)[4:-4] for skip in range(3))
    return (CANARY, *based)
