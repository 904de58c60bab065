"""Who is away: marked by the office, once, for days that can be, and ended by coming back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.accounts.absences.rules import IN_THE_PAST, WRONG_ORDER
from services.shared import clock
from tests.factories import AStaffMember, a_school, a_staff_member

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office(settings_values: dict[str, Any]) -> AStaffMember:
    return await a_staff_member(await a_school(settings_values), "office")


async def mark(
    accounts: httpx.AsyncClient,
    by: AStaffMember,
    whom: AStaffMember,
    days: tuple[int, int],
    key: str | None = None,
) -> httpx.Response:
    today = clock.today("Europe/London")
    first, last = ((today + timedelta(days=one)).isoformat() for one in days)
    body = {"person_id": str(whom.id), "first_on": first, "last_on": last}
    headers = by.bearer("accounts") | {"Idempotency-Key": key or str(uuid4())}
    return await accounts.post("/absences", json=body, headers=headers)


async def listed(accounts: httpx.AsyncClient, by: AStaffMember) -> list[dict[str, Any]]:
    answer = await accounts.get("/absences", headers=by.bearer("accounts"))
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_somebody_is_away_until_they_are_back(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    lead = await a_staff_member(office.school, "dsl", "head")
    key = str(uuid4())
    first = await mark(accounts, office, lead, (0, 1), key)
    again = await mark(accounts, office, lead, (0, 1), key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (await mark(accounts, office, lead, (0, 2), key)).status_code == 409
    (one,) = await listed(accounts, office)
    assert (one["display_name"], one["roles"]) == (lead.display_name, ["dsl", "head"])
    for _ in range(2):
        path = f"/absences/{one['id']}/end"
        ended = await accounts.post(path, headers=office.bearer("accounts"))
        assert ended.status_code == 204
    assert await listed(accounts, office) == []


async def test_days_that_cannot_be_are_refused_with_a_sentence(
    accounts: httpx.AsyncClient, office: AStaffMember
) -> None:
    for days, sentence in (((2, 1), WRONG_ORDER), ((-3, -1), IN_THE_PAST)):
        answer = await mark(accounts, office, office, days)
        assert (answer.status_code, answer.json()["detail"]) == (422, sentence)


async def test_another_school_s_people_and_absences_are_not_there(
    accounts: httpx.AsyncClient, office: AStaffMember, settings_values: dict[str, Any]
) -> None:
    stranger = await a_staff_member(await a_school(settings_values), "office")
    assert (await mark(accounts, office, stranger, (0, 1))).status_code == 404
    mine = (await mark(accounts, office, office, (0, 1))).json()["id"]
    path = f"/absences/{mine}/end"
    refused = await accounts.post(path, headers=stranger.bearer("accounts"))
    assert refused.status_code == 404
    assert await listed(accounts, stranger) == []
    assert len(await listed(accounts, office)) == 1
