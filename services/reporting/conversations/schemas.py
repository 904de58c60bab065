"""What the adult whom a child chose sees: the words as given, nothing else of the case."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.reporting.concerns.schemas import WordsGiven


class WordsWaiting(BaseModel):
    """One child who asked for me."""

    case_id: UUID
    received_at: datetime
    talked_at: datetime | None


class WordsList(BaseModel):
    """Everything children told me, newest first."""

    items: list[WordsWaiting]
    next_cursor: str | None = None


class WordsPage(BaseModel):
    """What one child told."""

    case_id: UUID
    received_at: datetime
    words: list[WordsGiven]
    talked_at: datetime | None


class Talked(BaseModel):
    """That I talked with the child, and when."""

    case_id: UUID
    talked_at: datetime
