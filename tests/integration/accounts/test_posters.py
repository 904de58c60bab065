"""Posters: one for the school and one for each class, with its letters and a QR code."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from tests.factories import AStaffMember, a_school, a_staff_member

pytestmark = pytest.mark.anyio


@pytest.fixture
async def teacher(settings_values: dict[str, Any]) -> AStaffMember:
    return await a_staff_member(await a_school(settings_values), "teacher")


async def test_a_teacher_prints_the_posters_of_the_own_school(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    headers = teacher.bearer("accounts")
    listed = (await accounts.get("/posters", headers=headers)).json()["items"]
    codes = [one["code"] for one in listed]
    assert codes[0] == teacher.school.code
    assert teacher.school.big_class_code in codes
    assert listed[0]["class_name"] is None
    for code in codes:
        made = await accounts.get(f"/posters/{code}.pdf", headers=headers)
        assert made.headers["content-type"] == "application/pdf"
        poster = PdfReader(BytesIO(made.content))
        assert len(poster.pages) == 1
        assert poster.trailer["/Root"]["/MarkInfo"]["/Marked"]  # a screen reader can follow it
        said = " ".join(poster.pages[0].extract_text().split())
        assert code in said
        assert "You are not in trouble." in said
        assert "0800 1111" in said


async def test_another_schools_poster_is_not_there(
    accounts: httpx.AsyncClient, teacher: AStaffMember, settings_values: dict[str, Any]
) -> None:
    other = await a_school(settings_values)
    headers = teacher.bearer("accounts")
    theirs = await accounts.get(f"/posters/{other.code}.pdf", headers=headers)
    nowhere = await accounts.get("/posters/NOWHERE.pdf", headers=headers)
    assert (theirs.status_code, nowhere.status_code) == (404, 404)
    listed = (await accounts.get("/posters", headers=headers)).text
    assert other.code not in listed


async def test_a_governor_and_a_technician_have_no_posters(
    accounts: httpx.AsyncClient, teacher: AStaffMember
) -> None:
    technician = await a_staff_member(teacher.school, "tech")
    refused = await accounts.get("/posters", headers=technician.bearer("accounts"))
    assert refused.status_code == 403
