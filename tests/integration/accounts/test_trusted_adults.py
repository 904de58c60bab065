"""The grown-ups on the children's page: only with their yes, as they are drawn, on their days."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.accounts.trusted_adults.rules import NO_CONSENT, NO_DAYS
from tests.factories import AStaffMember, a_school, a_staff_member

pytestmark = pytest.mark.anyio


@dataclass
class Desk:
    """A school's office, and a teacher whom no child can choose yet."""

    client: httpx.AsyncClient
    office: AStaffMember
    teacher: AStaffMember

    async def put(self, who: UUID, by: AStaffMember | None = None, **other: Any) -> httpx.Response:
        asked = {
            "display_name": "Miss Yew",
            "portrait": "woman-headscarf",
            "weekdays": "51",
            "consented": True,
            **other,
        }
        headers = (by or self.office).bearer("accounts")
        return await self.client.post(f"/trusted-adults/{who}", json=asked, headers=headers)

    async def listed(self) -> list[dict[str, Any]]:
        answer = await self.client.get("/trusted-adults", headers=self.office.bearer("accounts"))
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def on_the_page(self) -> list[dict[str, Any]]:
        """Return whom children are offered."""
        answer = await self.client.get(f"/pupil-pages/{self.office.school.code}")
        found: list[dict[str, Any]] = answer.json()["adults"]
        return found


@pytest.fixture
async def desk(accounts: httpx.AsyncClient, settings_values: dict[str, Any]) -> Desk:
    school = await a_school(settings_values)
    office = await a_staff_member(school, "office")
    return Desk(accounts, office, await a_staff_member(school, "teacher"))


async def test_somebody_who_said_yes_stands_on_the_page_by_drawing_and_days(desk: Desk) -> None:
    assert await desk.on_the_page() == []
    assert (await desk.put(desk.teacher.id)).status_code == 204
    (shown,) = await desk.on_the_page()
    assert shown == {
        "person_id": str(desk.teacher.id),
        "display_name": "Miss Yew",
        "portrait": "woman-headscarf",
        "weekdays": "15",
    }
    assert (await desk.listed())[0]["consented_at"] is not None


@pytest.mark.parametrize(
    ("other", "sentence"),
    [({"consented": False}, NO_CONSENT), ({"weekdays": ""}, NO_DAYS)],
)
async def test_without_their_yes_or_a_day_nobody_is_listed(
    desk: Desk, other: dict[str, Any], sentence: str
) -> None:
    refused = await desk.put(desk.teacher.id, **other)
    assert (refused.status_code, refused.json()["detail"]) == (422, sentence)
    assert await desk.listed() == []


async def test_whoever_is_taken_off_is_offered_to_no_child_and_can_come_back(desk: Desk) -> None:
    await desk.put(desk.teacher.id)
    path, headers = f"/trusted-adults/{desk.teacher.id}/remove", desk.office.bearer("accounts")
    for _ in range(2):
        assert (await desk.client.post(path, headers=headers)).status_code == 204
    assert await desk.on_the_page() == []
    assert (await desk.put(desk.teacher.id, display_name="Mrs Yew")).status_code == 204
    assert [one["display_name"] for one in await desk.on_the_page()] == ["Mrs Yew"]


async def test_a_teacher_changes_nothing_and_strangers_are_not_there(
    desk: Desk, settings_values: dict[str, Any]
) -> None:
    assert (await desk.put(desk.teacher.id, by=desk.teacher)).status_code == 403
    stranger = await a_staff_member(await a_school(settings_values), "teacher")
    theirs, nobody = await desk.put(stranger.id), await desk.put(uuid4())
    assert (theirs.status_code, nobody.status_code) == (404, 404)
    assert theirs.json()["detail"] == nobody.json()["detail"]
