"""When somebody wants no mail about what can wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import TableBase
from services.shared.database import moment


class Preference(TableBase):
    """A person's own quiet times; they never hold back what is urgent."""

    __tablename__ = "preference"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    quiet_in_class: Mapped[bool]
    quiet_evenings: Mapped[bool]
    changed_at: Mapped[datetime] = moment()
