"""Who hears what; their `subscribers.py` says what they do (docs/architecture.md, Events)."""

from typing import Final

from pydantic import BaseModel

from services.shared.events.devices import DeviceNoticeReleased, DeviceStateChanged
from services.shared.events.notifications import AlertClimbed
from services.shared.events.reporting import (
    CaseAcknowledged,
    CaseClosed,
    CaseReadersChanged,
    ConcernReceived,
)

SUBSCRIPTIONS: Final[dict[type[BaseModel], tuple[str, ...]]] = {
    ConcernReceived: ("notifications",),
    CaseReadersChanged: ("notifications",),
    CaseAcknowledged: ("notifications",),
    CaseClosed: ("notifications",),
    AlertClimbed: ("reporting",),
    DeviceNoticeReleased: ("notifications",),
    DeviceStateChanged: ("reporting",),
}
