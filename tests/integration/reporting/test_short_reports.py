"""A report of any kind, place and kit is taken, runs its own procedure, and goes to the DSL."""

from itertools import product
from typing import Any

import pytest

from services.reporting.cases.models import Kind
from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules import BY_KIND
from services.reporting.staff_reports.rules import EQUIPMENT, PLACES
from tests.factories import a_staff_member
from tests.integration.reporting.triaging import triaged

pytestmark = pytest.mark.anyio
SHORT = [
    *("filtering_breach", "monitoring_alert", "offensive_message", "visitor_device"),
    *("pupil_device", "exam_device", "ai_image", "challenge", "social_media", "hate"),
    *("extremism", "staff_targeted", "data_loss", "rule_broken", "scam_or_money"),
]


@pytest.mark.rule("D-4.4-5")
@pytest.mark.rule("D-7.3.2-5")
@pytest.mark.rule("D-7.3.4-2")
@pytest.mark.rule("A-1.10-18")
@pytest.mark.parametrize("kind", SHORT)
async def test_whoever_sees_it_reports_it_and_its_own_procedure_begins(
    town: Any, kind: str
) -> None:
    told = await town.report(kind=kind, pupil_ids=[], unknown_child=True)
    assert told.status_code == 201, told.text
    case_id = await town.case_id()
    shown = await town.page("dsl", case_id)
    assert shown["kind"] == kind
    assert shown["procedure_by_kind"][kind] == BY_KIND[Kind(kind)]
    body = {"severity": shown["severity"], "risk_area": "content", "kind": kind}
    assert (await town.do("dsl", case_id, "triage", **body)).status_code == 200
    running = (await town.page("dsl", case_id))["procedure"]
    assert running["id"] == BY_KIND[Kind(kind)]


@pytest.mark.rule("D-2-2")
@pytest.mark.rule("D-4.3-4")
@pytest.mark.rule("D-11.1.1-13")
@pytest.mark.rule("D-11.2.1-10")
@pytest.mark.rule("D-11.3-2")
@pytest.mark.rule("A-1.5-21")
@pytest.mark.parametrize("kind", ["sexual_image", "stranger_contact", "ai_image", "staff_concern"])
async def test_every_place_and_all_equipment_is_taken(town: Any, kind: str) -> None:
    wanted = [*product(PLACES, ["not_known"]), *product(["home"], EQUIPMENT)]
    for place, equipment in wanted:
        told = await town.report(kind=kind, place=place, equipment=equipment)
        assert told.status_code == 201, told.text
        case_id = await town.case_id("ddsl")
        (concern,) = (await town.page("ddsl", case_id))["concerns"]
        words = {one["question"]: one["answer"] for one in concern["words"]}
        assert (words["Where"], words["Whose device"]) == (PLACES[place], EQUIPMENT[equipment])


async def test_an_unknown_place_or_question_is_refused(town: Any) -> None:
    assert (await town.report(place="moon")).status_code == 422
    for more in (
        [{"question": "nonsense", "words": "x"}],
        [{"question": "wording", "words": "x"}],
        [{"question": "technology", "words": "a spoon"}],
    ):
        refused = await town.report(kind="bullying", more=more)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "more"
    fine = await town.report(kind="bullying", more=[{"question": "technology", "words": "tablet"}])
    assert fine.status_code == 201
    (concern,) = (await town.page("dsl", await town.case_id()))["concerns"]
    said = {one["question"]: one["answer"] for one in concern["words"]}
    assert said["Which technology was used?"] == "tablet"


@pytest.mark.rule("D-4.1-1")
async def test_what_the_technician_finds_is_a_case_of_the_dsl_and_no_list_of_the_technicians(
    town: Any,
) -> None:
    town.staff["tech"] = await a_staff_member(town.school, "tech")
    told = await town.report("tech", kind="filtering_breach", pupil_ids=[], unknown_child=True)
    assert told.status_code == 201
    case_id = await town.case_id("dsl")
    assert await town.readers() == {"dsl", "ddsl"}
    assert (await town.get("tech", f"/cases/{case_id}")).status_code == 404
    closing = await town.do("dsl", case_id, "close", reason="Unblocked.")
    assert closing.status_code == 409


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_card_says_what_to_do_first_and_never(town: Any, kind: Kind) -> None:
    card = (await town.get("teacher", f"/first-response/{kind.value}")).json()
    procedure = read_library().procedures[BY_KIND[kind]]
    assert (card["title"], card["about"]) == (procedure.title, procedure.about)
    assert len(card["never"]) == len(procedure.forbidden)
    assert len(card["asks"]) <= 4
    unsigned = await town.client.get(f"/first-response/{kind.value}")
    assert unsigned.status_code == 401


@pytest.mark.rule("D-2-3")
async def test_the_harmed_person_may_be_a_colleague(town: Any) -> None:
    told = await town.report(kind="staff_targeted", pupil_ids=[], unknown_child=True)
    assert told.status_code == 201
    case_id = await town.case_id()
    assert (await town.page("dsl", case_id))["pupils"] == []
    running = await triaged(town, "staff_targeted", reason="It is so.")
    shown = (await town.page("dsl", running))["procedure"]
    assert "The harmed person is an adult" in shown["about"]
