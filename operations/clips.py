"""`lantern clips add SCHOOL LANGUAGE PAGE FILE`: let a page be read aloud by a recorded voice.

SCHOOL is the letters of one of its posters. Recordings come in here alone, never through the web.
"""

import os
import sys
from argparse import Namespace
from pathlib import Path
from uuid import UUID

import httpx

from frontend.pupil.clips import LANGUAGES, PAGES, keep_clip, why_not_clip
from operations.environment import Site
from operations.readiness import read_port

USAGE = "usage: lantern clips add SCHOOL LANGUAGE PAGE FILE"
WORDS = 5


class NotTaken(Exception):
    """The clip cannot be used; the message says why."""


def main(arguments: Namespace) -> int:
    """Run the verb; 1 with a sentence where it is refused, 2 where words are missing."""
    words = arguments.words
    if len(words) != WORDS or words[0] != "add":
        print(f"{USAGE}\n  LANGUAGE  {', '.join(sorted(LANGUAGES))}", file=sys.stderr)
        print(f"  PAGE      {', '.join(sorted(PAGES))}", file=sys.stderr)
        return 2
    variables = Site(arguments.home, read_port(arguments.port), "").variables() | os.environ
    try:
        with httpx.Client(base_url=variables["LANTERN_ACCOUNTS_URL"], trust_env=False) as accounts:
            kept = add(accounts, Path(variables["LANTERN_CACHE_DIR"]), words[1:])
    except (NotTaken, OSError, httpx.HTTPError) as refused:
        print(f"The clip was not added: {refused}", file=sys.stderr)
        return 1
    print(f"{words[3]} is read aloud in {words[2]} from now on ({kept.name}).")
    return 0


def add(accounts: httpx.Client, cache_dir: Path, words: list[str]) -> Path:
    """Check and keep one recording; raises NotTaken with the reason."""
    code, language, page, file = words
    if language not in LANGUAGES:
        raise NotTaken(
            f"There are no pages in {language!r}; choose {', '.join(sorted(LANGUAGES))}."
        )
    if page not in PAGES:
        raise NotTaken(f"No page is called {page!r}; choose one of {', '.join(sorted(PAGES))}.")
    content = Path(file).read_bytes()
    why_not = why_not_clip(content)
    if why_not is not None:
        raise NotTaken(why_not)
    found = accounts.get(f"/pupil-pages/{code}")
    if not found.is_success:
        raise NotTaken(f"No school's poster has the letters {code!r}.")
    school_id = UUID(found.json()["school"]["id"])
    return keep_clip(cache_dir, school_id, language, page, content)
