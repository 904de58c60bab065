"""Class cards: who prints them, what they open, and that a revoked one is dead at once."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import insert, text

from services.accounts.people.models import ClassStaff
from tests.class_cards import letters_on, said_on
from tests.factories import APupil, AStaffMember, a_pupil, a_school, a_staff_member, as_owner

pytestmark = pytest.mark.anyio

OWN = ["fox", "bee", "sun"]


@dataclass
class Desk:
    """A school with an office, a class teacher, and one pupil."""

    client: httpx.AsyncClient
    office: AStaffMember
    teacher: AStaffMember
    pupil: APupil

    async def print(self, key: str | None = None, **asked: Any) -> httpx.Response:
        who = asked.pop("by", self.teacher)
        headers = who.bearer("accounts") | {"Idempotency-Key": key or uuid4().hex}
        path = f"/card-classes/{self.pupil.class_id}/print"
        return await self.client.post(path, json=asked, headers=headers)

    async def act(self, act: str, by: AStaffMember | None = None) -> httpx.Response:
        headers = (by or self.teacher).bearer("accounts")
        return await self.client.post(f"/cards/{self.pupil.id}/{act}", headers=headers)

    async def show(self, card: str, **more: Any) -> httpx.Response:
        return await self.client.post("/card-visits", json={"card": card, **more})

    async def card(self) -> str:
        """Print a card and return what its QR code holds."""
        made = await self.print(pupil_ids=[str(self.pupil.id)])
        assert made.status_code == 201, made.text
        (letters,) = letters_on(made.content)
        return letters


@pytest.fixture
async def desk(accounts: httpx.AsyncClient, settings_values: dict[str, Any]) -> Desk:
    school = await a_school(settings_values)
    teacher = await a_staff_member(school, "teacher")
    pupil = await a_pupil(school)
    async with as_owner(settings_values, school.id) as session:
        row = {"class_id": pupil.class_id, "person_id": teacher.id, "school_id": school.id}
        await session.execute(insert(ClassStaff), [row])
    return Desk(accounts, await a_staff_member(school, "office"), teacher, pupil)


async def test_the_class_teacher_prints_a_card_that_says_how_it_is_used(desk: Desk) -> None:
    made = await desk.print()
    sheet = PdfReader(BytesIO(made.content))
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = said_on(made.content)
    assert desk.pupil.display_name in words
    assert "Then tap your three pictures." in words
    assert "You can tell without this card too." in words


async def test_the_office_prints_for_every_class_and_another_teacher_for_none(desk: Desk) -> None:
    other = await a_staff_member(desk.teacher.school, "teacher")
    refused = await desk.print(by=other)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "The office and the class's own staff print its cards."
    assert (await desk.print(by=desk.office)).status_code == 201
    listed = await desk.client.get("/card-classes", headers=other.bearer("accounts"))
    assert listed.json()["items"] == []
    mine = await desk.client.get("/card-classes", headers=desk.teacher.bearer("accounts"))
    assert [one["id"] for one in mine.json()["items"]] == [str(desk.pupil.class_id)]
    for act in ("revoke", "reset-pictures"):
        assert (await desk.act(act, other)).status_code == 403


async def test_another_schools_class_and_pupil_are_not_there(
    desk: Desk, settings_values: dict[str, Any]
) -> None:
    stranger = await a_staff_member(await a_school(settings_values), "office")
    nowhere = await desk.client.get(f"/card-classes/{uuid4()}", headers=stranger.bearer("accounts"))
    theirs = await desk.client.get(
        f"/card-classes/{desk.pupil.class_id}", headers=stranger.bearer("accounts")
    )
    assert (theirs.status_code, said(theirs)) == (404, said(nowhere))
    assert (await desk.print(by=stranger)).status_code == 404
    assert (await desk.act("revoke", stranger)).status_code == 404


async def test_the_same_request_prints_the_same_card_and_a_new_one_ends_the_old(
    desk: Desk,
) -> None:
    key, asked = uuid4().hex, {"pupil_ids": [str(desk.pupil.id)]}
    sheets = [await desk.print(key, **asked) for _ in range(2)]
    (first,), (repeated,) = (letters_on(one.content) for one in sheets)
    assert first == repeated
    assert (await desk.show(first)).status_code == 200
    second = await desk.card()
    assert (await desk.show(second)).status_code == 200
    assert (await desk.show(first)).status_code == 404
    again = await desk.print(key, **asked)
    assert (again.status_code, "Print new ones." in again.text) == (409, True)


async def test_printing_for_everybody_without_a_card_twice_is_the_same_sheet(desk: Desk) -> None:
    key = uuid4().hex
    sheets = [await desk.print(key) for _ in range(2)]
    for one in sheets:
        assert desk.pupil.display_name in said_on(one.content)
    (card,) = letters_on(sheets[0].content)
    assert (await desk.show(card)).status_code == 200
    friend = await a_pupil(desk.teacher.school)
    more = said_on((await desk.print()).content)
    assert friend.display_name in more
    assert desk.pupil.display_name not in more
    assert (await desk.show(card)).status_code == 200


async def test_a_child_chooses_three_pictures_once_and_taps_them_from_then_on(desk: Desk) -> None:
    card = await desk.card()
    asked = await desk.show(card)
    assert asked.json()["state"] == "choose"
    assert asked.json()["page_code"] == desk.teacher.school.big_class_code
    assert desk.pupil.display_name.split()[0] not in asked.text
    chosen = await desk.show(card, pictures=OWN, choose=True)
    assert (chosen.json()["state"], chosen.json()["given_name"]) == (
        "open",
        desk.pupil.display_name.split()[0],
    )
    assert (await desk.show(card)).json()["state"] == "tap"
    assert (await desk.show(card, pictures=["cat", "dog", "hen"], choose=True)).status_code == 409
    wrong = await desk.show(card, pictures=OWN[::-1])
    assert (wrong.status_code, "Have another look." in wrong.text) == (403, True)
    assert (await desk.show(card, pictures=OWN)).json()["state"] == "open"


async def test_five_wrong_tries_rest_this_card_and_no_other(desk: Desk) -> None:
    card = await desk.card()
    await desk.show(card, pictures=OWN, choose=True)
    tries = [await desk.show(card, pictures=["cat", "dog", "hen"]) for _ in range(5)]
    assert {one.status_code for one in tries} == {403}
    rested = await desk.show(card, pictures=OWN)
    assert (rested.status_code, "tell without the card" in rested.text) == (429, True)
    friend = await a_pupil(desk.teacher.school)
    other = Desk(desk.client, desk.office, desk.teacher, friend)
    theirs = await other.card()
    assert (await other.show(theirs, pictures=OWN, choose=True)).status_code == 200


async def test_a_revoked_card_is_dead_at_once_and_nobody_can_tell_it_from_none(desk: Desk) -> None:
    card = await desk.card()
    opened = await desk.show(card, pictures=OWN, choose=True)
    visit = opened.json()["visit"]
    assert await whose(desk, visit) == desk.pupil.id
    assert (await desk.act("revoke")).status_code == 204
    dead = await desk.show(card, pictures=OWN)
    unknown = await desk.show("a" * 24, pictures=OWN)
    assert (dead.status_code, said(dead)) == (404, said(unknown))
    assert await whose(desk, visit) is None


async def test_a_reset_lets_the_child_choose_anew(desk: Desk) -> None:
    card = await desk.card()
    await desk.show(card, pictures=OWN, choose=True)
    assert (await desk.act("reset-pictures")).status_code == 204
    assert (await desk.show(card)).json()["state"] == "choose"
    assert (await desk.show(card, pictures=["cat", "dog", "hen"], choose=True)).status_code == 200
    listed = await desk.client.get(
        f"/card-classes/{desk.pupil.class_id}", headers=desk.office.bearer("accounts")
    )
    (row,) = [one for one in listed.json()["items"] if one["pupil_id"] == str(desk.pupil.id)]
    assert (row["has_card"], row["has_pictures"]) == (True, True)


async def test_neither_card_nor_pictures_can_be_read_from_the_database(desk: Desk) -> None:
    card = await desk.card()
    visit = (await desk.show(card, pictures=OWN, choose=True)).json()["visit"]
    async with as_owner(desk.teacher.school.values, desk.teacher.school.id) as session:
        for table in ("pupil_card", "picture_password", "card_visit"):
            rows = (await session.execute(text(f"SELECT t::text FROM accounts.{table} t"))).all()
            kept = " ".join(row[0] for row in rows)
            assert not [one for one in (card, visit, " ".join(OWN)) if one in kept]
            assert kept
        hashed = await session.scalar(text("SELECT pictures_hash FROM accounts.picture_password"))
    assert re.match(r"\$argon2id\$", str(hashed))


def said(answer: httpx.Response) -> dict[str, Any]:
    """Return an answer without the number of its request."""
    told: dict[str, Any] = answer.json()
    return {name: fact for name, fact in told.items() if name != "request_id"}


async def whose(desk: Desk, visit: str) -> UUID | None:
    """Ask as reporting does whose visit it is."""
    async with as_owner(desk.teacher.school.values, desk.teacher.school.id) as session:
        found: UUID | None = await session.scalar(
            text("SELECT pupil_id FROM directory.card_visit WHERE secret_hash = sha256(:visit)"),
            {"visit": visit.encode()},
        )
    return found
