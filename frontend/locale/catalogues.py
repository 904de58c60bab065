"""Compile the catalogues, and bring them up to what the pages say: for the build, not a run."""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from frontend.locale import DOMAIN, FOLDER, NAMES


def files() -> dict[str, Path]:
    """Return the catalogues by language."""
    return {code: FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po" for code in NAMES}


def read(file: Path) -> Catalog:
    """Return one catalogue."""
    with file.open("rb") as opened:
        return read_po(opened)


def compile_all() -> None:
    """Write the compiled file beside each catalogue where it is missing or older."""
    for file in files().values():
        compiled = file.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            continue
        part = compiled.with_suffix(".part")
        with part.open("wb") as opened:
            write_mo(opened, read(file))
        part.replace(compiled)


def update(texts: Iterable[str]) -> None:
    """Bring every catalogue up to `texts`: new ones come untranslated, old ones go."""
    wanted = Catalog(charset="utf-8")
    for text in sorted(texts):
        wanted.add(text, flags=["python-format"] if "%(" in text else [])
    for file in files().values():
        catalogue, header = read(file), _header(file)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with file.open("wb") as opened:
            opened.write(header)
            write_po(opened, catalogue, width=98, sort_output=True, omit_header=True)


def _header(file: Path) -> bytes:
    """Return the catalogue's own header: who checked it stands there, and Babel would drop it."""
    return file.read_bytes().split(b"\n\n", 1)[0] + b"\n\n"
