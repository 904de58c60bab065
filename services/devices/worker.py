"""What the worker does for devices: it hears nothing yet, and chases what is overdue."""

from typing import Final

from services.devices.reminders.actions import chase_overdue
from services.shared.database import Database
from services.shared.hearing import Subscriber

SUBSCRIBERS: Final[dict[str, Subscriber]] = {}


async def chase(database: Database) -> None:
    """Remind parents of overdue devices, once a day for each device (dw4 `chase`)."""
    await chase_overdue(database)
