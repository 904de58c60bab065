"""What the policies say of every case: who reports, who reads, and what can never be done."""

import base64
from typing import Any
from uuid import uuid4

import pytest

from services.shared.callers import STAFF
from tests.factories import a_pupil, a_staff_member
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8).decode()
NEVER = ("attach", "upload", "file", "copy", "copies", "print", "forward", "move", "share-image")


@pytest.mark.rule("A-0-5")
@pytest.mark.rule("A-1.5-11")
@pytest.mark.parametrize("role", STAFF)
async def test_every_adult_who_works_here_can_report(town: Any, role: str) -> None:
    town.staff[role] = await a_staff_member(town.school, role)
    told = await town.report(role)
    assert told.status_code == 201
    unsigned = await town.client.post("/staff-reports", json=town.a_report())
    assert unsigned.status_code == 401


@pytest.mark.guard("G-04")
@pytest.mark.guard("G-01")
@pytest.mark.rule("D-11.1.1-16")
@pytest.mark.rule("A-1.35-31")
@pytest.mark.rule("A-1.35-32")
@pytest.mark.rule("A-1.35-33")
@pytest.mark.rule("A-1.35-44")
@pytest.mark.rule("A-1.35-47")
@pytest.mark.rule("A-1.35-48")
async def test_there_is_no_way_to_copy_print_save_or_move_what_a_case_is_about(town: Any) -> None:
    paths = town.app.openapi()["paths"]
    assert len(paths) > 15
    assert [path for path in paths if any(word in path for word in NEVER)] == []
    case_id = await triaged(town, "sexual_image")
    sent = await town.client.post(
        f"/cases/{case_id}/notes",
        files={"picture": ("seen.png", b"\x89PNG\r\n\x1a\n")},
        headers=town.staff["dsl"].bearer("reporting"),
    )
    assert sent.status_code == 415
    pasted = await town.do("dsl", case_id, "notes", text=f"Here it is: {PICTURE}")
    assert pasted.status_code == 422
    in_words = await town.do("dsl", case_id, "notes", text="A picture of a child, not looked at.")
    assert in_words.status_code == 200
    assert PICTURE[:40] not in str(await town.page("dsl", case_id))


@pytest.mark.guard("G-04")
@pytest.mark.rule("A-1.35-45")
@pytest.mark.parametrize(
    ("kind", "procedure", "words"),
    [
        ("sexual_image", "nudes", "Never ask a child to show"),
        ("sexual_image", "nudes", "Do not print"),
        ("sexual_image", "nudes", "forward"),
        ("other", "iioc_exposure", "screenshot"),
    ],
)
async def test_what_nobody_may_do_comes_with_the_case(
    town: Any, kind: str, procedure: str, words: str
) -> None:
    case_id = await triaged(town, kind, procedure=procedure)
    shown = (await town.page("dsl", case_id))["procedure"]["forbidden"]
    assert any(words in one for one in shown), shown


@pytest.mark.guard("G-29")
@pytest.mark.rule("A-1.24-3")
async def test_signs_are_never_a_score(town: Any) -> None:
    case_id = await triaged(
        town, "other", procedure="radicalisation", severity="medium", reason="A first look."
    )
    before = await town.page("dsl", case_id)
    assert "Most who show such signs never are." in before["procedure"]["about"]
    asked = [one["key"] for one in before["procedure"]["questions"] if one["yes_no"]]
    harmless = [one for one in asked if one not in RAISING and not one.startswith("telling")]
    await town.answer("dsl", case_id, **dict.fromkeys(harmless, "yes"))
    signs = "Talks of a new group; hides the screen; new friends online."
    await town.do("dsl", case_id, "answers", question="signs", words=signs)
    after = await town.page("dsl", case_id)
    for kept in ("state", "severity", "danger", "kind", "risk_area", "outcome"):
        assert after[kept] == before[kept]
    assert "score" not in after


RAISING = {"threat_of_violence", "travel_plan", "immediate_danger"}


@pytest.mark.rule("D-10-5")
@pytest.mark.rule("A-1.31-8")
@pytest.mark.parametrize("kind", ["other", "bullying"])
async def test_how_staff_parents_and_pupils_worked_together_is_kept(town: Any, kind: str) -> None:
    case_id = await triaged(town, kind)
    said = "Mother and the class teacher met the two girls on Monday."
    empty = await town.do("dsl", case_id, "answers", question="worked_together", words="")
    assert empty.status_code == 422
    kept = await town.do("dsl", case_id, "answers", question="worked_together", words=said)
    assert kept.status_code == 200
    asked = (await town.page("ddsl", case_id))["procedure"]["questions"]
    assert next(one for one in asked if one["key"] == "worked_together")["words"] == said


@pytest.mark.rule("D-10-2")
async def test_a_case_opens_only_to_those_who_need_it(town: Any) -> None:
    case_id = await triaged(town)
    for reader in ("dsl", "ddsl"):
        assert (await town.get(reader, f"/cases/{case_id}")).status_code == 200
    for outsider in ("head", "chair", "teacher", "assistant"):
        theirs = await town.get(outsider, f"/cases/{case_id}")
        nowhere = await town.get(outsider, f"/cases/{uuid4()}")
        assert theirs.status_code == nowhere.status_code == 404
        assert theirs.json() | {"request_id": ""} == nowhere.json() | {"request_id": ""}


@pytest.mark.rule("D-5.1.1-1")
async def test_what_makes_a_child_more_vulnerable_stands_beside_their_name(town: Any) -> None:
    town.child = await a_pupil(
        town.school, looked_after=True, eal=True, send_status="K", child_protection_plan=True
    )
    sister = await a_pupil(town.school)
    told = await town.report(pupil_ids=[str(town.child.id), str(sister.id)])
    assert told.status_code == 201
    shown = await town.page("dsl", await town.case_id())
    flags = {one["id"]: one["flags"] for one in shown["pupils"]}
    assert flags == {
        str(town.child.id): [
            *("in care", "on a child protection plan", "special educational needs"),
            "English as an additional language",
        ],
        str(sister.id): [],
    }
