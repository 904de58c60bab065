"""What the policies say of a whole procedure: what it is, who leads it, what is asked and kept."""

from typing import Any
from uuid import UUID

import pytest

from services.reporting.cases.models import Kind
from services.reporting.procedures.adapters import read_library
from services.reporting.procedures.rules import BY_KIND
from tests.integration.reporting.step_rules import a_town_of
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio
# At this school the head is the DSL: two roles, one person.
TEAM = {"dsl", "head", "ddsl"}


async def runs(town: Any, procedure: str) -> tuple[UUID, dict[str, Any]]:
    """A case that runs `procedure`, and the procedure as its page shows it."""
    case_id = await triaged(town, "other", procedure=procedure)
    return case_id, (await town.page("dsl", case_id))["procedure"]


@pytest.mark.rule("D-1-3")
async def test_triage_ends_only_with_a_risk_area(town: Any) -> None:
    await town.tell()
    case_id = await town.case_id()
    body = {"severity": "high", "kind": "bullying"}
    silent = await town.do("dsl", case_id, "triage", **body)
    assert silent.status_code == 422
    assert silent.json()["errors"][0]["field"] == "risk_area"
    assert (await town.page("dsl", case_id))["procedure"] is None
    placed = await town.do("dsl", case_id, "triage", **body, risk_area="conduct")
    assert placed.status_code == 200


@pytest.mark.rule("D-1-5")
async def test_a_kind_of_concern_without_a_written_procedure_cannot_be_chosen(town: Any) -> None:
    assert set(BY_KIND) == set(Kind)
    assert set(BY_KIND.values()) <= set(read_library().procedures)
    await town.tell()
    case_id = await town.case_id()
    body = {"severity": "high", "risk_area": "conduct"}
    unknown = await town.do("dsl", case_id, "triage", **body, kind="unwritten")
    assert unknown.status_code == 422
    for kind in Kind:
        chosen = await town.do("dsl", case_id, "triage", **body, kind=kind.value, reason="Sorted.")
        assert chosen.status_code == 200
        assert (await town.page("dsl", case_id))["procedure"]["steps"]


@pytest.mark.rule("D-2.1-2")
@pytest.mark.parametrize("procedure", sorted(read_library().procedures))
async def test_a_case_names_the_policies_under_which_it_is_handled(
    desk: Any, procedure: str
) -> None:
    _, shown = await runs(desk, procedure)
    assert shown["about"]
    assert shown["policies"]
    assert all(one[0].isupper() for one in shown["policies"])


PROTECTION = "Child protection and safeguarding policy"
LOCAL = "Local safeguarding partnership: procedures"
FOLLOWS = (
    ("nudes", (PROTECTION, "Behaviour policy"), LOCAL),
    ("ocsae", (PROTECTION,), LOCAL),
    ("iioc_exposure", (PROTECTION,), LOCAL),
    ("iioc_other", (PROTECTION,), LOCAL),
    ("iioc_school_device", (PROTECTION,), LOCAL),
    ("cyberbullying", ("Anti-bullying policy", "Behaviour policy"), "DfE, Preventing and tackling"),
    ("online_hate", ("Anti-bullying policy", "Behaviour policy"), "True Vision"),
    ("staff_targeted", ("Anti-bullying policy",), "DfE, Cyberbullying"),
)


@pytest.mark.rule("D-11.1.1-1")
@pytest.mark.rule("D-11.2.1-1")
@pytest.mark.rule("D-11.3-5")
@pytest.mark.rule("D-11.4-2")
@pytest.mark.rule("D-11.1-2")
@pytest.mark.rule("A-1.30-3")
@pytest.mark.rule("A-1.31-1")
@pytest.mark.rule("A-1.35-36")
@pytest.mark.parametrize("wanted", FOLLOWS, ids=lambda one: str(one[0]))
async def test_the_procedure_follows_the_schools_policy_and_names_the_guidance(
    desk: Any, wanted: tuple[str, tuple[str, ...], str]
) -> None:
    procedure, policies, guidance = wanted
    case_id, shown = await runs(desk, procedure)
    assert set(policies) <= set(shown["policies"])
    assert any(one.startswith(guidance) for one in shown["guidance"])
    # and it is followed: while it runs, nobody closes the case around it
    await desk.do("dsl", case_id, "take")
    await desk.do("dsl", case_id, "outcome", text="Looked at.")
    early = await refusal(desk, "ddsl", case_id, "close", reason="Enough.")
    assert "left out with a reason" in early


@pytest.mark.rule("D-11.4-1")
@pytest.mark.rule("A-1.35-1")
@pytest.mark.rule("A-1.35-27")
@pytest.mark.rule("D-8.1-1")
@pytest.mark.rule("A-1.5-21")
@pytest.mark.rule("A-1.10-20")
@pytest.mark.rule("A-1.10-21")
@pytest.mark.rule("D-7.1-6")
@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        ("cyberbullying", "The school tolerates none of it"),
        ("nudes", "Imagery made by, or of, somebody under 18"),
        ("nudes", "outcome 21 lets them record a crime without prosecuting a child"),
        ("pupil_social_media", "Anybody in the school community may be concerned"),
        ("pupil_social_media", "at school or outside it"),
        ("filtering_breach", "Key Stage 1 on approved material only"),
        ("filtering_breach", "Key Stage 2 directed by the teacher"),
    ],
)
async def test_the_case_says_what_the_type_is(desk: Any, procedure: str, words: str) -> None:
    _, shown = await runs(desk, procedure)
    assert words in " ".join([shown["about"], *shown["guidance"]])


@pytest.mark.rule("D-11.1-1")
@pytest.mark.rule("D-11.2-2")
@pytest.mark.rule("A-1.30-4")
@pytest.mark.parametrize("procedure", ["nudes", "ocsae"])
async def test_the_dsl_leads_and_nobody_beside_the_team_reads(desk: Any, procedure: str) -> None:
    case_id, shown = await runs(desk, procedure)
    assert {one["role"]: one["when"] for one in shown["tell"]}["dsl"] == "now"
    assert await desk.readers() == TEAM
    for outsider in ("teacher", "chair"):
        assert (await desk.get(outsider, f"/cases/{case_id}")).status_code == 404
    own = [one for one in shown["steps"] if one["part"] == "own"]
    leads = [one for one in own if one["kind"] in {"police", "parents"}]
    assert leads
    assert {one["by"] for one in leads} == {"dsl"}


@pytest.mark.rule("D-4.3-3")
@pytest.mark.rule("A-1.10-6")
async def test_a_loss_of_data_is_a_concern_and_only_its_readers_see_it(desk: Any) -> None:
    case_id, shown = await runs(desk, "infosec")
    assert "Data lost" in shown["about"]
    assert (await desk.get("teacher", f"/cases/{case_id}")).status_code == 404
    assert (await desk.get("dsl", f"/cases/{case_id}")).status_code == 200


@pytest.mark.rule("A-1.31-5")
@pytest.mark.rule("A-1.35-35")
async def test_no_report_goes_unrecorded_and_none_can_be_taken_back(desk: Any) -> None:
    for words in ("They call me names in the game.", "Someone sent me a rude picture."):
        told = await desk.tell(account=words)
        assert told.status_code == 201
    cases = [one["case_id"] for one in await desk.inbox("dsl")]
    assert len(cases) == 2
    for case_id in cases:
        gone = await desk.client.delete(
            f"/cases/{case_id}", headers=desk.staff["dsl"].bearer("reporting")
        )
        assert gone.status_code == 405
    assert len(await desk.inbox("dsl")) == 2


@pytest.mark.rule("A-1.30-7")
@pytest.mark.rule("A-1.31-16")
@pytest.mark.rule("A-1.35-52")
@pytest.mark.parametrize("procedure", ["ocsae", "cyberbullying", "nudes"])
async def test_the_reference_in_the_other_record_is_kept_where_the_school_has_one(
    client: Any, app: Any, settings_values: Any, procedure: str
) -> None:
    abingdon = await a_town_of(client, app, settings_values, "abingdon")
    case_id, _ = await runs(abingdon, procedure)
    assert (await abingdon.step(case_id, "safeguarding_record"))["evidence"] == ["record_reference"]
    await abingdon.answer("dsl", case_id, immediate_danger="no")
    done = await abingdon.do(
        "dsl", case_id, "steps/safeguarding_record/done", what="CPOMS 20417, entered today."
    )
    assert done.status_code == 200, done.text
    kept = await abingdon.step(case_id, "safeguarding_record", "ddsl")
    assert kept["what"] == "CPOMS 20417, entered today."
    other = await a_town_of(client, app, settings_values, "default")
    theirs, _ = await runs(other, procedure)
    shut = await other.step(theirs, "safeguarding_record")
    assert (shut["state"], "keeps no other" in shut["why"]) == ("not_applicable", True)


@pytest.mark.rule("D-7.3.2-8")
async def test_a_breach_of_the_filter_rises_with_what_was_seen(desk: Any) -> None:
    case_id = await triaged(
        desk, "other", procedure="filtering_breach", severity="medium", reason="One page."
    )
    await desk.answer("dsl", case_id, several_pupils="no")
    assert (await desk.page("dsl", case_id))["severity"] == "medium"
    await desk.answer("dsl", case_id, sexual_or_violent="yes")
    assert (await desk.page("dsl", case_id))["severity"] == "high"


@pytest.mark.rule("D-11.2.1-8")
@pytest.mark.rule("A-1.35-62")
@pytest.mark.parametrize("procedure", ["ocsae", "nudes"])
async def test_support_for_each_child_is_planned_or_its_lack_explained(
    desk: Any, procedure: str
) -> None:
    case_id, _ = await runs(desk, procedure)
    silent = await desk.do("dsl", case_id, "steps/support_plan/skip", reason="")
    assert silent.status_code == 422
    plan = "Counselling on Tuesdays; review on 15 December."
    done = await desk.do("dsl", case_id, "steps/support_plan/done", what=plan)
    assert done.status_code == 200, done.text
    assert (await desk.step(case_id, "support_plan"))["what"] == plan


@pytest.fixture
async def desk(client: Any, app: Any, settings_values: Any) -> Any:
    """A school of the Downs' policy."""
    return await a_town_of(client, app, settings_values, "downs")
