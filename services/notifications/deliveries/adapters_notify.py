"""GOV.UK Notify: e-mail and text messages through its own client library, and what became of them.

The library is not made for several threads and keeps a connection, so each call has a client of
its own. Our templates there are one field wide: the words are those of rules.py, so that nobody
can write a name into a template on another site (G-21).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import requests
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from services.notifications.deliveries.adapters import ONE_ANSWER_SECONDS, Answer
from services.notifications.deliveries.models import Channel, Reason
from services.notifications.deliveries.rules import Outgoing
from services.notifications.settings import NotificationsSettings

# what Notify says about a message that will not arrive
FAILED: Final = frozenset({"permanent-failure", "temporary-failure", "technical-failure"})
DELIVERED: Final = "delivered"
_BUSY = 429
_FAULT = 500
_BAD_REQUEST = 400
_Got = TypeVar("_Got")

# Its own log would print addresses.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


async def send_by_notify(
    settings: NotificationsSettings, going: Outgoing, body: Mapping[str, str]
) -> Answer:
    """Hand one message to Notify and return its answer; never raises.

    A message whose answer was lost is looked for by its reference first, so that it is not sent
    twice.
    """

    def act() -> Answer:
        client = _client(settings)
        if going.attempts > 1:
            known = client.get_all_notifications(reference=str(going.delivery_id))
            for one in known.get("notifications", ()):
                return Answer(None, 201, str(one["id"]))
        sent = _send(client, settings, going, body)
        return Answer(None, 201, str(sent["id"]))

    return await _safely(act, _answer_to)


async def status_at_notify(settings: NotificationsSettings, ref: str) -> str | None:
    """Return what Notify says of a message (delivered, sending, ...); None where it is silent."""

    def act() -> str | None:
        return str(_client(settings).get_notification_by_id(ref).get("status"))

    return await _safely(act, lambda _error: None)


def _client(settings: NotificationsSettings) -> Any:
    make: Any = NotificationsAPIClient  # the library has no types
    return make(settings.notify_api_key, base_url=settings.notify_url, timeout=ONE_ANSWER_SECONDS)


def _send(
    client: Any, settings: NotificationsSettings, going: Outgoing, body: Mapping[str, str]
) -> Mapping[str, Any]:
    told = {"personalisation": dict(body), "reference": str(going.delivery_id)}
    if going.channel == Channel.SMS:
        sent = client.send_sms_notification(
            phone_number=going.address, template_id=settings.notify_sms_template, **told
        )
    else:
        sent = client.send_email_notification(
            email_address=going.address, template_id=settings.notify_email_template, **told
        )
    answer: Mapping[str, Any] = sent
    return answer


async def _safely(act: Callable[[], _Got], otherwise: Callable[[Exception], _Got]) -> _Got:
    try:
        return await asyncio.to_thread(act)
    except Exception as error:  # noqa: BLE001  # every failure is tried again; none may escape
        return otherwise(error)


def _answer_to(error: Exception) -> Answer:
    if not isinstance(error, APIError) or error.response is None:
        return Answer(_reason_without_code(error.__cause__))
    code = error.status_code
    if code == _BUSY or code >= _FAULT:
        return Answer(Reason.SERVER_BUSY, code)
    return Answer(Reason.BAD_ADDRESS if code == _BAD_REQUEST else Reason.SERVER_REFUSED, code)


def _reason_without_code(cause: BaseException | None) -> Reason:
    if isinstance(cause, requests.exceptions.SSLError):
        return Reason.NOT_GUARDED
    return Reason.SERVER_SLOW if isinstance(cause, requests.Timeout) else Reason.SERVER_AWAY
