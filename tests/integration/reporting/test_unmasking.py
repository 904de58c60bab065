"""A child who told without a name: who it is, is an act of a lead with a reason."""

from typing import Any

import pytest

from tests.factories import a_pupil
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio

HOW = "She told Mrs Yewbarrow that it was her; social care has to know whom to see."


async def unmask(town: Any, case_id: Any, who: str = "dsl", **other: Any) -> Any:
    [concern] = (await town.page(who, case_id))["concerns"]
    body = {"concern_id": concern["id"], "pupil_id": str(town.child.id), "role": "harmed"}
    return await town.do(who, case_id, "unmask", **{**body, "reason": HOW, **other})


async def test_who_told_is_recorded_with_the_reason_and_the_childs_part(town: Any) -> None:
    case_id = await triaged(town)
    assert (await town.page("dsl", case_id))["pupils"] == []
    done = await unmask(town, case_id)
    assert done.status_code == 200, done.text
    page = await town.page("dsl", case_id)
    [child] = page["pupils"]
    assert (child["id"], child["role"]) == (str(town.child.id), "harmed")
    [known] = page["unmasked"]
    assert known["display_name"] == town.child.display_name
    assert known["concern_id"] == page["concerns"][0]["id"]
    lines = [one["text"] for one in page["chronology"]]
    wanted = f"Recorded which child told this without a name: {town.child.display_name}, harmed."
    assert f"{wanted} {HOW}" in lines
    again = await refusal_of(town, case_id)
    assert again == "It is recorded already that this child told it."


async def refusal_of(town: Any, case_id: Any, who: str = "dsl") -> str:
    answer = await unmask(town, case_id, who)
    assert answer.status_code == 409, answer.text
    return str(answer.json()["detail"])


async def test_a_wrong_name_is_put_right_and_both_stay_on_the_time_line(town: Any) -> None:
    case_id = await triaged(town)
    assert (await unmask(town, case_id)).status_code == 200
    other = await a_pupil(town.school)
    assert (await unmask(town, case_id, pupil_id=str(other.id))).status_code == 200
    page = await town.page("dsl", case_id)
    assert [one["pupil_id"] for one in page["unmasked"]] == [str(other.id)]
    told = [one for one in page["chronology"] if one["kind"] == "unmasked"]
    assert len(told) == 2


async def test_without_a_reason_a_child_or_a_part_nothing_is_recorded(town: Any) -> None:
    case_id = await triaged(town)
    for wrong in (
        {"reason": " "},
        {"role": "involved"},
        {"pupil_id": str(town.staff["teacher"].id)},
    ):
        answer = await unmask(town, case_id, **wrong)
        assert answer.status_code == 422, wrong
    elsewhere = await unmask(town, case_id, concern_id=str(town.child.id))
    assert elsewhere.status_code == 404
    page = await town.page("dsl", case_id)
    assert (page["pupils"], page["unmasked"]) == ([], [])


async def test_only_a_lead_who_reads_it_records_it_and_only_of_a_child(town: Any) -> None:
    case_id = await triaged(town)
    [concern] = (await town.page("dsl", case_id))["concerns"]
    body = {"version": 0, "concern_id": concern["id"], "pupil_id": str(town.child.id)}
    body |= {"role": "harmed", "reason": HOW}
    for stranger in ("teacher", "head"):
        answer = await town.post(stranger, f"/cases/{case_id}/unmask", body)
        assert answer.status_code == 404
    await town.report("assistant")
    (second,) = {one["case_id"] for one in await town.inbox("dsl")} - {str(case_id)}
    [known] = (await town.page("dsl", second))["concerns"]
    named = {"concern_id": known["id"], "pupil_id": str(town.child.id), "role": "harmed"}
    sentence = await refusal(town, "dsl", second, "unmask", **named, reason=HOW)
    assert sentence.startswith("This was not told on the children's page")
