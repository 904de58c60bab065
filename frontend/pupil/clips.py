"""Pages read aloud by a voice that the school recorded; the device's own voice where there is none.

A clip comes in through `lantern clips add` alone (G-01) and is kept beside the school's pages.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from frontend.clients.accounts import PupilPage
from frontend.locale import NAMES
from frontend.pupil.telling.guide import GUIDES
from frontend.pupil.telling.journey import ASIDE, ORDER, Journey, Step

BYTES_AT_MOST: Final = 512 * 1024
ENGLISH: Final = "en"
LANGUAGES: Final = frozenset({ENGLISH, *NAMES})
# Coming back asks for three pictures, one after another.
COMING_BACK: Final = ("come-back-1", "come-back-2", "come-back-3")
# What a page is called: its lane and its question; or which page of what to do it is.
PAGES: Final = frozenset(
    {
        Step.DOORS.value,
        Step.GUIDE.value,
        *(f"{Step.GUIDE}-{one.value}" for one in GUIDES),
        *COMING_BACK,
        *(f"{lane}-{step}" for lane, steps in ORDER.items() for step in (*steps, *ASIDE)),
    }
)
KINDS: Final = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}
TOO_LARGE: Final = "A clip has at most 512 KB: about a minute and a half."
OTHER_KIND: Final = "A clip is an MP3, an Ogg or an M4A recording."


@dataclass(frozen=True)
class Clip:
    """A recording, and what kind of file it is."""

    path: Path
    media_type: str


def name_of(at: Journey) -> str:
    """Return what the page is called on which a child is."""
    if at.at is Step.GUIDE:
        return f"{at.at}-{at.guide}" if at.guide else at.at.value
    return f"{at.lane}-{at.at}" if at.lane else at.at.value


def clip_address(cache_dir: Path, school: PupilPage, language: str | None, page: str) -> str | None:
    """Return where the clip of a page is played, or None where the school recorded none."""
    spoken = language or ENGLISH
    found = clip_of(cache_dir, school.school.id, spoken, page)
    return f"/s/{school.code}/clip/{spoken}/{page}" if found else None


def kind_of(content: bytes) -> str | None:
    """Return which of our kinds a recording is by its first bytes, whatever it is called."""
    if content.startswith(b"OggS"):
        return "ogg"
    if content[4:11] in {b"ftypM4A", b"ftypM4B"}:
        return "m4a"
    is_mp3 = content.startswith(b"ID3") or content[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"}
    return "mp3" if is_mp3 else None


def why_not_clip(content: bytes) -> str | None:
    """Return why a file cannot be a clip, or None."""
    if len(content) > BYTES_AT_MOST:
        return TOO_LARGE
    return None if kind_of(content) else OTHER_KIND


def clip_of(cache_dir: Path, school_id: UUID, language: str, page: str) -> Clip | None:
    """Return the clip of a page in a language, or None where the school recorded none."""
    if language not in LANGUAGES or page not in PAGES:
        return None
    for kind, media_type in KINDS.items():
        path = _folder(cache_dir, school_id, language) / f"{page}.{kind}"
        if path.is_file():
            return Clip(path, media_type)
    return None


def keep_clip(cache_dir: Path, school_id: UUID, language: str, page: str, content: bytes) -> Path:
    """Keep a recording in the place of the one before; the caller has checked it."""
    folder = _folder(cache_dir, school_id, language)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / f"{page}.{kind}").unlink(missing_ok=True)
    target = folder / f"{page}.{kind_of(content)}"
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)
    return target


def _folder(cache_dir: Path, school_id: UUID, language: str) -> Path:
    return cache_dir / "clips" / str(school_id) / language
