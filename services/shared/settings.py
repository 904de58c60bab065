"""What every service needs to know before it starts; read from the environment only."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.shared import clock


class Environment(StrEnum):
    """Where the process runs; production is assumed unless somebody says otherwise."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class ServiceSettings(BaseSettings):
    """Settings of every part. Secrets are files in `secrets_dir`; none has a default."""

    model_config = SettingsConfigDict(env_prefix="LANTERN_", extra="ignore", frozen=True)

    environment: Environment = Environment.PRODUCTION
    secrets_dir: Path
    cache_dir: Path
    issuer: str = "lantern-accounts"
    jwks_url: str
    public_url: str
    log_level: str = "INFO"
    clock_file: Path | None = None

    @model_validator(mode="after")
    def _only_trials_move_the_clock(self) -> Self:
        if self.clock_file is None:
            return self
        if self.environment is Environment.PRODUCTION:
            message = "LANTERN_CLOCK_FILE moves the clock; a production system refuses it."
            raise ValueError(message)
        clock.make_movable(self.clock_file)
        return self

    def secret(self, name: str) -> bytes:
        """Return the bytes of the secret file `name` (hex text), such as `master.key`.

        Raises FileNotFoundError where set-up has not made it.
        """
        return bytes.fromhex((self.secrets_dir / name).read_text().strip())
