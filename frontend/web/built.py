"""The built styles, scripts, fonts and pictures: addresses that change when the file does."""

import json
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
MANIFEST = STATIC / "manifest.json"


class NotBuilt(RuntimeError):
    """The assets were not built, or lack a file that a page asks for."""


def _addresses() -> dict[str, str]:
    try:
        return _read(MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        raise NotBuilt("Run `python -m frontend.assets` first: the pages have no styles.") from None


@lru_cache(maxsize=1)
def _read(built_at_ns: int) -> dict[str, str]:
    """Return the addresses of the build of that moment; a new build is read anew."""
    del built_at_ns
    files: dict[str, str] = json.loads(MANIFEST.read_text())["files"]
    return files


def asset(name: str) -> str:
    """Return the address of a built file, such as "staff.css" or "pictures/cat.svg"."""
    try:
        return "/static/" + _addresses()[name]
    except KeyError:
        raise NotBuilt(f"No built file is called {name!r}; see frontend/assets.py.") from None


def drawn_grown_ups() -> tuple[str, ...]:
    """Return the names of the drawings from which a school chooses one for a grown-up."""
    names = (Path(name).stem for name in _addresses() if name.startswith("pictures/"))
    return tuple(sorted(one for one in names if one.startswith(("woman-", "man-"))))


def licences() -> list[str]:
    """Return whose work the pages are made with and under which licence, one line for each."""
    try:
        return (STATIC / "licences.txt").read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise NotBuilt("Run `python -m frontend.assets` first: nobody is credited.") from None


def forget_addresses() -> None:
    """Read the manifest again at the next page, even one built in the same moment."""
    _read.cache_clear()
