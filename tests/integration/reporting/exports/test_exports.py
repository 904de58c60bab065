"""D2: one child's record leaves whole for whoever may read it, and without anybody else."""

import csv
import hashlib
import io
import json
from typing import Any
from uuid import uuid4

import pytest

from services.reporting.exports.schemas import CHRONOLOGY, FILES
from services.shared.drawings import as_svg
from tests.factories import a_pupil, a_school
from tests.integration.reporting.exports.exporting import (
    CANARY,
    a_worked_case,
    bundle,
    export,
    rows,
)

pytestmark = pytest.mark.anyio


async def test_the_bundle_holds_the_record(town: Any) -> None:
    await a_worked_case(town)
    files = await bundle(town)
    chronology = rows(files["chronology.csv"])
    assert tuple(chronology[0]) == CHRONOLOGY
    kinds = [row["row_type"] for row in chronology]
    assert kinds.count("incident") == 1
    assert kinds.count("action") == 4
    incident = next(row for row in chronology if row["row_type"] == "incident")
    assert CANARY in incident["account"]
    assert incident["student_name"] == town.child.display_name
    assert incident["reported_by"] == town.staff["teacher"].display_name
    assert (incident["risk_area"], incident["level"], incident["status"]) == (
        "commerce",
        "high",
        "open",
    )
    assert incident["outcome"] == "Support plan agreed"
    assert (incident["told_dsl_in_person"], incident["child_words"]) == ("N", "")
    assert len({row["row_key"] for row in chronology}) == len(chronology)
    triaged = next(row for row in chronology if row["title"] == "triaged")
    assert triaged["decision_reason"] == "asked for money"
    assert "risk area: commerce" in triaged["decision"]
    assert triaged["parent_id"] == incident["incident_id"]


async def test_a_childs_own_words_stand_in_their_own_column(town: Any) -> None:
    await town.tell(account=f"{CANARY} is horrible to me", name="Amara")
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    pupils = {"pupil_ids": [str(town.child.id)]}
    assert (await town.do("dsl", case_id, "triage", **triage, **pupils)).status_code == 200
    (incident,) = rows((await bundle(town))["incidents.csv"])
    assert incident["child_words"] == f"{CANARY} is horrible to me"
    assert (incident["reported_by"], incident["source_channel"]) == ("A child", "pupil_page")
    assert "Amara" not in "".join(incident.values())


async def test_a_childs_drawing_leaves_as_it_was_drawn_with_what_was_left_out(town: Any) -> None:
    key = str(uuid4())
    drawing = "k10,10 60,80;r200,150"
    skipped = {"account": None, "feelings": [], "about_adult": "no"}
    for one in ("b5,5", drawing):
        assert (await town.tell(key, drawing=one, **skipped)).is_success
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    pupils = {"pupil_ids": [str(town.child.id)]}
    assert (await town.do("dsl", case_id, "triage", **triage, **pupils)).status_code == 200
    files = await bundle(town)
    (incident,) = [row for row in rows(files["chronology.csv"]) if row["row_type"] == "incident"]
    newest, before = incident["attachments"].split("; ")
    assert newest == f"drawings/{incident['incident_id']}.svg"
    assert files[newest].decode() == as_svg(drawing)
    assert files[before].decode() == as_svg("b5,5")
    assert json.loads(files["manifest.json"])["drawings"] == 2
    assert "Left out by the child: how they feel" in incident["account"]
    assert "a name written in a drawing" in " ".join(files["README.txt"].decode().split())


async def test_the_manifest_counts_and_hashes_every_file(town: Any) -> None:
    await a_worked_case(town)
    files = await bundle(town)
    manifest = json.loads(files["manifest.json"])
    assert manifest["profile"] == "transfer"
    assert manifest["reason"] == "moves to another school"
    assert {one["name"] for one in manifest["files"]} == {*FILES, "README.txt"}
    for one in manifest["files"]:
        content = files[one["name"]]
        assert one["bytes"] == len(content)
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        if one["name"] in FILES:
            assert one["rows"] == len(rows(content))
            assert tuple(csv.reader(io.StringIO(content.decode()))).__len__() == one["rows"] + 1


async def test_every_row_carries_the_hash_of_its_cells(town: Any) -> None:
    await a_worked_case(town)
    for row in rows((await bundle(town))["chronology.csv"]):
        told = "\x1f".join(row[name] for name in CHRONOLOGY[:-1])
        assert row["row_sha256"] == hashlib.sha256(told.encode()).hexdigest()


async def test_no_cell_is_a_formula(town: Any) -> None:
    await a_worked_case(town, happened="@SUM(1+9)*cmd|' /C calc'!A0")
    files = await bundle(town)
    cells = [cell for name in FILES for row in rows(files[name]) for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@|%\t"))]
    assert any("'@SUM" in cell for cell in cells)
    actions = rows(files["actions.csv"])
    assert any("=HYPERLINK" in row["text"] for row in actions)


async def test_other_children_are_there_by_their_student_id_only(town: Any) -> None:
    friend = await a_pupil(town.school, given_name="Wilhelmina", family_name="Thistledown")
    stranger = await a_pupil(town.school, given_name="Peregrine", family_name="Marshwiggle")
    await a_worked_case(
        town,
        happened="Wilhelmina and Peregrine Marshwiggle laughed at her",
        pupil_ids=[str(town.child.id), str(friend.id)],
    )
    files = await bundle(town)
    (incident,) = rows(files["incidents.csv"])
    (link,) = rows(files["links.csv"])
    assert incident["account"].endswith("laughed at her")
    assert f"[{link['linked_student_id']}]" in incident["account"]
    assert json.loads(files["manifest.json"])["names_of_other_children_replaced"] == 2
    whole = b"".join(files.values()).decode()
    for name in ("Wilhelmina", "Thistledown", "Peregrine", "Marshwiggle"):
        assert name not in whole
    assert stranger.display_name not in whole


@pytest.mark.guard("G-12")
async def test_cases_about_staff_never_leave_with_a_child(town: Any) -> None:
    await a_worked_case(town)
    secret = "a grown-up at school wrote wombat messages"
    sent = await town.report(
        happened=secret, about_adult="yes", subject_person_id=str(town.staff["teacher"].id)
    )
    assert sent.status_code == 201
    files = await bundle(town)
    assert len(rows(files["incidents.csv"])) == 1
    assert b"wombat" not in b"".join(files.values())
    assert "restricted" not in json.dumps(json.loads(files["manifest.json"])).lower()


@pytest.mark.guard("G-12")
async def test_a_case_whose_child_later_says_that_it_is_about_a_grown_up_stays_here(
    town: Any,
) -> None:
    key = str(uuid4())
    await town.tell(key)
    case_id = await town.case_id()
    triage = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    triage["pupil_ids"] = [str(town.child.id)]
    assert (await town.do("dsl", case_id, "triage", **triage)).status_code == 200
    await town.tell(key, account="It was a badger.")
    assert (await town.do("dsl", case_id, "triage", **triage)).status_code == 200
    (incident,) = rows((await bundle(town))["incidents.csv"])
    assert incident["child_words"].startswith("It was a badger.\n\n(Told before, then changed: ")
    await town.tell(key, about_adult="not_sure", account="It was wombat at school.")
    assert b"wombat" not in b"".join((await bundle(town)).values())


@pytest.mark.guard("G-12")
async def test_cases_that_the_maker_does_not_read_are_silently_absent(town: Any) -> None:
    await town.report(happened=f"Mrs Hazelgrove was {CANARY} there when it happened")
    assert {"dsl"} & await town.readers() == set()
    triage = {"severity": "medium", "risk_area": "contact", "kind": "bullying"}
    case_id = await town.case_id("ddsl")
    assert (await town.do("ddsl", case_id, "triage", **triage)).status_code == 200
    for_deputy, for_lead = await bundle(town, "ddsl"), await bundle(town, "dsl")
    assert len(rows(for_deputy["incidents.csv"])) == 1
    assert CANARY in for_deputy["incidents.csv"].decode()
    assert rows(for_lead["incidents.csv"]) == []
    assert CANARY not in b"".join(for_lead.values()).decode()
    for_nobody = await bundle(town, "head")
    for name in FILES:
        assert for_nobody[name] == for_lead[name] or name == "students.csv"


@pytest.mark.parametrize("who", ["teacher", "assistant"])
async def test_only_the_safeguarding_team_exports(town: Any, who: str) -> None:
    await a_worked_case(town)
    assert (await export(town, who)).status_code == 403
    assert (await export(town, "dsl")).status_code == 201


async def test_a_reason_and_a_child_of_this_school_are_needed(
    town: Any, settings_values: dict[str, Any]
) -> None:
    elsewhere = await a_pupil(await a_school(settings_values))
    for wrong in (
        {"reason": ""},
        {"reason": "   "},
        {"reason": "x" * 1001},
        {"pupil_id": str(uuid4())},
        {"pupil_id": str(elsewhere.id)},
        {"pupil_id": str(town.staff["teacher"].id)},
        {"more": "x"},
    ):
        assert (await export(town, **wrong)).status_code == 422, wrong
