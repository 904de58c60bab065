"""The shapes that searches, decisions about deletion and quarantines share over HTTP."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel

from services.devices.boards.schemas import PupilView
from services.devices.proceedings.rules import Gate

RequestKey = Annotated[UUID, Header(alias="Idempotency-Key")]


class GateView(BaseModel):
    """One gate as the page shows it: `missing` is None where it holds."""

    key: str
    title: str
    missing: str | None

    @classmethod
    def of(cls, gate: Gate) -> Self:
        """Return the gate as it is shown."""
        return cls(key=gate.key, title=gate.title, missing=gate.missing)


class DidView(BaseModel):
    """One row of the journal with what was written beside it."""

    seq: int
    at: datetime
    act: str
    by: str
    to: str | None
    notes: list[tuple[str, str]]


class Choice(BaseModel):
    """Somebody who can be chosen."""

    id: UUID
    label: str


class ProceedingRow(BaseModel):
    """One proceeding in a list: what it waits for, and whether it is red."""

    id: UUID
    state: str
    reference: str | None
    pupil: PupilView | None
    opened_at: datetime
    opened_by: str
    waits_for: list[str]
    is_red: bool


class ProceedingList(BaseModel):
    """One page, newest first; those that still wait for somebody come first."""

    items: list[ProceedingRow]
    next_cursor: str | None


class ProceedingPage(BaseModel):
    """Everything the page of one proceeding shows."""

    id: UUID
    state: str
    seq: int
    device_id: UUID | None
    reference: str | None
    pupil: PupilView | None
    opened_at: datetime
    opened_by: str
    answers: dict[str, str]
    gates: list[GateView]
    journal: list[DidView]
    may: dict[str, str | None]
    choices: dict[str, list[Choice]]
    waits_for: list[str]
    is_red: bool


class Opened(BaseModel):
    """The proceeding that was opened, and how it stands."""

    id: UUID
    state: str
    seq: int
