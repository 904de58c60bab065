"""`lantern worker`: one process that runs all subscribers, schedules and the audit sealer.

It ends in an orderly way on SIGTERM and outlives PostgreSQL: whatever fails because the database
is away is tried again until it answers.
"""

import asyncio
import importlib
import signal
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import structlog
import uvloop

from services.devices.worker import chase
from services.notifications.settings import NotificationsSettings
from services.notifications.worker import (
    Postman,
    beat,
    follow_up,
    move_ladders,
    send_digests,
    sweep,
)
from services.reporting.exports.actions import empty_expired
from services.reporting.worker import chase as chase_cases
from services.shared import audit, sealer
from services.shared.database import Database
from services.shared.hearing import Subscription, hear_until, subscriptions_of
from services.shared.logs import describe_error, set_up_logs
from services.shared.subscriptions import SUBSCRIPTIONS

# Seconds between two runs. Every delivery keeps its own time; the sweep only looks whose has come.
SWEEP_EVERY: Final = 5.0
CLIMB_EVERY: Final = 10.0
BEAT_EVERY: Final = 5.0
SEAL_EVERY: Final = 1.0
EMPTY_EVERY: Final = 300.0
# How often the worker looks; each device is chased once a day.
CHASE_EVERY: Final = 300.0
# How often the worker looks whether a week has begun, or something is overdue.
REMIND_EVERY: Final = 300.0
_log = structlog.get_logger()


class WorkerSettings(NotificationsSettings):
    """The settings of everything that the worker runs."""

    accounts_database_url: str
    reporting_database_url: str
    devices_database_url: str
    sealer_database_url: str
    audit_heads_dir: Path
    # whether mail goes out by the calendar: a week begins, something is overdue
    reminders: bool = False

    def url_of(self, service: str) -> str:
        """Return the database address of `service`."""
        found: str = getattr(self, f"{service}_database_url")
        return found


@dataclass(frozen=True)
class Chore:
    """Something done again and again; `part` names it in the log."""

    part: str
    seconds: float
    act: Callable[[], Awaitable[None]]


async def repeat(chore: Chore, stopping: asyncio.Event) -> None:
    """Do the chore until `stopping` is set; a failure is written down and tried again."""
    while not stopping.is_set():
        try:
            await chore.act()
        except Exception as error:  # noqa: BLE001  # a chore that stops is a chore nobody does
            _log.warning("chore failed", part=chore.part, **describe_error(error))
        try:
            await asyncio.wait_for(stopping.wait(), chore.seconds)
        except TimeoutError:
            continue


class Worker:
    """Everything that runs beside the services."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        self.stopping = asyncio.Event()
        listening = {name for who in SUBSCRIPTIONS.values() for name in who}
        self._databases = {
            name: Database(settings.url_of(name), pool_size=5, max_overflow=5)
            for name in sorted({*listening, "notifications", "devices"})
        }
        self._sealer = Database(settings.sealer_database_url, pool_size=1, max_overflow=0)
        self._postman = Postman(settings, self._databases["notifications"])
        self._listening = sorted(listening)

    async def run(self) -> None:
        """Work until `stopping` is set, then let what is under way end."""
        chores = [asyncio.create_task(repeat(one, self.stopping)) for one in self._chores()]
        await hear_until(
            self.stopping, self.settings.notifications_database_url, self._subscriptions()
        )
        await asyncio.gather(*chores)
        await self._postman.come_home()
        for database in (*self._databases.values(), self._sealer):
            await database.close()

    def _subscriptions(self) -> list[Subscription]:
        found: list[Subscription] = []
        for service in self._listening:
            module = importlib.import_module(f"services.{service}.worker")
            after = self._postman.take_along if service == "notifications" else None
            found += subscriptions_of(
                service, self._databases[service], module.SUBSCRIBERS, self.stopping, after
            )
        return found

    def _chores(self) -> list[Chore]:
        postman = self._postman
        reminders = [
            Chore("digests", REMIND_EVERY, partial(send_digests, postman)),
            Chore("overdue", REMIND_EVERY, partial(chase_cases, self._databases["reporting"])),
        ]
        return [
            *(reminders if self.settings.reminders else []),
            Chore("beat", BEAT_EVERY, partial(beat, postman)),
            Chore("sweep", SWEEP_EVERY, partial(sweep, postman)),
            Chore("statuses", SWEEP_EVERY, partial(follow_up, postman)),
            Chore("ladder", CLIMB_EVERY, partial(move_ladders, postman)),
            Chore("sealer", SEAL_EVERY, self._seal),
            Chore("chase", CHASE_EVERY, partial(chase, self._databases["devices"])),
            Chore("exports", EMPTY_EVERY, self._empty_exports),
        ]

    async def _seal(self) -> None:
        audit_key = self.settings.secret("audit.key")
        folder = self.settings.audit_heads_dir
        while await sealer.seal_once(self._sealer, audit_key, folder) >= sealer.AT_ONCE:
            if self.stopping.is_set():
                return

    async def _empty_exports(self) -> None:
        async with self._databases["reporting"].session() as session, session.begin():
            await empty_expired(session)


async def work(settings: WorkerSettings) -> None:
    """Run the worker until SIGTERM or SIGINT."""
    worker = Worker(settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stopping.set)
    await worker.run()


def main(_arguments: Namespace) -> int:
    """Run the worker in this process; settings come from the environment."""
    settings = WorkerSettings()
    set_up_logs("worker", settings.log_level)
    audit.use_key_from(settings.secrets_dir)
    uvloop.run(work(settings))
    return 0
