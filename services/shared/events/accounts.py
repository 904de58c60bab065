"""What accounts tells the others: ids only."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AddressGiven(BaseModel):
    """Somebody gave an address of their own: ask there whether it is theirs."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    try_id: UUID
    person_id: UUID
    channel: str
