"""What the front end needs to know before it starts."""

from services.shared.settings import ServiceSettings


class FrontendSettings(ServiceSettings):
    """Where the four services listen; everything else is shared with them."""

    accounts_url: str
    reporting_url: str
    notifications_url: str
    devices_url: str
    # Where "Hide this page" leads; empty: a page of times tables of our own.
    away_url: str = ""
    # Also show languages that nobody has checked yet: for whoever checks them, never for children.
    preview_languages: bool = False
