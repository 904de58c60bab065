"""One school's staff, a child and their guardians, and how they talk to the devices service."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from services.devices.main import create_app
from services.devices.settings import DevicesSettings
from services.shared.audit import use_key_from
from services.shared.tokens import JwksFile, Signer
from tests.factories import (
    ISSUER,
    AGuardian,
    APupil,
    ASchool,
    AStaffMember,
    a_pupil,
    a_school,
    a_staff_member,
)


@dataclass
class Desk:
    """One school's staff and a child, and how they talk to the service."""

    client: httpx.AsyncClient
    school: ASchool
    staff: dict[str, AStaffMember] = field(default_factory=dict)
    child: APupil | None = None

    async def post(
        self, who: str, path: str, body: dict[str, Any], **headers: str
    ) -> httpx.Response:
        signed = self.staff[who].bearer("devices") | headers
        return await self.client.post(path, json=body, headers=signed)

    async def get(self, who: str, path: str) -> httpx.Response:
        return await self.client.get(path, headers=self.staff[who].bearer("devices"))

    def a_device(self, **other: Any) -> dict[str, Any]:
        assert self.child is not None
        return {
            "pupil_id": str(self.child.id),
            "ground": "school_rule",
            "kind": "phone",
            "description": "Black phone in a blue case, one cracked corner",
            "power_state": "off",
            "place": "Head's safe",
            "seal_number": "BAG-0231",
            "possible_evidence": False,
            "link_id": None,
            **other,
        }

    async def take(self, who: str = "teacher", **other: Any) -> dict[str, Any]:
        answer = await self.try_to_take(who, **other)
        assert answer.status_code == 201, answer.text
        taken: dict[str, Any] = answer.json()
        return taken

    async def try_to_take(self, who: str = "teacher", **other: Any) -> httpx.Response:
        key = {"Idempotency-Key": str(uuid4())}
        return await self.post(who, "/devices", self.a_device(**other), **key)

    def a_return(self, guardian_id: UUID | None = None, **other: Any) -> dict[str, Any]:
        assert self.child is not None
        return {
            "guardian_id": str(guardian_id or self.child.guardian_ids[0]),
            "identity_checked": True,
            "identity_how": "Known to staff",
            "signed_name": "A. Parent",
            **other,
        }

    async def give_back(
        self, device_id: str, who: str = "office", guardian_id: UUID | None = None, **other: Any
    ) -> httpx.Response:
        body = self.a_return(guardian_id, **other)
        return await self.post(who, f"/devices/{device_id}/return", body)

    async def page(self, device_id: str, who: str = "head") -> dict[str, Any]:
        answer = await self.get(who, f"/devices/{device_id}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown


async def a_desk(client: httpx.AsyncClient, values: dict[str, Any], profile: str) -> Desk:
    """A school with one person in each role; the child has a mother and a barred father."""
    school = await a_school(values, profile=profile)
    desk = Desk(client, school)
    for role in ("head", "dsl", "ddsl", "office", "teacher", "assistant", "chair"):
        desk.staff[role] = await a_staff_member(school, role)
    guardians = (AGuardian("Mother"), AGuardian("Father", barred=True))
    desk.child = await a_pupil(school, guardians=guardians)
    return desk


@asynccontextmanager
async def devices_service(values: dict[str, Any], folder: Path) -> AsyncIterator[FastAPI]:
    """Open the devices service in this process; `folder` takes the keys it checks tokens with."""
    secrets = Path(values["secrets_dir"])
    keys = folder / "jwks.json"
    keys.write_text(json.dumps(Signer(secrets, ISSUER).jwks()))
    use_key_from(secrets)
    app = create_app(DevicesSettings(**values), JwksFile(keys))
    yield app
    await app.state.database.close()


def move(movable_clock: Path, seconds: int) -> None:
    """Let the product believe that it is `seconds` later than it is."""
    movable_clock.write_text(str(seconds))
