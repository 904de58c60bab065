"""Ask devices about searches, decisions about deletion and quarantines, and the police."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from frontend.clients.answers import Answer
from frontend.clients.devices import PupilOfDevice
from frontend.clients.http import Door


class Gate(Answer):
    """One condition; `missing` says what is still needed, or None where it holds."""

    key: str
    title: str
    missing: str | None = None


class Did(Answer):
    """One row of the journal; `notes` are (title, words)."""

    seq: int
    at: datetime
    act: str
    by: str
    to: str | None = None
    notes: tuple[tuple[str, str], ...] = ()


class Choice(Answer):
    """Somebody who can be chosen."""

    id: UUID
    label: str


class Row(Answer):
    """One proceeding in a list: what it waits for, and whether it is red."""

    id: UUID
    state: str
    reference: str | None = None
    pupil: PupilOfDevice | None = None
    opened_at: datetime
    opened_by: str
    waits_for: tuple[str, ...] = ()
    is_red: bool = False


class Rows(Answer):
    """One page of proceedings, newest first."""

    items: tuple[Row, ...] = ()
    next_cursor: str | None = None


class Proceeding(Answer):
    """One proceeding, shaped as its page. `may` names each act: None, or why not."""

    id: UUID
    state: str
    seq: int
    device_id: UUID | None = None
    reference: str | None = None
    pupil: PupilOfDevice | None = None
    opened_at: datetime
    opened_by: str
    answers: Mapping[str, str] = Field(default_factory=dict, repr=False)
    gates: tuple[Gate, ...] = ()
    journal: tuple[Did, ...] = ()
    may: Mapping[str, str | None] = Field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = Field(default_factory=dict)
    waits_for: tuple[str, ...] = ()
    is_red: bool = False


@dataclass(frozen=True)
class Proceedings:
    """One kind of proceeding at devices: `path` is searches, deletions or quarantines."""

    door: Door
    path: str

    async def page(
        self, *, is_open: bool, device_id: str | None = None, cursor: str | None = None
    ) -> Rows:
        """Return a page of those that wait for somebody, or of all."""
        asked = {"device_id": device_id, "cursor": cursor, "open": "true" if is_open else "false"}
        params = {name: value for name, value in asked.items() if value}
        return Rows.model_validate(await self.door.get(f"/{self.path}", params))

    async def one(self, proceeding_id: UUID) -> Proceeding:
        """Return one, shaped as its page."""
        return Proceeding.model_validate(await self.door.get(f"/{self.path}/{proceeding_id}"))

    async def open(self, path: str, body: Mapping[str, Any], key: str) -> UUID:
        """Open one at `path` (a search stands below its device) and return its id."""
        answer = await self.door.post(path, body, key)
        return UUID(answer["id"])

    async def act(self, proceeding_id: UUID, act: str, body: Mapping[str, Any]) -> None:
        """Do one act."""
        await self.door.post(f"/{self.path}/{proceeding_id}/{act}", body)
