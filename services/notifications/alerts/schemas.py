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


class OpenAlerts(BaseModel):
    """The caller's open alerts, the oldest first; at most 100 are listed."""

    items: list[OpenAlert]
    count: int
