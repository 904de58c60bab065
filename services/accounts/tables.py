"""The tables of accounts: their schema, and which of them may be updated in place."""

from sqlalchemy.orm import DeclarativeBase

from services.shared.database import metadata_for

# Rows that may be UPDATEd (and, sessions only, DELETEd) by the running role. Everything else in
# this schema is written by the owner's operations (seed, import) or only grows.
WORKING_TABLES = frozenset(
    {
        *("accounts.absence", "accounts.account", "accounts.session", "accounts.tablet"),
        *("accounts.address_try", "accounts.contact", "accounts.duty_phone"),
        *("accounts.picture_password", "accounts.pupil_card", "accounts.trusted_adult"),
    }
)


class TableBase(DeclarativeBase):
    """A table in schema `accounts`."""

    metadata = metadata_for("accounts")
