"""What devices needs to know before it starts."""

from services.shared.settings import ServiceSettings


class DevicesSettings(ServiceSettings):
    """The shared settings, and the database role of devices."""

    devices_database_url: str
