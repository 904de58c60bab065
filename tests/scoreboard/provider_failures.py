"""Line R3: the mail server fails in five ways, one after the other, and the worker is killed.

While the server fails without kills, nothing may be lost and nothing be taken twice on one
channel (two 250s for one Message-ID); GOV.UK Notify, played by a local server, must take over.
Then the worker is killed again and again: nothing may be lost. Minutes of failing are moved time.
Planted fault: the row of a delivery that has not left yet is removed.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import asyncpg

from operations.bench.load import Connection
from operations.bench.reports import ReportMaker, page_of
from operations.processes import Part
from operations.readiness import free_front_door, ports_from
from operations.stack import Stack, running_stack
from services.shared.migrations import plain_address
from tests.integration.notifications.notify_server import API_KEY, NotifyServer, running_notify
from tests.scoreboard.failing_mail import WAYS, FailingMail, make_certificate
from tests.scoreboard.line import Result

SEED = 0
# The worker looks for what is due every 5 real seconds; in that time the product's clock makes 15.
STEP_REAL, STEP_MOVED = 5.0, 15.0
SECOND_CHANNEL_SECONDS = 150.0
PATIENCE = 1200.0
# A failing server is left alone for half a moved minute at a time: in the few seconds of the small
# size nobody may have asked it yet, so each way goes on until somebody did, at most so many steps.
STEPS_UNTIL_SEEN = 30
# The first three answers of a mailbox are what one report causes: it is counted, not assumed.
LADDER = "SELECT id::text FROM notifications.delivery WHERE by_ladder AND channel = 'email'"
# A job that a killed worker had picked is taken up by the next one after a while, and only then
# are its messages queued: whatever still stands in the queue is on its way too.
WAITING = (
    "SELECT (SELECT count(*) FROM notifications.delivery WHERE channel = 'email'"
    "  AND next_attempt_at IS NOT NULL) + (SELECT count(*) FROM queue.pgqueuer"
    "  WHERE status IN ('queued', 'picked') AND entrypoint LIKE '%.notifications')"
)
SECOND = (
    "SELECT extract(epoch FROM n.accepted_at - d.queued_at) AS seconds"
    " FROM notifications.delivery n JOIN notifications.delivery d ON d.alert_id = n.alert_id"
    "  AND d.person_id = n.person_id AND d.reminder = n.reminder AND d.channel = 'email'"
    " WHERE n.channel = 'notify_email' AND n.accepted_at IS NOT NULL AND NOT n.by_ladder"
)
REMOVE = (
    "WITH one AS (SELECT id FROM notifications.delivery WHERE channel = 'email'"
    "  AND accepted_at IS NULL AND NOT by_ladder LIMIT 1),"
    " tries AS (DELETE FROM notifications.delivery_attempt WHERE delivery_id IN (TABLE one))"
    " DELETE FROM notifications.delivery WHERE id IN (TABLE one)"
)


@dataclass(frozen=True)
class Size:
    """How many reports in each half, real seconds of failing per way, and kills."""

    reports: int
    seconds_per_way: float
    kills: int


FULL = Size(334, 120.0, 20)
SMALL = Size(6, 5.0, 2)


@dataclass
class Seen:
    """What the servers took."""

    for_one: int
    wanted: int
    accepted: int
    lost: int
    twice: int
    twice_after_kills: int
    second: list[float]
    moved_minutes: float
    ways_seen: int


class Run:
    """One Lantern, its failing mail server, and its clock."""

    def __init__(self, stack: Stack, mail: FailingMail, clock_file: Path, size: Size) -> None:
        """Take the running parts."""
        self.stack, self.mail, self.clock_file, self.size = stack, mail, clock_file, size
        self.moved = 0.0
        self.told = 0
        self.maker = ReportMaker(page_of(stack))
        self.reporting = ports_from(stack.site.port)["reporting"]

    async def tell(self, reports: int) -> None:
        """Send reports; each must be answered well."""
        connection = Connection(f"http://127.0.0.1:{self.reporting}")
        for _ in range(reports):
            status, _body = await connection.send(self.maker.make()[1])
            if not 200 <= status < 300:
                message = f"a report was answered {status} although only the mail server failed"
                raise RuntimeError(message)
            self.told += 1
        connection.close()

    async def step(self) -> None:
        """Let a while pass, for the product three times as long."""
        await asyncio.sleep(STEP_REAL)
        self.moved += STEP_MOVED - STEP_REAL
        self.clock_file.write_text(str(self.moved))

    async def fail_every_way(self, kills: int) -> None:
        """Fail in each way for its time while reports come in; kill the worker `kills` times."""
        steps = max(int(self.size.seconds_per_way / STEP_REAL), 1)
        killed = 0
        for turn, way in enumerate(WAYS):
            seen = self.mail.failed[way]
            await self.mail.fail(way)
            for number in range(steps):
                await self.tell(self._share(turn * steps + number, len(WAYS) * steps))
                done = (turn * steps + number + 1) / (len(WAYS) * steps)
                while killed < kills * done:
                    killed += 1
                    await self._kill_while_sending()
                await self.step()
            await self._until_seen(way, seen)
        await self.mail.fail("")

    async def _until_seen(self, way: str, before: int) -> None:
        """Go on failing until a worker met it; a server that does not listen cannot count."""
        for _ in range(STEPS_UNTIL_SEEN):
            if way == "refused" or self.mail.failed[way] > before:
                return
            await self.step()

    def _share(self, number: int, steps: int) -> int:
        return self.size.reports * (number + 1) // steps - self.size.reports * number // steps

    async def _kill_while_sending(self) -> None:
        await asyncio.to_thread(self.stack.kill, "worker")
        await asyncio.to_thread(self.stack.restart, "worker")
        await asyncio.sleep(1)

    async def drain(self) -> None:
        """Let time pass until nothing waits for the mail server."""
        until = time.monotonic() + PATIENCE
        while await self.value(WAITING) and time.monotonic() < until:
            await self.step()

    async def value(self, sql: str) -> int:
        """Return one number from the database."""
        rows = await self.rows(sql)
        return int(rows[0][0])

    async def rows(self, sql: str) -> list[asyncpg.Record]:
        """Return what the owner of the database sees."""
        connection = await asyncpg.connect(plain_address(self.stack.site.superuser_url))
        try:
            found: list[asyncpg.Record] = await connection.fetch(sql)
        finally:
            await connection.close()
        return found


async def measure(run: Run, *, plant: bool) -> Seen:
    """Run both halves; return what was seen."""
    await run.tell(1)
    await run.step()
    await run.drain()
    for_one = len(run.mail.accepted)
    await run.fail_every_way(0)
    if plant:
        await run.rows(REMOVE)
    await run.drain()
    twice = _doubles(run.mail)
    await run.fail_every_way(run.size.kills)
    await run.drain()
    ladder = {row[0] for row in await run.rows(LADDER)}
    plain = set(run.mail.accepted) - ladder
    return Seen(
        for_one=for_one,
        wanted=for_one * run.told,
        accepted=len(plain),
        lost=for_one * run.told - len(plain),
        twice=twice,
        twice_after_kills=_doubles(run.mail) - twice,
        second=[float(row["seconds"]) for row in await run.rows(SECOND)],
        moved_minutes=run.moved * STEP_MOVED / (STEP_MOVED - STEP_REAL) / 60,
        ways_seen=len(+run.mail.failed),
    )


def _doubles(mail: FailingMail) -> int:
    return sum(1 for times in mail.accepted.values() if times > 1)


@contextmanager
def failing_site(folder: Path, notify: NotifyServer) -> Iterator[tuple[Stack, FailingMail, Path]]:
    """Run a Lantern whose worker sends to the failing server, over TLS, and to Notify."""
    clock_file = folder / "clock"
    clock_file.write_text("0")
    mail = FailingMail(make_certificate(folder, "good"), make_certificate(folder, "bad"))
    with running_stack(folder / "home", free_front_door(), clock_file=clock_file) as stack:
        mail.port = ports_from(stack.site.port)["mail"]
        stack.kill("mail")
        stack.environment |= {
            "LANTERN_SMTP_TLS": "starttls",
            "SSL_CERT_FILE": str(mail.good),
            "LANTERN_NOTIFY_URL": notify.url,
            "LANTERN_NOTIFY_API_KEY": API_KEY,
            "LANTERN_NOTIFY_EMAIL_TEMPLATE": "email",
            "LANTERN_NOTIFY_SMS_TEMPLATE": "sms",
        }
        stack.replace(Part("worker", ("-m", "operations", "worker")))
        yield stack, mail, clock_file


async def _whole(
    stack: Stack, mail: FailingMail, clock_file: Path, size: Size, plant: bool
) -> Seen:
    await mail.open()
    return await measure(Run(stack, mail, clock_file, size), plant=plant)


def run_line(*, plant: bool, small: bool) -> Result:
    """Measure R3 on a Lantern of its own."""
    size = SMALL if small else FULL
    began = time.monotonic()
    with TemporaryDirectory(prefix="lantern-r3-") as name, running_notify() as notify:
        folder = Path(name)
        folder.chmod(0o755)
        with failing_site(folder, notify) as (stack, mail, clock_file):
            seen = asyncio.run(_whole(stack, mail, clock_file, size, plant))
    p95 = quantiles(seen.second, n=20)[-1] if len(seen.second) > 1 else float("inf")
    in_time = small or p95 <= SECOND_CHANNEL_SECONDS
    return Result(
        "R3 notifications lost or twice over five failures of the provider and kills of the worker",
        f"{seen.lost} lost, {seen.twice} twice of {seen.wanted}; second channel p95 {p95:.0f} s;"
        f" {seen.twice_after_kills} twice after {size.kills} kills;"
        f" failing for {seen.moved_minutes:.0f} moved minutes in {seen.ways_seen + 1} ways",
        f"0 / 0, {SECOND_CHANNEL_SECONDS:.0f} s",
        seen.wanted,
        SEED,
        time.monotonic() - began,
        seen.lost == 0 and seen.twice == 0 and in_time,
        seen.for_one > 0 and bool(seen.second) and seen.ways_seen == len(WAYS) - 1,
    )
