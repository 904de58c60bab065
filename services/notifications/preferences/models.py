"""When somebody wants no mail about what can wait, and what they want besides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import TableBase
from services.shared.database import moment


class Preference(TableBase):
    """How a person wants to be told; nothing here holds back what is urgent."""

    __tablename__ = "preference"
    __table_args__ = (CheckConstraint("can_wait IN ('mail', 'weekly', 'app')", name="can_wait"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID]
    quiet_in_class: Mapped[bool]
    quiet_evenings: Mapped[bool]
    texts_urgent: Mapped[bool] = mapped_column(server_default=text("false"))
    no_digest: Mapped[bool] = mapped_column(server_default=text("false"))
    # mail about tasks, what is overdue and answers from outside: mail, weekly or app
    can_wait: Mapped[str] = mapped_column(server_default="mail")
    changed_at: Mapped[datetime] = moment()
