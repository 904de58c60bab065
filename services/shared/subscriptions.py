"""Who hears what; their `subscribers.py` says what they do (docs/architecture.md, Events)."""

from typing import Final

from pydantic import BaseModel

from services.shared.events.accounts import AddressGiven
from services.shared.events.devices import (
    DeviceHeldForPolice,
    DeviceNoticeReleased,
    DeviceStateChanged,
)
from services.shared.events.notifications import AlertClimbed, ProcedureTold
from services.shared.events.reporting import (
    CaseAcknowledged,
    CaseClosed,
    CaseOpened,
    CaseOverdue,
    CaseReadersChanged,
    ConcernReceived,
    ParentNoticeReleased,
    ProcedureTells,
    ShareAnswered,
    ShareLinkMade,
    StaffToRemind,
    TaskGiven,
)

SUBSCRIPTIONS: Final[dict[type[BaseModel], tuple[str, ...]]] = {
    AddressGiven: ("notifications",),
    ConcernReceived: ("notifications",),
    ProcedureTells: ("notifications",),
    CaseReadersChanged: ("notifications",),
    CaseOpened: ("notifications",),
    CaseAcknowledged: ("notifications",),
    CaseClosed: ("notifications",),
    AlertClimbed: ("reporting",),
    ProcedureTold: ("reporting",),
    DeviceNoticeReleased: ("notifications",),
    ParentNoticeReleased: ("notifications",),
    ShareLinkMade: ("notifications",),
    ShareAnswered: ("notifications",),
    CaseOverdue: ("notifications",),
    StaffToRemind: ("notifications",),
    TaskGiven: ("notifications",),
    DeviceHeldForPolice: ("notifications",),
    DeviceStateChanged: ("reporting",),
}
