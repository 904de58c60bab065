"""Line P4: 300 files are sent to the doors; each is refused, and no byte of one is on a disk.

A file is refused from the head of its request: the body is not sent until the refusal is here. One
that hides in a text is refused once the text is read, in memory. The search that finds no file
finds a word that the same doors do store.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

from operations.bench.load import Connection
from operations.bench.reports import ReportMaker, page_of
from operations.processes import web_part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from tests.scoreboard.file_corpus import Corpus, Sent, ways_on_disk
from tests.scoreboard.line import Result

SEED = 9
FULL = 300
SMALL = 40
SECONDS_TO_REFUSE = 5.0
AT_ONCE = 8
REFUSALS = {
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.LENGTH_REQUIRED,
}


@dataclass
class Seen:
    """How each file was met, and what lay on the disk afterwards."""

    from_the_head: int = 0
    from_the_words: int = 0
    let_in: list[str] = field(default_factory=list)
    on_disk: list[str] = field(default_factory=list)
    control: int = 0


async def refused_from_its_head(url: str, sent: Sent) -> int:
    """Send the head of the request alone; return the status that comes, 0 where none does."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    method, path, headers, body = sent.request
    lines = [f"{method} {path} HTTP/1.1", f"host: {parts.netloc}"]
    lines += [f"{name}: {text}" for name, text in headers.items()]
    if "transfer-encoding" not in headers:
        lines.append(f"content-length: {len(body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode())
    try:
        async with asyncio.timeout(SECONDS_TO_REFUSE):
            answer = await reader.readuntil(b"\r\n")
            return int(answer.split(b" ")[1])
    except (TimeoutError, EOFError):
        return 0
    finally:
        await _send_all_the_same(writer, body)


async def _send_all_the_same(writer: asyncio.StreamWriter, body: bytes) -> None:
    """Send the file in spite of the answer, as a browser may: it must still not be kept."""
    try:
        writer.write(body)
        await asyncio.wait_for(writer.drain(), SECONDS_TO_REFUSE)
        await asyncio.sleep(0.2)
    except (OSError, TimeoutError):
        return  # the door was shut
    finally:
        writer.close()


async def try_one(urls: dict[str, str], sent: Sent, seen: Seen) -> None:
    """Send one file and note how it was met."""
    url = urls[sent.door]
    if not sent.is_words:
        status = await refused_from_its_head(url, sent)
        seen.from_the_head += status in REFUSALS
        if status not in REFUSALS:
            seen.let_in.append(f"{sent.door} {sent.request[2]['content-type']} {status}")
        return
    connection = Connection(url)
    status, _ = await connection.send(sent.request)
    connection.close()
    seen.from_the_words += status == HTTPStatus.UNPROCESSABLE_ENTITY
    if status != HTTPStatus.UNPROCESSABLE_ENTITY:
        seen.let_in.append(f"{sent.door} words {status}")


def chosen(corpus: Corpus, wanted: int) -> list[Sent]:
    """Return `wanted` files, spread over the kinds and the disguises."""
    every = list(corpus.every_way())
    return [every[at * len(every) // wanted] for at in range(wanted)]


async def measure(stack: Stack, wanted: int) -> Seen:
    """Send the files, and one plain word that is kept; search the disk for both."""
    seen, page = Seen(), page_of(stack)
    urls = {
        "frontend": stack.url,
        "reporting": f"http://127.0.0.1:{ports_from(stack.site.port)['reporting']}",
    }
    control = f"kept-{uuid4()}"
    _, (method, path, headers, body) = ReportMaker(page).make()
    connection = Connection(urls["reporting"])
    await connection.send((method, path, {**headers, "idempotency-key": control}, body))
    connection.close()
    files = chosen(Corpus(f"/s/{page.code}", page.token), wanted)
    for begin in range(0, len(files), AT_ONCE):
        await asyncio.gather(*(try_one(urls, one, seen) for one in files[begin : begin + AT_ONCE]))
    folders = [stack.site.home, *fresh_temporaries(stack)]
    seen.control = len(found_in(folders, (control.encode(),)))
    seen.on_disk = found_in(folders, ways_on_disk())
    return seen


def fresh_temporaries(stack: Stack) -> list[Path]:
    """Return what has come into the machine's temporary folder since this stack stands."""
    began = (stack.site.home / "secrets").stat().st_mtime
    parts = Path(tempfile.gettempdir()).glob("tmp*")
    return [one for one in parts if one.is_file() and one.stat().st_mtime >= began]


def found_in(places: list[Path], wanted: tuple[bytes, ...]) -> list[str]:
    """Return the files that hold any of `wanted`: data, write-ahead log, caches, logs, mail."""
    found = []
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            try:
                content = path.read_bytes() if path.is_file() else b""
            except OSError:
                continue  # gone since it was listed
            found += [path.name] if any(one in content for one in wanted) else []
    return found


def plant_fault(stack: Stack) -> None:
    """Let reporting put every body aside before it looks at what it is."""
    port = ports_from(stack.site.port)["reporting"]
    stack.environment["LANTERN_PLANT_SPOOL"] = str(stack.site.home / "cache")
    stack.replace(web_part("reporting", "tests.scoreboard.plants:reporting_spools_bodies", port))
    stack.wait_until_ready()


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure P4 on a Lantern of its own."""
    wanted = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-p4-") as folder:
        Path(folder).chmod(0o755)
        with running_stack(Path(folder), free_front_door()) as stack:
            if plant:
                plant_fault(stack)
            seen = asyncio.run(measure(stack, wanted))
    figure = (
        f"{len(seen.let_in)} let in, {len(seen.on_disk)} files on disk with a canary;"
        f" {seen.from_the_head} refused from the head, {seen.from_the_words} hidden in words;"
        f" the kept word found in {seen.control}"
    )
    figure += "".join(f"; {one}" for one in seen.let_in[:3])
    held = not seen.let_in and not seen.on_disk
    name = "P4 files stored or written anywhere"
    seconds = time.monotonic() - began
    return Result(name, figure, "0 / 0", wanted, SEED, seconds, held, seen.control > 0)
