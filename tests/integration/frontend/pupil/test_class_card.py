"""A child shows a class card: the report then says who tells, unless the child keeps it back."""

from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from tests.class_cards import letters_on
from tests.factories import APupil, AStaffMember, a_pupil, a_staff_member
from tests.integration.frontend.pupil.conftest import (
    SAFE,
    SEND,
    SKIP,
    Child,
    Town,
    a_child,
)

pytestmark = pytest.mark.anyio

OWN = ("fox", "bee", "sun")
TO_THE_END = (SAFE, SKIP, {"go": "talk", "words": ""}, SKIP, SKIP)


@dataclass
class Holder:
    """A pupil, what the QR code of their card holds, and the office that printed it."""

    pupil: APupil
    secret: str
    office: AStaffMember
    town: Town

    @property
    def given_name(self) -> str:
        return self.pupil.display_name.split()[0]

    async def ask_office(self, act: str) -> None:
        async with httpx.AsyncClient(
            transport=self.town.wires.ends["accounts"],
            base_url="http://accounts",
            headers=self.office.bearer("accounts"),
        ) as talking:
            answer = await talking.post(f"/cards/{self.pupil.id}/{act}")
            assert answer.status_code == 204


@pytest.fixture
async def holder(town: Town) -> Holder:
    office = await a_staff_member(town.school, "office")
    pupil = await a_pupil(town.school)
    headers = office.bearer("accounts") | {"Idempotency-Key": uuid4().hex}
    ends = town.wires.ends["accounts"]
    async with httpx.AsyncClient(transport=ends, base_url="http://accounts") as talking:
        path = f"/card-classes/{pupil.class_id}/print"
        made = await talking.post(path, json={"pupil_ids": [str(pupil.id)]}, headers=headers)
        assert made.status_code == 201, made.text
    (letters,) = letters_on(made.content)
    return Holder(pupil, letters, office, town)


async def shown(client: httpx.AsyncClient, holder: Holder, pictures: tuple[str, ...]) -> Child:
    """Scan the card and tap three pictures."""
    child = await a_child(client, f"/card/{holder.secret}")
    child.address = "/card"
    for name in pictures:
        await child.tap(picture=name)
    return child


async def let_in(client: httpx.AsyncClient, holder: Holder) -> Child:
    """Scan a new card, choose three pictures and say that they are the own ones."""
    child = await shown(client, holder, OWN)
    assert child.page.heading == "Are these your three?"
    await child.tap(go="mine")
    child.address = holder.town.big_page
    return child


async def test_a_child_with_a_card_is_named_in_the_case(
    client: httpx.AsyncClient, town: Town, holder: Holder
) -> None:
    child = await let_in(client, holder)
    assert child.page.heading == "Are you safe right now?"
    assert f"Hello {holder.given_name}!" in child.page.text
    look = await child.go(*TO_THE_END)
    assert "We know it is you from your card." in look.text
    sent = await child.tap(**SEND)
    assert "We do not know your name." not in sent.text
    [case] = await town.inbox()
    assert [one["display_name"] for one in case["pupils"]] == [holder.pupil.display_name]
    words = {one["question"]: one["answer"] for one in case["concerns"][0]["words"]}
    assert words["Named by class card"] == holder.pupil.display_name
    assert words["My name"] == holder.pupil.display_name


async def test_a_child_with_a_card_can_keep_the_name_back(
    client: httpx.AsyncClient, town: Town, holder: Holder
) -> None:
    child = await let_in(client, holder)
    await child.go(*TO_THE_END)
    sent = await child.tap(go="send_unnamed")
    assert "We do not know your name." in sent.text
    [case] = await town.inbox()
    assert case["pupils"] == []
    assert holder.given_name not in str(case["concerns"])


async def test_the_pictures_open_it_the_next_time_and_others_do_not(
    client: httpx.AsyncClient, holder: Holder
) -> None:
    await let_in(client, holder)
    wrong = await shown(client, holder, OWN[::-1])
    assert "These are not your three pictures." in wrong.page.text
    assert "Tell without the card" in wrong.page.text
    right = await shown(client, holder, OWN)
    assert right.page.heading == "Are you safe right now?"


async def test_a_revoked_card_opens_nothing_and_names_nobody_from_then_on(
    client: httpx.AsyncClient, town: Town, holder: Holder
) -> None:
    child = await let_in(client, holder)
    await child.go(*TO_THE_END)
    await holder.ask_office("revoke")
    await child.tap(**SEND)
    [case] = await town.inbox()
    assert case["pupils"] == []
    words = {one["question"]: one["answer"] for one in case["concerns"][0]["words"]}
    assert words["Named by class card"] == "A card was shown that is not good any more"
    dead = await a_child(client, f"/card/{holder.secret}")
    unknown = await a_child(client, "/card/aaaaaaaaaaaaaaaaaaaaaaaa")
    assert dead.page.answer.status_code == 404
    assert dead.page.answer.text == unknown.page.answer.text
    assert "You can tell without it." in dead.page.text


async def test_neither_the_card_nor_the_name_stands_in_the_page_to_be_read(
    client: httpx.AsyncClient, holder: Holder
) -> None:
    asked = await a_child(client, f"/card/{holder.secret}")
    assert holder.secret not in asked.page.answer.text
    assert holder.given_name not in asked.page.answer.text
    assert asked.page.answer.headers["cache-control"] == "no-store"
    assert 'data-address="/s/' in asked.page.answer.text


@pytest.mark.rule("A-1.6-2", "D-5.1-6")
async def test_signing_in_with_a_card_says_that_school_checks_its_screens(
    client: httpx.AsyncClient, holder: Holder
) -> None:
    asked = await a_child(client, f"/card/{holder.secret}")
    assert "School checks what we do on its screens." in asked.page.text
    assert "It does this to keep you safe." in asked.page.text


async def test_telling_works_without_the_card_while_accounts_is_down(
    client: httpx.AsyncClient, town: Town, holder: Holder
) -> None:
    child = await shown(client, holder, OWN)
    town.wires.cut.add("accounts")
    asleep = await child.tap(go="mine")
    assert "We can not look at your card just now." in asleep.text
    without = await a_child(client, town.big_page)
    await without.go(*TO_THE_END)
    assert (await without.tap(**SEND)).heading == "Thank you. It is sent."
