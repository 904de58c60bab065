"""What reporting needs to know before it starts."""

from functools import cached_property

from services.shared.settings import ServiceSettings


class ReportingSettings(ServiceSettings):
    """Settings of the reporting service; all from the environment."""

    reporting_database_url: str

    @cached_property
    def come_back_key(self) -> bytes:
        """Return the key of the come-back codes, kept outside the database (architecture.md 6)."""
        return self.secret("come_back.key")
