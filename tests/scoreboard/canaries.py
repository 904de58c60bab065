"""Line P1: what is written about a child never leaves the house.

Every case carries words of its own in every field that somebody types into. Each is first found
where it belongs, on the safeguarding lead's page and in the pupil's export, and then looked for in
everything that left: mail (headers and bodies, decoded), Notify's e-mails and texts, and the logs.
Planted fault: reporting prints what it is sent.
"""

import asyncio
import io
import json
import random
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import pyzipper

from operations.bench.people import Person, sign_in, token_for
from operations.bench.reports import Page, page_of, report_body
from operations.processes import web_part
from operations.readiness import ports_from
from operations.stack import Stack
from tests.integration.notifications.notify_server import NotifyServer, running_notify
from tests.scoreboard.failing_mail import FailingMail
from tests.scoreboard.line import Result
from tests.scoreboard.provider_failures import failing_site

SEED = 20261125
N, SMALL_N = 2_000, 8
# a token is good for 300 s
ASKS_PER_TOKEN = 100
PATIENCE = 900.0


@dataclass
class Told:
    """What was typed, and where it was found."""

    canaries: list[str] = field(default_factory=list)
    of_pupil: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    on_page: int = 0
    in_export: int = 0


class House:
    """One Lantern, the lead who reads in it, and the page on which children tell."""

    def __init__(self, stack: Stack, lead: Person, page: Page) -> None:
        """Sign the lead in."""
        self.stack, self.lead, self.page = stack, lead, page
        self.chance = random.Random(SEED)  # noqa: S311  words that occur nowhere else, no secret
        self._tokens: dict[str, tuple[str, int]] = {}

    def word(self) -> str:
        """Return a word that occurs nowhere else."""
        return f"quokka{self.chance.getrandbits(64):016x}"

    def bearer(self, service: str) -> str:
        """Return the lead's token for a service, a new one every hundred asks."""
        token, left = self._tokens.get(service, ("", 0))
        if not left:
            token, left = token_for(self.stack, self.lead, service), ASKS_PER_TOKEN
        self._tokens[service] = (token, left - 1)
        return f"Bearer {token}"

    def ask(self, service: str, path: str, body: Any = None, *, bearer: str = "") -> bytes:
        """Ask a service as the lead; raises where the answer is not good."""
        url = f"http://127.0.0.1:{ports_from(self.stack.site.port)[service]}{path}"
        headers = {"content-type": "application/json", "idempotency-key": str(uuid4())}
        headers["authorization"] = bearer or self.bearer(service)
        content = None if body is None else json.dumps(body).encode()
        with urlopen(Request(url, content, headers), timeout=30) as answer:
            found: bytes = answer.read()
        return found

    def tell(self, told: Told) -> None:
        """Let a child tell, with words of its own in every field."""
        words = [self.word() for _ in range(2)]
        body = report_body(self.page, f"Somebody wrote {words[0]} to me.") | {"name": words[1]}
        bearer = f"Bearer {self.page.token}"
        self.ask("reporting", "/pupil-reports", body, bearer=bearer)
        told.canaries += words

    def report(self, told: Told, pupil_id: str) -> None:
        """Report something about a child as the lead."""
        word = self.word()
        body = {"pupil_ids": [pupil_id], "happened": f"She showed me {word}.", "kind": "other"}
        body |= {"concern_type": "contact", "danger_now": "no", "about_adult": "no"}
        self.ask("reporting", "/staff-reports", body)
        told.canaries.append(word)
        told.of_pupil.append(word)

    def read_every_case(self, told: Told) -> None:
        """Write a note with a word of its own into every case; find all words on its page."""
        after = ""
        pages: list[str] = []
        while True:
            inbox = json.loads(self.ask("reporting", f"/inbox{after}"))
            pages += [self._noted(told, row["case_id"], row["reference"]) for row in inbox["items"]]
            if not inbox["next_cursor"]:
                break
            after = f"?cursor={inbox['next_cursor']}"
        shown = "\n".join(pages)
        told.on_page = sum(1 for one in told.canaries if one in shown)

    def _noted(self, told: Told, case_id: str, reference: str) -> str:
        path = f"/cases/{case_id}"
        word = self.word()
        seen = json.loads(self.ask("reporting", path))
        note = {"version": seen["version"], "text": f"Rang and heard {word}."}
        self.ask("reporting", f"{path}/notes", note)
        told.canaries.append(word)
        told.secrets += [case_id, reference]
        return self.ask("reporting", path).decode()

    def read_export(self, told: Told, pupil_id: str) -> None:
        """Find the words about one child in the export of their record."""
        body = {"pupil_id": pupil_id, "reason": "moves to another school"}
        made = json.loads(self.ask("reporting", "/exports", body))
        sealed = self.ask("reporting", f"/exports/{made['export_id']}")
        outer = pyzipper.AESZipFile(io.BytesIO(sealed))
        (entry,) = outer.infolist()
        inner = zipfile.ZipFile(io.BytesIO(outer.read(entry, made["passphrase"].encode())))
        shown = b"\n".join(inner.read(name) for name in inner.namelist()).decode(errors="replace")
        told.in_export = sum(1 for one in told.of_pupil if one in shown)

    def any_pupil(self) -> tuple[str, str]:
        """Return the id and the name of a child of the school."""
        for letters in ("ama", "oli", "ell", "har", "isa", "soph", "geo", "fre", "mar", "ale"):
            found = json.loads(self.ask("accounts", f"/pupils?search={letters}"))["items"]
            if found:
                return str(found[0]["id"]), str(found[0]["display_name"])
        message = "no child was found, so no export can be made"
        raise RuntimeError(message)


def wait_for(url: str, seconds: float = 60.0) -> None:
    """Wait until a part that was started again answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), urlopen(url, timeout=5):  # noqa: S310  our own loopback address
            return
        time.sleep(0.2)
    message = f"{url} does not answer"
    raise RuntimeError(message)


def opened(raw: bytes) -> str:
    """Return a message with every header and every part decoded, and as it was sent."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    parts = [str(value) for value in message.values()]
    for part in message.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            parts.append(content.decode(errors="replace"))
    return "\n".join([*parts, raw.decode(errors="replace")])


def leaks(told: Told, mail: FailingMail, notify: NotifyServer, logs: Path) -> list[str]:
    """Return every place in which a word of a case was found outside."""
    left = {f"mail {number}": opened(raw) for number, raw in enumerate(mail.raw)}
    left |= {f"notify {number}": json.dumps(one) for number, one in enumerate(notify.taken)}
    found = [
        place
        for place, text in left.items()
        if any(one in text for one in (*told.canaries, *told.secrets))
    ]
    for log in logs.iterdir():
        text = log.read_text(errors="replace")
        found += [log.name] * sum(1 for one in told.canaries if one in text)
    return found


async def measure(house: House, mail: FailingMail, notify: NotifyServer, n: int) -> Told:
    """Let children and colleagues tell while the mail server works, and then while it does not."""
    told = Told()
    pupil_id, name = await asyncio.to_thread(house.any_pupil)
    told.secrets.append(name)
    notify.status = "permanent-failure"  # so that text messages leave as well
    for half in range(2):
        await mail.fail("" if half == 0 else "refused")
        for number in range(n // 2):
            if number % 4 == 0:
                await asyncio.to_thread(house.report, told, pupil_id)
            else:
                await asyncio.to_thread(house.tell, told)
        await _until_something_left(mail, notify, half)
    await asyncio.to_thread(house.read_every_case, told)
    await asyncio.to_thread(house.read_export, told, pupil_id)
    return told


async def _until_something_left(mail: FailingMail, notify: NotifyServer, half: int) -> None:
    """Wait until mail left, or, while the mail server is away, e-mails and texts by Notify."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        kinds = {one["kind"] for one in notify.taken}
        if (mail.raw and half == 0) or kinds == {"email", "sms"}:
            break
        await asyncio.sleep(1)
    await asyncio.sleep(10)


async def _whole(stack: Stack, mail: FailingMail, notify: NotifyServer, n: int) -> Told:
    await mail.open()
    lead = await asyncio.to_thread(sign_in, stack, role="dsl")
    page = await asyncio.to_thread(page_of, stack)
    return await measure(House(stack, lead, page), mail, notify, n)


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure P1 on a Lantern of its own."""
    n = SMALL_N if small else N
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-p1-") as name, running_notify() as notify:
        folder = Path(name)
        folder.chmod(0o755)
        with failing_site(folder, notify) as (stack, mail, _clock_file):
            if plant:
                factory = "tests.scoreboard.plants:reporting_prints_what_it_is_sent"
                port = ports_from(stack.site.port)["reporting"]
                stack.replace(web_part("reporting", factory, port))
                wait_for(f"http://127.0.0.1:{port}/health")
            told = asyncio.run(_whole(stack, mail, notify, n))
            found = leaks(told, mail, notify, stack.site.home / "logs")
    kinds = {one["kind"] for one in notify.taken}
    crowds = sum(times for number, times in mail.recipients.items() if number != 1)
    is_whole = told.on_page == len(told.canaries) and told.in_export == len(told.of_pupil)
    return Result(
        "P1 words of a case found in what left the house",
        f"{len(found)} found, {crowds} messages with several recipients, in {len(mail.raw)} mails,"
        f" {len(notify.taken)} by Notify and the logs; of {len(told.canaries)} canaries"
        f" {told.on_page} on the lead's pages, {told.in_export} of {len(told.of_pupil)} exported"
        + "".join(f"; {one}" for one in found[:3]),
        "0 / 0",
        n,
        SEED,
        time.monotonic() - began,
        not found and not crowds,
        is_whole and bool(mail.raw) and kinds == {"email", "sms"},
    )
