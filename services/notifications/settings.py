"""What notifications needs to know before it starts."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from services.shared.settings import Environment, ServiceSettings


class SmtpTls(StrEnum):
    """How the way to the mail server is guarded; the certificate is always verified."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class NotificationsSettings(ServiceSettings):
    """Settings of the notifications service; all from the environment."""

    notifications_database_url: str
    smtp_host: str
    smtp_port: int
    smtp_tls: SmtpTls = SmtpTls.STARTTLS
    mail_from: str

    @model_validator(mode="after")
    def _mail_travels_guarded(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.smtp_tls is SmtpTls.NONE:
            message = "LANTERN_SMTP_TLS=none sends mail unguarded; a production system refuses it."
            raise ValueError(message)
        return self
