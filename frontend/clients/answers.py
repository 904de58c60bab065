"""What every answer of a service has in common."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Something a service told us. Fields that we do not know are left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")
