"""Ask devices for its registers: the daily hand-in, the stores and the yearly review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Ask, Door


class ClassToOpen(Answer):
    """A class whose list this person may open."""

    id: UUID
    name: str
    is_mine: bool = False


class HandInRow(Answer):
    """One child of a class; `why_not` says why their device cannot come in."""

    pupil_id: UUID
    display_name: str
    number: int
    stand: str
    tray: int | None = None
    seq: int = 0
    handed_in_at: datetime | None = None
    is_late: bool = False
    why_not: str | None = None


class HandInCounts(Answer):
    """How many devices of a class are here, went back, came late, were left over."""

    here: int = 0
    given_back: int = 0
    late: int = 0
    not_collected: int = 0


class HandIn(Answer):
    """A class's list of today, and the classes that may be opened."""

    arrival: str
    arrival_words: str
    on_date: date
    classes: tuple[ClassToOpen, ...] = ()
    chosen: ClassToOpen | None = None
    items: tuple[HandInRow, ...] = ()
    counts: HandInCounts = HandInCounts()


class LeftOver(Answer):
    """A device that was handed in and not collected."""

    pupil_id: UUID
    display_name: str
    class_name: str | None = None
    on_date: date
    tray: int
    seq: int


class Permission(Answer):
    """A written request or an adjustment that counts today."""

    id: UUID
    pupil_id: UUID
    display_name: str
    class_name: str | None = None
    kind: str
    guardian: str | None = None
    written_on: date
    ends_on: date | None = None
    words: str
    recorded_by: str


class Store(Answer):
    """A place with its room, what it holds, and its newest count."""

    place_id: UUID
    name: str
    kind: str
    capacity: int
    holds: int
    counted_at: datetime | None = None
    difference: int | None = None


class StoredDevice(Answer):
    """One device that should lie in a place."""

    device_id: UUID
    reference: str
    kind: str
    state: str


class StoreCount(Answer):
    """One count of a place."""

    counted_at: datetime
    counted_by: str
    expected: int
    found: int
    difference: int
    reason: str | None = None


class StorePage(Answer):
    """One place with what should lie in it, and its newest counts."""

    place: Store
    devices: tuple[StoredDevice, ...] = ()
    counts: tuple[StoreCount, ...] = ()


class ReviewLine(Answer):
    """One group and its count in words."""

    group: str
    count: str


class ReviewTable(Answer):
    """One question of the review."""

    title: str
    lines: tuple[ReviewLine, ...] = ()


class Review(Answer):
    """Confiscations and searches of a period, in counts."""

    since: date
    until: date
    confiscations: str
    searches: str
    tables: tuple[ReviewTable, ...] = ()


@dataclass(frozen=True)
class DeviceRegisters:
    """The registers of devices, as one caller sees them."""

    door: Door

    async def hand_in(self, class_id: UUID | None = None) -> HandIn:
        """Return the classes, and the list of one."""
        params = {"class_id": str(class_id)} if class_id else None
        return HandIn.model_validate(await self.door.get("/hand-in", params))

    async def tap(self, pupil_id: UUID, way: str, body: Mapping[str, Any]) -> None:
        """Take a device in (`way` in) or give it back (`way` out)."""
        await self.door.post(f"/hand-in/{pupil_id}/{way}", body)

    async def left_over(self) -> Sequence[LeftOver]:
        """Return what was not collected."""
        answer = await self.door.get("/hand-in/left-over")
        return [LeftOver.model_validate(one) for one in answer["items"]]

    async def permissions(self) -> Sequence[Permission]:
        """Return the requests and adjustments that count today."""
        answer = await self.door.get("/arrival-permissions")
        return [Permission.model_validate(one) for one in answer["items"]]

    async def record_permission(self, new: Mapping[str, Any], key: str) -> None:
        """Record a parent's written request or an adjustment."""
        await self.door.post("/arrival-permissions", new, key)

    async def end_permission(self, permission_id: UUID) -> None:
        """End one."""
        await self.door.post(f"/arrival-permissions/{permission_id}/end")

    async def stores(self) -> Sequence[Store]:
        """Return the places of the school."""
        answer = await self.door.get("/places")
        return [Store.model_validate(one) for one in answer["items"]]

    async def add_store(self, new: Mapping[str, Any]) -> None:
        """Add a place."""
        await self.door.post("/places", new)

    async def store(self, place_id: UUID) -> StorePage:
        """Return one place."""
        return StorePage.model_validate(await self.door.get(f"/places/{place_id}"))

    async def count_store(self, place_id: UUID, counted: Mapping[str, Any], key: str) -> None:
        """Write a count down."""
        await self.door.post(f"/places/{place_id}/counts", counted, key)

    async def review(self, params: Mapping[str, str] | None = None) -> Review:
        """Return the counts of a period, this school year unless given."""
        return Review.model_validate(await self.door.get("/reviews/devices", params))

    async def review_paper(self, params: Mapping[str, str] | None = None) -> bytes:
        """Return the same as PDF."""
        answer = await self.door.ask("GET", "/reviews/devices.pdf", Ask(params=params))
        return answer.content
