"""What the worker does for notifications: hear events, send what is due, climb, show life."""

import asyncio
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import actions as alerts
from services.notifications.alerts import queries as alert_queries
from services.notifications.alerts import subscribers as alert_subscribers
from services.notifications.deliveries import actions as deliveries
from services.notifications.deliveries import queries as delivery_queries
from services.notifications.deliveries import subscribers as delivery_subscribers
from services.notifications.deliveries.actions_queue import TO_SEND
from services.notifications.deliveries.adapters import Answer, send_mail
from services.notifications.deliveries.models import Reason
from services.notifications.deliveries.rules import Outgoing, write_message
from services.notifications.settings import NotificationsSettings
from services.notifications.watch.actions import show_life
from services.shared import clock
from services.shared.application import is_away
from services.shared.database import Database
from services.shared.directory import NOTIFICATIONS_WORKER
from services.shared.encryption import Keyring
from services.shared.hearing import Subscriber
from services.shared.logs import describe_error
from services.shared.transactions import open_transaction

SUBSCRIBERS: Final[dict[str, Subscriber]] = {
    "ConcernReceived.notifications": alert_subscribers.hear_concern,
    "ProcedureTells.notifications": alert_subscribers.hear_procedure,
    "CaseReadersChanged.notifications": alert_subscribers.hear_readers,
    "CaseOpened.notifications": delivery_subscribers.hear_opening,
    "CaseAcknowledged.notifications": alert_subscribers.hear_acknowledgement,
    "CaseClosed.notifications": alert_subscribers.hear_closing,
    "DeviceNoticeReleased.notifications": delivery_subscribers.hear_notice,
    "DeviceHeldForPolice.notifications": delivery_subscribers.hear_hold,
}

SENDS_AT_ONCE = 4
AT_MOST = 200
_WAIT_WHILE_AWAY = 0.5

_log = structlog.get_logger()


class Postman:
    """Carries deliveries to the mail server, four at a time, each on a connection of its own.

    A delivery is carried once at a time in this process; the lease on its row keeps other
    processes away.
    """

    def __init__(self, settings: NotificationsSettings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self._keyring = Keyring(settings.secret("master.key"))
        self._sends = asyncio.Semaphore(SENDS_AT_ONCE)
        self._carried: dict[UUID, asyncio.Task[None]] = {}

    def take_along(self, session: AsyncSession) -> None:
        """Carry what the committed `session` queued; called straight after its commit."""
        for school_id, delivery_id in session.info.get(TO_SEND, ()):
            self.carry(school_id, delivery_id)

    def carry(self, school_id: UUID, delivery_id: UUID) -> None:
        """Send this delivery soon, unless it is on its way."""
        if delivery_id in self._carried:
            return
        task = asyncio.create_task(self._carry_safely(school_id, delivery_id))
        self._carried[delivery_id] = task
        task.add_done_callback(lambda _done: self._carried.pop(delivery_id, None))

    async def come_home(self) -> None:
        """Wait for what is on its way; what waits for its turn stays for the next worker."""
        await asyncio.gather(*self._carried.values(), return_exceptions=True)

    async def _carry_safely(self, school_id: UUID, delivery_id: UUID) -> None:
        try:
            async with self._sends:
                await self._carry(school_id, delivery_id)
        except Exception as error:  # noqa: BLE001  # its time comes again; nothing is lost
            _log.warning("not sent", delivery_id=str(delivery_id), **describe_error(error))

    async def _carry(self, school_id: UUID, delivery_id: UUID) -> None:
        who = {"school_id": school_id, "person_id": NOTIFICATIONS_WORKER}
        async with open_transaction(self.database, **who) as session:
            going = await deliveries.take_up(session, self._keyring, delivery_id)
        if going is None:
            return
        answer = await self._hand_over(going)
        await self._note(school_id, delivery_id, answer)

    async def _hand_over(self, going: Outgoing) -> Answer:
        settings = self.settings
        try:
            message = write_message(going, settings.mail_from, settings.public_url, clock.now())
        except (ValueError, UnicodeError):
            return Answer(Reason.BAD_ADDRESS)
        return await send_mail(settings, message, going.address)

    async def _note(self, school_id: UUID, delivery_id: UUID, answer: Answer) -> None:
        """Write the answer down, however long PostgreSQL is away: a 250 must not be forgotten."""
        who = {"school_id": school_id, "person_id": NOTIFICATIONS_WORKER}
        while True:
            try:
                async with open_transaction(self.database, **who) as session:
                    await deliveries.note_answer(session, delivery_id, answer)
            except Exception as error:
                if not is_away(error):
                    raise
                await asyncio.sleep(_WAIT_WHILE_AWAY)
            else:
                return


async def sweep(postman: Postman) -> None:
    """Carry every delivery whose time has come."""
    async with postman.database.session() as session:
        due = await delivery_queries.due_deliveries(session, clock.now(), AT_MOST)
    for school_id, delivery_id in due:
        postman.carry(school_id, delivery_id)


async def move_ladders(postman: Postman) -> None:
    """Ask the next person about every alert that nobody has answered in time (G-11)."""
    async with postman.database.session() as session:
        due = await alert_queries.due_alerts(session, clock.now(), AT_MOST)
    for school_id, alert_id in due:
        async with open_transaction(
            postman.database, school_id=school_id, person_id=NOTIFICATIONS_WORKER
        ) as session:
            await alerts.climb(session, alert_id)
        postman.take_along(session)


async def beat(postman: Postman) -> None:
    """Write down that the worker lives."""
    async with postman.database.session() as session, session.begin():
        await show_life(session)
