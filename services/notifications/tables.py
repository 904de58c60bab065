"""The tables of notifications: their schema, and which of them may be updated in place."""

from typing import Final

from sqlalchemy.orm import DeclarativeBase

from services.shared.database import metadata_for

# Everything else in this schema only grows.
WORKING_TABLES: Final = {
    "alert": "whether somebody answered, and when the ladder moves on",
    "delivery": "where one message to one person stands; each try is a row of its own",
    "case_answer": "the last answer to a case, so that a late job does not wake people again",
    "preference": "when somebody wants no mail about what can wait",
    "provider": "whether a provider works, and since when",
    "worker_beat": "when the worker was last alive",
}


class TableBase(DeclarativeBase):
    """A table in schema `notifications`."""

    metadata = metadata_for("notifications")
