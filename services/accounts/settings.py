"""What accounts needs to know before it starts."""

from pydantic import Field

from services.shared.settings import ServiceSettings


class AccountsSettings(ServiceSettings):
    """The shared settings, the database role of accounts, and how long its tokens live.

    Verifiers know only the ceilings (300 s, and a day for the child's page). A token of somebody
    at a tablet is shorter, because the tablet's idle lock is counted from the last exchange.
    """

    accounts_database_url: str
    token_seconds: int = Field(default=300, ge=30, le=300)
    tablet_token_seconds: int = Field(default=60, ge=30, le=300)
    pupil_page_seconds: int = Field(default=24 * 3600, ge=3600, le=24 * 3600)
