"""What notifications needs to know before it starts."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

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
    # GOV.UK Notify, where the school has it: all three, or none
    notify_api_key: str = Field(default="", repr=False)
    notify_email_template: str = ""
    notify_sms_template: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"

    @property
    def uses_notify(self) -> bool:
        """Say whether GOV.UK Notify may take over."""
        return bool(self.notify_api_key)

    @model_validator(mode="after")
    def _notify_is_whole(self) -> Self:
        parts = (self.notify_api_key, self.notify_email_template, self.notify_sms_template)
        if any(parts) and not all(parts):
            message = (
                "LANTERN_NOTIFY_API_KEY, LANTERN_NOTIFY_EMAIL_TEMPLATE and"
                " LANTERN_NOTIFY_SMS_TEMPLATE go together: set all three or none."
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _mail_travels_guarded(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.smtp_tls is SmtpTls.NONE:
            message = "LANTERN_SMTP_TLS=none sends mail unguarded; a production system refuses it."
            raise ValueError(message)
        return self
