"""Alerts as the API shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.notifications.alerts.models import Urgency


class OpenAlert(BaseModel):
    """Something this person must look at."""

    alert_id: UUID
    case_id: UUID
    urgency: Urgency
    raised_at: datetime
    # by when a critical alert ought to be answered
    target_at: datetime | None = None
    # how many more reports about the same raised no alert of their own
    more: int = 0


class OpenAlerts(BaseModel):
    """The caller's open alerts, the oldest first; at most 100 are listed."""

    items: list[OpenAlert]
    count: int


class ToRing(BaseModel):
    """Somebody who can answer the alert, and their number where the school has one."""

    display_name: str
    role: str
    phone: str | None
    # the school's own, where this person carries it
    duty_phone: str | None = None
    is_away: bool


class Phones(BaseModel):
    """Whom to ring about an alert that nobody has answered, in the order to try."""

    urgency: Urgency
    raised_at: datetime
    target_at: datetime | None
    case_id: UUID
    people: list[ToRing]
