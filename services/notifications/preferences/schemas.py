"""Quiet times as the API takes and shows them."""

from pydantic import BaseModel, ConfigDict


class QuietTimes(BaseModel):
    """When mail about what can wait should wait."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    quiet_in_class: bool = False
    quiet_evenings: bool = False
