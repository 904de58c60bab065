"""Whether somebody is at work."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import TableBase
from services.shared.database import moment


class WorkerBeat(TableBase):
    """The last sign of life of the worker; carries nothing of any school."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime] = moment()
