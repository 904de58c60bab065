"""Ask accounts how this person is reached, and about the school's duty phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class OwnAddress(Answer):
    """One way to this person: what is used, and what waits to be confirmed."""

    channel: str
    address: str | None = None
    verified_at: datetime | None = None
    waiting: str | None = None
    waiting_until: datetime | None = None


class Carrier(Answer):
    """Somebody who may carry the duty phone."""

    id: UUID
    display_name: str
    job_title: str | None = None


class DutyPhone(Answer):
    """The phone that is texted out of school hours, and who may carry it; else empty."""

    number: str | None = None
    carrier_id: UUID | None = None
    carrier_name: str | None = None
    owner_name: str | None = None
    checked_on: date | None = None
    is_due: bool = False
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True)
class Addresses:
    """Accounts' addresses, as one caller sees them."""

    door: Door

    async def own(self) -> Sequence[OwnAddress]:
        """Return how this person is reached."""
        return [
            OwnAddress.model_validate(one) for one in (await self.door.get("/addresses"))["items"]
        ]

    async def give(self, channel: str, address: str, password: str, key: str) -> None:
        """Let a message go to an address of this person's own."""
        given = {"address": address, "password": password}
        await self.door.post(f"/addresses/{channel}", given, key)

    async def confirm(self, try_id: UUID) -> str:
        """Use an address from now on; return its channel."""
        answer = await self.door.post(f"/address-tries/{try_id}/confirm")
        return str(answer["channel"])

    async def duty_phone(self) -> DutyPhone:
        """Return the school's duty phone."""
        return DutyPhone.model_validate(await self.door.get("/schools/current/duty-phone"))

    async def keep_duty_phone(self, given: Mapping[str, str]) -> None:
        """Say which phone it is, who carries it and when it was rung."""
        await self.door.post("/schools/current/duty-phone", given)

    async def end_duty_phone(self) -> None:
        """Have no duty phone any more."""
        await self.door.post("/schools/current/duty-phone/end")
