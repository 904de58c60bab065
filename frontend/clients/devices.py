"""Ask devices: what is held, where it is, who had it in hand, what parents were told."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import httpx
from pydantic import Field

from frontend.clients.answers import Answer
from frontend.clients.http import Ask, Door


class DeviceTaken(Answer):
    """A device that was just taken in; `notices` counts the parents who were told."""

    device_id: UUID
    reference: str
    label_code: str
    state: str
    notices: int = 0


class PupilOfDevice(Answer):
    """The child a device belongs to."""

    id: UUID
    display_name: str
    class_name: str | None = None


class DeviceRow(Answer):
    """One device in the list."""

    device_id: UUID
    reference: str
    kind: str
    state: str
    pupil: PupilOfDevice
    whereabouts: str
    taken_at: datetime
    taken_by: str
    due_at: datetime
    is_overdue: bool = False
    is_due_today: bool = False
    is_raised: bool = False
    needs_confirmation: bool = False


class Counts(Answer):
    """How many devices the school holds now."""

    held: int = 0
    due_today: int = 0
    overdue: int = 0
    to_confirm: int = 0
    evidence: int = 0


class DeviceList(Answer):
    """One page of devices, soonest due first."""

    items: tuple[DeviceRow, ...] = ()
    next_cursor: str | None = None
    counts: Counts = Counts()


class CustodyEvent(Answer):
    """One moment in the device's way from hand to hand; `notes` are (title, words)."""

    seq: int
    at: datetime
    act: str
    by: str
    to: str | None = None
    place: str | None = None
    seal_number: str | None = None
    notes: tuple[tuple[str, str], ...] = ()


class Collector(Answer):
    """One adult of the child; `why_not` says why the device may not go to them."""

    id: UUID
    display_name: str
    relationship: str = ""
    why_not: str | None = None


class NamedCollector(Answer):
    """Somebody whom a parent named in writing; `why_not` as for the parent who named them."""

    id: UUID
    display_name: str
    relationship: str = ""
    named_by: str = ""
    written_on: date
    why_not: str | None = None


class Device(Answer):
    """One device, shaped as its page. `may` names each act: None, or the sentence why not."""

    device_id: UUID
    reference: str
    label_code: str
    kind: str
    description: str
    ground: str | None = None
    legal_basis: str
    power_state: str
    seal_number: str | None = None
    state: str
    seq: int
    is_confirmed: bool
    is_linked: bool
    pupil: PupilOfDevice
    whereabouts: str
    taken_at: datetime
    taken_by: str
    due_at: datetime
    is_overdue: bool = False
    events: tuple[CustodyEvent, ...] = ()
    guardians: tuple[Collector, ...] = ()
    collectors: tuple[NamedCollector, ...] = ()
    is_drawn: bool = False
    may: Mapping[str, str | None] = Field(default_factory=dict)


class Place(Answer):
    """Where a school keeps devices, and how many lie there."""

    place_id: UUID
    name: str
    holds: int = 0


class Notice(Answer):
    """A notice to a parent; `code` is for the office alone, and never travels with the link."""

    notice_id: UUID
    guardian: str
    relationship: str = ""
    is_automatic: bool = False
    released_by: str = ""
    released_at: datetime
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    is_locked: bool = False
    wrong_codes: int = 0
    code: str | None = Field(default=None, repr=False)


class Decided(Answer):
    """What came of the question whether a parent is told."""

    notice_id: UUID | None = None
    sentence: str


class OtherNotice(Answer):
    """Another device of which the same parent was told."""

    notice_id: UUID
    child: str
    released_at: datetime
    is_read: bool = False
    is_given_back: bool = False


class NoticeText(Answer):
    """The parent's page: sentences ready to be shown."""

    school: str
    child: str
    what: str
    why: str
    where: str
    when: str
    ring: str
    released_at: datetime
    acknowledged_at: datetime | None = None
    given_back_at: datetime | None = None
    others: tuple[OtherNotice, ...] = ()


@dataclass(frozen=True)
class Devices:
    """Devices, as one caller sees it."""

    door: Door

    async def take(self, device: Mapping[str, Any], key: str) -> DeviceTaken:
        """Record a device that was taken."""
        return DeviceTaken.model_validate(await self.door.post("/devices", device, key))

    async def held(self, state: str | None = None, cursor: str | None = None) -> DeviceList:
        """Return a page of what the school still has, or of the devices in one state."""
        asked = {"state": state, "cursor": cursor}
        params = {name: value for name, value in asked.items() if value}
        return DeviceList.model_validate(await self.door.get("/devices", params or None))

    def changes(self) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Listen to "something changed" until the listener goes or the token ends."""
        return self.door.stream("/board/changes")

    async def device(self, device_id: UUID) -> Device:
        """Return one device, shaped as its page."""
        return Device.model_validate(await self.door.get(f"/devices/{device_id}"))

    async def act(self, device_id: UUID, act: str, body: Mapping[str, Any]) -> Any:
        """Do one act: confirm, store, hand-over, hold, lift-hold, link, return."""
        return await self.door.post(f"/devices/{device_id}/{act}", body)

    async def places(self) -> Sequence[Place]:
        """Return where this school keeps devices."""
        answer = await self.door.get("/places")
        return [Place.model_validate(one) for one in answer["items"]]

    async def file(self, device_id: UUID, name: str, paper: str | None = None) -> httpx.Response:
        """Return label.svg, label.pdf (on a4 or 62mm `paper`) or receipt.pdf."""
        params = {"paper": paper} if paper else None
        return await self.door.ask("GET", f"/devices/{device_id}/{name}", Ask(params=params))

    async def notices(self, device_id: UUID) -> Sequence[Notice]:
        """Return what parents were told about a device."""
        answer = await self.door.get(f"/devices/{device_id}/notices")
        return [Notice.model_validate(one) for one in answer["items"]]

    async def tell_parent(self, device_id: UUID, decision: Mapping[str, Any]) -> Decided:
        """Decide whether a parent is told, and tell them where the answer allows it."""
        return Decided.model_validate(
            await self.door.post(f"/devices/{device_id}/notice", decision)
        )

    async def name_collector(self, device_id: UUID, named: Mapping[str, Any], key: str) -> None:
        """Record somebody whom a parent named in writing."""
        await self.door.post(f"/devices/{device_id}/collectors", named, key)

    async def remind(self, device_id: UUID, notice_id: UUID, answer: Mapping[str, Any]) -> None:
        """Remind one parent, after the question was answered."""
        await self.door.post(f"/devices/{device_id}/notices/{notice_id}/remind", answer)

    async def make_new_code(self, device_id: UUID, notice_id: UUID) -> None:
        """Make a new code for a notice; the old one is dead."""
        await self.door.post(f"/devices/{device_id}/notices/{notice_id}/code")

    async def device_with_label(self, label_code: str) -> UUID:
        """Return the device whose label carries this code."""
        answer = await self.door.get(f"/labels/{label_code}")
        return UUID(answer["device_id"])

    async def open_notice(self, notice_id: UUID, code: str) -> str:
        """Return the ticket to a notice for whoever has its code; five wrong ones lock it."""
        answer = await self.door.post(f"/notices/{notice_id}/open", {"code": code})
        return str(answer["ticket"])

    async def read_notice(self, notice_id: UUID, ticket: str) -> NoticeText:
        """Return a notice's text to the browser that holds its ticket."""
        answer = await self.door.post(f"/notices/{notice_id}/read", {"ticket": ticket})
        return NoticeText.model_validate(answer)

    async def acknowledge_notice(self, notice_id: UUID, ticket: str) -> None:
        """Say that the parent has read it."""
        await self.door.post(f"/notices/{notice_id}/acknowledge", {"ticket": ticket})
