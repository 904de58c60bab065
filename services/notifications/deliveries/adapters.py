"""The mail server: one connection, one message, one recipient."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from ssl import SSLError
from typing import Final

import aiosmtplib

from services.notifications.deliveries.models import Reason
from services.notifications.deliveries.rules import domain_of
from services.notifications.settings import NotificationsSettings, SmtpTls

ONE_ANSWER_SECONDS: Final = 10.0
WHOLE_SEND_SECONDS: Final = 15.0
_GOODBYE_SECONDS = 1.0
_LASTING = 500


@dataclass(frozen=True)
class Answer:
    """What the mail server said; `reason` is None where it took the message (250)."""

    reason: Reason | None
    code: int | None = None
    ref: str | None = None


async def send_mail(settings: NotificationsSettings, message: EmailMessage, address: str) -> Answer:
    """Hand `message` to the mail server for `address` and return its answer; never raises it."""
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        local_hostname=domain_of(settings.mail_from),
        timeout=ONE_ANSWER_SECONDS,
        use_tls=settings.smtp_tls is SmtpTls.TLS,
        start_tls=settings.smtp_tls is SmtpTls.STARTTLS,
        validate_certs=True,
    )
    try:
        async with asyncio.timeout(WHOLE_SEND_SECONDS):
            await client.connect()
            await client.send_message(message, sender=settings.mail_from, recipients=[address])
    except Exception as error:  # noqa: BLE001  # every failure is tried again; none may escape
        return _answer_to(error)
    finally:
        await _say_goodbye(client)
    return Answer(None, 250)


async def _say_goodbye(client: aiosmtplib.SMTP) -> None:
    with suppress(Exception):
        async with asyncio.timeout(_GOODBYE_SECONDS):
            await client.quit()
    client.close()


def _answer_to(error: Exception) -> Answer:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException):
        lasting = error.code >= _LASTING
        return Answer(Reason.SERVER_REFUSED if lasting else Reason.SERVER_BUSY, error.code)
    if isinstance(error, TimeoutError):
        return Answer(Reason.SERVER_SLOW)
    return Answer(_reason_without_code(error))


def _reason_without_code(error: Exception) -> Reason:
    if isinstance(error, SSLError) or isinstance(error.__cause__, SSLError):
        return Reason.NOT_GUARDED
    if isinstance(error, ValueError | UnicodeError):
        return Reason.BAD_ADDRESS
    return Reason.SERVER_AWAY
