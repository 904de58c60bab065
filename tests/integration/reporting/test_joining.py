"""Two cases become one and a part becomes a case again; whoever is out of one is out of both."""

from typing import Any
from uuid import UUID

import pytest

from tests.factories import a_pupil, a_staff_member
from tests.integration.reporting.sharing import share, shares
from tests.integration.reporting.triaging import refusal, triaged

pytestmark = pytest.mark.anyio

WHY = "Both children speak of the same chat."


async def two_cases(town: Any) -> tuple[UUID, UUID]:
    """One that will be joined, and the one that is kept: both run the procedure for bullying."""
    first = await triaged(town)
    before = {one["case_id"] for one in await town.inbox("dsl")}
    sent = await town.report("assistant", happened="A second child cried about the chat.")
    assert sent.status_code == 201
    (second,) = {one["case_id"] for one in await town.inbox("dsl")} - before
    body = {"severity": "medium", "risk_area": "conduct", "kind": "bullying"}
    assert (await town.do("dsl", second, "triage", **body)).status_code == 200
    return first, UUID(second)


async def join(town: Any, case_id: UUID, into: UUID, who: str = "dsl", **other: Any) -> Any:
    reference = (await town.page(who, into))["reference"]
    body = {"reference": reference.lower(), "reason": WHY, **other}
    return await town.do(who, case_id, "join", **body)


async def test_a_joined_case_is_closed_and_shown_with_its_words_and_time_line(town: Any) -> None:
    joined, kept = await two_cases(town)
    assert (await join(town, joined, kept)).status_code == 200
    page = await town.page("dsl", kept)
    [part] = page["parts"]
    assert (part["case_id"], part["state"]) == (str(joined), "closed")
    words = [one["answer"] for concern in part["concerns"] for one in concern["words"]]
    assert "Someone said horrible things about me in the game." in words
    assert any("Triaged this case" in line["text"] for line in part["chronology"])
    lines = [line["text"] for line in page["chronology"]]
    assert f"Joined another case to this one, case {part['reference']}. {WHY}" in lines
    away = await town.page("dsl", joined)
    assert away["joined_to"] == {"case_id": str(kept), "reference": page["reference"]}
    assert (away["state"], away["parts"]) == ("closed", [])
    assert [one["case_id"] for one in await town.inbox("dsl")] == [str(kept)]


async def test_nothing_of_either_becomes_milder(town: Any) -> None:
    joined, kept = await two_cases(town)  # high into medium
    other = await a_pupil(town.school)
    child = {"pupil_id": str(other.id), "role": "witness", "reason": ""}
    assert (await town.do("dsl", joined, "children", **child)).status_code == 200
    shown = await town.page("dsl", joined)
    question = next(one["key"] for one in shown["procedure"]["questions"] if one["opens"])
    await town.answer("dsl", joined, **{question: "yes"})
    await town.answer("dsl", kept, **{question: "no"})
    await town.do("dsl", kept, "outcome", text="All is well.")
    assert (await join(town, joined, kept)).status_code == 200
    page = await town.page("dsl", kept)
    assert (page["severity"], page["has_outcome"]) == ("critical", False)  # raised by the yes
    replies = {one["key"]: one["reply"] for one in page["procedure"]["questions"]}
    assert replies[question] == "yes"
    assert (str(other.id), "witness") in {(one["id"], one["role"]) for one in page["pupils"]}


@pytest.mark.guard("G-12")
async def test_whoever_is_kept_out_of_one_reads_neither_and_never_again(town: Any) -> None:
    joined, kept = await two_cases(town)
    await town.do("ddsl", kept, "take")
    body = {"subject_ids": [str(town.staff["ddsl"].id)], "reason": "She said so."}
    assert (await town.do("dsl", joined, "subjects", **body)).status_code == 200
    assert {one["case_id"] for one in await town.inbox("ddsl")} == {str(kept)}
    into = {"kind": "bullying", "severity": "high", "risk_area": "conduct"}
    moved = await town.do("dsl", joined, "triage", **into, procedure="cyberbullying", reason=WHY)
    assert moved.status_code == 200, moved.text
    assert (await join(town, joined, kept)).status_code == 200
    assert await town.inbox("ddsl") == []
    for case_id in (joined, kept):
        assert (await town.get("ddsl", f"/cases/{case_id}")).status_code == 404
    assert (await town.page("dsl", kept))["owner"] is None


@pytest.mark.guard("G-12")
async def test_whoever_is_named_after_the_joining_loses_every_part(town: Any) -> None:
    joined, kept = await two_cases(town)
    assert (await join(town, joined, kept)).status_code == 200
    assert (await town.get("ddsl", f"/cases/{joined}")).status_code == 200
    body = {"subject_ids": [str(town.staff["ddsl"].id)], "reason": "She said so."}
    assert (await town.do("dsl", kept, "subjects", **body)).status_code == 200
    for case_id in (joined, kept):
        assert (await town.get("ddsl", f"/cases/{case_id}")).status_code == 404


@pytest.mark.guard("G-12")
async def test_a_case_that_somebody_cannot_read_is_no_case_to_join(town: Any) -> None:
    mine = await triaged(town)
    told = await town.report(
        "assistant", about_adult="yes", subject_person_id=str(town.staff["dsl"].id)
    )
    assert told.status_code == 201
    (hidden,) = [one for one in await town.inbox("ddsl") if one["case_id"] != str(mine)]
    real = await town.do("dsl", mine, "join", reference=hidden["reference"], reason=WHY)
    made_up = await town.do("dsl", mine, "join", reference="ZZZ-ZZZ", reason=WHY)
    assert real.status_code == made_up.status_code == 422
    shown = [one.json() | {"request_id": ""} for one in (real, made_up)]
    assert shown[0] == shown[1]
    assert real.json()["detail"] == "You read no case of this reference."
    other = await town.do("ddsl", UUID(hidden["case_id"]), "join", reference="ZZZ-ZZZ", reason=" ")
    assert other.status_code == 422


@pytest.mark.guard("G-19")
async def test_what_would_leave_a_hole_is_refused(town: Any) -> None:
    joined, kept = await two_cases(town)
    assert await itself(town, joined) == (
        "This is the same case. Type the reference of the other one."
    )
    other = {"kind": "other", "severity": "medium", "risk_area": "conduct"}
    await town.do("dsl", joined, "triage", **other, procedure="nudes", reason="It is worse.")
    reference = (await town.page("dsl", kept))["reference"]
    sentence = await refusal(town, "dsl", joined, "join", reference=reference, reason=WHY)
    assert sentence.startswith("These cases follow different procedures.")
    await town.tell()
    (fresh,) = {one["case_id"] for one in await town.inbox("dsl")} - {str(joined), str(kept)}
    reference = (await town.page("dsl", fresh))["reference"]
    sentence = await refusal(town, "dsl", kept, "join", reference=reference, reason=WHY)
    assert sentence.startswith("The other case is not triaged yet.")
    assert (await join(town, UUID(fresh), kept)).status_code == 200  # an untriaged one may join


async def test_a_case_that_is_shared_with_somebody_outside_is_not_joined_away(town: Any) -> None:
    joined, kept = await two_cases(town)
    shared = await share(town, joined, role="governor")
    assert shared.status_code == 201, shared.text
    reference = (await town.page("dsl", kept))["reference"]
    sentence = await refusal(town, "dsl", joined, "join", reference=reference, reason=WHY)
    assert sentence.startswith("This case is shared with somebody outside.")
    share_id = (await shares(town, joined))["shares"][0]["share_id"]
    gone = await town.post("dsl", f"/cases/{joined}/shares/{share_id}/revoke")
    assert gone.status_code == 201
    assert (await join(town, joined, kept)).status_code == 200


async def itself(town: Any, case_id: UUID) -> str:
    reference = (await town.page("dsl", case_id))["reference"]
    return await refusal(town, "dsl", case_id, "join", reference=reference, reason=WHY)


async def test_a_part_is_split_off_and_goes_on_where_it_stood(town: Any) -> None:
    joined, kept = await two_cases(town)
    again = await refusal(town, "dsl", joined, "reopen", reason=WHY)
    assert again == "This case is open."
    assert (await join(town, joined, kept)).status_code == 200
    again = await refusal(town, "dsl", joined, "reopen", reason=WHY)
    assert again.startswith("This case is a part of another one.")
    silent = await town.do("dsl", kept, "split", joined_id=str(joined), reason=" ")
    assert silent.status_code == 422
    reason = "They are two chats after all."
    strange = await town.do("dsl", kept, "split", joined_id=str(kept), reason=reason)
    assert strange.json()["detail"] == "Choose a case that is a part of this one."
    done = await town.do("dsl", kept, "split", joined_id=str(joined), reason=reason)
    assert done.status_code == 200, done.text
    page = await town.page("dsl", joined)
    assert (page["state"], page["joined_to"]) == ("triaged", None)
    assert (await town.page("dsl", kept))["parts"] == []
    lines = [one["text"] for one in (await town.page("dsl", kept))["chronology"]]
    assert f"Split off a part, which is a case of its own again, case {page['reference']}." in [
        line.removesuffix(f" {reason}") for line in lines
    ]
    assert (await town.do("dsl", joined, "notes", text="It goes on.")).status_code == 200


async def test_whoever_told_a_joined_case_is_still_written_to(town: Any) -> None:
    joined, kept = await two_cases(town)
    # the second report is the colleague's: join that one away
    assert (await join(town, kept, joined)).status_code == 200
    [concern] = (await town.page("dsl", kept))["concerns"]
    sent = await town.do(
        "dsl", kept, "messages", concern_id=concern["id"], text="Thank you; we are on it."
    )
    assert sent.status_code == 200, sent.text
    note = await refusal(town, "dsl", kept, "notes", text="No.")
    assert note == "This case is closed. Nothing can be added to it."


async def test_whoever_read_either_case_reads_both(town: Any) -> None:
    joined, kept = await two_cases(town)
    second = await a_staff_member(town.school, "ddsl", given_name="Ken", family_name="Marl")
    town.staff["second"] = second
    await town.tell()
    (theirs,) = await town.inbox("second")
    assert (await join(town, UUID(theirs["case_id"]), kept)).status_code == 200
    assert (await town.page("second", kept))["case_id"] == str(kept)
    assert (await town.get("second", f"/cases/{joined}")).status_code == 404
    assert (await join(town, joined, kept)).status_code == 200
    assert len((await town.page("second", kept))["parts"]) == 2
    assert (await town.get("teacher", f"/cases/{kept}")).status_code == 404
