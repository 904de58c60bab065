"""What notifications tells the others: ids only."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ProcedureTold(BaseModel):
    """A procedure names this person, and their message is due: they may read the case (G-12)."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    case_id: UUID
    person_id: UUID


class AlertClimbed(BaseModel):
    """Nobody answered in time: the ladder asks this person next (G-11)."""

    model_config = ConfigDict(frozen=True)

    version: int = 1
    school_id: UUID
    case_id: UUID
    person_id: UUID
