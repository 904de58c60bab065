"""The base of the tables in schema devices, and which of them are not records."""

from typing import Final

from sqlalchemy.orm import DeclarativeBase

from services.shared.database import metadata_for

# Tables whose rows may be changed; every other table of this schema only grows (G-20).
WORKING_TABLES: Final = {
    "device_state": "the chain of custody folded up; rebuilt from custody_event at any time",
    "hand_in_state": "a day's taps folded up; rebuilt from hand_in_event at any time",
}


class TableBase(DeclarativeBase):
    """What every table of the schema devices derives from."""

    metadata = metadata_for("devices")
