import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from services.accounts.enrolment import actions as enrolment
from services.shared.migrations import plain_address
from tests.database import TestDatabase
from tests.factories import AGuardian, AStaffMember, a_pupil, a_school, a_staff_member, as_owner

pytestmark = pytest.mark.anyio


@pytest.fixture
async def teacher(settings_values: dict[str, Any]) -> AStaffMember:
    return await a_staff_member(await a_school(settings_values), "teacher")


async def search(accounts: httpx.AsyncClient, by: AStaffMember, typed: str) -> httpx.Response:
    params = {"search": typed}
    return await accounts.get("/pupils", params=params, headers=by.bearer("accounts"))


async def names(accounts: httpx.AsyncClient, by: AStaffMember, typed: str) -> list[str]:
    return [one["display_name"] for one in (await search(accounts, by, typed)).json()["items"]]


async def test_a_child_is_found_by_the_beginnings_of_their_names(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    school = teacher.school
    await a_pupil(school, given_name="Zoë", family_name="O'Rourke-Hale")
    await a_pupil(school, given_name="Zora", family_name="Hallett")
    assert await names(accounts, teacher, "zoe") == ["Zoë O'Rourke-Hale"]
    assert await names(accounts, teacher, "ZOR") == ["Zora Hallett"]
    assert await names(accounts, teacher, "o'rou") == ["Zoë O'Rourke-Hale"]
    assert await names(accounts, teacher, "zo hal") == ["Zora Hallett", "Zoë O'Rourke-Hale"]
    assert await names(accounts, teacher, "rourke zoe") == ["Zoë O'Rourke-Hale"]
    assert await names(accounts, teacher, "ourke") == []
    found = (await search(accounts, teacher, "zora")).json()["items"][0]
    assert (found["class_name"], found["year_group"]) == ("Oaks", "6")


@pytest.mark.parametrize("typed", ["", "zo", "z o", "%%%", "___", "''"])
async def test_fewer_than_three_letters_find_nobody(
    accounts: httpx.AsyncClient, teacher: AStaffMember, typed: str
) -> None:
    await a_pupil(teacher.school, given_name="Zoë", family_name="Hale")
    answer = await search(accounts, teacher, typed)
    items = answer.json().get("items", [])
    assert answer.status_code in {200, 422}
    assert items == []


async def test_at_most_eight_are_shown(accounts: httpx.AsyncClient, teacher: AStaffMember) -> None:
    for number in range(10):
        await a_pupil(
            teacher.school, given_name="Mabel", family_name=f"Quince{'abcdefghij'[number]}"
        )
    assert len(await names(accounts, teacher, "quince")) == 8


async def test_another_schools_pupil_looks_absent(
    accounts: httpx.AsyncClient, teacher: AStaffMember, settings_values: dict[str, Any]
) -> None:
    elsewhere = await a_school(settings_values)
    theirs = await a_pupil(elsewhere, given_name="Xanthe", family_name="Farwell")
    assert await names(accounts, teacher, "xanthe") == []
    answers = [
        await accounts.get(f"/pupils/{one}", headers=teacher.bearer("accounts"))
        for one in (theirs.id, uuid4())
    ]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    mine = await a_staff_member(elsewhere, "teacher")
    assert await names(accounts, mine, "xanthe") == ["Xanthe Farwell"]


async def test_a_pupil_who_left_is_not_found(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    pupil = await a_pupil(teacher.school, given_name="Perpetua", family_name="Lowe")
    assert await names(accounts, teacher, "perpetua") == ["Perpetua Lowe"]
    async with as_owner(teacher.school.values, teacher.school.id) as session:
        await enrolment.switch_off_person(session, teacher.school.id, pupil.id)
    assert await names(accounts, teacher, "perpetua") == []
    gone = await accounts.get(f"/pupils/{pupil.id}", headers=teacher.bearer("accounts"))
    assert gone.status_code == 404


@pytest.mark.guard("G-22")
@pytest.mark.parametrize(
    ("role", "sees"),
    [("office", True), ("head", True), ("dsl", True), ("ddsl", True), ("slt", True)]
    + [(role, False) for role in ("teacher", "assistant")],
)
async def test_only_those_who_deal_with_families_see_guardians(
    accounts: httpx.AsyncClient, teacher: AStaffMember, role: str, *, sees: bool
) -> None:
    school = teacher.school
    family = (
        AGuardian(),
        AGuardian("Father", barred=True, email="one@home.example"),
        AGuardian("Grandmother", email="One@home.example "),
    )
    pupil = await a_pupil(school, guardians=family)
    member = await a_staff_member(school, role)
    answer = await accounts.get(f"/pupils/{pupil.id}", headers=member.bearer("accounts"))
    told = answer.json()
    assert (told["display_name"], told["class_name"]) == (pupil.display_name, "Oaks")
    assert told["guardians_shown"] is sees
    by_relationship = {one["relationship"]: one for one in told["guardians"]}
    if not sees:
        assert by_relationship == {}
        return
    assert by_relationship["Father"]["is_barred"]
    assert not by_relationship["Father"]["may_collect"]
    assert by_relationship["Grandmother"]["shares_channel_with_barred"]
    assert not by_relationship["Mother"]["shares_channel_with_barred"]


async def test_every_search_and_look_at_a_pupil_is_written_down(
    accounts: httpx.AsyncClient, teacher: AStaffMember, database: TestDatabase
) -> None:
    pupil = await a_pupil(teacher.school, given_name="Linnet", family_name="Ash")
    await search(accounts, teacher, "linnet")
    await accounts.get(f"/pupils/{pupil.id}", headers=teacher.bearer("accounts"))
    connection = await asyncpg.connect(plain_address(database.superuser_url))
    try:
        rows = await connection.fetch(
            "SELECT act, subject_id, facts FROM audit.entry WHERE actor_id = $1 ORDER BY at",
            teacher.id,
        )
    finally:
        await connection.close()
    written = [(row["act"], row["subject_id"], json.loads(row["facts"])) for row in rows]
    assert written == [
        ("pupils.searched", teacher.school.id, {"found": 1}),
        ("pupil.read", pupil.id, {"guardians_shown": False}),
    ]


async def test_staff_are_listed_by_family_name_and_found(
    accounts: httpx.AsyncClient, teacher: AStaffMember, settings_values: dict[str, Any]
) -> None:
    head = await a_staff_member(teacher.school, "head", family_name="Zeal", given_name="Una")
    await a_staff_member(teacher.school, "chair", family_name="Aarons", given_name="Vi")
    await a_staff_member(await a_school(settings_values), "teacher", family_name="Zealous")
    await a_pupil(teacher.school, given_name="Zealand", family_name="Young")
    mine = teacher.bearer("accounts")
    everybody = (await accounts.get("/staff", headers=mine)).json()
    assert [one["display_name"] for one in everybody["items"]][::2] == ["Vi Aarons", "Una Zeal"]
    assert len(everybody["items"]) == 3
    found = (await accounts.get("/staff", params={"search": "zea"}, headers=mine)).json()["items"]
    assert [UUID(one["id"]) for one in found] == [head.id]


async def test_the_school_shows_the_profile_it_works_by(
    accounts: httpx.AsyncClient, settings_values: dict[str, Any]
) -> None:
    for profile, head_is_dsl in (("downs", True), ("abingdon", False)):
        school = await a_school(settings_values, profile=profile)
        member = await a_staff_member(school, "teacher")
        told = (await accounts.get("/schools/current", headers=member.bearer("accounts"))).json()
        assert told["name"] == school.name
        assert told["profile"]["roles.head_is_dsl"] is head_is_dsl
        assert told["profile_version"] == 1


@pytest.mark.guard("G-22")
@pytest.mark.parametrize("role", ["tech", "chair", "saf_gov"])
async def test_technicians_and_governors_learn_no_names(
    accounts: httpx.AsyncClient, teacher: AStaffMember, role: str
) -> None:
    pupil = await a_pupil(teacher.school, guardians=())
    member = await a_staff_member(teacher.school, role)
    for address in (f"/pupils/{pupil.id}", f"/pupils?search={pupil.display_name[:4]}"):
        refused = await accounts.get(address, headers=member.bearer("accounts"))
        assert refused.status_code == 403
        allowed = await accounts.get(address, headers=teacher.bearer("accounts"))
        assert allowed.status_code == 200
