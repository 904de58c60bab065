"""What the worker does for reporting: it hears of devices and alerts, and chases."""

from typing import Final

from services.reporting.chronology.subscribers import hear_climb, hear_device, hear_procedure_told
from services.reporting.planner.actions import chase_overdue
from services.shared.database import Database
from services.shared.hearing import Subscriber

SUBSCRIBERS: Final[dict[str, Subscriber]] = {
    "DeviceStateChanged.reporting": hear_device,
    "AlertClimbed.reporting": hear_climb,
    "ProcedureTold.reporting": hear_procedure_told,
}


async def chase(database: Database) -> None:
    """Tell whoever leads a case that something in it is overdue, once a school day."""
    await chase_overdue(database)
