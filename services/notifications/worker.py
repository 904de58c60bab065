"""What the worker does for notifications: hear events, send what is due, climb, show life."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.alerts import actions as alerts
from services.notifications.alerts import queries as alert_queries
from services.notifications.alerts import subscribers as alert_subscribers
from services.notifications.deliveries import actions as deliveries
from services.notifications.deliveries import actions_channels as channels
from services.notifications.deliveries import queries as delivery_queries
from services.notifications.deliveries import subscribers as delivery_subscribers
from services.notifications.deliveries.actions_queue import TO_SEND
from services.notifications.deliveries.adapters import Answer, send_mail
from services.notifications.deliveries.adapters_notify import send_by_notify, status_at_notify
from services.notifications.deliveries.models import Channel, Reason
from services.notifications.deliveries.rules import Outgoing, plain_words, write_message
from services.notifications.deliveries.rules_channels import Breakers, fault_in, next_channel
from services.notifications.digests import actions as digests
from services.notifications.digests import queries as digest_queries
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
    "AddressGiven.notifications": delivery_subscribers.hear_address,
    "ConcernReceived.notifications": alert_subscribers.hear_concern,
    "ProcedureTells.notifications": alert_subscribers.hear_procedure,
    "CaseReadersChanged.notifications": alert_subscribers.hear_readers,
    "CaseOpened.notifications": delivery_subscribers.hear_opening,
    "CaseAcknowledged.notifications": alert_subscribers.hear_acknowledgement,
    "CaseClosed.notifications": alert_subscribers.hear_closing,
    "DeviceNoticeReleased.notifications": delivery_subscribers.hear_notice,
    "ParentNoticeReleased.notifications": delivery_subscribers.hear_notice,
    "ShareLinkMade.notifications": delivery_subscribers.hear_share_link,
    "ShareAnswered.notifications": delivery_subscribers.hear_share_answer,
    "CaseOverdue.notifications": delivery_subscribers.hear_overdue,
    "StaffToRemind.notifications": delivery_subscribers.hear_staff_reminder,
    "TaskGiven.notifications": delivery_subscribers.hear_task,
    "DeviceHeldForPolice.notifications": delivery_subscribers.hear_hold,
}

# The channels in their order; the next one takes over where one fails.
ALONE: Final = (Channel.EMAIL,)
WITH_NOTIFY: Final = (Channel.EMAIL, Channel.NOTIFY_EMAIL, Channel.SMS)
SENDS_AT_ONCE = 4
AT_MOST = 200
_WAIT_WHILE_AWAY = 0.5

_log = structlog.get_logger()


class Postman:
    """Carries deliveries to their providers, four at a time, each on a connection of its own.

    A delivery is carried once at a time in this process; the lease on its row keeps other
    processes away.
    """

    def __init__(self, settings: NotificationsSettings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self._keyring = Keyring(settings.secret("master.key"))
        self._sends = asyncio.Semaphore(SENDS_AT_ONCE)
        self._breakers = Breakers()
        self.chain = WITH_NOTIFY if settings.uses_notify else ALONE
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
        async with self._transaction(school_id) as session:
            going = await self._take_up(session, delivery_id)
        self.take_along(session)
        if going is None:
            return
        answer = await self._hand_over(going)
        is_news = self._breakers.note(going.channel, answer.reason, clock.now())
        await self._note(school_id, going, answer, is_news=is_news)

    async def _take_up(self, session: AsyncSession, delivery_id: UUID) -> Outgoing | None:
        """Return the message if it may leave; a provider that fails is left alone for a while."""
        channel = await delivery_queries.channel_of(session, delivery_id)
        following = next_channel(self.chain, channel or "")
        if following and channel and self._breakers.is_open(channel, clock.now()):
            await channels.leave_alone(session, delivery_id, following)
            return None
        return await deliveries.take_up(session, self._keyring, delivery_id, self.chain)

    async def _hand_over(self, going: Outgoing) -> Answer:
        settings = self.settings
        try:
            if going.channel != Channel.EMAIL:
                words = plain_words(going, settings.public_url)
                return await send_by_notify(settings, going, words)
            message = write_message(going, settings.mail_from, settings.public_url, clock.now())
        except (ValueError, UnicodeError):
            return Answer(Reason.BAD_ADDRESS)
        return await send_mail(settings, message, going.address)

    async def _note(
        self, school_id: UUID, going: Outgoing, answer: Answer, *, is_news: bool
    ) -> None:
        """Write the answer down, however long PostgreSQL is away: a 250 must not be forgotten."""
        while True:
            try:
                async with self._transaction(school_id) as session:
                    await self._write_down(session, going, answer, is_news=is_news)
            except Exception as error:
                if not is_away(error):
                    raise
                await asyncio.sleep(_WAIT_WHILE_AWAY)
            else:
                self.take_along(session)
                return

    async def _write_down(
        self, session: AsyncSession, going: Outgoing, answer: Answer, *, is_news: bool
    ) -> None:
        await deliveries.note_answer(session, going.delivery_id, answer)
        if answer.reason is not None:
            await deliveries.take_over(session, going.delivery_id, answer.reason, self.chain)
        if is_news:
            await channels.note_provider(session, going.channel, fault_in(answer.reason))

    async def follow(self, school_id: UUID, delivery_id: UUID) -> None:
        """Ask the provider what became of a message that it took."""
        async with self._transaction(school_id) as session:
            known = await delivery_queries.ref_of(session, delivery_id)
        if known is None:
            return
        status = await status_at_notify(self.settings, known[0])
        async with self._transaction(school_id) as session:
            following = next_channel(self.chain, known[1])
            await channels.note_status(session, delivery_id, status, following)
        self.take_along(session)

    def _transaction(self, school_id: UUID) -> AbstractAsyncContextManager[AsyncSession]:
        return open_transaction(self.database, school_id=school_id, person_id=NOTIFICATIONS_WORKER)


async def sweep(postman: Postman) -> None:
    """Carry every delivery whose time has come."""
    async with postman.database.session() as session:
        due = await delivery_queries.due_deliveries(session, clock.now(), AT_MOST)
    for school_id, delivery_id in due:
        postman.carry(school_id, delivery_id)


async def follow_up(postman: Postman) -> None:
    """Ask what became of every message whose time for that has come."""
    async with postman.database.session() as session:
        due = await delivery_queries.due_statuses(session, clock.now(), AT_MOST)
    for school_id, delivery_id in due:
        await postman.follow(school_id, delivery_id)


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


async def send_digests(postman: Postman) -> None:
    """Tell leadership that their week's overview is ready, at each school whose week begins."""
    async with postman.database.session() as session:
        due = await digest_queries.weeks_beginning(session, clock.now())
    for school_id, week_on in due:
        async with open_transaction(
            postman.database, school_id=school_id, person_id=NOTIFICATIONS_WORKER
        ) as session:
            await digests.queue_digest(session, school_id, week_on)
        postman.take_along(session)


async def beat(postman: Postman) -> None:
    """Write down that the worker lives."""
    async with postman.database.session() as session, session.begin():
        await show_life(session)
