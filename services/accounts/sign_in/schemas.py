"""What is asked and answered about signing in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr


@dataclass(frozen=True)
class LiveSession:
    """A session, whose it is, and until when it holds."""

    id: UUID
    person_id: UUID
    school_id: UUID
    version: int
    is_on_tablet: bool
    idle_seconds: int
    last_seen_at: datetime
    ends_at: datetime
    display_name: str
    school_name: str
    school_short_name: str
    roles: tuple[str, ...]


class SignIn(BaseModel):
    """What somebody typed, and the secret of the tablet they sit at."""

    model_config = ConfigDict(extra="forbid")

    user_name: Annotated[str, Field(max_length=200)]
    password: Annotated[SecretStr, Field(max_length=2000)]
    totp: Annotated[SecretStr | None, Field(max_length=20)] = None
    tablet: Annotated[SecretStr | None, Field(max_length=200)] = None


class SignedInPerson(BaseModel):
    """Who is signed in."""

    id: UUID
    display_name: str
    roles: list[str]


class SignedInSchool(BaseModel):
    """At which school."""

    id: UUID
    name: str
    short_name: str


class Current(BaseModel):
    """A live session: whose, at which school, and how long it may rest."""

    person: SignedInPerson
    school: SignedInSchool
    idle_seconds: int

    @classmethod
    def of(cls, session: LiveSession) -> "Current":
        """Return what the person may see of their session."""
        return cls.model_validate(_facts(session))


class Opened(Current):
    """A session that was just opened; `session` is told once."""

    session: str

    @classmethod
    def with_secret(cls, session: LiveSession, secret: str) -> "Opened":
        """Return a new session with its secret."""
        return cls.model_validate({**_facts(session), "session": secret})


def _facts(session: LiveSession) -> dict[str, object]:
    person = {
        "id": session.person_id,
        "display_name": session.display_name,
        "roles": list(session.roles),
    }
    school = {
        "id": session.school_id,
        "name": session.school_name,
        "short_name": session.school_short_name,
    }
    return {"person": person, "school": school, "idle_seconds": session.idle_seconds}
